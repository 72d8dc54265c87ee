//! `entrasift-demo`: writes the made-up tenant Northwind Engineering, or one big portal CSV of it.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use entrasift_demo::dialect::{Dialect, DialectOptions};
use entrasift_demo::northwind::{FolderOptions, northwind, write_dialect};
use entrasift_demo::story::{Story, StoryOptions};
use entrasift_demo::writers::csv::CsvStyle;
use entrasift_demo::writers::portal::{PortalOptions, Vintage};

/// Writes the exports of Northwind Engineering, a made-up tenant that lives through an MFA rollout
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// Folder for the exports
    #[arg(long, value_name = "DIR", default_value = "testdata/northwind", conflicts_with = "single")]
    out: PathBuf,
    /// One interactive export only, over 30 days and 5,000 people; `-` = standard output
    #[arg(long, value_name = "FILE")]
    single: Option<PathBuf>,
    /// Days of the story
    #[arg(long, value_name = "N")]
    days: Option<u32>,
    /// Exactly so many sign-ins
    #[arg(long, value_name = "N")]
    rows: Option<u64>,
    /// Accounts of the tenant
    #[arg(long, value_name = "N")]
    people: Option<usize>,
    /// Seed of all chance
    #[arg(long, value_name = "N", default_value_t = StoryOptions::default().seed)]
    seed: u64,
    /// Shape of the export, or with --out a further folder in that shape: portal, graph-array, graph-page,
    /// graph-lines, graph-v1, azure-monitor, azure-monitor-records, log-analytics, log-analytics-2021,
    /// log-analytics-union
    #[arg(long, value_name = "NAME", default_value = "portal", value_parser = dialect, verbatim_doc_comment)]
    dialect: Dialect,
    /// Publish one sign-in in seventeen twice, where a shape knows publishing
    #[arg(long)]
    repeated: bool,
    /// Columns of the portal CSV: 44, 49, 55, 56 or 57
    #[arg(long, value_name = "N", default_value = "57", value_parser = vintage)]
    vintage: Vintage,
    /// Quote every cell
    #[arg(long)]
    quoted: bool,
    /// End lines with CR LF
    #[arg(long)]
    crlf: bool,
    /// Begin with a byte order mark
    #[arg(long)]
    bom: bool,
    /// Oldest row first, unlike the portal
    #[arg(long)]
    oldest_first: bool,
    /// Leave the error code of successes empty
    #[arg(long)]
    empty_success_code: bool,
    /// A fully protected tenant in which nothing bad happens
    #[arg(long)]
    quiet_tenant: bool,
    /// A second pair of exports whose rows are there twice
    #[arg(long, conflicts_with = "single")]
    overlapping: bool,
}

fn vintage(columns: &str) -> Result<Vintage, String> {
    let columns = columns.parse().map_err(|_| "not a number".to_owned())?;
    Vintage::with_columns(columns).ok_or_else(|| "no export has so many columns".to_owned())
}

fn dialect(name: &str) -> Result<Dialect, String> {
    Dialect::named(name).ok_or_else(|| "no such shape".to_owned())
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("entrasift-demo: could not write: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments) -> io::Result<()> {
    let style = CsvStyle {
        quoted: arguments.quoted,
        crlf: arguments.crlf,
        bom: arguments.bom,
        ..CsvStyle::default()
    };
    let empty_success_code = arguments.empty_success_code;
    let portal =
        PortalOptions { vintage: arguments.vintage, style, empty_success_code, ..PortalOptions::default() };
    let (days, people) =
        if arguments.single.is_some() { (30, 5000) } else { (StoryOptions::default().days, 240) };
    let story = StoryOptions {
        seed: arguments.seed,
        days: arguments.days.unwrap_or(days),
        people: arguments.people.unwrap_or(people),
        rows: arguments.rows,
        only_interactive: arguments.single.is_some(),
        quiet: arguments.quiet_tenant,
        ..StoryOptions::default()
    };
    let dialect = DialectOptions { portal, repeated: arguments.repeated };
    if let Some(file) = &arguments.single {
        return single(file, &Story::new(story), arguments, dialect);
    }
    let (oldest_first, overlapping) = (arguments.oldest_first, arguments.overlapping);
    let story = northwind(&arguments.out, &FolderOptions { story, portal, oldest_first, overlapping })?;
    if arguments.dialect != Dialect::Portal {
        write_dialect(&arguments.out, &story, arguments.dialect, dialect)?;
    }
    eprintln!("{} sign-ins in {}", story.rows(), arguments.out.display());
    Ok(())
}

fn single(file: &Path, story: &Story, arguments: &Arguments, options: DialectOptions) -> io::Result<()> {
    let out: Box<dyn Write> =
        if file.as_os_str() == "-" { Box::new(io::stdout().lock()) } else { Box::new(File::create(file)?) };
    let mut out = BufWriter::with_capacity(1 << 18, out);
    let rows = if arguments.oldest_first {
        arguments.dialect.write(&mut out, story.world(), options, true, story.signins())?
    } else {
        arguments.dialect.write(&mut out, story.world(), options, true, story.newest_first())?
    };
    out.flush()?;
    eprintln!("{rows} rows in {}", file.display());
    Ok(())
}
