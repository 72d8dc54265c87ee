//! `analyze`: what is in these files, and everything that the rules found.

use entrasift_core::field::Field;
use entrasift_core::log::batch::Status;
use entrasift_core::log::symbols::Translation;
use entrasift_core::text::time::{HOUR, Time};
use entrasift_rules::derive::outcome::Verdict;
use entrasift_rules::engine::{Observe, Row, View};
use entrasift_rules::finding::{Finding, Rules};
use entrasift_rules::list;
use entrasift_rules::rule::{Rule, Severity};
use entrasift_rules::tally::{Part, Remember, Tally};

use crate::answer::case::{self, tone};
use crate::answer::{
    Answer, Chart, Column, Fact, Holds, NotEvaluated, Outcome, Section, Show, Step, Table, Tone, Value,
};
use crate::reading::read_logs::{Seen, count_of, see, thousands};
use crate::reading::request::{AnswerError, Request};

/// Sign-ins hour by hour.
#[derive(Debug)]
pub struct Timeline {
    hours: Tally<1, Hour>,
    /// Protected successes of one hour that are not entered yet: rows of one hour stand together.
    open: (u32, u64),
}

/// What happened in one hour.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hour {
    success: u64,
    failure: u64,
    interrupted: u64,
    mfa: u64,
    legacy: u64,
}

impl Remember for Hour {
    fn merge(&mut self, other: Self, _: &Translation) {
        self.success += other.success;
        self.failure += other.failure;
        self.interrupted += other.interrupted;
        self.mfa += other.mfa;
        self.legacy += other.legacy;
    }
}

impl Default for Timeline {
    fn default() -> Self {
        Timeline { hours: Tally::per([Part::Number]), open: (0, 0) }
    }
}

/// The number of an hour since 1970: every time that can be said fits after an offset.
fn hour_number(time: Time) -> u32 {
    (time.0.div_euclid(HOUR) + i64::from(u32::MAX / 2)) as u32
}

fn hour_time(number: u32) -> Time {
    Time((i64::from(number) - i64::from(u32::MAX / 2)) * HOUR)
}

impl Observe for Timeline {
    fn observe(&mut self, view: View<'_>) {
        let mut rows = view.rows().peekable();
        while let Some(first) = rows.peek() {
            let number = hour_number(first.time());
            let hour = self.hours.group([number]);
            while let Some(row) = rows.next_if(|row| hour_number(row.time()) == number) {
                match row.status() {
                    Status::Success => hour.success += 1,
                    Status::Failure => hour.failure += 1,
                    Status::Interrupted => hour.interrupted += 1,
                }
                hour.legacy += u64::from(row.legacy().is_legacy());
            }
        }
    }

