//! `enforcement`: the first hours after the policy was switched on: who is stopped, why, and what the helpdesk says.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use entrasift_core::field::Field;
use entrasift_core::field::catalogue::error_code;
use entrasift_core::text::time::{HOUR, Time};
use entrasift_rules::derive::person::Person;
use entrasift_rules::detect::flow::{ALWAYS, BrokenApp, Cause, Flow, Flows, Judgement};
use entrasift_rules::list;
use entrasift_rules::measure::Evidence;

use self::hours::{Hours, Meaning};
use self::stopped::{APP_BROKEN, People, State, Stopped, app_name};
use crate::answer::Warning;
use crate::answer::{
    Answer, Chart, Column, Fact, Holds, NotEvaluated, Outcome, Section, Show, Step, Table, Tone, Value,
};
use crate::reading::read_logs::{Seen, count_of, see, some, thousands};
use crate::reading::request::{AnswerError, Request};

mod advice;
mod hours;
mod stopped;

/// How long after the switch people are watched where nobody says, hours.
const USUAL_HOURS: u32 = 48;

/// What the command line says of the window.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct EnforcementOptions {
    /// When the policy was switched on; else the tenant file says.
    pub enforced_at: Option<Time>,
    /// How long after it people are watched, hours; else 48.
    pub hours: Option<u32>,
}

/// The answer.
///
/// # Errors
/// As [`AnswerError`] says.
pub fn answer(request: &Request, wishes: EnforcementOptions) -> Result<Answer, AnswerError> {
    let enforced_at = wishes.enforced_at.or(request.tenant.rollout.enforced_at);
    let hours = wishes.hours.unwrap_or(USUAL_HOURS);
    let window =
        enforced_at.map_or(ALWAYS, |from| from..Time(from.0.saturating_add(i64::from(hours) * HOUR)));
    let needs = [Field::Code, Field::Requirement];
    let make = || (Flows::default(), Hours::of(window.clone()));
    let ((flows, watched), seen) = see(request, "enforcement", &needs, make)?;
    let judged = flows.judge(window.clone());
    let rules: Vec<_> = list::all_for(&request.tenant);
    let least = rules.iter().find(|rule| rule.id == "app-broken").map_or(3, |rule| rule.value("users"));
    let people = People::of(&seen, &flows);
    let mut broken = flows.broken(&judged, least as usize);
    broken.sort_by_key(|app| app_name(&seen, &flows, app.app));
    let stopped = stopped::stopped(&seen, &flows, &judged, &broken, &people);
    let case =
        Case { seen: &seen, flows: &flows, hours: &watched, judged, broken, stopped, enforced_at, window };
    let rules: Vec<_> = rules
        .into_iter()
        .filter(|rule| ["app-broken", "password-known-to-stranger"].contains(&rule.id))
        .collect();
    let mut reading = seen.reading(&rules, case.warnings(hours));
    if !people.has_report {
        let because = "no registration report was given: whether people are registered is not known";
        reading.not_evaluated.push(NotEvaluated::new("registered", because));
    }
    Ok(Answer {
        command: "enforcement",
        reading: Some(reading),
        lead: case.lead(),
        sections: case.sections(),
        next: case.next_steps(),
        gravest: None,
        outcome: Outcome::Done,
    })
}

/// All that the answer is made of.
struct Case<'c> {
    seen: &'c Seen,
    flows: &'c Flows,
    hours: &'c Hours,
    judged: Vec<Flow>,
    broken: Vec<BrokenApp>,
    stopped: Vec<Stopped>,
    enforced_at: Option<Time>,
    window: Range<Time>,
}

