//! The rows of a table on a terminal: side by side where they fit, one under the other where they do not.

use std::io::{self, Write};

use entrasift_rollout::answer::{Show, Table, Value};
use unicode_width::UnicodeWidthStr;

use super::{BOLD, DIM, LONGEST, PLAIN, Screen, paint, painted};
use crate::cell::{self, Detail};
use crate::columns::{self, GAP, Want};
use crate::harmless;
use crate::wrap::{self, Long};

/// A word this long makes its column so wide even if that leaves out columns of lesser weight; a longer one is cut.
const LONGEST_WORD: usize = 40;

/// The same for a column of lesser weight.
const LONGEST_WORD_WIDE: usize = 24;

/// A list is shown when its first item has this room; it takes one line.
const LONGEST_ITEM: usize = 30;

/// A text is not given more than so many columns.
const WIDEST: usize = 64;

/// Lines of one cell, unless all is asked for.
const LINES: usize = 3;

/// A column that is shown.
struct Fitted {
    column: usize,
    width: usize,
    right: bool,
}

/// Writes the rows, and what was left out.
pub(super) fn write<W: Write>(screen: &mut Screen<'_, W>, table: &Table) -> io::Result<()> {
    let folded = if screen.style.full { 0 } else { table.folded.min(table.rows.len()) };
    let unfolded = table.rows.len() - folded;
    let rows: Vec<Vec<Value>> =
        table.rows.iter().take(screen.rows_of(unfolded)).map(|row| row.into_owned()).collect();
    let wants = wants(screen, table, &rows);
    match columns::fit(wants.clone(), screen.width) {
        Some(fitted) => side_by_side(screen, table, &rows, &wants, &fitted)?,
        None => rows.iter().try_for_each(|row| stacked(screen, table, row, &wants))?,
    }
    screen.more(unfolded - rows.len(), "more")?;
    if folded == 0 {
        return Ok(());
    }
    let what = if table.folded_as.is_empty() { "more" } else { &table.folded_as };
    screen.prose(&format!("{} {what} (--full shows them)", cell::grouped(folded as u64)), "", DIM)
}

/// What each column that may be shown asks for. A column that is empty in every row is not worth its width.
fn wants<W: Write>(screen: &Screen<'_, W>, table: &Table, rows: &[Vec<Value>]) -> Vec<Want> {
    let last = if screen.style.full { Show::Full } else { Show::Wide };
    let columns = table.columns.iter().enumerate().filter(|(_, column)| column.show <= last);
    columns
        .filter_map(|(at, column)| {
            let mut want = Want {
                column: at,
                show: column.show,
                least: wrap::widest_word(column.title),
                most: column.title.width(),
                words: false,
            };
            let mut empty = true;
            let longest = if column.show == Show::Always { LONGEST_WORD } else { LONGEST_WORD_WIDE };
            for value in rows.iter().filter_map(|row| row.get(at)) {
                let text = shown(screen, value);
                empty &= text.is_empty();
                let whole = text.width();
                if is_line(screen, value) {
                    want.words = true;
                    want.least = want.least.max(items(value, 1).width().min(LONGEST_ITEM));
                    want.most = want.most.max(whole.min(WIDEST));
                    continue;
                }
                let words = matches!(
                    value,
                    Value::Text(_)
                        | Value::Held(..)
                        | Value::List(_)
                        | Value::Some { .. }
                        | Value::Evidence { .. }
                        | Value::Map(_)
                        | Value::Table(_)
                );
                let least = if words { wrap::widest_word(&text).min(longest) } else { whole };
                want.words |= words;
                want.least = want.least.max(least);
                want.most = want.most.max(if words { whole.min(WIDEST) } else { whole });
            }
            (!empty || (rows.is_empty() && column.show == Show::Always)).then_some(want)
        })
        .collect()
}

fn shown<W: Write>(screen: &Screen<'_, W>, value: &Value) -> String {
    harmless::shortened(&cell::text(value, screen.detail()), LONGEST).into_owned()
}

fn side_by_side<W: Write>(
    screen: &mut Screen<'_, W>,
    table: &Table,
    rows: &[Vec<Value>],
    wants: &[Want],
    fitted: &[(usize, usize)],
) -> io::Result<()> {
    let fitted: Vec<Fitted> = fitted
        .iter()
        .map(|&(column, width)| {
            let mut values =
                rows.iter().filter_map(|row| row.get(column)).filter(|value| **value != Value::Null);
            Fitted { column, width, right: values.all(cell::is_quantity) }
        })
        .collect();
    let titles =
        fitted.iter().map(|fit| (wrap::lines(table.columns[fit.column].title, fit.width, Long::Cut), BOLD));
    abreast(screen, &fitted, &titles.collect::<Vec<_>>())?;
    let hidden = wants.iter().filter(|want| fitted.iter().all(|fit| fit.column != want.column));
    let hidden: Vec<Want> = hidden.copied().collect();
    for row in rows {
        let cells = fitted.iter().map(|fit| {
            row.get(fit.column).map_or((Vec::new(), PLAIN), |value| {
                let lines = match is_line(screen, value) {
                    true => in_a_line(value, fit.width),
                    false => wrap::lines(&shown(screen, value), fit.width, Long::Cut),
                };
                (cropped(lines, fit.width, screen.style.full), paint(cell::tone(value)))
            })
        });
        let cells: Vec<_> = cells.collect();
        abreast(screen, &fitted, &cells)?;
        if screen.style.full {
            beneath(screen, table, row, &hidden)?;
        }
    }
    Ok(())
}

/// Whether the value is a list that takes one line.
fn is_line<W: Write>(screen: &Screen<'_, W>, value: &Value) -> bool {
    !screen.style.full && matches!(value, Value::List(_) | Value::Some { .. })
}

/// As many items as fit, and how many more there are.
fn in_a_line(value: &Value, width: usize) -> Vec<String> {
    let told = (1..=Detail::SHORT.items).rev().map(|most| items(value, most));
    let mut fitting = told.filter(|text| text.width() <= width);
    let line = fitting.next().unwrap_or_else(|| harmless::shortened(&items(value, 1), width).into_owned());
    if line.is_empty() { Vec::new() } else { vec![line] }
}

fn items(value: &Value, most: usize) -> String {
    let detail = Detail { items: most, ..Detail::SHORT };
    harmless::shortened(&cell::text(value, detail), LONGEST).into_owned()
}

/// At most three lines, unless all is asked for.
fn cropped(mut lines: Vec<String>, width: usize, full: bool) -> Vec<String> {
    if !full && lines.len() > LINES {
        lines.truncate(LINES);
        if let Some(last) = lines.last_mut() {
            *last = format!("{}…", harmless::head(last, width.saturating_sub(1)));
        }
    }
    lines
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
        let text = shown(screen, row.get(want.column)?);
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
        let text = shown(screen, value);
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
