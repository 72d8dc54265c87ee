//! The arguments: every command with its own options, in the order of the contract.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, Subcommand};
use clap_complete::Shell;
use entrasift_rollout::questions::prepare::impact::Policy;
use entrasift_rollout::questions::validate::Covers;
use entrasift_rules::rule::Severity;

use entrasift_core::Time;

use crate::globals::Globals;
use crate::lacking::{HAS_FRAMES, with_build};
use crate::words::{bound, covers, moment, policy, severity, share};

/// Reads Microsoft Entra sign-in exports offline and answers the questions of an MFA rollout.
///
/// INPUT is a file, a folder (with everything below it), a pattern such as `logs/*.csv`, or `-` for standard input. What a file is, is
/// decided from its content: sign-in logs, AuthDetails companions and registration reports may be given together, in any order.
#[derive(Debug, Parser)]
#[command(name = "entrasift", version, arg_required_else_help = true, subcommand_value_name = "COMMAND", after_help = EXIT_CODES)]
struct CommandLine {
    #[command(flatten)]
    globals: Globals,
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "\
Exit codes: 0 done; 1 done, and the answer is \"no\"; 2 usage error, or no input that can be used; 3 it cannot be told.

Example: entrasift analyze exports/";

const QUERY_HELP: &str = with_build!(
    "Example: entrasift query \"SELECT who, count(*) AS signins FROM signins WHERE legacy GROUP BY who\" exports/\n         \
     entrasift query --schema"
);

const EXPORT_HELP: &str = with_build!("Example: entrasift export -o signins.parquet exports/");

/// What was asked.
#[derive(Debug)]
pub struct Arguments {
    /// The options that every command takes, wherever they stood.
    pub globals: Globals,
    /// The command, with its own options.
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// What is in these files, and everything that the rules found
    #[command(after_help = "Example: entrasift analyze --fail-on high exports/")]
    Analyze {
        /// Exit with 1 if there is a finding of this severity or a graver one: info, low, medium, high, critical
        #[arg(long, value_name = "SEVERITY", value_parser = severity)]
        fail_on: Option<Severity>,
        #[command(flatten)]
        asked: Asked,
    },
    /// Who and what still signs in with legacy authentication, and what to do about each
    #[command(after_help = "Example: entrasift legacy --full --format csv -o legacy.csv exports/")]
    Legacy(Asked),
    /// Accounts that need special handling, and the risk of exempting one
    #[command(
        after_help = "Example: entrasift exceptions --exempt henrike.falkenberg@northwind.example exports/\n\n\
            A registration report tells who has a phone method, and names mailboxes and rooms that never sign in."
    )]
    Exceptions {
        /// What it would mean to exempt this account, from its own log; repeatable; user name or object id
        #[arg(long, value_name = "UPN")]
        exempt: Vec<String>,
        #[command(flatten)]
        asked: Asked,
    },
    /// Who and what breaks, and how, if MFA is enforced now
    #[command(
        after_help = "Example: entrasift impact exports/\n         entrasift impact --policy legacy-block exports/\n\n\
            A registration report tells who must register; JSON and Log Analytics exports tell what report-only policies would do."
    )]
    Impact {
        /// What is switched on: mfa, or legacy-block for blocking legacy authentication alone
        #[arg(long, value_name = "POLICY", default_value = "mfa", value_parser = policy)]
        policy: Policy,
        /// A CSV of users with their department, for counts and lists by department (Users, Download users)
        #[arg(long, value_name = "FILE")]
        directory: Option<PathBuf>,
        #[command(flatten)]
        asked: Asked,
    },
    /// Successful sign-ins without MFA, classified
    #[command(after_help = "Example: entrasift gaps --from 2026-11-23T08:00:00Z exports/")]
    Gaps(Asked),
    /// Where the registration campaign stands against its targets, and whom to contact
    #[command(after_help = "Example: entrasift registration --campaign-start 2026-11-06 exports/\n\n\
            Give every report that was downloaded (User registration details), and sign-in logs if there are any: they tell who is active.")]
    Registration {
        /// Day 1 of the campaign [default: `registration_start` of the tenant file, else two days after `start`]
        #[arg(long, value_name = "DATE", value_parser = bound)]
        campaign_start: Option<Time>,
        /// Its length [default: the tenant file's, else 14]
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=3650))]
        days: Option<u32>,
        /// The share that must be registered at its end, such as 0.95 or 95% [default: the tenant file's, else 95%]
        #[arg(long, value_name = "SHARE", value_parser = share)]
        target: Option<f64>,
        #[command(flatten)]
        asked: Asked,
    },
    /// The first hours after enforcement: who is stopped, why, and what the helpdesk tells them
    #[command(after_help = "Example: entrasift enforcement --enforced-at 2026-11-23T08:00:00Z exports/\n\n\
            Successes after these hours still count: whoever got through later is not stopped. Give the registration reports too: they \
            tell who is registered.")]
    Enforcement {
        /// When the policy was switched on for everyone [default: `enforced_at` of the tenant file]
        #[arg(long, value_name = "TIME", value_parser = moment)]
        enforced_at: Option<Time>,
        /// How many hours after it are judged [default: 48]
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=8760))]
        hours: Option<u32>,
        #[command(flatten)]
        asked: Asked,
    },
    /// Does the pilot policy do what it should, and leave the emergency accounts alone
    #[command(after_help = "Example: entrasift pilot --config entrasift.toml exports/\n\n\
            Judges days 17 to 19 of the rollout, or --from and --to. Exit codes: 0 clean, 1 not clean, 3 it cannot be told.")]
    Pilot {
        /// One of the pilot, user name or object id; may be repeated [default: `pilot_users` of the tenant file]
        #[arg(long, value_name = "UPN")]
        pilot_user: Vec<String>,
        /// The policy, by its display name or id [default: `pilot_policy` of the tenant file]
        #[arg(long, value_name = "NAME")]
        policy: Option<String>,
        #[command(flatten)]
        asked: Asked,
    },
    /// Is the log of the first 72 hours after enforcement clean
    #[command(after_help = "Example: entrasift validate --enforced-at 2026-11-23T08:00:00Z exports/\n\n\
            Give both sign-in logs with their AuthDetails, and the newest registration report. Exit codes: 0 clean, 1 not clean, 3 it \
            cannot be told.")]
    Validate {
        /// When the policy was switched on for all [default: `enforced_at` of the tenant file]
        #[arg(long, value_name = "TIME", value_parser = moment)]
        enforced_at: Option<Time>,
        /// Length of the window [default: 72]
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=8760))]
        hours: Option<u32>,
        /// The range that was asked for at download, such as 2026-11-23..2026-11-27: then quiet edges are no doubt
        #[arg(long, value_name = "FROM..TO", value_parser = covers)]
        covers: Option<Covers>,
        #[command(flatten)]
        asked: Asked,
    },
    /// Every sign-in of the emergency accounts
    #[command(
        after_help = "Example: entrasift break-glass --break-glass svc-emergency-alpha@northwind.example exports/"
    )]
    BreakGlass(Asked),
    /// The dated plan of the five steps, with what the files tell, the messages and the helpdesk sheet
    #[command(
        after_help = "Example: entrasift plan --start 2026-11-04 exports/ --format markdown -o plan.md\n\n\
            Without INPUT the plan says nothing of the tenant, and is a plan all the same."
    )]
    Plan {
        /// Day 1 [default: `start` of the tenant file]
        #[arg(long, value_name = "DATE", value_parser = bound)]
        start: Option<Time>,
        /// Files, folders, patterns, or `-` for standard input
        #[arg(value_name = "INPUT")]
        inputs: Vec<OsString>,
        #[command(flatten)]
        globals: Globals,
    },
    /// One person's story: attempts, causes, devices, places, prompts, and why no prompt arrived
    #[command(after_help = "Example: entrasift user bastian.krueger@northwind.example exports/")]
    User {
        /// The person, by user name or object id
        #[arg(value_name = "UPN|ID")]
        user: String,
        #[command(flatten)]
        asked: Asked,
    },
    /// All of it in one: what the rules found, emergency sign-ins, legacy dependencies, sign-ins without MFA, the campaign
    #[command(after_help = "Example: entrasift report -o report.html exports/")]
    Report(Asked),
    /// What an error code means and what to do about it
    #[command(after_help = "Example: entrasift explain AADSTS50076")]
    Explain {
        /// The code, with or without AADSTS
        #[arg(value_name = "CODE")]
        code: String,
        #[command(flatten)]
        globals: Globals,
    },
    /// The rules, or the page of one
    #[command(after_help = "Example: entrasift rules legacy-auth")]
    Rules {
        /// The rule whose page is shown
        #[arg(value_name = "ID")]
        id: Option<String>,
        #[command(flatten)]
        globals: Globals,
    },
    /// One sign-in: every row, step, class and reason
    #[command(after_help = "Example: entrasift show 6d1f8a1e-0000-4000-8000-5c0ffee00001 exports/")]
    Show {
        /// The request id of the sign-in
        #[arg(value_name = "REQUEST-ID")]
        request_id: String,
        #[command(flatten)]
        asked: Asked,
    },
    /// What changed between two exports: users, protocols, apps, findings
    #[command(after_help = "Example: entrasift diff exports-of-monday/ exports-of-friday/")]
    Diff {
        /// The earlier export: a file, a folder or a pattern
        #[arg(value_name = "A")]
        before: OsString,
        /// The later export
        #[arg(value_name = "B")]
        after: OsString,
        #[command(flatten)]
        globals: Globals,
    },
    /// SQL over the sign-ins: the tables are signins, steps, registrations and findings
    #[command(after_help = QUERY_HELP, hide = !HAS_FRAMES)]
    Query {
        /// The query, which starts with SELECT or WITH
        #[arg(value_name = "SQL", required_unless_present = "schema")]
        sql: Option<String>,
        /// Show the tables and their columns
        #[arg(long)]
        schema: bool,
        /// Files, folders, patterns, or `-` for standard input
        #[arg(value_name = "INPUT", required_unless_present = "schema")]
        inputs: Vec<OsString>,
        #[command(flatten)]
        globals: Globals,
    },
    /// A table as a file for other tools: Parquet, Arrow IPC, CSV, or JSON with an object a line
    #[command(after_help = EXPORT_HELP, hide = !HAS_FRAMES)]
    Export {
        /// Which table: signins, steps, registrations or findings
        #[arg(long, value_name = "TABLE", default_value = "signins")]
        table: String,
        #[command(flatten)]
        asked: Asked,
    },
    /// The completions of a shell, on standard output
    #[command(
        after_help = "Example: entrasift completions bash > ~/.local/share/bash-completion/completions/entrasift"
    )]
    Completions {
        /// The shell
        #[arg(value_enum, value_name = "SHELL")]
        shell: Shell,
    },
    /// The manual, on standard output; with --dir a page for each command
    #[command(after_help = "Example: entrasift man --dir ~/.local/share/man/man1")]
    Man {
        /// Write the pages into this folder
        #[arg(long, value_name = "DIR")]
        dir: Option<PathBuf>,
    },
}

