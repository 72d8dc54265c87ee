//! Findings: what the rules saw, for whom, with the rows that prove it. Rules are watched together, in one pass.

use entrasift_core::field::{Field, FieldSet};
use entrasift_core::log::batch::RowRef;
use entrasift_core::log::symbols::Translation;
use entrasift_core::text::time::{MINUTE, Time};
use hashbrown::HashMap;

use crate::derive::outcome::Verdict;
use crate::derive::person::{PerPerson, Person};
use crate::detect::Background;
use crate::detect::case::Case;
use crate::detect::flow::{Flows, findings as findings_of_flows};
use crate::detect::lookup::{AllFound, Lookup};
use crate::detect::tracker::Tracker;
use crate::engine::needs::Needs;
use crate::engine::observe::Observe;
use crate::engine::prefilter::{Asked, Prefilter};
use crate::engine::row::{Row, View};
use crate::measure::{Evidence, Span};
use crate::predicate::{Predicate, Question};
use crate::rule::{Rule, Severity, Shape};
use crate::tally::{Part, Remember, Tally};

/// What one rule saw.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule.
    pub rule: &'static str,
    /// Its title.
    pub title: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// How many sign-ins.
    pub signins: u64,
    /// How many users.
    pub users: u64,
    /// How many groups (user and protocol, user and app, …).
    pub groups: u64,
    /// The kinds that the rule tells apart, and how many of the sign-ins are of each; in the rule's order, none without one.
    pub kinds: Vec<(&'static str, u64)>,
    /// How many of the sign-ins may still resolve themselves.
    pub pending: u64,
    /// The users with most sign-ins first.
    pub people: Vec<(Person, u64)>,
    /// When.
    pub span: Span,
    /// The rows that prove it.
    pub evidence: Evidence,
    /// What was seen one by one, where a rule judges cases; in no particular order.
    pub cases: Vec<Case>,
}

/// How many sign-ins of one group a rule saw.
#[derive(Debug, Clone, Copy, Default)]
struct Count(u32);

impl Remember for Count {
    fn merge(&mut self, other: Self, _: &Translation) {
        self.0 += other.0;
    }
}

/// Watches several rules.
#[derive(Debug)]
pub struct Rules {
    states: Vec<RuleState>,
    /// The rules that judge flows, and the flows where there are such rules.
    of_flows: Vec<Rule>,
    flows: Option<Flows>,
    /// What is asked of a row, in the order of the prefilter's bits.
    asks: Vec<Ask>,
    /// Tells which of them are worth asking.
    prefilter: Prefilter,
    /// The bits of those that need the class of a success.
    by_class: u64,
    asked_by_class: Asked,
    /// What to ask the prefilter of the files seen last: which fields they fill, and the questions without a class.
    asked: Option<(FieldSet, Asked)>,
    trackers: Vec<Tracker>,
    judged: Vec<Finding>,
    /// Each person's last success: what later explains an interrupt.
    last_success: PerPerson<Option<Time>>,
    needs_success: bool,
}

/// One question of one state.
#[derive(Debug, Clone, Copy)]
struct Ask {
    state: usize,
    /// Not whether the row is seen, but whether it is left open.
    open: bool,
}

#[derive(Debug)]
struct RuleState {
    rule: Rule,
    /// The fields of the files seen last, and whether the rule is evaluated on those.
    fills: FieldSet,
    evaluated: bool,
    /// It has nothing to compare with.
    idle: bool,
    by_class: bool,
    when: Question,
    unless_followed: Option<Question>,
    kinds: Vec<(Question, u64)>,
    per: Field,
    groups: Tally<2, Count>,
    span: Span,
    evidence: Evidence,
    open: HashMap<Person, Vec<Interrupt>>,
}

#[derive(Debug, Clone, Copy)]
struct Interrupt {
    time: Time,
    row: RowRef,
    code: u32,
}

/// Interrupts of one person are sifted when there are this many more.
const SIFT_AT: usize = 64;

