//! Rules: a page of documentation, a severity, a predicate and a shape.

use entrasift_core::field::{Field, FieldSet};

use crate::predicate::Predicate;

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// An observation.
    Info,
    /// Worth a look.
    Low,
    /// Worth an action.
    Medium,
    /// Act this week.
    High,
    /// Act now.
    Critical,
}

impl Severity {
    /// The word in the JSON.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Low => "low",
            Severity::Medium => "medium",
            Severity::High => "high",
            Severity::Critical => "critical",
        }
    }

    /// The severity of a word.
    pub fn named(word: &str) -> Option<Severity> {
        use Severity::*;
        [Info, Low, Medium, High, Critical].into_iter().find(|severity| severity.name() == word)
    }
}

/// How sign-ins become a finding.
#[derive(Debug, Clone)]
pub enum Shape {
    /// Each sign-in that the predicate holds for, grouped by person and one more field.
    Each {
        /// The second part of the group.
        per: Field,
    },
    /// Each sign-in that the predicate holds for; and each that `unless_followed` holds for and that no later success of the
    /// same person follows. Grouped by person and code.
    Unresolved {
        /// Interrupts that a later success explains.
        unless_followed: Predicate,
        /// Interrupts younger than this at the end of the data are pending, minutes.
        pending_minutes: i64,
    },
}

/// A rule.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its name: the thing seen.
    pub id: &'static str,
    /// Its title.
    pub title: &'static str,
    /// How grave its findings are.
    pub severity: Severity,
    /// ATT&CK technique ids.
    pub attack: &'static [&'static str],
    /// The fields without which it cannot be evaluated, further to those that the predicate reads.
    pub needs: FieldSet,
    /// Which sign-ins.
    pub when: Predicate,
    /// How they become a finding.
    pub shape: Shape,
    /// Its page, in Markdown.
    pub page: &'static str,
}

impl Rule {
    /// Every field that a file must be able to fill for the rule to be evaluated on it.
    pub fn required(&self) -> FieldSet {
        self.needs.union(self.when.fields())
    }
}

/// Declares a rule: its doc comment is its page.
macro_rules! rule {
    ($(#[doc = $line:literal])* $name:ident { $($key:ident: $value:expr),* $(,)? }) => {
        $(#[doc = $line])*
        pub fn $name() -> $crate::rule::Rule {
            $crate::rule::Rule { page: concat!($($line, "\n"),*), $($key: $value),* }
        }
    };
}
pub(crate) use rule;
