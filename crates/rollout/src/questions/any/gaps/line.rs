//! The lines of `gaps`: who got in without MFA to which app, most important first.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

use entrasift_core::{Field, Symbol};
use entrasift_rules::derive::outcome::{Class, Confidence};
use entrasift_rules::derive::person::Person;
use entrasift_rules::measure::{Distinct, Evidence, Span};

use super::sums::{GapEntry, GapSums};
use crate::facts::priority::{self, Admins, Priority};
use crate::reading::read_logs::Seen;

/// Who got in without MFA.
pub struct Gaps {
    /// What was read.
    pub seen: Arc<Seen>,
    /// One line for each person, app, class and confidence: administration first, then mail and money, then more sign-ins, then user, app
    /// and class.
    pub lines: Vec<GapLine>,
    /// Every success of a user, once, by its class.
    pub by_class: [(Class, u64); Class::ALL.len()],
}

/// Successes of one person without MFA.
#[derive(Debug, Clone)]
pub struct GapLine {
    /// Who.
    pub person: Person,
    /// The name of the app, the first where it has several.
    pub app: Symbol,
    /// The id of the app.
    pub app_id: Symbol,
    /// The class of the successes.
    pub class: Class,
    /// How sure the class is.
    pub confidence: Confidence,
    /// The person is an administrator.
    pub is_admin: bool,
    /// How much it matters.
    pub priority: Priority,
    /// How many sign-ins.
    pub count: u64,
    /// When the first and the last were.
    pub span: Span,
    /// The addresses that they came from.
    pub ips: Distinct,
    /// The rows.
    pub evidence: Evidence,
}

impl Gaps {
    pub(super) fn new(seen: &Arc<Seen>, sums: GapSums) -> Gaps {
        let admins = Admins::new(&seen.request);
        let mut lines: Vec<GapLine> =
            sums.entries.iter().map(|(key, entry)| GapLine::new(seen, &admins, *key, entry)).collect();
        lines.sort_by(|a, b| {
            let rank = |line: &GapLine| (line.priority, Reverse(line.count));
            rank(a).cmp(&rank(b)).then_with(|| a.names(seen).cmp(&b.names(seen)))
        });
        let by_class = std::array::from_fn(|at| (Class::ALL[at], sums.by_class[at]));
        Gaps { seen: seen.clone(), lines, by_class }
    }

    /// How many successes there were in all.
    pub fn successes(&self) -> u64 {
        self.by_class.iter().map(|(_, count)| count).sum()
    }

    /// How many sign-ins the lines are.
    pub fn signins(&self) -> u64 {
        self.lines.iter().map(|line| line.count).sum()
    }

    /// The people of those lines for which `is` holds, by what tells them apart.
    pub fn people(&self, is: impl Fn(&GapLine) -> bool) -> BTreeSet<&str> {
        self.lines.iter().filter(|line| is(line)).map(|line| self.seen.key(line.person)).collect()
    }
}

impl GapLine {
    fn new(
        seen: &Seen,
        admins: &Admins,
        [person, id, _, class, confidence]: [u32; 5],
        entry: &GapEntry,
    ) -> GapLine {
        let person = Person(person);
        let names = entry.apps.iter().map(|(app, _)| app);
        let app = names.min_by_key(|app| seen.text(Field::App, *app)).unwrap_or_default();
        let is_admin = admins.has(seen.shown(person)) || admins.has(seen.user_id(person));
        let by_app = priority::of_app(seen.text(Field::AppId, id), seen.text(Field::App, app));
        GapLine {
            person,
            app,
            app_id: id,
            class: Class::ALL[class as usize],
            confidence: if confidence == 0 { Confidence::Confirmed } else { Confidence::RequirementOnly },
            is_admin,
            priority: if is_admin { Priority::Admin } else { by_app },
            count: entry.count,
            span: entry.span,
            ips: entry.ips.clone(),
            evidence: entry.evidence,
        }
    }

    /// What orders lines of one priority and count.
    fn names<'s>(&self, seen: &'s Seen) -> impl Ord + use<'s> {
        (
            seen.shown(self.person),
            seen.text(Field::App, self.app),
            self.class.name(),
            seen.text(Field::AppId, self.app_id),
            self.confidence.name(),
            seen.key(self.person),
        )
    }
}
