//! Rules and detectors that someone else wrote, beside the built-in ones.

use std::sync::Arc;

use entrasift_core::{Field, FieldSet, LogType, Memory, Options, Steps, Time, Translation, recognise};
use entrasift_rules::engine::lookup::{AllFound, Split};
use entrasift_rules::predicate::{Predicate, Test};
use entrasift_rules::{
    Background, BoxedDetector, Case, Cases, Class, Detector, Finding, Lookup, LookupKey, Needs, Observe,
    PerPerson, Person, Rule, Rules, Setting, Severity, Shape, Tenant, View, list, tuning, watch,
};

const LOG: &str = "Date (UTC),Request ID,Username,Application,Sign-in error code\n\
    2026-11-02T08:00:00Z,r-1,ana,Vault,50126\n\
    2026-11-02T08:01:00Z,r-2,ana,Vault,50126\n\
    2026-11-02T08:02:00Z,r-3,ana,Vault,50126\n\
    2026-11-02T08:03:00Z,r-4,ana,Mail,0\n\
    2026-11-02T08:03:00Z,r-5,bo,Vault,50126\n\
    2026-11-02T08:04:00Z,r-6,bo,Mail,0\n\
    2026-11-02T08:05:00Z,r-7,cy,Vault,50126\n\
    2026-11-02T08:06:00Z,r-8,cy,Vault,50126\n";

fn findings(rules: &[Rule], tenant: &Tenant) -> Vec<Finding> {
    let log =
        recognise(Arc::new(Memory::new("InteractiveSignIns.csv", LOG)), LogType::ByName).expect("a log");
    let make = || Rules::new(rules.iter().map(|rule| rule.clone().for_tenant(tenant)));
    let options = Options { threads: 2, chunk_bytes: 100, ..Options::default() };
    let steps = Arc::new(Steps::default());
    let (rules, _) = watch(&[log], &steps, &options, tenant, make).expect("memory can be read");
    rules.conclude(None)
}

/// People who failed often, and the apps that they got into; for one or several rules.
#[derive(Debug)]
struct Failures {
    rules: Vec<Rule>,
    failures: PerPerson<u32>,
    suspects: Vec<(Person, u32)>,
}

impl Failures {
    fn new(rule: &Rule) -> Failures {
        Failures { rules: vec![rule.clone()], failures: PerPerson::default(), suspects: Vec::new() }
    }
}

impl Observe for Failures {
    fn needs(&self, needs: &mut Needs) {
        needs.of_every_row(&[Field::App]);
    }

    fn observe(&mut self, view: View<'_>) {
        for row in view.rows().filter(|row| !row.is_success()) {
            *self.failures.entry(row.person()) += 1;
        }
    }

    fn merge(&mut self, other: Self, translation: &Translation) {
        for (person, count) in other.failures.iter().filter(|(_, count)| **count > 0) {
            *self.failures.entry(person.translate(translation)) += count;
        }
    }

    fn may_look_up(&self) -> bool {
        true
    }

    fn lookups(&mut self, _: Background<'_>) -> Vec<Lookup> {
        let least = self.rules.iter().map(|rule| rule.value("failures")).min().unwrap_or(u32::MAX);
        let counts = self.failures.iter().map(|(person, count)| (person, *count));
        self.suspects = counts.filter(|(_, count)| *count >= least).collect();
        let look_up = |(person, _): &(Person, u32)| {
            let by_app = Split::Field(Field::App);
            Lookup::successes(LookupKey::Person(*person), Time::MIN, Time::MAX, by_app)
        };
        self.suspects.iter().map(look_up).collect()
    }
}

impl Detector for Failures {
    fn required(&self) -> FieldSet {
        FieldSet::new([Field::Code])
    }

    fn join(&mut self, other: Self) -> Option<Self> {
        self.rules.extend(other.rules);
        None
    }

