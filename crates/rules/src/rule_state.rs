//! The state of a rule that counts single sign-ins: what was seen so far, and what is left open.

use entrasift_core::{Field, FieldSet, RowRef, Time, Translation};
use hashbrown::HashMap;

use crate::derive::outcome::Class;
use crate::derive::person::{PerPerson, Person};
use crate::derive::row::Row;
use crate::measure::{Evidence, Span};
use crate::predicate::{Predicate, Question};
use crate::rule::Rule;
use crate::rule::finding::Finding;
use crate::tally::{Part, Remember, Tally};

/// How many sign-ins of one group a rule saw.
#[derive(Debug, Clone, Copy, Default)]
struct Count(u32);

impl Remember for Count {
    fn merge(&mut self, other: Self, _: &Translation) {
        self.0 += other.0;
    }
}

/// What one rule saw so far.
#[derive(Debug)]
pub(crate) struct RuleState {
    rule: Rule,
    /// The fields that the file seen last can fill, and whether the rule is evaluated on that file.
    fills: FieldSet,
    evaluated: bool,
    /// It has nothing to compare with.
    idle: bool,
    /// It asks for the class of a success.
    pub by_class: bool,
    when: Question,
    unless_followed: Option<Question>,
    kinds: Vec<(Question, u64)>,
    per: Field,
    /// The fields whose columns it reads.
    pub columns: FieldSet,
    groups: Tally<2, Count>,
    span: Span,
    evidence: Evidence,
    open: HashMap<Person, Vec<Interrupt>>,
}

/// A sign-in that a later success of the same person explains.
#[derive(Debug, Clone, Copy)]
struct Interrupt {
    time: Time,
    row: RowRef,
    code: u32,
}

/// Interrupts of one person are sifted whenever there are this many more.
const SIFT_AT: usize = 64;

impl RuleState {
    /// Nothing seen yet. Sign-ins are grouped by person and `per`; those for which `unless_followed` holds count unless a later success
    /// explains them.
    pub(crate) fn new(rule: Rule, per: Field, unless_followed: Option<&Predicate>) -> RuleState {
        let compile = |predicate: &Predicate| predicate.settled(&rule.settings).compile();
        let (key, by_class) = ([Part::Person, Part::Value(per)], rule.when.reads_class());
        let predicates = rule.kinds.iter().map(|kind| &kind.when).chain([&rule.when]).chain(unless_followed);
        RuleState {
            fills: FieldSet::EMPTY,
            evaluated: false,
            idle: rule.lacks_words().is_some(),
            by_class,
            when: compile(&rule.when),
            unless_followed: unless_followed.map(compile),
            kinds: rule.kinds.iter().map(|kind| (compile(&kind.when), 0)).collect(),
            per,
            columns: predicates.fold(FieldSet::new([per]), |columns, part| columns.union(part.columns())),
            groups: if by_class { Tally::by_person(key) } else { Tally::per(key) },
            span: Span::default(),
            evidence: Evidence::default(),
            open: HashMap::new(),
            rule,
        }
    }

    /// Some of its sign-ins count only if no later success explains them.
    pub(crate) fn needs_success(&self) -> bool {
        self.unless_followed.is_some()
    }

    /// Fetches what is kept of people whose successes come next.
    pub(crate) fn approach(&self, people: impl Iterator<Item = Person>) {
        self.groups.approach(people);
    }

    /// Whether the rule is evaluated on a file that can fill these fields.
    #[inline]
    pub(crate) fn is_evaluated(&mut self, fills: FieldSet) -> bool {
        if self.fills != fills {
            (self.fills, self.evaluated) = (fills, !self.idle && self.rule.lacks(fills).is_none());
        }
        self.evaluated
    }

    /// Asks about one row that the prefilter let through.
    pub(crate) fn look(&mut self, row: Row<'_>, open: bool, last_success: &PerPerson<Option<Time>>) {
        let question = if open { self.unless_followed.as_mut() } else { Some(&mut self.when) };
        if question.is_none_or(|question| !question.ask(row, None)) {
            return;
        }
        if open {
            self.leave_open(row, last_success);
        } else {
            self.see(row);
        }
    }

