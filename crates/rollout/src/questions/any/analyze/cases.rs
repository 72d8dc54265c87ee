//! The cases of the findings, one by one: which burst, which journey, whose account.

use std::cmp::Reverse;

use entrasift_core::{Field, Symbol, Time};
use entrasift_rules::Finding;
use entrasift_rules::rule::Severity;
use entrasift_rules::rule::case::Case;

use crate::reading::read_logs::Seen;

/// The number of a finding, and that of a case in it.
pub type CaseAt = (u32, u32);

/// Every case of every finding: gravest first, then by rule, time, words and users.
pub(super) fn sorted(seen: &Seen, findings: &[Finding]) -> Vec<CaseAt> {
    let mut cases: Vec<(CaseAt, CaseTexts<'_>)> = Vec::new();
    for (number, finding) in (0..).zip(findings) {
        let own = (0..).zip(&finding.cases);
        cases.extend(own.map(|(at, case)| ((number, at), CaseTexts::new(seen, finding.rule, case))));
    }
    cases.sort_by(|(_, a), (_, b)| a.order().cmp(&b.order()));
    cases.into_iter().map(|(at, _)| at).collect()
}

/// A case with the texts behind its symbols.
pub(super) struct CaseTexts<'s> {
    pub rule: &'static str,
    pub case: &'s Case,
    /// Names with how many sign-ins, most first.
    pub people: Vec<(&'s str, u64)>,
    values: Vec<(Field, Vec<&'s str>)>,
}

type Order<'c> = (
    Reverse<Severity>,
    &'static str,
    Option<Time>,
    Option<Time>,
    &'c str,
    &'c [(&'c str, u64)],
    &'c [(Field, Vec<&'c str>)],
);

impl<'s> CaseTexts<'s> {
    pub fn new(seen: &'s Seen, rule: &'static str, case: &'s Case) -> CaseTexts<'s> {
        let mut people: Vec<_> =
            case.people.iter().map(|(person, count)| (seen.shown(*person), *count)).collect();
        people.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        let texts = |field: Field, values: &[Symbol]| {
            let mut texts: Vec<_> = values.iter().map(|value| seen.text(field, *value)).collect();
            texts.sort_unstable();
            texts
        };
        let values = case.values.iter().map(|(field, values)| (*field, texts(*field, values))).collect();
        CaseTexts { rule, case, people, values }
    }

    fn order(&self) -> Order<'_> {
        let Case { severity, span, what, .. } = self.case;
        (Reverse(*severity), self.rule, span.first(), span.last(), what, &self.people, &self.values)
    }

    /// The values of a field, ascending.
    pub fn values(&self, field: Field) -> Vec<String> {
        let values = self.values.iter().find(|(known, _)| *known == field);
        values.map(|(_, texts)| texts.iter().map(|text| (*text).to_owned()).collect()).unwrap_or_default()
    }
}
