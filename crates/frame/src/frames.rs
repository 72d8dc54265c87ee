//! Frames: the tables of one request, whole or some thousand rows at a time.

use std::sync::Arc;

use entrasift_core::{Scanner, Steps, read_steps};
use entrasift_rollout::answer::Reading;
use entrasift_rollout::reading::read_logs::{Seen, see_any};
use entrasift_rollout::reading::request::{AnswerError, Request};
use polars::prelude::{DataFrame, DataType};

use crate::companion::Companions;
use crate::error::FrameError;
use crate::root_classes::RootClasses;
use crate::schema::{self, BESIDE_STEPS, Column, FINDINGS, REGISTRATIONS, SIGNINS, STEPS, Table};
use crate::signins::{Framing, ShownNames, Sink};
use crate::unknown_name::{no_column, no_table};
use crate::{findings, registrations};

/// The tables of one request.
pub struct Frames {
    seen: Arc<Seen>,
    roots: RootClasses,
    names: ShownNames,
    command: &'static str,
}

impl Frames {
    /// Reads the files once, as every command does, and learns what no row tells by itself. `command` is who asks, for messages.
    ///
    /// # Errors
    /// As every command: an unreadable file, a malformed row with `strict`, an empty window.
    pub fn read(request: &Request, command: &'static str) -> Result<Frames, FrameError> {
        let (roots, seen) = see_any(request, RootClasses::default)?;
        let names = seen.watched.population.names(&seen.watched.dictionaries);
        let others = names.filter(|(key, shown)| key != shown);
        let names = others.map(|(key, shown)| (key.to_owned(), shown.to_owned())).collect();
        Ok(Frames { seen, roots, names, command })
    }

    /// What was read, and what was lost.
    pub fn reading(&self) -> Reading {
        self.seen.reading(&[], Vec::new())
    }

    /// A table, whole: all its columns, or the named ones.
    ///
    /// # Errors
    /// As [`Frames::each`].
    pub fn collect(&self, table: &str, columns: Option<&[&str]>) -> Result<DataFrame, FrameError> {
        let mut whole: Option<DataFrame> = None;
        self.each(table, columns, |frame| {
            match &mut whole {
                None => whole = Some(frame),
                Some(whole) => {
                    whole.vstack_mut_owned(frame)?;
                }
            }
            Ok(())
        })?;
        Ok(whole.unwrap_or_default())
    }

    /// A table, one frame after the other, in its order. There is one frame at least, which may have no row.
    ///
    /// Memory: one frame, and of the AuthDetails companions the steps, where these are wanted.
    ///
    /// # Errors
    /// Where the table or a column does not exist, no file holds what the table is made of, or the sink says so.
    pub fn each<'s>(
        &'s self,
        table: &str,
        columns: Option<&[&str]>,
        sink: impl FnMut(DataFrame) -> Result<(), FrameError> + Send + 's,
    ) -> Result<(), FrameError> {
        let table = schema::table(table).ok_or_else(|| FrameError::Query(no_table(table)))?;
        let wanted = wanted(table, columns)?;
        let names: Vec<&str> = wanted.iter().map(|column| column.name).collect();
        let mut sink = sink;
        match table.name {
            REGISTRATIONS => {
                self.needs_report()?;
                sink(registrations::frame(&self.seen.request)?.select(names)?)
            }
            FINDINGS => {
                self.needs_log()?;
                sink(findings::frame(&self.seen.request)?.select(names)?)
            }
            STEPS => {
                let columns: Vec<Column> = self.of_sign_ins(BESIDE_STEPS.iter().copied().chain(["steps"]));
                self.show(&columns, Box::new(move |frame| sink(unfolded(frame)?.select(names.clone())?)))
            }
            _ => self.show(&wanted, Box::new(sink)),
        }
    }

    fn of_sign_ins(&self, names: impl Iterator<Item = &'static str>) -> Vec<Column> {
        let table = schema::table(SIGNINS);
        names.filter_map(|name| table?.column(name).copied()).collect()
    }

    fn show<'s>(&'s self, columns: &[Column], sink: Sink<'s>) -> Result<(), FrameError> {
        self.needs_log()?;
        let request = &self.seen.request;
        let steps = read_steps(&request.intake.companions, &request.options)?;
        let steps = steps.seen.into_iter().fold(Steps::default(), |all, (part, _)| all.merge(part));
        let with_steps = columns.iter().any(|column| column.name == "steps");
        let companions = if with_steps { Companions::read(request)? } else { Companions::default() };
        let options = &request.options;
        let mut scanner = Scanner::new(&request.intake.logs, options, steps.into());
        let framing = Framing::new((&self.seen, &self.roots), &self.names, &companions, columns, sink);
        let (framing, dictionaries) = scanner.show_in_order(framing)?;
        framing.finish(&dictionaries)
    }

    fn needs_log(&self) -> Result<(), AnswerError> {
        match self.seen.request.intake.logs.is_empty() {
            true => Err(AnswerError::NoLog { command: self.command }),
            false => Ok(()),
        }
    }

    fn needs_report(&self) -> Result<(), AnswerError> {
        match self.seen.request.intake.reports.is_empty() {
            true => Err(AnswerError::NoReport { command: self.command }),
            false => Ok(()),
        }
    }
}

/// The columns of a table that are asked for, in the order of the table.
fn wanted(table: &Table, names: Option<&[&str]>) -> Result<Vec<Column>, FrameError> {
    let Some(names) = names else { return Ok(table.columns.clone()) };
    if let Some(unknown) = names.iter().find(|name| table.column(name).is_none()) {
        return Err(FrameError::Query(no_column(unknown, &[table])));
    }
    Ok(table.columns.iter().filter(|column| names.contains(&column.name)).copied().collect())
}

/// A row for each step.
fn unfolded(frame: DataFrame) -> Result<DataFrame, FrameError> {
    let has_steps = frame.column("steps")?.is_not_null();
    let frame = frame.filter(&has_steps)?;
    if frame.height() == 0 {
        return empty_steps();
    }
    Ok(frame.explode(["steps"])?.unnest(["steps"], None)?)
}

fn empty_steps() -> Result<DataFrame, FrameError> {
    let columns = schema::table(STEPS).map(|table| table.columns.as_slice()).unwrap_or_default();
    let columns = columns.iter().map(|column| {
        let dtype: DataType = column.kind.dtype();
        polars::prelude::Column::full_null(column.name.into(), 0, &dtype)
    });
    Ok(DataFrame::new(columns.collect())?)
}
