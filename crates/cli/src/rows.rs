//! Rows for other tools: `query` and `export`, which a build with Polars has.

use std::ffi::OsString;

use anyhow::{Result, bail};
use entrasift_frame::polars::frame::DataFrame;
use entrasift_frame::{FrameError, Frames, query, replaced};
use entrasift_report::{Redaction, csv};
use entrasift_rollout::answer::{Outcome, Reading};

use crate::arguments::Asked;
use crate::form::Form;
use crate::globals::Globals;
use crate::output::Output;
use crate::requests::read_for;
use crate::row_format::RowFile;

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
        Form::Rows(format) => output.write_with(|out| {
            let query::Queried { reading, frame } = queried;
            let mut file = (format.open)(out);
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
    if let Form::Answer(format) = form
        && *format != csv::FORMAT
    {
        bail!("export writes parquet, ipc, csv or ndjson: say --format, or -o signins.parquet");
    }
    read_for([&asked.inputs], globals, |[request]| {
        let frames = Frames::read(request, "export")?;
        let reading = frames.reading();
        output.write_with(|out| {
            let mut file = match form {
                Form::Rows(format) => (format.open)(out),
                Form::Answer(_) => RowFile::csv(out, globals.bom),
            };
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
