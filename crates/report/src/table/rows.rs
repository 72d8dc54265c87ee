//! The rows of a table on a terminal: side by side where they fit, one under the other where they do not.

use std::borrow::Cow;
use std::io::{self, Write};

use entrasift_rollout::answer::{Rows, Show, Table, Value};
use unicode_width::UnicodeWidthStr;

use super::cells::{cropped, in_a_line, is_line, shown};
use super::measure::Measure;
use super::screen::{BOLD, DIM, PLAIN, Screen, paint, painted};
use crate::cell;
use crate::columns::{self, GAP, Want};
use crate::style::Style;
use crate::wrap::{self, Long};

/// So few rows are held; more of them are made once to measure them and once to write them.
const HELD: usize = 64;

/// A column that is shown.
struct Fitted {
    column: usize,
    width: usize,
    right: bool,
}

/// How many rows of a table are shown, where that does not depend on the tables before it.
pub(super) fn shown_of_each(table: &Table, style: &Style) -> Option<usize> {
    let most = style.top.or(style.full.then_some(usize::MAX))?;
    Some((table.rows.len() - folded(table, style)).min(most))
}

fn folded(table: &Table, style: &Style) -> usize {
    if style.full { 0 } else { table.folded.min(table.rows.len()) }
}

/// Writes the rows, and what was left out. `measure` is what an earlier pass measured of the rows that are shown.
pub(super) fn write<W: Write>(
    screen: &mut Screen<'_, W>,
    table: &Table,
    measure: Option<Measure>,
) -> io::Result<()> {
    let folded = folded(table, screen.style);
    let unfolded = table.rows.len() - folded;
    let count = screen.rows_of(unfolded);
    let held: Rows;
    let rows = if count <= HELD {
        held = table.rows.iter().take(count).map(Cow::into_owned).collect();
        &held
    } else {
        &table.rows
    };
    let measure = measure.unwrap_or_else(|| {
        let mut measure = Measure::new(table, screen.style.full);
        rows.iter().take(count).for_each(|row| measure.see(&row));
        measure
    });
    let wants = measure.wants();
    let mut shown = rows.iter().take(count);
    match columns::fit(wants.clone(), screen.width) {
        Some(fitted) => side_by_side(screen, table, shown, &measure, &fitted)?,
        None => shown.try_for_each(|row| stacked(screen, table, &row, &wants))?,
    }
    screen.more(unfolded - count, "more")?;
    if folded == 0 {
        return Ok(());
    }
    let what = if table.folded_as.is_empty() { "more" } else { &table.folded_as };
    screen.prose(&format!("{} {what} (--full shows them)", cell::grouped(folded as u64)), "", DIM)
}

fn side_by_side<'r, W: Write>(
    screen: &mut Screen<'_, W>,
    table: &Table,
    rows: impl Iterator<Item = Cow<'r, [Value]>>,
    measure: &Measure,
    fitted: &[(usize, usize)],
) -> io::Result<()> {
    let fitted: Vec<Fitted> = fitted
        .iter()
        .map(|&(column, width)| Fitted { column, width, right: measure.is_of_quantities(column) })
        .collect();
    let titles =
        fitted.iter().map(|fit| (wrap::lines(table.columns[fit.column].title, fit.width, Long::Cut), BOLD));
    abreast(screen, &fitted, &titles.collect::<Vec<_>>())?;
    let mut hidden = measure.wants();
    hidden.retain(|want| fitted.iter().all(|fit| fit.column != want.column));
    for row in rows {
        let cells = fitted.iter().map(|fit| {
            row.get(fit.column).map_or((Vec::new(), PLAIN), |value| {
                let lines = match is_line(value, screen.style.full) {
                    true => in_a_line(value, fit.width),
                    false => wrap::lines(&shown(value, screen.style.full), fit.width, Long::Cut),
                };
                (cropped(lines, fit.width, screen.style.full), paint(cell::tone(value)))
            })
        });
        let cells: Vec<_> = cells.collect();
        abreast(screen, &fitted, &cells)?;
        if screen.style.full {
            beneath(screen, table, &row, &hidden)?;
        }
    }
    Ok(())
}

/// Cells beside each other, each a few lines high.
fn abreast<W: Write>(
    screen: &mut Screen<'_, W>,
    fitted: &[Fitted],
    cells: &[(Vec<String>, anstyle::Style)],
) -> io::Result<()> {
    let height = cells.iter().map(|(lines, _)| lines.len()).max().unwrap_or(0);
    for at in 0..height {
        let mut line = String::new();
        let mut owed = 0;
        for (fit, (lines, style)) in fitted.iter().zip(cells) {
            let text = lines.get(at).map_or("", String::as_str);
            let blanks = fit.width.saturating_sub(text.width());
            let before = owed + if fit.right { blanks } else { 0 };
            owed = GAP + if fit.right { 0 } else { blanks };
            if text.is_empty() {
                owed = before + GAP + if fit.right { 0 } else { blanks };
                continue;
            }
            line.extend(std::iter::repeat_n(' ', before));
            line.push_str(&painted(text, *style, screen.style.colour));
        }
        screen.line(&line, PLAIN)?;
    }
    Ok(())
}

/// The columns of a row for which there was no room, under it.
fn beneath<W: Write>(
    screen: &mut Screen<'_, W>,
    table: &Table,
    row: &[Value],
    hidden: &[Want],
) -> io::Result<()> {
    let told = hidden.iter().filter_map(|want| {
        let text = shown(row.get(want.column)?, screen.style.full);
        (!text.is_empty()).then(|| format!("{}: {text}", table.columns[want.column].title))
    });
    let told = told.collect::<Vec<_>>().join(" · ");
    screen.prose(&told, "    ", DIM)
}

/// One line for each column of a row, where a line has no room for several.
fn stacked<W: Write>(
    screen: &mut Screen<'_, W>,
    table: &Table,
    row: &[Value],
    wants: &[Want],
) -> io::Result<()> {
    for want in wants.iter().filter(|want| screen.style.full || want.show == Show::Always) {
        let Some(value) = row.get(want.column) else { continue };
        let text = shown(value, screen.style.full);
        if text.is_empty() {
            continue;
        }
        let lines =
            wrap::lines(&format!("{}: {text}", table.columns[want.column].title), screen.width, Long::Cut);
        let style = paint(cell::tone(value));
        cropped(lines, screen.width, screen.style.full)
            .iter()
            .try_for_each(|line| screen.line(line, style))?;
    }
    screen.blank()
}