    fn classified(&mut self, rows: &[(Row<'_>, Verdict)]) {
        for (row, _) in rows.iter().filter(|(_, verdict)| verdict.class.is_protected()) {
            let number = hour_number(row.time());
            if number != self.open.0 {
                self.enter_open();
                self.open.0 = number;
            }
            self.open.1 += 1;
        }
    }

    fn merge(&mut self, mut other: Self, translation: &Translation) {
        self.enter_open();
        other.enter_open();
        self.hours.merge(other.hours, translation);
    }
}

impl Timeline {
    fn enter_open(&mut self) {
        let (number, protected) = std::mem::take(&mut self.open);
        if protected > 0 {
            self.hours.group([number]).mfa += protected;
        }
    }

    fn table(&self) -> Table {
        let mut hours: Vec<_> = self.hours.iter().map(|([number], hour)| (*number, *hour)).collect();
        hours.sort_unstable_by_key(|(number, _)| *number);
        let rows = hours.into_iter().map(|(number, hour)| {
            vec![
                hour_time(number).into(),
                hour.success.into(),
                hour.failure.into(),
                hour.interrupted.into(),
                hour.mfa.into(),
                (hour.success - hour.mfa).into(),
                hour.legacy.into(),
            ]
        });
        let columns = [
            ("hour", "Hour", Holds::Words),
            ("success", "Succeeded", Holds::Number),
            ("failure", "Failed", Holds::Number),
            ("interrupted", "Interrupted", Holds::Number),
            ("mfa", "With MFA", Holds::Words),
            ("single_factor", "Single factor", Holds::Number),
            ("legacy", "Legacy", Holds::Number),
        ];
        Table {
            chart: Some(Chart {
                caption: "Sign-ins by hour: succeeded with MFA, succeeded with a single factor, failed"
                    .to_owned(),
                x: "hour",
                series: vec![
                    ("mfa", "with MFA", Tone::Good),
                    ("single_factor", "single factor", Tone::Warn),
                    ("failure", "failed", Tone::Bad),
                ],
            }),
            ..Table::shown(&columns, rows.collect::<Vec<_>>())
        }
    }

    fn sums(&self) -> Hour {
        let mut sum = Hour::default();
        for (_, hour) in self.hours.iter() {
            sum.success += hour.success;
            sum.mfa += hour.mfa;
        }
        sum
    }
}

/// The answer, and the gravest severity found.
///
/// # Errors
/// As [`AnswerError`] says.
pub fn answer(request: &Request) -> Result<Answer, AnswerError> {
    let rules = list::all_for(&request.tenant);
    let ((watch, mut timeline), seen) =
        see(request, "analyze", &[], || (Rules::new(rules.clone()), Timeline::default()))?;
    // Where there is one worker only, nothing was merged.
    timeline.enter_open();
    let findings = watch.conclude(seen.totals.last_signin);
    let mut reading = seen.reading(&rules, Vec::new());
    reading.not_evaluated.extend(parts_not_evaluated(&seen));
    let mut sections =
        vec![Section::table("findings", "What the rules found", findings_table(&seen, &findings))];
    sections.extend(case::section(&seen, &findings));
    sections.extend([Section::table(
        "timeline",
        "Sign-ins over time, with and without MFA",
        timeline.table(),
    )
    .headline()]);
    Ok(Answer {
        command: "analyze",
        reading: Some(reading),
        lead: lead(&timeline, &findings, &rules),
        sections,
        next: findings.iter().filter_map(|finding| next_step(finding.rule)).collect(),
        gravest: findings.iter().map(|finding| finding.severity).max(),
        outcome: Outcome::Done,
    })
}

fn lead(timeline: &Timeline, findings: &[Finding], rules: &[Rule]) -> Vec<String> {
    let sums = timeline.sums();
    let mut lead = Vec::new();
    if sums.success > 0 {
        let percent = |part: u64| part as f64 * 100.0 / sums.success as f64;
        lead.push(format!(
            "{} sign-ins succeeded: {:.0} % with MFA, {:.0} % with a single factor.",
            thousands(sums.success),
            percent(sums.mfa),
            percent(sums.success - sums.mfa)
        ));
    }
    let grave = findings.iter().filter(|finding| finding.severity >= Severity::High).count() as u64;
    lead.push(match (findings.len() as u64, grave) {
        (0, _) => "No rule found anything. That is a statement about these rules and these files, not about the tenant.".to_owned(),
        (all, 0) => format!("{} found something, none of it grave.", count_of(all, "rule", "rules")),
        (all, grave) => format!("{} found something; {} grave.", count_of(all, "rule", "rules"), count_of(grave, "finding is", "findings are")),
    });
    lead.extend(judged_otherwise(rules));
    lead
}

/// The settings that are not the defaults: two answers about one log can differ by them.
fn judged_otherwise(rules: &[Rule]) -> Option<String> {
    let changed = rules.iter().flat_map(|rule| {
        let changed = rule.settings.iter().filter(|setting| setting.value != setting.default);
        changed.map(|setting| {
            let (value, default) = (setting.value.typed(), setting.default.typed());
            format!("{}.{}={value} (by default {default})", rule.id, setting.name)
        })
    });
    let changed: Vec<String> = changed.collect();
    (!changed.is_empty()).then(|| format!("Judged with settings of your own: {}.", changed.join(", ")))
}

fn next_step(rule: &str) -> Option<Step> {
    match rule {
        "break-glass-use" => Some(Step::run("break-glass", "every emergency sign-in")),
        "legacy-auth" => Some(Step::run("legacy", "the dependency list, with what to do for each")),
        "non-mfa-success" => Some(Step::run("gaps", "who got in without MFA, administrators first")),
        "failed-mfa" => {
            Some(Step::look_up("explain 500121", "what a failed challenge means, and what the helpdesk says"))
        }
        _ => None,
    }
}

fn findings_table(seen: &Seen, findings: &[Finding]) -> Table {
    let columns = vec![
        Column::new("severity", "Severity", Show::Always, Holds::Words),
        Column::new("rule", "Rule", Show::Always, Holds::Words),
        Column::new("title", "What was seen", Show::Always, Holds::Words),
        Column::new("signins", "Sign-ins", Show::Always, Holds::Number),
        Column::new("users", "Users", Show::Always, Holds::User),
        Column::new("groups", "Groups", Show::Full, Holds::Number),
        Column::new("kinds", "Of which", Show::Wide, Holds::Number),
        Column::new("pending", "Pending", Show::Full, Holds::Number),
        Column::new("who", "Most often", Show::Wide, Holds::CountedUser),
        Column::new("first", "First", Show::Full, Holds::Time),
        Column::new("last", "Last", Show::Wide, Holds::Time),
        Column::new("action", "What to do", Show::Full, Holds::Words),
        Column::new("evidence", "Evidence", Show::Full, Holds::Number),
    ];
    let rows = findings.iter().map(|finding| {
        vec![
            Value::Word(finding.severity.name(), tone(finding.severity)),
            finding.rule.into(),
            finding.title.into(),
            finding.signins.into(),
            finding.users.into(),
            finding.groups.into(),
            Value::Map(finding.kinds.iter().map(|(name, count)| Fact::count(*name, *count)).collect()),
            finding.pending.into(),
            who(seen, finding),
            finding.span.first().into(),
            finding.span.last().into(),
            what_to_do(finding.rule).into(),
            seen.evidence(&finding.evidence),
        ]
    });
    Table { columns, rows: rows.collect(), ..Table::default() }
}

/// The first paragraph of what the page of a rule says there, without its marks.
fn what_to_do(rule: &str) -> String {
    let page = list::named(rule).map_or("", |rule| rule.page);
    let lines = page.lines().map(str::trim).skip_while(|line| *line != "## What to do").skip(1);
    let paragraph = lines.skip_while(|line| line.is_empty()).take_while(|line| !line.is_empty());
    paragraph.collect::<Vec<_>>().join(" ").replace('`', "")
}

/// The three users with most sign-ins.
fn who(seen: &Seen, finding: &Finding) -> Value {
    let mut people: Vec<_> =
        finding.people.iter().map(|(person, count)| (seen.shown(*person), *count)).collect();
    people.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let more = people.len().saturating_sub(3) as u64;
    people.truncate(3);
    Value::Some {
        items: people.into_iter().map(|(name, count)| format!("{name} ({count})").into()).collect(),
        more,
    }
}

/// Which files carry no policy results, and which no authentication steps.
fn parts_not_evaluated(seen: &Seen) -> Vec<NotEvaluated> {
    const PARTS: [(&str, Field, &str); 2] = [
        (
            "policy-results",
            Field::Policies,
            "a portal CSV carries no policy results; export JSON to see them",
        ),
        (
            "authentication-steps",
            Field::Steps,
            "the file has no authentication steps; the AuthDetails companion of a portal CSV has them",
        ),
    ];
    let logs = || seen.request.intake.logs.iter().zip(&seen.watched.ledgers);
    let lines = PARTS.iter().flat_map(|(part, field, because)| {
        let without = logs().filter(|(input, _)| !seen.fills(input).contains(*field));
        without.map(|(input, ledger)| NotEvaluated::of_file(*part, *because, input.path(), ledger.rows))
    });
    lines.collect()
}
