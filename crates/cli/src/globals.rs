//! The options that every command takes, wherever they stand.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use entrasift_core::{Time, Zone};

use crate::form::{Form, format_names, row_format_names};
use crate::lacking::{NOT_IN_THIS_VERSION, OTHER_FORMATS};
use crate::words::{Set, account, amount, bound, setting};
use crate::zone::zone;

/// The options of every command. They stand before or after the command.
#[derive(Debug, Args, Default)]
#[command(next_help_heading = "Options of every command")]
pub struct Globals {
    /// What is known of the tenant [default: ./entrasift.toml where it exists]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    #[arg(long, value_name = "FORMAT", value_parser = format, help = format_help())]
    pub format: Option<Form>,
    /// Write the answer to this file
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Replace the output file if it exists
    #[arg(long)]
    pub force: bool,
    /// Only sign-ins at or after this time: 2026-11-23T08:00Z, or YYYY-MM-DD
    #[arg(long, value_name = "TIME", value_parser = bound)]
    pub from: Option<Time>,
    /// Only sign-ins before this time
    #[arg(long, value_name = "TIME", value_parser = bound)]
    pub to: Option<Time>,
    /// What "now" means [default: the latest time in the inputs]
    #[arg(long, value_name = "TIME", value_parser = bound)]
    pub as_of: Option<Time>,
    /// Zone of times that people read, such as Europe/Berlin, or the name of its city or the name in Windows; JSON and CSV stay UTC [default: the tenant file's, else UTC]
    #[arg(long, value_name = "ZONE", value_parser = zone)]
    pub tz: Option<Zone>,
    /// An emergency account, user name or object id; may be repeated
    #[arg(long, value_name = "ID", value_parser = account)]
    pub break_glass: Vec<String>,
    /// Judge otherwise: RULE.NAME=VALUE, such as password-spray.users=10; may be repeated. `entrasift rules RULE` lists a rule's
    /// settings; the tenant file takes them too, in a section [rules.RULE]
    #[arg(long, value_name = "SETTING", value_parser = setting)]
    pub set: Vec<Set>,
    /// This portal CSV holds non-interactive sign-ins; may be repeated
    #[arg(long, value_name = "FILE")]
    pub non_interactive: Vec<OsString>,
    /// The first malformed row is an error
    #[arg(long)]
    pub strict: bool,
    /// How to read dates that a file itself leaves ambiguous; without it such a file is refused
    #[arg(long, value_enum, value_name = "ORDER")]
    pub date_order: Option<Dates>,
    /// Refuse a packed file that unpacks to more than so many bytes; K, M and G are understood [default: a thousand times its
    /// size, at most 16G]
    #[arg(long, value_name = "BYTES", value_parser = amount)]
    pub max_inflate: Option<u64>,
    /// Replace users, devices, addresses and tenants by pseudonyms, which are the same within one output
    #[arg(long)]
    pub redact: bool,
    /// Redact with this key, so that pseudonyms are the same in every run: a file that holds it, or the key itself
    #[arg(long, value_name = "FILE|TEXT")]
    pub redact_key: Option<OsString>,
    /// Show every row and every column on the terminal
    #[arg(long)]
    pub full: bool,
    /// Show at most so many rows of each list, on the terminal and in Markdown
    #[arg(long, value_name = "N")]
    pub top: Option<usize>,
    /// Start CSV with a byte order mark, which Excel needs to see UTF-8
    #[arg(long)]
    pub bom: bool,
    /// How many threads read; 0: one a core
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
    /// When to use colours
    #[arg(long, value_enum, value_name = "WHEN")]
    pub color: Option<Color>,
    /// No progress and no word about the written file on standard error
    #[arg(long)]
    pub quiet: bool,
}

/// Which number of a date stands first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Dates {
    /// 12/31/2026
    Mdy,
    /// 31/12/2026
    Dmy,
}

impl Dates {
    /// The word of the option.
    pub fn name(self) -> &'static str {
        match self {
            Dates::Mdy => "mdy",
            Dates::Dmy => "dmy",
        }
    }
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Globals {
    /// Both; what stood after the command wins, and lists are joined.
    pub fn or(self, before: Globals) -> Globals {
        Globals {
            config: self.config.or(before.config),
            format: self.format.or(before.format),
            output: self.output.or(before.output),
            force: self.force || before.force,
            from: self.from.or(before.from),
            to: self.to.or(before.to),
            as_of: self.as_of.or(before.as_of),
            tz: self.tz.or(before.tz),
            break_glass: [before.break_glass, self.break_glass].concat(),
            set: [before.set, self.set].concat(),
            non_interactive: [before.non_interactive, self.non_interactive].concat(),
            strict: self.strict || before.strict,
            date_order: self.date_order.or(before.date_order),
            max_inflate: self.max_inflate.or(before.max_inflate),
            redact: self.redact || before.redact,
            redact_key: self.redact_key.or(before.redact_key),
            full: self.full || before.full,
            top: self.top.or(before.top),
            bom: self.bom || before.bom,
            threads: self.threads.or(before.threads),
            color: self.color.or(before.color),
            quiet: self.quiet || before.quiet,
        }
    }

    /// Names are replaced: a key says so too, so that nobody who gives one is disappointed.
    pub fn redacts(&self) -> bool {
        self.redact || self.redact_key.is_some()
    }

    /// What these options ask for and cannot have, if there is anything.
    pub fn objection(&self) -> Option<String> {
        match (self.from, self.to) {
            (Some(from), Some(to)) if from >= to => {
                let (from, to) = (from.rfc3339(), to.rfc3339());
                Some(format!("no time is in the window: --from {from} is not before --to {to}"))
            }
            _ => None,
        }
    }
}

fn format_help() -> String {
    let names = format_names();
    let rows =
        row_format_names().map_or_else(String::new, |rows| format!("; of query and export also {rows}"));
    format!(
        "How the answer is written: {names}{rows} [default: by the extension of the output file, else table]"
    )
}

fn format(word: &str) -> Result<Form, String> {
    let names = format_names();
    match Form::named(word) {
        Some(format) => Ok(format),
        None if OTHER_FORMATS.contains(&word) => {
            Err(format!("{word} {NOT_IN_THIS_VERSION}, which has {names}"))
        }
        None => Err(format!("the formats are {names}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arguments;

    #[test]
    fn windows() {
        let check = |words: &[&str], expect: Option<&str>| {
            let all = [&["gaps", "x.csv"], words].concat();
            let objection = arguments::of(all).expect("this parses").globals.objection();
            assert_eq!(objection.is_some(), expect.is_some(), "{objection:?}");
            assert!(objection.unwrap_or_default().contains(expect.unwrap_or_default()));
        };
        check(&["--from", "2026-11-01", "--to", "2026-11-02"], None);
        check(&["--from", "2026-11-02", "--to", "2026-11-02"], Some("no time is in the window"));
    }

    #[test]
    fn formats() {
        assert_eq!(format("markdown"), Ok(Form::Answer(&entrasift_report::markdown::FORMAT)));
        assert!(format("yaml").is_err_and(|why| why.contains("the formats are")));
        for word in OTHER_FORMATS.into_iter().filter(|word| Form::named(word).is_none()) {
            assert!(format(word).is_err_and(|why| why.contains("not in this version")));
        }
    }
}
