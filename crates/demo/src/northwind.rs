//! Northwind: the whole folder that an administrator would have collected by the end of the rollout.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use crate::dialect::{Dialect, DialectOptions};
use crate::moment::Date;
use crate::registration::report;
use crate::signin::SignIn;
use crate::story::{Story, StoryOptions};
use crate::writers::auth_details::write_auth_details;
use crate::writers::csv::CsvStyle;
use crate::writers::portal::{PortalOptions, write_portal};
use crate::writers::registration::{file_name, write_registration};
use crate::writers::tenant_file::write_tenant_file;

/// How the folder is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FolderOptions {
    /// What is told.
    pub story: StoryOptions,
    /// How the sign-in exports are written.
    pub portal: PortalOptions,
    /// Oldest first, unlike the portal.
    pub oldest_first: bool,
    /// A second pair of exports over the last nine days, so that its rows are there twice.
    pub overlapping: bool,
}

/// Writes every file of the folder, replacing files of the same names. Holds all sign-ins in memory.
///
/// # Errors
/// When the folder or a file cannot be written.
pub fn northwind(folder: &Path, options: &FolderOptions) -> io::Result<Story> {
    let story = Story::new(options.story.clone());
    fs::create_dir_all(folder.join("registration"))?;
    let mut rows: Vec<SignIn<'_>> = story.signins().collect();
    if !options.oldest_first {
        rows.reverse();
    }
    let first = options.story.start;
    let last = first.plus(i64::from(options.story.days) - 1);
    exports(folder, options, &rows, (first, last))?;
    if options.overlapping {
        let from = last.plus(-8).max(first);
        rows.retain(|row| row.time.date() >= from);
        exports(folder, options, &rows, (from, last))?;
    }
    let days = story.world().rollout.report_days();
    for date in days.into_iter().filter(|date| *date <= last) {
        let path = folder.join("registration").join(file_name(date));
        let style = CsvStyle { crlf: true, ..CsvStyle::default() };
        create(&path, |out| write_registration(out, style, &report(story.world(), date)).map(drop))?;
    }
    create(&folder.join("entrasift.toml"), |out| write_tenant_file(out, story.world()))?;
    drop(rows);
    Ok(story)
}

/// Writes the same sign-ins in one dialect into a folder of that name: a file for each kind that it can hold, or one
/// for both where it is a union. Returns how many rows or records that made.
///
/// # Errors
/// When the folder or a file cannot be written.
pub fn write_dialect(
    folder: &Path,
    story: &Story,
    dialect: Dialect,
    options: DialectOptions,
) -> io::Result<u64> {
    let folder = folder.join(dialect.name());
    fs::create_dir_all(&folder)?;
    let last = story.options().start.plus(i64::from(story.options().days) - 1);
    let dates = format!("{}_{last}.{}", story.options().start, dialect.extension());
    let mut count = 0;
    if dialect == Dialect::LogAnalyticsUnion {
        let path = folder.join(format!("SignIns_{dates}"));
        create(&path, |out| {
            count = dialect.write(out, story.world(), options, true, story.newest_first())?;
            Ok(())
        })?;
        return Ok(count);
    }
    for (kind, interactive) in [("InteractiveSignIns", true), ("NonInteractiveSignIns", false)] {
        if !dialect.holds(interactive) {
            continue;
        }
        let rows = story.newest_first().filter(|row| row.interactive == interactive);
        create(&folder.join(format!("{kind}_{dates}")), |out| {
            count += dialect.write(out, story.world(), options, interactive, rows)?;
            Ok(())
        })?;
    }
    Ok(count)
}

/// The two sign-in exports of a range of days, each with its companion.
fn exports(
    folder: &Path,
    options: &FolderOptions,
    rows: &[SignIn<'_>],
    range: (Date, Date),
) -> io::Result<()> {
    for (kind, interactive) in [("InteractiveSignIns", true), ("NonInteractiveSignIns", false)] {
        let rows = || rows.iter().filter(move |row| row.interactive == interactive);
        let dates = format!("{}_{}", range.0, range.1);
        let main = folder.join(format!("{kind}_{dates}.csv"));
        create(&main, |out| write_portal(out, options.portal, rows()).map(drop))?;
        let details = folder.join(format!("{kind}_AuthDetails_{dates}.csv"));
        create(&details, |out| write_auth_details(out, options.portal.style, rows()).map(drop))?;
    }
    Ok(())
}

fn create(path: &Path, write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>) -> io::Result<()> {
    let mut file = BufWriter::with_capacity(1 << 18, File::create(path)?);
    write(&mut file)?;
    file.flush()
}
