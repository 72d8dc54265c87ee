//! Answering: one command after its arguments are read.

use std::ffi::OsString;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Result, bail};
use entrasift_core::Zone;
use entrasift_rollout::answer::{Answer, Outcome};
use entrasift_rollout::questions;
use entrasift_rollout::questions::any::{
    analyze, break_glass, diff, explain, gaps, plan, report, rules, show, user,
};
use entrasift_rollout::questions::enforce::enforcement;
use entrasift_rollout::questions::prepare::{exceptions, impact, legacy};
use entrasift_rollout::questions::register::registration;
use entrasift_rollout::questions::{pilot, validate};
use entrasift_rollout::reading::request::{AnswerError, Request};

use crate::arguments::{Arguments, Asked, Command};
use crate::globals::Globals;
#[cfg(not(feature = "frame"))]
use crate::lacking::NO_FRAMES;
use crate::output::Output;
use crate::requests::read_for;
#[cfg(feature = "frame")]
use crate::rows;
use crate::{key, manual, next_step, tenant};

/// Answers, writes the answer, and says how it went.
///
/// # Errors
/// Why there is no answer, or why it could not be written.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let Arguments { globals, command } = arguments;
    if let Some(objection) = globals.objection() {
        bail!(objection);
    }
    match command {
        Command::Completions { shell } => return manual::completions(*shell).map(|()| ExitCode::SUCCESS),
        Command::Man { dir } => return manual::man(dir.as_deref()).map(|()| ExitCode::SUCCESS),
        _ => {}
    }
    let redaction = key::from_options(globals)?;
    #[cfg(not(feature = "frame"))]
    match command {
        Command::Query { .. } => bail!("query is {NO_FRAMES}"),
        Command::Export { .. } => bail!("export is {NO_FRAMES}"),
        _ => {}
    }
    let output = Output::prepare(globals)?;
    #[cfg(feature = "frame")]
    match command {
        Command::Query { schema: false, sql: Some(sql), inputs, .. } => {
            return rows::query(sql, inputs, globals, redaction.as_ref(), output).map(code);
        }
        Command::Export { table, asked } => {
            return rows::export(table, asked, globals, redaction.as_ref(), output).map(code);
        }
        _ => {}
    }
    output.answer_format()?;
    let (mut answer, zone) = answer(command, globals)?;
    if let Command::Analyze { fail_on: Some(severity), .. } = command
        && answer.gravest.is_some_and(|gravest| gravest >= *severity)
    {
        answer.outcome = Outcome::No;
    }
    if let Some(redaction) = redaction {
        answer = redaction.redact(answer);
    }
    output.write(&answer, zone)?;
    Ok(code(answer.outcome))
}

