//! Rules: a page of documentation, a severity, a predicate and a shape.

use entrasift_core::field::{Field, FieldSet};
use entrasift_core::log::batch::Status;

use crate::detect::burst::Burst;
use crate::predicate::{Predicate, Test};
use crate::setting::{self, Setting, Value};
use crate::tenant::Tenant;

pub use crate::severity::Severity;

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
    /// Flows of sign-ins (see [`crate::detect::flow`]), whatever the predicate says.
    Flows(FlowShape),
    /// Many sign-ins close together. What the bursts are is judged one by one.
    Burst(Burst),
    /// Flows through a page in the middle: the predicate says in which sign-ins prompt and "stay signed in" are looked for.
    Proxied,
    /// Successes from countries that are new for a person.
    Abroad,
    /// Successes of one person that are too far apart.
    Journeys,
    /// People whom a policy passes over.
    Exempt,
}

/// Which flows become a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlowShape {
    /// Stopped ones in applications that let nobody in; grouped by application. The setting `users` says how many people make it one.
    BrokenApp,
    /// Hostile ones in which the password was right, each by itself.
    Stranger,
}

/// One kind of what a rule sees: the same thing, but graver or more harmless.
#[derive(Debug, Clone)]
pub struct Kind {
    /// Its name.
    pub name: &'static str,
    /// How grave a finding is that holds one of it.
    pub severity: Severity,
    /// Which sign-ins of those that the rule sees.
    pub when: Predicate,
}

impl Kind {
    /// A kind.
    pub fn new(name: &'static str, severity: Severity, when: Predicate) -> Kind {
        Kind { name, severity, when }
    }

    /// What is grave because it let someone in, told from what only tried.
    pub fn by_success() -> Vec<Kind> {
        let right = Predicate::Is(Field::Code, Test::CredentialAccepted);
        vec![
            Kind::new("succeeded", Severity::High, Predicate::Status(Status::Success)),
            Kind::new("stopped after the right password", Severity::Medium, right),
            Kind::rest("failed", Severity::Low),
        ]
    }

    /// The rest: every sign-in that is of no kind before.
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
    /// How grave its findings are; where it tells kinds apart, at most.
    pub severity: Severity,
    /// ATT&CK technique ids.
    pub attack: &'static [&'static str],
    /// The fields without which it cannot be evaluated, further to those that the predicate reads.
    pub needs: FieldSet,
    /// Which sign-ins.
    pub when: Predicate,
    /// How they become a finding.
    pub shape: Shape,
    /// The kinds that it tells apart, the first that fits; the last takes the rest. A finding is as grave as the gravest kind in it.
    pub kinds: Vec<Kind>,
    /// Its thresholds, with the values that hold.
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

    /// The list of words that is empty, and without which the rule has nothing to compare with.
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

    /// The rule as this tenant wants it: with its settings, and knowing of its planned tests. A setting `home_countries` is, unless it is set, that of the tenant.
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
        pub fn $name() -> $crate::rule::Rule {
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
