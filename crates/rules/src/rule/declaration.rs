//! What a rule declares: a page of documentation, a severity, a predicate and a shape.

use entrasift_core::{Field, FieldSet, Status};

use crate::derive::person::Person;
use crate::measure::{Evidence, Span};
use crate::predicate::{Predicate, Test};
use crate::rule::burst::Burst;
use crate::rule::case::Cases;
use crate::rule::detector::BoxedDetector;
use crate::rule::finding::Finding;
use crate::rule::severity::Severity;
use crate::setting::{self, Setting, Value};
use crate::tenant::Tenant;

/// How sign-ins become a finding.
#[derive(Debug, Clone)]
pub enum Shape {
    /// Each sign-in that the predicate holds for, grouped by person and one more field.
    Each {
        /// The second part of the group.
        per: Field,
    },
    /// Each sign-in that the predicate holds for; and each that `unless_followed` holds for and that no later success of the
    /// same person follows. Grouped by person and code. Interrupts younger than the setting `pending_minutes` at the end of the data
    /// are pending.
    Unresolved {
        /// Interrupts that a later success explains.
        unless_followed: Predicate,
    },
    /// Many sign-ins close together. Each burst is judged by itself.
    Burst(Burst),
    /// What a detector finds. The function makes the detector of the rule.
    Custom(fn(&Rule) -> BoxedDetector),
}

/// One kind of what a rule finds: the same thing, but graver or more harmless.
#[derive(Debug, Clone)]
pub struct Kind {
    /// Its name.
    pub name: &'static str,
    /// How grave a finding is that contains a sign-in of this kind.
    pub severity: Severity,
    /// Which of the sign-ins that the rule finds.
    pub when: Predicate,
}

impl Kind {
    /// A kind.
    pub fn new(name: &'static str, severity: Severity, when: Predicate) -> Kind {
        Kind { name, severity, when }
    }

    /// Tells sign-ins that let someone in from those that only tried.
    pub fn by_success() -> Vec<Kind> {
        let right = Predicate::Is(Field::Code, Test::CredentialAccepted);
        vec![
            Kind::new("succeeded", Severity::High, Predicate::Status(Status::Success)),
            Kind::new("stopped after the right password", Severity::Medium, right),
            Kind::rest("failed", Severity::Low),
        ]
    }

    /// The rest: every sign-in that is of none of the kinds before.
    pub fn rest(name: &'static str, severity: Severity) -> Kind {
        Kind { name, severity, when: Predicate::All(Vec::new()) }
    }
}

/// A rule.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its name: the thing seen.
    pub id: &'static str,
    /// Its title.
    pub title: &'static str,
    /// How grave its findings are. Where it tells kinds apart, this is the severity of the gravest kind.
    pub severity: Severity,
    /// ATT&CK technique ids.
    pub attack: &'static [&'static str],
    /// Fields without which it cannot be evaluated, in addition to those that the predicate reads.
    pub needs: FieldSet,
    /// Which sign-ins it is about.
    pub when: Predicate,
    /// How they become a finding.
    pub shape: Shape,
    /// The kinds that it tells apart. A sign-in is of the first kind that fits; the last kind takes the rest. A finding is as grave as the
    /// gravest kind in it.
    pub kinds: Vec<Kind>,
    /// Its thresholds, with the values in effect.
    pub settings: Vec<Setting>,
    /// Its page, in Markdown.
    pub page: &'static str,
}

impl Rule {
    /// Every field that a file must be able to fill for the rule to be evaluated on it.
    pub fn required(&self) -> FieldSet {
        self.needs.union(self.when.fields())
    }

    /// The first field without which it cannot be evaluated on a file that fills these.
    pub fn lacks(&self, fills: FieldSet) -> Option<Field> {
        let needed = self.needs.iter().find(|field| !fills.contains(*field));
        needed.or_else(|| self.when.lacks(fills))
    }

    /// The first setting that is an empty list of words: without words the rule has nothing to compare with.
    pub fn lacks_words(&self) -> Option<&Setting> {
        self.settings.iter().find(|setting| matches!(&setting.value, Value::Words(words) if words.is_empty()))
    }

    /// The value of a setting that is a number, in the setting's unit. A name that the rule does not declare is a mistake in the
    /// rule, and reads 0.
    pub fn value(&self, name: &str) -> u32 {
        setting::number(&self.settings, name)
    }

    /// The value of a setting that is a list of words.
    pub fn words(&self, name: &str) -> &[String] {
        setting::words(&self.settings, name)
    }

    /// The value of a setting in minutes, as nanoseconds.
    pub fn minutes(&self, name: &str) -> i64 {
        setting::minutes(&self.settings, name)
    }

    /// The finding that cases of this rule make.
    pub fn finding(&self, cases: Cases) -> Finding {
        let mut span = Span::default();
        cases.list.iter().for_each(|case| span.merge(case.span));
        let evidence = Evidence::from_cases(cases.list.iter().map(|case| &case.evidence), cases.signins);
        Finding {
            rule: self.id,
            title: self.title,
            severity: cases.list.iter().map(|case| case.severity).max().unwrap_or(self.severity),
            signins: cases.signins,
            users: cases.people.keys().filter(|person| **person != Person::NOBODY).count() as u64,
            groups: cases.list.len() as u64,
            kinds: Vec::new(),
            pending: 0,
            people: cases.people.into_iter().collect(),
            span,
            evidence,
            cases: cases.list,
        }
    }

    /// The rule with what this tenant has set, and with its planned tests. Unless a setting `home_countries` is set itself, it takes the
    /// home countries of the tenant.
    #[must_use]
    pub fn for_tenant(mut self, tenant: &Tenant) -> Rule {
        for setting in self.settings.iter_mut().filter(|setting| setting.name == "home_countries") {
            setting.value = Value::Words(tenant.home_countries.clone());
            setting.default = setting.value.clone();
        }
        for assignment in &tenant.settings {
            assignment.apply(self.id, &mut self.settings);
        }
        self.when = self.when.for_tenant(tenant);
        self.kinds.iter_mut().for_each(|kind| kind.when = kind.when.for_tenant(tenant));
        self
    }
}

/// Declares a rule: its doc comment is its page. `kinds` and `settings` may be left out.
macro_rules! rule {
    (@list) => { Vec::new() };
    (@list $list:expr) => { $list };
    ($(#[doc = $line:literal])* $name:ident {
        id: $id:expr,
        title: $title:expr,
        severity: $severity:expr,
        attack: $attack:expr,
        needs: $needs:expr,
        when: $when:expr,
        shape: $shape:expr,
        $(kinds: $kinds:expr,)?
        $(settings: $settings:expr,)?
    }) => {
        $(#[doc = $line])*
        pub(super) fn $name() -> $crate::rule::Rule {
            $crate::rule::Rule {
                id: $id,
                title: $title,
                severity: $severity,
                attack: $attack,
                needs: $needs,
                when: $when,
                shape: $shape,
                kinds: $crate::rule::rule!(@list $($kinds)?),
                settings: $crate::rule::rule!(@list $($settings)?),
                page: concat!($($line, "\n"),*),
            }
        }
    };
}
pub(crate) use rule;