/// The answer, and the zone of times that people read.
fn answer(command: &Command, globals: &Globals) -> Result<(Answer, Zone)> {
    match command {
        Command::Analyze { asked, .. } => {
            ask(asked, globals, |request| questions::ask(&analyze::AnalyzeOptions, request))
        }
        Command::Legacy(asked) => {
            ask(asked, globals, |request| questions::ask(&legacy::LegacyOptions, request))
        }
        Command::Exceptions { exempt, asked } => {
            let options = exceptions::ExceptionsOptions { exempt: exempt.clone() };
            ask(asked, globals, |request| questions::ask(&options, request))
        }
        Command::Impact { policy, directory, asked } => {
            let directory = directory.as_deref().map(tenant::directory).transpose()?.map(Arc::new);
            let options = impact::ImpactOptions { policy: *policy, directory };
            ask(asked, globals, |request| questions::ask(&options, request))
        }
        Command::Gaps(asked) => ask(asked, globals, |request| questions::ask(&gaps::GapsOptions, request)),
        Command::Pilot { pilot_user, policy, asked } => {
            let wishes = pilot::PilotOptions { users: pilot_user.clone(), policy: policy.clone() };
            ask(asked, globals, |request| questions::ask(&wishes, request))
        }
        Command::Validate { enforced_at, hours, covers, asked } => {
            let wishes =
                validate::ValidateOptions { enforced_at: *enforced_at, hours: *hours, covers: *covers };
            ask(asked, globals, |request| questions::ask(&wishes, request))
        }
        Command::Registration { campaign_start, days, target, asked } => {
            let wishes =
                registration::RegistrationOptions { start: *campaign_start, days: *days, target: *target };
            ask(asked, globals, |request| questions::ask(&wishes, request))
        }
        Command::Enforcement { enforced_at, hours, asked } => {
            let wishes = enforcement::EnforcementOptions { enforced_at: *enforced_at, hours: *hours };
            ask(asked, globals, |request| questions::ask(&wishes, request))
        }
        Command::BreakGlass(asked) => {
            ask(asked, globals, |request| questions::ask(&break_glass::BreakGlassOptions, request))
        }
        Command::User { user, asked } => {
            let options = user::UserOptions { user: user.clone() };
            ask(asked, globals, |request| questions::ask(&options, request))
        }
        Command::Report(asked) => {
            ask(asked, globals, |request| questions::ask(&report::ReportOptions, request))
        }
        Command::Show { request_id, asked } => {
            let options = show::ShowOptions { request_id: request_id.clone() };
            ask(asked, globals, |request| questions::ask(&options, request))
        }
        Command::Plan { start, inputs, globals: _ } => ask_of([inputs], globals, |[request]| {
            questions::ask(&plan::PlanOptions { start: *start }, request)
        }),
        Command::Diff { before, after, globals: _ } => {
            let lots = [std::slice::from_ref(before), std::slice::from_ref(after)];
            ask_of(lots, globals, |[before, after]| {
                questions::ask(&diff::DiffOptions { after: after.clone() }, before)
            })
        }
        Command::Explain { code, .. } => Ok((explain::Explanation::parse(code)?.answer(), Zone::UTC)),
        Command::Rules { id, .. } => Ok((rules::RulePages::named(id.as_deref())?.answer(), Zone::UTC)),
        #[cfg(feature = "frame")]
        Command::Query { .. } => Ok((entrasift_frame::query::schema_answer(), Zone::UTC)),
        #[cfg(not(feature = "frame"))]
        Command::Query { .. } => bail!("this command has no answer"),
        Command::Export { .. } | Command::Completions { .. } | Command::Man { .. } => {
            bail!("this command has no answer")
        }
    }
}

/// Asks a question of the inputs.
fn ask(
    asked: &Asked,
    globals: &Globals,
    question: impl FnOnce(&Request) -> Result<Answer, AnswerError> + Send,
) -> Result<(Answer, Zone)> {
    ask_of([&asked.inputs], globals, |[request]| question(request))
}

/// Asks a question of several lots of inputs; an empty lot is read as nothing.
fn ask_of<const N: usize>(
    lots: [&[OsString]; N],
    globals: &Globals,
    question: impl FnOnce([&Request; N]) -> Result<Answer, AnswerError> + Send,
) -> Result<(Answer, Zone)> {
    let (mut answer, zone) = read_for(lots, globals, |requests| Ok(question(requests)?))?;
    if !globals.redacts() {
        next_step::fill(&mut answer.next, &lots.concat(), globals);
    }
    Ok((answer, zone))
}

fn code(outcome: Outcome) -> ExitCode {
    match outcome {
        Outcome::Done => ExitCode::SUCCESS,
        Outcome::No => 1.into(),
        Outcome::Inconclusive => 3.into(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use entrasift_rollout::questions::QUESTIONS;

    use crate::arguments;

    /// Commands that are not questions about the inputs.
    const OTHERS: [&str; 6] = ["completions", "explain", "export", "man", "query", "rules"];

    #[test]
    fn every_question_is_a_command() {
        let table = arguments::table();
        let commands: BTreeSet<&str> = table.get_subcommands().map(clap::Command::get_name).collect();
        let questions = QUESTIONS.iter().map(|question| question.name);
        assert_eq!(questions.chain(OTHERS).collect::<BTreeSet<_>>(), commands);
    }
}
