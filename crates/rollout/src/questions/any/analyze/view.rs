//! How `analyze` is said.

use std::sync::Arc;

use entrasift_core::Field;
use entrasift_rules::Finding;
use entrasift_rules::list;
use entrasift_rules::rule::{Rule, Severity};

use super::analysis::Analysis;
use super::cases::CaseTexts;
use crate::answer::wording::{LIST_KEPT, count_of, some, thousands};
use crate::answer::{
    Answer, Chart, Column, Fact, Holds, NotEvaluated, Outcome, Rows, Section, Show, Step, Table, Tone, Value,
};
use crate::reading::read_logs::Seen;

pub(super) fn answer(analysis: &Arc<Analysis>) -> Answer {
    let Analysis { seen, rules, findings, .. } = &**analysis;
    let mut reading = seen.reading(rules, Vec::new());
    reading.not_evaluated.extend(parts_not_evaluated(seen));
    let mut sections = vec![Section::table("findings", "What the rules found", findings_table(analysis))];
    if !analysis.cases.is_empty() {
        sections.push(Section::table("cases", "Case by case", cases_table(analysis)));
    }
    let timeline = timeline_table(analysis);
    sections
        .push(Section::table("timeline", "Sign-ins over time, with and without MFA", timeline).headline());
    Answer {
        command: "analyze",
        reading: Some(reading),
        lead: lead(analysis),
        sections,
        next: findings.iter().filter_map(|finding| next_step(finding.rule)).collect(),
        gravest: analysis.gravest(),
        outcome: Outcome::Done,
    }
}

fn lead(analysis: &Analysis) -> Vec<String> {
    let Analysis { rules, findings, .. } = analysis;
    let (successes, with_mfa) = (analysis.successes(), analysis.with_mfa());
    let mut lead = Vec::new();
    if successes > 0 {
        let percent = |part: u64| part as f64 * 100.0 / successes as f64;
        lead.push(format!(
            "{} sign-ins succeeded: {:.0} % with MFA, {:.0} % with a single factor.",
            thousands(successes),
            percent(with_mfa),
            percent(successes - with_mfa)
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

/// The findings as rows.
pub fn findings_table(analysis: &Arc<Analysis>) -> Table {
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
    let shared = analysis.clone();
    let rows =
        Rows::pulled(analysis.findings.len(), move |at| finding_row(&shared.seen, &shared.findings[at]));
    Table::new(columns, rows)
}

fn finding_row(seen: &Seen, finding: &Finding) -> Vec<Value> {
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

fn cases_table(analysis: &Arc<Analysis>) -> Table {
    let columns = vec![
        Column::new("severity", "Severity", Show::Always, Holds::Words),
        Column::new("rule", "Rule", Show::Always, Holds::Words),
        Column::new("what", "What was seen", Show::Always, Holds::Words),
        Column::new("who", "Users", Show::Always, Holds::CountedUser),
        Column::new("ips", "Addresses", Show::Wide, Holds::Address),
        Column::new("countries", "Countries", Show::Wide, Holds::Words),
        Column::new("asns", "Networks", Show::Full, Holds::Words),
        Column::new("user_agents", "User agents", Show::Full, Holds::Words),
        Column::new("apps", "Apps", Show::Full, Holds::Words),
        Column::new("got_in", "Got in", Show::Full, Holds::User),
        Column::new("signins", "Sign-ins", Show::Full, Holds::Number),
        Column::new("first", "First", Show::Wide, Holds::Time),
        Column::new("last", "Last", Show::Full, Holds::Time),
        Column::new("evidence", "Evidence", Show::Full, Holds::Number),
    ];
    let is_folded = |(finding, case): &&(u32, u32)| {
        analysis.findings[*finding as usize].cases[*case as usize].severity == Severity::Info
    };
    let folded = analysis.cases.iter().filter(is_folded).count();
    let shared = analysis.clone();
    let rows = Rows::pulled(analysis.cases.len(), move |at| {
        let (finding, case) = shared.cases[at];
        let finding = &shared.findings[finding as usize];
        case_row(&shared.seen, &CaseTexts::new(&shared.seen, finding.rule, &finding.cases[case as usize]))
    });
    let folded_as = "cases with MFA and from compliant devices".to_owned();
    Table { folded, folded_as, ..Table::new(columns, rows) }
}

fn case_row(seen: &Seen, texts: &CaseTexts<'_>) -> Vec<Value> {
    let case = texts.case;
    let more = texts.people.len().saturating_sub(LIST_KEPT) as u64;
    let people = texts.people.iter().take(LIST_KEPT);
    let mut got_in: Vec<_> = case.got_in.iter().map(|person| seen.shown(*person).to_owned()).collect();
    got_in.sort_unstable();
    vec![
        Value::Word(case.severity.name(), tone(case.severity)),
        texts.rule.into(),
        case.what.clone().into(),
        Value::Some { items: people.map(|(name, count)| format!("{name} ({count})").into()).collect(), more },
        some(texts.values(Field::Ip)),
        some(texts.values(Field::Country)),
        some(texts.values(Field::Asn)),
        some(texts.values(Field::UserAgent)),
        some(texts.values(Field::App)),
        some(got_in),
        case.evidence.total().into(),
        case.span.first().into(),
        case.span.last().into(),
        seen.evidence(&case.evidence),
    ]
}

/// The tone of a severity.
fn tone(severity: Severity) -> Tone {
    match severity {
        Severity::Critical | Severity::High => Tone::Bad,
        Severity::Medium => Tone::Warn,
        Severity::Low => Tone::Plain,
        Severity::Info => Tone::Dim,
    }
}

fn timeline_table(analysis: &Arc<Analysis>) -> Table {
    let columns = [
        ("hour", "Hour", Holds::Time),
        ("success", "Succeeded", Holds::Number),
        ("failure", "Failed", Holds::Number),
        ("interrupted", "Interrupted", Holds::Number),
        ("mfa", "With MFA", Holds::Number),
        ("single_factor", "Single factor", Holds::Number),
        ("legacy", "Legacy", Holds::Number),
    ];
    let shared = analysis.clone();
    let rows = Rows::pulled(analysis.hours.len(), move |at| {
        let (time, hour) = shared.hours[at];
        vec![
            time.into(),
            hour.success.into(),
            hour.failure.into(),
            hour.interrupted.into(),
            hour.mfa.into(),
            hour.single_factor().into(),
            hour.legacy.into(),
        ]
    });
    Table {
        chart: Some(Chart {
            caption: "Sign-ins by hour: succeeded with MFA, succeeded with a single factor, failed"
                .to_owned(),
            x: 0,
            series: vec![
                (4, "with MFA", Tone::Good),
                (5, "single factor", Tone::Warn),
                (2, "failed", Tone::Bad),
            ],
        }),
        ..Table::shown(&columns, rows)
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
