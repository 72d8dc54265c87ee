//! Rows for other tools: `query` and `export`, which a build with Polars has.

use std::ffi::OsString;
use std::io::{BufWriter, Write};

use anyhow::{Result, anyhow, bail};
use entrasift_frame::file::{Kind, Writer};
use entrasift_frame::polars::frame::DataFrame;
use entrasift_frame::{FrameError, Frames, query, replaced, table_of};
use entrasift_report::redaction::Redaction;
use entrasift_report::{Format, csv, json};
use entrasift_rollout::answer::{Outcome, Reading};

use crate::arguments::Asked;
use crate::form::{Form, Rows};
use crate::globals::Globals;
use crate::output::{Out, Output};
use crate::requests::read_for;

/// Runs a query and writes its rows.
pub fn query(
    sql: &str,
    inputs: &[OsString],
    globals: &Globals,
    redaction: Option<&Redaction>,
    output: Output,
) -> Result<Outcome> {
    let (queried, zone) = read_for([inputs], globals, |[request]| Ok(query::run(request, sql)?))?;
    match output.form() {
        Form::Answer(_) => {
            let mut answer = query::answer(queried)?;
            if let Some(redaction) = redaction {
                answer = redaction.redact(answer);
            }
            output.write(&answer, zone)?;
        }
        Form::Rows(rows) => output.write_with(|out| {
            let query::Queried { reading, frame } = queried;
            let mut file = File::new(Form::Rows(rows), globals.bom, out)?;
            file.take(named(frame, &reading, redaction)?)?;
            Ok(file.finish()?)
        })?,
    }
    Ok(Outcome::Done)
}

/// Writes a table, a frame at a time.
pub fn export(
    table: &str,
    asked: &Asked,
    globals: &Globals,
    redaction: Option<&Redaction>,
    output: Output,
) -> Result<Outcome> {
    let form = output.form();
    if !matches!(form, Form::Rows(_) | Form::Answer(Format::Csv)) {
        bail!("export writes parquet, ipc, csv or ndjson: say --format, or -o signins.parquet");
    }
    read_for([&asked.inputs], globals, |[request]| {
        let frames = Frames::read(request, "export")?;
        let reading = frames.reading();
        output.write_with(|out| {
            let mut file = File::new(form, globals.bom, out)?;
            frames.each(table, None, |frame| file.take(named(frame, &reading, redaction)?))?;
            Ok(file.finish()?)
        })
    })?;
    Ok(Outcome::Done)
}

/// The frame, without names where that is wanted.
fn named(
    frame: DataFrame,
    reading: &Reading,
    redaction: Option<&Redaction>,
) -> Result<DataFrame, FrameError> {
    match redaction {
        Some(redaction) => replaced(&frame, reading, &|answer| redaction.redact(answer)),
        None => Ok(frame),
    }
}

/// The file that frames go to.
enum File<'o> {
    Columns(Box<Writer<BufWriter<&'o mut Out<'o>>>>),
    Csv { out: BufWriter<&'o mut Out<'o>>, is_first: bool, bom: bool },
    Lines(BufWriter<&'o mut Out<'o>>),
}

impl<'o> File<'o> {
    fn new(form: Form, bom: bool, out: &'o mut Out<'o>) -> Result<File<'o>> {
        let out = BufWriter::with_capacity(1 << 18, out);
        match form {
            Form::Rows(Rows::Parquet) => Ok(File::Columns(Box::new(Writer::new(Kind::Parquet, out)))),
            Form::Rows(Rows::Ipc) => Ok(File::Columns(Box::new(Writer::new(Kind::Ipc, out)))),
            Form::Rows(Rows::Ndjson) => Ok(File::Lines(out)),
            Form::Answer(Format::Csv) => Ok(File::Csv { out, is_first: true, bom }),
            Form::Answer(_) => Err(anyhow!("{} holds more than rows", form.name())),
        }
    }

    fn take(&mut self, frame: DataFrame) -> Result<(), FrameError> {
        match self {
            File::Columns(writer) => writer.write(frame)?,
            File::Csv { out, is_first, bom } => {
                csv::part(&table_of(&frame)?, std::mem::take(is_first), *bom, out)?;
            }
            File::Lines(out) => json::lines(&table_of(&frame)?, out)?,
        }
        Ok(())
    }

    fn finish(self) -> Result<(), FrameError> {
        match self {
            File::Columns(writer) => writer.finish(),
            File::Csv { mut out, .. } | File::Lines(mut out) => Ok(out.flush()?),
        }
    }
}