    fn conclude(&mut self, background: Background<'_>, all_found: &mut AllFound) -> Vec<Finding> {
        let found: Vec<_> = self.suspects.iter().zip(all_found).collect();
        let of_rule = |rule: &Rule| {
            let enough = found.iter().filter(|((_, count), _)| *count >= rule.value("failures"));
            let cases = enough.map(|((person, count), found)| {
                let apps: Vec<u32> = found.traces().map(|(app, _)| app).collect();
                let names: Vec<&str> = apps.iter().map(|app| background.text(Field::App, *app)).collect();
                let what = format!("{count} failures, then {names:?}");
                let mut case = Case::new(rule.severity, what, &[], &[]);
                case.people = vec![(*person, u64::from(*count))];
                case.values = vec![(Field::App, apps)];
                case
            });
            rule.finding(Cases::new(cases.collect()))
        };
        self.rules.iter().map(of_rule).collect()
    }
}

fn failures(id: &'static str, least: u32) -> Rule {
    Rule {
        id,
        title: "Many failures",
        severity: Severity::Low,
        attack: &[],
        needs: FieldSet::new([Field::Code]),
        when: Predicate::User,
        shape: Shape::Custom(|rule| BoxedDetector::new(Failures::new(rule))),
        kinds: Vec::new(),
        settings: vec![Setting::number("failures", least, "failures", "How many failures there must be.")],
        page: "",
    }
}

/// The cases of each finding, in words.
fn cases(findings: &[Finding]) -> Vec<(&'static str, Vec<String>)> {
    let words = |finding: &Finding| {
        let mut words: Vec<String> = finding.cases.iter().map(|case| case.what.clone()).collect();
        words.sort();
        (finding.rule, words)
    };
    findings.iter().map(words).collect()
}

#[test]
fn a_detector_of_ones_own_looks_up_and_judges() {
    let found = findings(&[failures("many", 2)], &Tenant::default());
    let expect = ["2 failures, then []", "3 failures, then [\"Mail\"]"].map(str::to_owned).to_vec();
    assert_eq!(cases(&found), [("many", expect)]);
    assert_eq!((found[0].signins, found[0].users), (5, 2));
}

#[test]
fn rules_share_a_detector_and_keep_their_settings() {
    let rules = [failures("many", 3), failures("some", 2)];
    let settings = vec![tuning::parse(&rules, "some.failures=1").expect("a setting of the rule")];
    let found = findings(&rules, &Tenant { settings, ..Tenant::default() });
    let counts: Vec<_> =
        found.iter().map(|finding| (finding.rule, finding.cases.len(), finding.signins)).collect();
    assert_eq!(counts, [("many", 1, 3), ("some", 3, 6)]);
    assert!(tuning::parse(&list::all(), "some.failures=1").is_err(), "only the rules given are known");
}

#[test]
fn more_rules_than_a_word_has_bits() {
    let rule = |number: usize| {
        let when = match number % 4 {
            0 => Predicate::Is(Field::Code, Test::Codes(&[50126])),
            1 => {
                Predicate::Is(Field::App, Test::Word("vault")) | Predicate::Is(Field::App, Test::Word("mail"))
            }
            2 => !Predicate::Class(vec![Class::Sync]) & Predicate::Is(Field::App, Test::Word("mail")),
            _ => Predicate::User,
        };
        let shape = match number % 3 {
            0 => Shape::Unresolved { unless_followed: Predicate::Is(Field::App, Test::Word("vault")) },
            _ => Shape::Each { per: Field::App },
        };
        let id: &'static str = format!("rule-{number:03}").leak();
        let settings = vec![Setting::number("pending_minutes", 5, "minutes", "Prompts younger than this.")];
        Rule { id, when, shape, settings, ..failures(id, 1) }
    };
    let rules: Vec<Rule> = (0..200).map(rule).collect();
    let counts = |rules: &[Rule]| {
        let found = findings(rules, &Tenant::default());
        found.iter().map(|finding| (finding.rule, finding.signins, finding.users)).collect::<Vec<_>>()
    };
    let together = counts(&rules);
    assert_eq!(together.len(), 200);
    // Two successes in the mail, and two failures of one user that no success followed.
    assert_eq!(together[6], ("rule-006", 4, 3));
    for (number, rule) in rules.iter().enumerate().filter(|(number, _)| number % 7 == 0 || number % 64 < 3) {
        assert_eq!(counts(std::slice::from_ref(rule)), together[number..=number], "{}", rule.id);
    }
}