/// What every command that reads files takes.
#[derive(Debug, Args)]
pub struct Asked {
    /// Files, folders, patterns, or `-` for standard input
    #[arg(value_name = "INPUT", required = true)]
    pub inputs: Vec<OsString>,
    #[command(flatten)]
    globals: Globals,
}

/// Reads the arguments of the process.
///
/// # Errors
/// Usage errors, and the wish for help or the version.
pub fn read() -> Result<Arguments, clap::Error> {
    CommandLine::try_parse().map(Arguments::from)
}

impl From<CommandLine> for Arguments {
    fn from(line: CommandLine) -> Arguments {
        let CommandLine { globals: before, mut command } = line;
        let after = match &mut command {
            Command::Analyze { asked, .. }
            | Command::Exceptions { asked, .. }
            | Command::Impact { asked, .. }
            | Command::Registration { asked, .. }
            | Command::Enforcement { asked, .. }
            | Command::User { asked, .. }
            | Command::Pilot { asked, .. }
            | Command::Validate { asked, .. }
            | Command::Export { asked, .. }
            | Command::Show { asked, .. } => &mut asked.globals,
            Command::Legacy(asked)
            | Command::Gaps(asked)
            | Command::BreakGlass(asked)
            | Command::Report(asked) => &mut asked.globals,
            Command::Explain { globals, .. }
            | Command::Rules { globals, .. }
            | Command::Plan { globals, .. }
            | Command::Query { globals, .. }
            | Command::Diff { globals, .. } => globals,
            Command::Completions { .. } | Command::Man { .. } => &mut Globals::default(),
        };
        Arguments { globals: std::mem::take(after).or(before), command }
    }
}

