//! The detector of new countries: from where each person's successes came, and which of these countries are new.

use entrasift_core::text::words::flag;
use entrasift_core::{ABSENT, Field, FieldSet, RowRef, Symbol, Time, Translation};
use hashbrown::{HashMap, HashSet};

use crate::derive::outcome::{Class, Verdict};
use crate::derive::person::{PerPerson, Person};
use crate::derive::row::{Row, View};
use crate::engine::background::Background;
use crate::engine::lookup::AllFound;
use crate::engine::needs::Needs;
use crate::engine::observe::Observe;
use crate::measure::{Evidence, Span};
use crate::memo::Memo;
use crate::rule::case::{Case, Cases};
use crate::rule::detector::Detector;
use crate::rule::finding::Finding;
use crate::rule::{Rule, Severity};

/// A person's successes from one country. About 100 bytes for each person, and for each further country of a person.
#[derive(Debug, Clone, Copy, Default)]
struct Stay {
    country: Symbol,
    span: Span,
    evidence: Evidence,
    /// How many were not protected by MFA.
    unprotected: u64,
    /// How many did not come from a compliant device.
    unmanaged: u64,
}

impl Stay {
    fn see(&mut self, time: Time, row: RowRef, protected: bool, managed: bool) {
        self.span.see(time);
        self.evidence.see(row);
        self.unprotected += u64::from(!protected);
        self.unmanaged += u64::from(!managed);
    }

    fn merge(&mut self, other: &Stay) {
        self.span.merge(other.span);
        self.evidence.merge(&other.evidence);
        self.unprotected += other.unprotected;
        self.unmanaged += other.unmanaged;
    }
}

/// Watches for successes from new countries.
#[derive(Debug)]
pub(crate) struct NewCountries {
    rule: Rule,
    /// For each person, the country that this worker met first: nearly always the only one.
    mostly: PerPerson<Stay>,
    others: HashMap<(Person, Symbol), Stay>,
    managed: Memo<bool>,
}

impl NewCountries {
    pub(crate) fn new(rule: &Rule) -> NewCountries {
        NewCountries {
            rule: rule.clone(),
            mostly: PerPerson::default(),
            others: HashMap::new(),
            managed: Memo::default(),
        }
    }

    fn succeed(&mut self, row: Row<'_>, verdict: Verdict) {
        let person = row.person();
        let country = row.symbol(Field::Country);
        if country == ABSENT || person == Person::NOBODY || !counts(verdict.class) {
            return;
        }
        let compliant = row.symbol(Field::Compliant);
        let managed = compliant != ABSENT
            && self.managed.get(compliant, || is_yes(row.text_of(Field::Compliant, compliant)));
        let (time, place) = (row.time(), row.row_ref());
        self.stay(person, country).see(time, place, verdict.class.is_protected(), managed);
    }

    fn stay(&mut self, person: Person, country: Symbol) -> &mut Stay {
        let mostly = self.mostly.entry(person);
        if mostly.country == ABSENT {
            mostly.country = country;
        }
        if mostly.country == country {
            return mostly;
        }
        self.others.entry((person, country)).or_insert(Stay { country, ..Stay::default() })
    }

    /// The countries that are usual for this tenant: the home countries of the tenant file, otherwise those in which enough people
    /// succeeded.
    fn usual(&self, people: &HashMap<Person, Vec<Stay>>, background: Background<'_>) -> HashSet<Symbol> {
        let mut counts: HashMap<Symbol, u64> = HashMap::new();
        people.values().flatten().for_each(|stay| *counts.entry(stay.country).or_default() += 1);
        let (least, percent) = (self.rule.value("usual_users"), self.rule.value("usual_percent"));
        let is_usual = |country: Symbol, count: u64| match background.tenant.home_countries.is_empty() {
            true => count >= u64::from(least) && count * 100 >= u64::from(percent) * people.len() as u64,
            false => is_home(country, background),
        };
        counts
            .into_iter()
            .filter(|(country, count)| is_usual(*country, *count))
            .map(|(country, _)| country)
            .collect()
    }
}