impl Rules {
    /// Watches these rules.
    pub fn new(rules: impl IntoIterator<Item = Rule>) -> Rules {
        let (of_flows, rules): (Vec<_>, Vec<_>) =
            rules.into_iter().partition(|rule| matches!(rule.shape, Shape::Flows(_)));
        let (mut states, mut trackers) = (Vec::new(), Vec::new());
        for rule in rules {
            match Tracker::of(&rule) {
                Some(tracker) => trackers.push(tracker),
                None => states.push(RuleState::new(rule)),
            }
        }
        let needs_success = states.iter().any(|state| state.unless_followed.is_some());
        let (mut asks, mut predicates) = (Vec::new(), Vec::new());
        for (number, state) in states.iter().enumerate() {
            let rule = &state.rule;
            asks.push(Ask { state: number, open: false });
            predicates.push(rule.when.settled(&rule.settings));
            if let Shape::Unresolved { unless_followed } = &rule.shape {
                asks.push(Ask { state: number, open: true });
                predicates.push(unless_followed.settled(&rule.settings));
            }
        }
        let by_class = bits(&asks, |ask| states[ask.state].by_class);
        let prefilter = Prefilter::new(predicates);
        let (last_success, asked_by_class) = (PerPerson::default(), prefilter.asking(by_class));
        let flows = (!of_flows.is_empty()).then(Flows::default);
        Rules {
            states,
            of_flows,
            flows,
            trackers,
            judged: Vec::new(),
            asks,
            prefilter,
            by_class,
            asked_by_class,
            asked: None,
            last_success,
            needs_success,
        }
    }

    /// Asks the questions that need the class of a success.
    fn ask(&mut self, row: Row<'_>, verdict: Verdict) {
        let mut left = self.prefilter.may_hold_of(row, verdict.class, self.asked_by_class);
        while left != 0 {
            let state = &mut self.states[self.asks[left.trailing_zeros() as usize].state];
            left &= left - 1;
            if state.is_evaluated(row.fills()) && state.when.ask(row, Some(verdict.class)) {
                state.see(row);
            }
        }
    }

    /// What the rules saw; `end` is the last time in the data. Gravest first, then by rule.
    pub fn conclude(mut self, end: Option<Time>) -> Vec<Finding> {
        let last_success = &self.last_success;
        let findings = self.states.iter_mut().map(|state| state.conclude(last_success, end));
        let of_flows = self.flows.iter().flat_map(|flows| findings_of_flows(flows, &self.of_flows));
        let mut findings: Vec<_> =
            findings.chain(of_flows).chain(self.judged).filter(|finding| finding.signins > 0).collect();
        findings.sort_by(|a, b| b.severity.cmp(&a.severity).then_with(|| a.rule.cmp(b.rule)));
        findings
    }
}

impl Observe for Rules {
    fn needs(&self, needs: &mut Needs) {
        if let Some(flows) = &self.flows {
            flows.needs(needs);
        }
        for tracker in &self.trackers {
            tracker.needs(needs);
        }
        let fields = self.states.iter().fold(FieldSet::EMPTY, |fields, state| fields.union(state.columns()));
        needs.of_every_row(&fields.iter().collect::<Vec<_>>());
    }

    fn observe(&mut self, view: View<'_>) {
        if self.needs_success {
            for row in view.rows().filter(|row| row.is_success()) {
                let last = self.last_success.of(row.person());
                *last = (*last).max(Some(row.time()));
            }
        }
        if let Some(flows) = &mut self.flows {
            // First: what it reads of every row, the prefilter reads of many.
            flows.observe(view);
        }
        let fills = view.fills();
        let asked = match self.asked {
            Some((known, asked)) if known == fills => asked,
            _ => {
                let states = &mut self.states;
                let evaluated = bits(&self.asks, |ask| states[ask.state].is_evaluated(fills));
                self.prefilter.asking(evaluated & !self.by_class)
            }
        };
        self.asked = Some((fills, asked));
        for row in view.rows() {
            let mut left = self.prefilter.may_hold(row, asked);
            while left != 0 {
                let Ask { state, open } = self.asks[left.trailing_zeros() as usize];
                left &= left - 1;
                self.states[state].look(row, open, &self.last_success);
            }
        }
        for tracker in self.trackers.iter_mut().filter(|tracker| tracker.required.is_within(fills)) {
            tracker.observe(view);
        }
    }

