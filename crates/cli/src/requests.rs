//! Requests: what a command is asked of, made of the inputs and the options that every command takes.

use std::ffi::OsString;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use entrasift_core::{DateOrder, Input, Options, Zone};
use entrasift_rollout::reading::intake::Intake;
use entrasift_rollout::reading::request::Request;

use crate::files::identity;
use crate::globals::{Dates, Globals};
use crate::progress::Progress;
use crate::{inputs, tenant};

/// Makes something of several lots of inputs; an empty lot is read as nothing.
pub fn read_for<T: Send, const N: usize>(
    lots: [&[OsString]; N],
    globals: &Globals,
    question: impl FnOnce([&Request; N]) -> Result<T> + Send,
) -> Result<(T, Zone)> {
    let mut tenant = tenant::from_options(globals)?;
    let zone = tenant::zone(&tenant, globals)?;
    // What counts by the hour of the day counts in the zone that people read.
    tenant.timezone = Some(zone.name().to_owned());
    let tenant = Arc::new(tenant);
    let intakes = lots.iter().map(|lot| intake(lot, globals).map(Arc::new)).collect::<Result<Vec<_>>>()?;
    let progress = Progress::start(globals.quiet);
    let mut options =
        Options { from: globals.from, to: globals.to, hooks: progress.hooks(), ..Options::default() };
    if let Some(threads) = globals.threads.filter(|threads| *threads > 0) {
        options.threads = threads;
    }
    let (as_of, strict) = (globals.as_of, globals.strict);
    let requests: [Request; N] = std::array::from_fn(|at| Request {
        intake: intakes[at].clone(),
        tenant: tenant.clone(),
        options: options.clone(),
        as_of,
        strict,
    });
    // Reading and concluding in one pool: a thread best uses again the memory that was given back on it.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(options.threads).build();
    let answer = pool.context("could not start threads")?.install(|| question(requests.each_ref()));
    progress.end();
    Ok((answer?, zone))
}

/// What the inputs of one lot are.
fn intake(inputs: &[OsString], globals: &Globals) -> Result<Intake> {
    if inputs.is_empty() && globals.non_interactive.is_empty() {
        return Ok(Intake::default());
    }
    let found = inputs::find(inputs, globals)?;
    let date_order = globals.date_order.map(|order| match order {
        Dates::Mdy => DateOrder::MonthFirst,
        Dates::Dmy => DateOrder::DayFirst,
    });
    let mut intake = Intake::dated(found.given, date_order)?;
    intake.ignored.extend(found.aside);
    intake.ignored.sort();
    intake.ignored.dedup();
    spare_inputs(&intake, globals)?;
    Ok(intake)
}

/// Refuses to put the answer in the place of what it is drawn from, even with `--force`.
fn spare_inputs(intake: &Intake, globals: &Globals) -> Result<()> {
    let Some(output) = globals.output.as_deref().map(identity) else { return Ok(()) };
    let logs = intake.logs.iter().chain(&intake.companions).map(Input::path);
    let reports = intake.reports.iter().map(|report| report.path.as_str());
    match logs.chain(reports).find(|path| identity(Path::new(path)) == output) {
        Some(path) => bail!("could not write {path}: it is one of the inputs"),
        None => Ok(()),
    }
}
