//! The cases of a finding, one by one: which burst, which journey, whose account.

use std::cmp::Reverse;

use entrasift_core::field::Field;
use entrasift_core::log::symbols::Symbol;
use entrasift_core::text::time::Time;
use entrasift_rules::detect::case;
use entrasift_rules::finding::Finding;
use entrasift_rules::rule::Severity;

use crate::answer::{Column, Holds, Section, Show, Table, Tone, Value};
use crate::reading::read_logs::{Seen, some};

/// Every case of every finding: gravest first, then by rule, time, words and users. `None` where no rule judged cases.
pub fn section(seen: &Seen, findings: &[Finding]) -> Option<Section> {
    let mut cases: Vec<Case<'_>> = findings
        .iter()
        .flat_map(|finding| finding.cases.iter().map(|detail| Case::of(seen, finding.rule, detail)))
        .collect();
    cases.sort_by(|a, b| a.order().cmp(&b.order()));
    let folded = cases.iter().filter(|case| case.detail.severity == Severity::Info).count();
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
    let rows: Vec<_> = cases.iter().map(|case| case.row(seen)).collect();
    if rows.is_empty() {
        return None;
    }
    let folded_as = "cases with MFA and from compliant devices".to_owned();
    Some(Section::table(
        "cases",
        "Case by case",
        Table { columns, rows: rows.into(), folded, folded_as, chart: None },
    ))
}

/// The tone of a severity.
pub fn tone(severity: Severity) -> Tone {
    match severity {
        Severity::Critical | Severity::High => Tone::Bad,
        Severity::Medium => Tone::Warn,
        Severity::Low => Tone::Plain,
        Severity::Info => Tone::Dim,
    }
}

struct Case<'s> {
    rule: &'static str,
    detail: &'s case::Case,
    /// Names with how many sign-ins, most first.
    people: Vec<(&'s str, u64)>,
    got_in: Vec<String>,
    texts: Vec<(Field, Vec<String>)>,
}

type Order<'c> = (
    Reverse<Severity>,
    &'static str,
    Option<Time>,
    Option<Time>,
    &'c str,
    &'c [(&'c str, u64)],
    &'c [(Field, Vec<String>)],
);

impl<'s> Case<'s> {
    fn of(seen: &'s Seen, rule: &'static str, detail: &'s case::Case) -> Case<'s> {
        let mut people: Vec<_> =
            detail.people.iter().map(|(person, count)| (seen.shown(*person), *count)).collect();
        people.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        let mut got_in: Vec<_> = detail.got_in.iter().map(|person| seen.shown(*person).to_owned()).collect();
        got_in.sort_unstable();
        let text = |field: Field, values: &[Symbol]| {
            let mut texts: Vec<_> = values.iter().map(|value| seen.text(field, *value).to_owned()).collect();
            texts.sort_unstable();
            texts
        };
        let texts = detail.values.iter().map(|(field, values)| (*field, text(*field, values))).collect();
        Case { rule, detail, people, got_in, texts }
    }

    fn order(&self) -> Order<'_> {
        let case::Case { severity, span, what, .. } = self.detail;
        (Reverse(*severity), self.rule, span.first(), span.last(), what, &self.people, &self.texts)
    }

    fn texts(&self, field: Field) -> Value {
        let texts = self.texts.iter().find(|(known, _)| *known == field);
        some(texts.map(|(_, texts)| texts.clone()).unwrap_or_default())
    }

    fn row(&self, seen: &Seen) -> Vec<Value> {
        let detail = self.detail;
        let more = self.people.len().saturating_sub(crate::reading::read_logs::LIST_KEPT) as u64;
        let people = self.people.iter().take(crate::reading::read_logs::LIST_KEPT);
        vec![
            Value::Word(detail.severity.name(), tone(detail.severity)),
            self.rule.into(),
            detail.what.clone().into(),
            Value::Some {
                items: people.map(|(name, count)| format!("{name} ({count})").into()).collect(),
                more,
            },
            self.texts(Field::Ip),
            self.texts(Field::Country),
            self.texts(Field::Asn),
            self.texts(Field::UserAgent),
            self.texts(Field::App),
            some(self.got_in.clone()),
            detail.evidence.total().into(),
            detail.span.first().into(),
            detail.span.last().into(),
            seen.evidence(&detail.evidence),
        ]
    }
}
