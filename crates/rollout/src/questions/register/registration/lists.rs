//! The lists of `registration`.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use entrasift_core::dialect::registration::Registration;
use entrasift_core::field::method::Registered;

use super::{Case, Contact, rate};
use crate::answer::{Chart, Column, Fact, Holds, Place, Show, Table, Tone, Value};
use crate::people::cohort::Line;
use crate::questions::register::progress::{Change, Regression, newly_registered};

impl Case<'_> {
    pub(super) fn contact_table(&self, contacts: &[Contact<'_>], regressed: &[Regression<'_>]) -> Table {
        let columns = vec![
            Column::new("user", "User", Show::Always, Holds::User),
            Column::new("display_name", "Name", Show::Full, Holds::User),
            Column::new("methods", "Methods", Show::Wide, Holds::Words),
            Column::new("reason", "Why", Show::Always, Holds::Words),
            Column::new("active", "Seen in the logs", Show::Wide, Holds::Number),
            Column::new("last_signin", "Last sign-in", Show::Always, Holds::Time),
            Column::new("admin", "Admin", Show::Always, Holds::Words),
            Column::new("admin_because", "Admin because", Show::Full, Holds::Words),
            Column::new("suggestion", "What to do", Show::Full, Holds::Words),
            Column::new("evidence", "Evidence", Show::Full, Holds::Number),
        ];
        let rows = contacts.iter().map(|one| {
            let lost = regressed
                .iter()
                .find(|lost| lost.user == one.user && lost.is_lost && lost.recovered.is_none());
            let (reason, suggestion) = reason(&one.line, lost);
            let unseen = self.has_logs && one.met.last.is_none();
            let suggestion = if unseen {
                "not seen in the logs: ask whether the account is still needed, and disable it if not"
            } else {
                suggestion
            };
            vec![
                one.user.into(),
                one.line.report.display_name.clone().into(),
                methods(one.line.report),
                reason.into(),
                self.active(one.met),
                one.met.last.into(),
                one.admin.is_some().into(),
                one.admin.map_or(Value::Null, Value::from),
                suggestion.into(),
                evidence(&one.line),
            ]
        });
        Table { columns, rows: rows.collect(), ..Table::default() }
    }

    pub(super) fn snapshots_table(&self) -> Table {
        let columns = vec![
            Column::new("date", "Report of", Show::Always, Holds::Words),
            Column::new("day", "Day", Show::Always, Holds::Number),
            Column::new("eligible", "People", Show::Always, Holds::Number),
            Column::new("capable", "Can use MFA", Show::Always, Holds::Number),
            Column::new("rate", "Rate", Show::Always, Holds::Number),
            Column::new("required", "Target line", Show::Always, Holds::Number),
            Column::new("registered", "Registered", Show::Full, Holds::Number),
            Column::new("newly", "New", Show::Always, Holds::Number),
            Column::new("lost", "Lost", Show::Wide, Holds::Number),
            Column::new("joined", "Joined", Show::Full, Holds::Number),
            Column::new("gone", "Gone", Show::Full, Holds::Number),
            Column::new("files", "Files", Show::Full, Holds::File),
        ];
        let baseline = self.baseline();
        let rows = self.used.iter().enumerate().map(|(at, one)| {
            let change = at.checked_sub(1).map(|before| Change::between(&self.used[before], one));
            let count =
                |part: fn(&Change) -> usize| change.as_ref().map(part).map_or(Value::Null, Value::from);
            let day = one.date.and_then(|date| self.campaign.day(date));
            let required = day.zip(baseline).map(|(day, first)| self.campaign.required(first, day));
            vec![
                one.date.into(),
                day.map_or(Value::Null, Value::Code),
                one.eligible().count().into(),
                one.capable().into(),
                rate(one.rate()),
                rate(required),
                one.eligible().filter(|(_, line)| line.is_registered()).count().into(),
                count(|change| change.newly),
                count(|change| change.lost),
                count(|change| change.joined),
                count(|change| change.gone),
                Value::List(one.paths.iter().map(|path| (*path).into()).collect()),
            ]
        });
        let chart = Chart {
            caption: "Share of people who can use MFA, day by day, and the line to the target".to_owned(),
            x: "date",
            series: vec![("rate", "can use MFA", Tone::Good), ("required", "target line", Tone::Dim)],
        };
        Table { columns, rows: rows.collect(), chart: Some(chart), ..Table::default() }
    }

    /// One row for each of those who count and fit, by user.
    fn people(&self, fits: impl Fn(&Line<'_>) -> bool) -> Table {
        let rows = self.now().eligible().filter(|(_, line)| fits(line)).map(|(user, line)| {
            let met = self.roll.find(line.report);
            let admin = self.admin(line.report, met).is_some();
            vec![
                user.into(),
                methods(line.report),
                self.active(met),
                met.last.into(),
                admin.into(),
                evidence(line),
            ]
        });
        let mut rows: Vec<Vec<Value>> = rows.collect();
        rows.sort_by_key(|row| row[4] != Value::Bool(true));
        Table::new(PEOPLE.to_vec(), rows)
    }

    pub(super) fn not_allowed(&self) -> Table {
        self.people(|line| line.is_registered() && !line.is_capable())
    }

    pub(super) fn weak_only(&self) -> Table {
        let mut table = self.people(|line| line.is_weak());
        (table.folded, table.folded_as) = (table.rows.len().saturating_sub(10), "more".to_owned());
        table
    }

    pub(super) fn regressed(&self, regressed: &[Regression<'_>]) -> Table {
        let columns = vec![
            Column::new("user", "User", Show::Always, Holds::User),
            Column::new("what", "What", Show::Always, Holds::Words),
            Column::new("removed", "Removed", Show::Always, Holds::Words),
            Column::new("before", "Last report with it", Show::Full, Holds::Number),
            Column::new("since", "First report without", Show::Always, Holds::Time),
            Column::new("recovered", "Back since", Show::Always, Holds::Number),
            Column::new("evidence", "Evidence", Show::Full, Holds::Number),
        ];
        let rows = regressed.iter().map(|one| {
            let what = match one.is_lost {
                true => Value::Word("cannot use MFA any more", Tone::Bad),
                false => Value::Word("a method is gone", Tone::Warn),
            };
            vec![
                one.user.into(),
                if one.recovered.is_some() { dimmed(what) } else { what },
                Value::List(one.removed.iter().map(|method| (*method).into()).collect()),
                one.before.into(),
                one.since.into(),
                one.recovered.into(),
                evidence(&one.line),
            ]
        });
        Table { columns, rows: rows.collect(), ..Table::default() }
    }

    pub(super) fn newly_registered(&self) -> Table {
        let columns = vec![
            Column::new("user", "User", Show::Always, Holds::User),
            Column::new("since", "First report with it", Show::Always, Holds::Time),
            Column::new("methods", "Methods", Show::Always, Holds::Words),
            Column::new("evidence", "Evidence", Show::Full, Holds::Number),
        ];
        let rows = newly_registered(&self.used);
        let rows = rows.iter().map(|(since, user, line)| {
            vec![(*user).into(), (*since).into(), methods(line.report), evidence(line)]
        });
        let rows: Vec<_> = rows.collect();
        let folded = rows.len().saturating_sub(10);
        Table { columns, rows: rows.into(), folded, folded_as: "more before".to_owned(), chart: None }
    }

    pub(super) fn guests(&self) -> Table {
        let columns = vec![
            Column::new("user", "User", Show::Wide, Holds::User),
            Column::new("user_name", "Signs in as", Show::Always, Holds::User),
            Column::new("capable", "Can use MFA here", Show::Always, Holds::Number),
            Column::new("methods", "Methods", Show::Wide, Holds::Words),
            Column::new("active", "Seen in the logs", Show::Wide, Holds::Number),
            Column::new("last_signin", "Last sign-in", Show::Always, Holds::Time),
            Column::new("evidence", "Evidence", Show::Full, Holds::Number),
        ];
        let guests = self.now().people.iter().filter(|(_, line)| line.report.is_guest());
        let rows = guests.map(|(user, line)| {
            let met = self.roll.find(line.report);
            vec![
                (*user).into(),
                line.report.sign_in_name().into(),
                line.is_capable().into(),
                methods(line.report),
                self.active(met),
                met.last.into(),
                evidence(line),
            ]
        });
        let rows: Vec<_> = rows.collect();
        let folded = rows.len();
        Table {
            columns,
            rows: rows.into(),
            folded,
            folded_as: "guests; their MFA normally lives in their home tenant".to_owned(),
            chart: None,
        }
    }

    /// How many of those who count have each method, most first.
    pub(super) fn by_method(&self) -> Value {
        let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
        for (_, line) in self.now().eligible() {
            let mut names: Vec<&str> = line.report.methods.iter().map(String::as_str).collect();
            names.sort_unstable();
            names.dedup();
            names.into_iter().for_each(|name| *counts.entry(name).or_default() += 1);
        }
        let mut counts: Vec<(&str, u64)> = counts.into_iter().collect();
        counts.sort_by_key(|(name, count)| (Reverse(*count), *name));
        Value::Map(counts.into_iter().map(|(name, count)| Fact::count(name.to_owned(), count)).collect())
    }

    pub(super) fn excluded(&self) -> Table {
        let columns = vec![
            Column::new("user", "User", Show::Always, Holds::User),
            Column::new("because", "Because", Show::Always, Holds::Words),
            Column::new("evidence", "Evidence", Show::Full, Holds::Number),
        ];
        let out = self.now().people.iter().filter_map(|(user, line)| Some((user, line, line.excluded?)));
        let mut out: Vec<_> = out.collect();
        out.sort_by_key(|(user, _, because)| (*because, **user));
        let rows =
            out.iter().map(|(user, line, because)| vec![(**user).into(), (*because).into(), evidence(line)]);
        let rows: Vec<_> = rows.collect();
        let folded = rows.len();
        Table {
            columns,
            rows: rows.into(),
            folded,
            folded_as: "accounts that do not count".to_owned(),
            chart: None,
        }
    }
}

const PEOPLE: &[Column] = &[
    Column::new("user", "User", Show::Always, Holds::User),
    Column::new("methods", "Methods", Show::Always, Holds::Words),
    Column::new("active", "Seen in the logs", Show::Wide, Holds::Number),
    Column::new("last_signin", "Last sign-in", Show::Wide, Holds::Time),
    Column::new("admin", "Admin", Show::Always, Holds::Words),
    Column::new("evidence", "Evidence", Show::Full, Holds::Number),
];

/// Why somebody cannot use MFA yet, and what to do about it.
fn reason(line: &Line<'_>, lost: Option<&Regression<'_>>) -> (String, &'static str) {
    let kinds: Vec<Registered> = line.report.methods.iter().map(|name| Registered::of(name)).collect();
    if let Some(lost) = lost {
        let since = lost.since.map_or_else(String::new, |time| format!(" since {}", time.day_words()));
        return (
            format!("lost every usable method{since}"),
            "ask what became of the phone, and whether the user removed the method; issue a temporary access pass to register again",
        );
    }
    let (reason, suggestion) = match () {
        () if line.is_registered() => (
            "registered, but not allowed by policy",
            "register an allowed method at https://aka.ms/mysecurityinfo, or allow this one in the authentication methods policy",
        ),
        () if kinds.contains(&Registered::Pass) => (
            "only a temporary access pass",
            "register before the pass ends, at https://aka.ms/mysecurityinfo",
        ),
        () if kinds.contains(&Registered::ResetOnly) => (
            "only for password reset",
            "register the Authenticator app at https://aka.ms/mysecurityinfo; without a smartphone a FIDO2 key, or a temporary access pass for the time being",
        ),
        () => (
            "nothing registered",
            "register the Authenticator app at https://aka.ms/mysecurityinfo; without a smartphone a FIDO2 key, or a temporary access pass for the time being",
        ),
    };
    (reason.to_owned(), suggestion)
}

fn methods(report: &Registration) -> Value {
    Value::List(report.methods.iter().map(|method| method.clone().into()).collect())
}

fn evidence(line: &Line<'_>) -> Value {
    Value::Evidence { places: vec![Place { path: line.path.to_owned(), row: line.report.row }], total: 1 }
}

fn dimmed(value: Value) -> Value {
    match value {
        Value::Word(word, _) => Value::Word(word, Tone::Dim),
        other => other,
    }
}