/// The table of commands, from which help, completions and manual are made.
pub fn table() -> clap::Command {
    CommandLine::command()
}

/// Reads other arguments than those of the process.
#[cfg(test)]
pub fn of<'w>(words: impl IntoIterator<Item = &'w str>) -> Result<Arguments, clap::Error> {
    let words = std::iter::once("entrasift").chain(words);
    CommandLine::try_parse_from(words).map(Arguments::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        <CommandLine as clap::CommandFactory>::command().debug_assert();
    }

    #[test]
    fn every_command_has_an_example_and_every_example_is_accepted() {
        let table = table();
        for command in std::iter::once(&table).chain(table.get_subcommands()) {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            let examples: Vec<&str> = help
                .lines()
                .filter_map(|line| {
                    line.trim().trim_start_matches("Example:").trim().strip_prefix("entrasift ")
                })
                .collect();
            assert!(!examples.is_empty(), "{} has no example", command.get_name());
            for example in examples {
                // What a shell takes away is no argument.
                let words = example.split(" > ").next().unwrap_or_default().split_whitespace();
                let read = CommandLine::try_parse_from(std::iter::once("entrasift").chain(words));
                assert!(
                    read.is_ok(),
                    "{example}: {}",
                    read.err().map(|error| error.to_string()).unwrap_or_default()
                );
                let named = example.split_whitespace().next();
                assert!(command.get_name() == "entrasift" || named == Some(command.get_name()), "{example}");
            }
        }
    }

    #[test]
    fn options_before_and_after_the_command() {
        let words = [
            "--break-glass",
            "a",
            "--quiet",
            "--threads",
            "3",
            "gaps",
            "--break-glass",
            "b",
            "x.csv",
            "--threads",
            "1",
        ];
        let globals = of(words).expect("these are right").globals;
        assert_eq!(
            (globals.break_glass, globals.threads, globals.quiet),
            (vec!["a".into(), "b".into()], Some(1), true)
        );
    }
}