impl Observe for NewCountries {
    fn observe(&mut self, _: View<'_>) {}

    fn needs(&self, needs: &mut Needs) {
        needs.of_every_row(&[Field::Country]);
    }

    fn classified(&mut self, rows: &[(Row<'_>, Verdict)]) {
        let people = rows.iter().map(|(row, _)| row.person());
        self.mostly.approach(people, |stay| stay.country ^ stay.unmanaged as u32);
        rows.iter().for_each(|(row, verdict)| self.succeed(*row, *verdict));
    }

    fn merge(&mut self, other: Self, translation: &Translation) {
        let mostly = other.mostly.iter().filter(|(_, stay)| stay.country != ABSENT);
        let others = other.others.iter().map(|((person, _), stay)| (*person, stay));
        for (person, stay) in mostly.chain(others) {
            let country = translation.symbol(Field::Country, stay.country);
            self.stay(person.translate(translation), country).merge(stay);
        }
    }
}

impl Detector for NewCountries {
    fn required(&self) -> FieldSet {
        self.rule.required()
    }

    fn conclude(&mut self, background: Background<'_>, _: &mut AllFound) -> Vec<Finding> {
        let mut people: HashMap<Person, Vec<Stay>> = HashMap::new();
        let mostly = self.mostly.iter().filter(|(_, stay)| stay.country != ABSENT);
        let others = self.others.iter().map(|((person, _), stay)| (*person, stay));
        mostly.chain(others).for_each(|(person, stay)| people.entry(person).or_default().push(*stay));
        let usual = self.usual(&people, background);
        let mut cases = Vec::new();
        for (person, stays) in &people {
            let new =
                stays.iter().filter(|stay| !usual.contains(&stay.country) && is_new(stay, stays, background));
            cases.extend(new.map(|stay| case(*person, stay)));
        }
        vec![self.rule.finding(Cases::new(cases))]
    }
}

fn is_yes(text: &str) -> bool {
    flag(text) == Some(true)
}

fn is_home(country: Symbol, background: Background<'_>) -> bool {
    let country = background.text(Field::Country, country);
    background.tenant.home_countries.iter().any(|home| home.eq_ignore_ascii_case(country))
}

/// Successes of people of this tenant, and of guests in it.
fn counts(class: Class) -> bool {
    !matches!(
        class,
        Class::BreakGlass | Class::Sync | Class::Passthrough | Class::Outbound | Class::ServiceProvider
    )
}

/// The country is new for this person, who mostly succeeded elsewhere: the person was elsewhere before, or the tenant file names the home
/// countries.
fn is_new(stay: &Stay, stays: &[Stay], background: Background<'_>) -> bool {
    let all: u64 = stays.iter().map(|stay| stay.evidence.total()).sum();
    if stay.evidence.total() * 2 >= all {
        return false;
    }
    !background.tenant.home_countries.is_empty()
        || stays.iter().any(|other| other.span.first() < stay.span.first())
}

fn case(person: Person, stay: &Stay) -> Case {
    let count = stay.evidence.total();
    let (severity, how) = match (stay.unprotected, stay.unmanaged) {
        (0, 0) => (Severity::Info, "with MFA, from a compliant device"),
        (0, _) => (Severity::Low, "with MFA, from a device that is not known to be compliant"),
        (part, _) if part < count => (Severity::High, "some of them without MFA"),
        _ => (Severity::High, "without MFA"),
    };
    let successes = if count == 1 { "success" } else { "successes" };
    Case {
        severity,
        what: format!("{count} {successes} from a country that is new for this user, {how}"),
        people: vec![(person, count)],
        got_in: vec![person],
        values: vec![(Field::Country, vec![stay.country])],
        span: stay.span,
        evidence: stay.evidence,
    }
}