    fn classified(&mut self, rows: &[(Row<'_>, Verdict)]) {
        let Some((first, _)) = rows.first() else { return };
        let fills = first.fills();
        let people = rows.iter().map(|(row, _)| row.person());
        for state in self.states.iter().filter(|state| state.by_class) {
            state.groups.approach(people.clone());
        }
        for (row, verdict) in rows {
            self.ask(*row, *verdict);
        }
        if let Some(flows) = &mut self.flows {
            flows.classified(rows);
        }
        for tracker in self.trackers.iter_mut().filter(|tracker| tracker.required.is_within(fills)) {
            tracker.classified(rows);
        }
    }

    fn may_look_up(&self) -> bool {
        self.trackers.iter().any(Tracker::may_look_up)
    }

    fn lookups(&mut self, background: Background<'_>) -> Vec<Lookup> {
        self.trackers.iter_mut().flat_map(|tracker| tracker.lookups(background)).collect()
    }

    fn judge(&mut self, background: Background<'_>, all_found: &mut AllFound) {
        for tracker in &mut self.trackers {
            let judged = tracker.judge(background, all_found);
            self.judged.push(judged.finding(&tracker.rule));
        }
    }

    fn merge(&mut self, other: Self, translation: &Translation) {
        for (person, time) in other.last_success.iter() {
            if time.is_some() {
                let last = self.last_success.of(person.translate(translation));
                *last = (*last).max(*time);
            }
        }
        if let (Some(ours), Some(theirs)) = (&mut self.flows, other.flows) {
            ours.merge(theirs, translation);
        }
        for (ours, theirs) in self.trackers.iter_mut().zip(other.trackers) {
            ours.merge(theirs, translation);
        }
        for (ours, theirs) in self.states.iter_mut().zip(other.states) {
            ours.groups.merge(theirs.groups, translation);
            ours.span.merge(theirs.span);
            ours.evidence.merge(&theirs.evidence);
            ours.kinds.iter_mut().zip(theirs.kinds).for_each(|(ours, theirs)| ours.1 += theirs.1);
            for (person, open) in theirs.open {
                let open = open
                    .into_iter()
                    .map(|one| Interrupt { code: translation.symbol(Field::Code, one.code), ..one });
                ours.open.entry(person.translate(translation)).or_default().extend(open);
            }
        }
    }
}

/// The bits of the questions that fit.
fn bits(asks: &[Ask], mut fits: impl FnMut(&Ask) -> bool) -> u64 {
    let numbered = asks.iter().enumerate();
    numbered.fold(0, |bits, (bit, ask)| bits | u64::from(fits(ask)) << bit)
}

impl RuleState {
    fn new(rule: Rule) -> RuleState {
        let compile = |predicate: &Predicate| predicate.settled(&rule.settings).compile();
        let (per, unless_followed) = match &rule.shape {
            Shape::Each { per } => (*per, None),
            Shape::Flows(_) => (Field::App, None),
            Shape::Unresolved { unless_followed } => (Field::Code, Some(unless_followed)),
            shape => unreachable!("a tracker's: {shape:?}"),
        };
        let (key, by_class) = ([Part::Person, Part::Value(per)], rule.when.reads_class());
        RuleState {
            fills: FieldSet::EMPTY,
            evaluated: false,
            idle: rule.lacks_words().is_some(),
            by_class,
            when: compile(&rule.when),
            unless_followed: unless_followed.map(compile),
            kinds: rule.kinds.iter().map(|kind| (compile(&kind.when), 0)).collect(),
            per,
            groups: if by_class { Tally::by_person(key) } else { Tally::per(key) },
            span: Span::default(),
            evidence: Evidence::default(),
            open: HashMap::new(),
            rule,
        }
    }

    /// The rule is not evaluated on rows of a file that cannot fill what it needs.
    #[inline]
    fn is_evaluated(&mut self, fills: FieldSet) -> bool {
        if self.fills != fills {
            (self.fills, self.evaluated) = (fills, !self.idle && self.rule.lacks(fills).is_none());
        }
        self.evaluated
    }

    /// The fields whose columns it reads.
    fn columns(&self) -> FieldSet {
        let mut columns = self.rule.when.columns().with(self.per);
        if let Shape::Unresolved { unless_followed } = &self.rule.shape {
            columns = columns.union(unless_followed.columns());
        }
        self.rule.kinds.iter().fold(columns, |columns, kind| columns.union(kind.when.columns()))
    }

    /// Asks about one row that the prefilter let through.
    fn look(&mut self, row: Row<'_>, open: bool, last_success: &PerPerson<Option<Time>>) {
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

    fn conclude(&mut self, last_success: &PerPerson<Option<Time>>, end: Option<Time>) -> Finding {
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
        let Shape::Unresolved { .. } = self.rule.shape else { return 0 };
        let pending_time = i64::from(self.rule.value("pending_minutes")) * MINUTE;
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