    /// Notes an interrupt, unless a success that came later was seen already.
    fn leave_open(&mut self, row: Row<'_>, last_success: &PerPerson<Option<Time>>) {
        let (person, time) = (row.person(), row.time());
        let last = last_success.get(person).copied().flatten();
        if last > Some(time) {
            return;
        }
        let code = row.symbol(Field::Code);
        let open = self.open.entry(person).or_default();
        open.push(Interrupt { time, row: row.row_ref(), code });
        if open.len().is_multiple_of(SIFT_AT) {
            open.retain(|one| last <= Some(one.time));
        }
    }

    fn see(&mut self, row: Row<'_>) {
        let mut kinds = self.kinds.iter_mut();
        let kind = kinds.find_map(|(question, count)| question.ask(row, None).then_some(count));
        if let Some(count) = kind {
            *count += 1;
        }
        self.note([row.person().0, row.symbol(self.per)], row.time(), row.row_ref());
    }

    fn note(&mut self, key: [u32; 2], time: Time, row: RowRef) {
        self.groups.group(key).0 += 1;
        self.span.see(time);
        self.evidence.see(row);
    }

    /// Asks about a success whose class is known.
    pub(crate) fn look_at_success(&mut self, row: Row<'_>, class: Class) {
        if self.is_evaluated(row.fills()) && self.when.ask(row, Some(class)) {
            self.see(row);
        }
    }

    /// Takes in what another worker saw of the same rule.
    pub(crate) fn merge(&mut self, other: RuleState, translation: &Translation) {
        self.groups.merge(other.groups, translation);
        self.span.merge(other.span);
        self.evidence.merge(&other.evidence);
        self.kinds.iter_mut().zip(other.kinds).for_each(|(ours, theirs)| ours.1 += theirs.1);
        for (person, open) in other.open {
            let open = open
                .into_iter()
                .map(|one| Interrupt { code: translation.symbol(Field::Code, one.code), ..one });
            self.open.entry(person.translate(translation)).or_default().extend(open);
        }
    }

    /// What the rule saw; `end` is the last time in the data.
    pub(crate) fn conclude(&mut self, last_success: &PerPerson<Option<Time>>, end: Option<Time>) -> Finding {
        let pending = self.settle(last_success, end);
        let mut people: HashMap<Person, u64> = HashMap::new();
        for ([person, _], count) in self.groups.iter() {
            *people.entry(Person(*person)).or_default() += u64::from(count.0);
        }
        let rule = &self.rule;
        let kinds = rule.kinds.iter().zip(&self.kinds).filter(|(_, (_, count))| *count > 0);
        let gravest = kinds.clone().map(|(kind, _)| kind.severity).max();
        Finding {
            rule: rule.id,
            title: rule.title,
            severity: gravest.unwrap_or(rule.severity),
            kinds: kinds.map(|(kind, (_, count))| (kind.name, *count)).collect(),
            signins: people.values().sum(),
            users: people.keys().filter(|person| **person != Person::NOBODY).count() as u64,
            groups: self.groups.len() as u64,
            pending,
            people: people.into_iter().collect(),
            span: self.span,
            evidence: std::mem::take(&mut self.evidence),
            cases: Vec::new(),
        }
    }

    /// Counts the interrupts that no later success explains; says how many of them are pending.
    fn settle(&mut self, last_success: &PerPerson<Option<Time>>, end: Option<Time>) -> u64 {
        if self.unless_followed.is_none() {
            return 0;
        }
        let pending_time = self.rule.minutes("pending_minutes");
        let mut pending = 0;
        for (person, open) in std::mem::take(&mut self.open) {
            let last = last_success.get(person).copied().flatten();
            for one in open.into_iter().filter(|one| last <= Some(one.time)) {
                self.note([person.0, one.code], one.time, one.row);
                pending += u64::from(end.is_some_and(|end| end.0.saturating_sub(one.time.0) < pending_time));
            }
        }
        pending
    }
}