impl Case<'_> {
    fn count(&self, judgement: Judgement) -> u64 {
        self.judged.iter().filter(|flow| flow.judgement == judgement).count() as u64
    }

    fn people(&self, judgement: Judgement) -> BTreeSet<Person> {
        let own = self.judged.iter().filter(|flow| flow.judgement == judgement);
        own.map(|flow| flow.person).collect()
    }

    /// Recovered flows in which someone was made to register.
    fn forced(&self) -> impl Iterator<Item = &Flow> {
        let asked = |flow: &&Flow| flow.codes.iter().any(|code| matches!(code, 50072 | 50079));
        self.judged.iter().filter(|flow| flow.judgement == Judgement::Recovered).filter(asked)
    }

    fn in_state(&self, state: State) -> u64 {
        self.stopped.iter().filter(|line| line.state == state).count() as u64
    }

    fn lead(&self) -> Vec<String> {
        let span = match self.enforced_at {
            Some(from) => format!("Since {} UTC", from.minute_words()),
            None => "In the whole log".to_owned(),
        };
        if self.judged.is_empty() {
            return vec![format!("{span} nobody was stopped by a policy, as far as these files can show.")];
        }
        let out = self.in_state(State::LockedOut);
        let admins =
            self.stopped.iter().filter(|line| line.admin && line.state != State::Client).count() as u64;
        let mut first = format!("{span} {} cannot work now", count_of(out, "person", "people"));
        let partly = self.in_state(State::Partly);
        if partly > 0 {
            first += &format!(", {} more cannot use some app or device", thousands(partly));
        }
        first += if admins == 0 { "." } else { ";" };
        if admins > 0 {
            first += &format!(" {} among them.", count_of(admins, "administrator is", "administrators are"));
        }
        let stopped = self.people(Judgement::Stopped);
        let through = self.people(Judgement::Recovered).difference(&stopped).count() as u64;
        let forced: BTreeSet<Person> = self.forced().map(|flow| flow.person).collect();
        let forced = forced.difference(&stopped).count() as u64;
        let mut lead = vec![first];
        match self.in_state(State::Client) {
            0 => {}
            1 => lead.push("1 account is stopped in an old client or a script only.".to_owned()),
            more => lead
                .push(format!("{} accounts are stopped in old clients and scripts only.", thousands(more))),
        }
        lead.push(format!(
            "{} got through after being asked, {} of them by registering there and then; the background tokens of {} waited for a prompt that was answered.",
            count_of(through, "person", "people"),
            thousands(forced),
            count_of(self.people(Judgement::Waiting).len() as u64, "person", "people"),
        ));
        if !self.broken.is_empty() {
            let names: Vec<String> =
                self.broken.iter().map(|app| app_name(self.seen, self.flows, app.app)).collect();
            lead.push(format!(
                "Nobody gets into {}: that is the application, not the people.",
                names.join(", ")
            ));
        }
        let strangers = self.people(Judgement::Hostile).len() as u64;
        if strangers > 0 {
            lead.push(format!(
                "Strangers were stopped at the accounts of {}: no case for the helpdesk, see below.",
                count_of(strangers, "person", "people")
            ));
        }
        lead
    }

    fn warnings(&self, hours: u32) -> Vec<Warning> {
        let mut warnings = Vec::new();
        let Some(from) = self.enforced_at else {
            let message = "nobody says when the policy was switched on (--enforced-at TIME, or `enforced_at` in the tenant file): the whole log is judged";
            return vec![Warning::new("enforcement-time-unknown", message)];
        };
        let (first, last) = (self.seen.totals.first_signin, self.seen.totals.last_signin);
        if last < Some(from) {
            let message =
                format!("the logs end before the policy was switched on ({} UTC)", from.minute_words());
            warnings.push(Warning::new("enforcement-not-covered", message));
        } else if last.is_some_and(|last| last.0.saturating_add(HOUR) < self.window.end.0) {
            let end = last.map(Time::minute_words).unwrap_or_default();
            let message =
                format!("the logs end on {end} UTC, before the {hours} hours after the switch are over");
            warnings.push(Warning::new("enforcement-not-over", message));
        }
        if first.is_some_and(|first| first.0 > from.0.saturating_add(HOUR)) {
            let start = first.map(Time::minute_words).unwrap_or_default();
            let message = format!(
                "the logs begin on {start} UTC, after the policy was switched on: the first hours are missing"
            );
            warnings.push(Warning::new("enforcement-not-covered", message));
        }
        warnings
    }

    fn sections(&self) -> Vec<Section> {
        let people = |judgement| self.people(judgement).len() as u64;
        let counts = [Judgement::Stopped, Judgement::Recovered, Judgement::Waiting, Judgement::Hostile];
        let mut sections = vec![
            Section::table("stopped", "Who is stopped", stopped::table(self.seen, &self.stopped))
                .noted("locked-out: no success with MFA since; partly: works elsewhere, or met only an app that lets nobody in; client: old clients and scripts"),
            Section::table("app_broken", "Applications that let nobody in", self.broken_table()),
            Section::table("outages", "Hours in which more people failed than got in", self.outages()),
            Section::table("failures_by_hour", "Hour by hour", self.by_hour()).headline(),
            Section::table("forced_registrations", "Made to register, and did", self.forced_table()),
            Section::table("strangers", "Strangers who were stopped", self.strangers()),
            Section::value("by_cause", "People stopped, by cause", self.by_cause()),
            Section::table("other_codes", "Failures that the policy did not cause", self.other_codes()),
            Section::value(
                "people",
                "People, by what became of their attempts",
                Value::Map(counts.iter().map(|one| Fact::new(one.name(), Holds::User, people(*one))).collect()),
            ),
        ];
        for (key, judgement) in [
            ("recovered", Judgement::Recovered),
            ("waiting", Judgement::Waiting),
            ("hostile", Judgement::Hostile),
        ] {
            sections.push(Section::value(key, String::new(), self.count(judgement).into()));
        }
        let window = if self.enforced_at.is_some() {
            let bounds = [("from", self.window.start), ("to", self.window.end)];
            Value::Map(bounds.iter().map(|(name, time)| Fact::new(*name, Holds::Time, *time)).collect())
        } else {
            Value::Null
        };
        sections.push(Section::value("window", String::new(), window));
        sections
    }

    fn broken_table(&self) -> Table {
        let columns = vec![
            Column::new("app", "App", Show::Always, Holds::Words),
            Column::new("app_id", "App ID", Show::Full, Holds::PublicId),
            Column::new("users", "Users stopped", Show::Always, Holds::User),
            Column::new("people", "Who", Show::Wide, Holds::User),
            Column::new("since", "Since", Show::Always, Holds::Time),
            Column::new("worked", "Last worked", Show::Always, Holds::Number),
            Column::new("evidence", "Evidence", Show::Full, Holds::Number),
        ];
        let rows = self.broken.iter().map(|app| {
            let mut names: Vec<String> =
                app.people.iter().map(|person| self.seen.shown(*person).to_owned()).collect();
            names.sort_unstable();
            let mut evidence = Evidence::default();
            app.flows.iter().for_each(|place| evidence.merge(&self.judged[*place].evidence()));
            vec![
                app_name(self.seen, self.flows, app.app).into(),
                app.app.id(&self.seen.watched.dictionaries).into(),
                app.people.len().into(),
                some(names),
                app.since.into(),
                app.worked.into(),
                self.seen.evidence(&evidence),
            ]
        });
        Table { columns, rows: rows.collect(), ..Table::default() }
    }

    fn outages(&self) -> Table {
        let mut outages: Vec<_> = self
            .hours
            .outages()
            .into_iter()
            .map(|outage| (outage.hour, app_name(self.seen, self.flows, outage.app), outage))
            .collect();
        outages.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
        let columns = vec![
            Column::new("hour", "Hour", Show::Always, Holds::Words),
            Column::new("app", "App", Show::Always, Holds::Words),
            Column::new("users", "Users stopped", Show::Always, Holds::User),
            Column::new("users_succeeded", "Users who got in", Show::Always, Holds::Number),
        ];
        let rows = outages.into_iter().map(|(hour, app, outage)| {
            vec![Time(hour * HOUR).into(), app.into(), outage.stopped.into(), outage.succeeded.into()]
        });
        Table { columns, rows: rows.collect(), ..Table::default() }
    }

    fn by_hour(&self) -> Table {
        let people = self.hours.people();
        let hour_of = |time: Time| time.0.div_euclid(HOUR);
        let mut stopped: BTreeMap<i64, u64> = BTreeMap::new();
        self.stopped.iter().for_each(|line| *stopped.entry(hour_of(line.since)).or_default() += 1);
        let mut registered: BTreeMap<i64, BTreeSet<Person>> = BTreeMap::new();
        self.forced().for_each(|flow| {
            registered.entry(hour_of(flow.first)).or_default().insert(flow.person);
        });
        let rows = self.hours.hours().iter().map(|(hour, counts)| {
            vec![
                Time(hour * HOUR).into(),
                counts.failure.into(),
                counts.interrupted.into(),
                counts.by_policy.into(),
                (counts.failure + counts.interrupted - counts.by_policy).into(),
                people.get(hour).copied().unwrap_or_default().into(),
                stopped.get(hour).copied().unwrap_or_default().into(),
                registered.get(hour).map_or(0, BTreeSet::len).into(),
            ]
        });
        let columns = [
            ("hour", "Hour", Show::Always, Holds::Words),
            ("failure", "Failed", Show::Wide, Holds::Number),
            ("interrupted", "Interrupted", Show::Wide, Holds::Number),
            ("by_policy", "By a policy", Show::Always, Holds::Words),
            ("other", "For another reason", Show::Always, Holds::Number),
            ("users", "Users met by a policy", Show::Always, Holds::User),
            ("stopped", "Users stopped from then on", Show::Always, Holds::Number),
            ("forced", "Users who registered", Show::Always, Holds::Number),
        ];
        Table {
            columns: columns.map(|(key, title, show, holds)| Column::new(key, title, show, holds)).to_vec(),
            rows: rows.collect(),
            chart: Some(Chart {
                caption: "Sign-ins that did not succeed, by hour: stopped by a policy, for another reason"
                    .to_owned(),
                x: "hour",
                series: vec![
                    ("by_policy", "by a policy", Tone::Warn),
                    ("other", "for another reason", Tone::Dim),
                ],
            }),
            ..Table::default()
        }
    }

    fn forced_table(&self) -> Table {
        let mut own: BTreeMap<(String, String), Vec<&Flow>> = BTreeMap::new();
        for flow in self.forced() {
            let key = (self.seen.shown(flow.person).to_owned(), self.seen.key(flow.person).to_owned());
            own.entry(key).or_default().push(flow);
        }
        let columns = vec![
            Column::new("user", "User", Show::Always, Holds::User),
            Column::new("asked", "Asked", Show::Always, Holds::Number),
            Column::new("evidence", "Evidence", Show::Full, Holds::Number),
        ];
        let rows = own.into_iter().map(|((user, _), flows)| {
            let mut evidence = Evidence::default();
            flows.iter().for_each(|flow| evidence.merge(&flow.evidence()));
            let asked = flows.iter().map(|flow| flow.first).min();
            vec![user.into(), asked.into(), self.seen.evidence(&evidence)]
        });
        Table { columns, rows: rows.collect(), ..Table::default() }
    }

    fn strangers(&self) -> Table {
        let mut flows: Vec<&Flow> =
            self.judged.iter().filter(|flow| flow.judgement == Judgement::Hostile).collect();
        let names = |flow: &Flow| (self.seen.shown(flow.person), self.seen.key(flow.person));
        flows.sort_by(|a, b| names(a).cmp(&names(b)).then_with(|| a.first.cmp(&b.first)));
        let columns = vec![
            Column::new("user", "User", Show::Always, Holds::User),
            Column::new("first", "First", Show::Always, Holds::Time),
            Column::new("attempts", "Attempts", Show::Wide, Holds::Number),
            Column::new("codes", "Codes", Show::Wide, Holds::Words),
            Column::new("password_right", "Knew the password", Show::Always, Holds::Number),
            Column::new("action", "What to do", Show::Always, Holds::Words),
            Column::new("evidence", "Evidence", Show::Full, Holds::Number),
        ];
        let rows = flows.into_iter().map(|flow| {
            let action = if flow.password_right {
                "Reset the password, revoke the sessions"
            } else {
                "Watch; nothing shows that the password was right"
            };
            vec![
                self.seen.shown(flow.person).into(),
                flow.first.into(),
                flow.attempts.into(),
                Value::List(flow.codes.iter().map(|code| Value::Code(*code)).collect()),
                flow.password_right.into(),
                action.into(),
                self.seen.evidence(&flow.evidence()),
            ]
        });
        Table { columns, rows: rows.collect(), ..Table::default() }
    }

    fn by_cause(&self) -> Value {
        let names = std::iter::once(APP_BROKEN).chain(Cause::ALL.map(Cause::name));
        let counts = names.map(|name| (name, self.stopped.iter().filter(|line| line.cause == name).count()));
        let counts = counts.filter(|(_, count)| *count > 0);
        Value::Map(counts.map(|(name, count)| Fact::count(name, count as u64)).collect())
    }

    fn other_codes(&self) -> Table {
        let mut codes: Vec<_> = self.hours.others().collect();
        codes.sort_by_key(|(code, meaning, people)| (std::cmp::Reverse(people.len()), *code, *meaning));
        let columns = vec![
            Column::new("code", "Code", Show::Always, Holds::Words),
            Column::new("meaning", "Meaning", Show::Always, Holds::Words),
            Column::new("users", "Users", Show::Always, Holds::User),
            Column::new("count", "Sign-ins", Show::Always, Holds::Number),
        ];
        let rows = codes.into_iter().map(|(code, meaning, people)| {
            let words = match meaning {
                Meaning::Usual => error_code(code).map_or("", |entry| entry.meaning),
                Meaning::Locked => "Account locked after too many wrong passwords",
                Meaning::MaliciousAddress => {
                    "Address known for attacks: nothing that came from it was looked at"
                }
            };
            vec![Value::Code(code), words.into(), people.len().into(), people.values().sum::<u64>().into()]
        });
        Table { columns, rows: rows.collect(), ..Table::default() }
    }

    fn next_steps(&self) -> Vec<Step> {
        let mut next = Vec::new();
        if self.stopped.iter().any(|line| line.state != State::Client) {
            next.push(Step::run("enforcement --full", "evidence, apps and codes of everyone who is stopped"));
        }
        if self.in_state(State::Client) > 0 {
            next.push(Step::run("legacy", "the old clients, with what to do for each"));
        }
        next
    }
}
