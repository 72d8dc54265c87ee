//! Settings: the named thresholds of a rule, and the values that someone sets.
//!
//! A rule declares them beside its predicate, each with its default, its unit and a sentence:
//!
//! ```text
//! settings: vec![Setting::number("minutes", 60, "minutes", "How long the window is.")],
//! ```
//!
//! The code that judges reads the value in effect by its name: `rule.value("minutes")`, `rule.words("agents")`. What someone sets is
//! checked once, where it comes in ([`tuning`](crate::tuning)), so a value that arrives at a rule is one that the rule can use.

use entrasift_core::MINUTE;

/// What a setting can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A whole number, in the setting's unit.
    Number(u32),
    /// Words; their case does not matter.
    Words(Vec<String>),
}

impl Value {
    /// As someone would type it after `=`.
    pub fn typed(&self) -> String {
        match self {
            Value::Number(number) => number.to_string(),
            Value::Words(words) => words.join(","),
        }
    }
}

/// A named threshold of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Its name, unique within the rule.
    pub name: &'static str,
    /// The value in effect unless someone sets another one.
    pub default: Value,
    /// The value in effect.
    pub value: Value,
    /// The smallest number that makes sense.
    pub least: u32,
    /// The unit of a number, in words; empty for words.
    pub unit: &'static str,
    /// What it decides, in one sentence.
    pub meaning: &'static str,
}

impl Setting {
    /// A number, 1 or more.
    pub fn number(name: &'static str, default: u32, unit: &'static str, meaning: &'static str) -> Setting {
        let value = Value::Number(default);
        Setting { name, default: value.clone(), value, least: 1, unit, meaning }
    }

    /// Words.
    pub fn words(name: &'static str, default: &[&str], meaning: &'static str) -> Setting {
        let value = Value::Words(default.iter().map(|word| (*word).to_owned()).collect());
        Setting { name, default: value.clone(), value, least: 0, unit: "", meaning }
    }

    /// The same with another smallest number.
    #[must_use]
    pub fn at_least(mut self, least: u32) -> Setting {
        self.least = least;
        self
    }

    /// What is wrong with a value, if anything is.
    pub(crate) fn objection(&self, value: &Value) -> Option<String> {
        match (&self.default, value) {
            (Value::Number(_), Value::Number(number)) if *number < self.least => {
                Some(format!("must be at least {}, and is {number}", self.least))
            }
            (Value::Words(_), Value::Words(words)) if words.iter().any(|word| word.trim().is_empty()) => {
                Some("holds a word that says nothing".to_owned())
            }
            (Value::Number(_), Value::Number(_)) | (Value::Words(_), Value::Words(_)) => None,
            (Value::Number(_), _) => Some(format!("must be a whole number of {}", self.unit)),
            (Value::Words(_), _) => Some("must be a list of words".to_owned()),
        }
    }
}

/// One setting of one rule, as someone set it. Only [`tuning`](crate::tuning) makes one, so the rule and the name exist, and the value fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    rule: &'static str,
    name: &'static str,
    value: Value,
}

impl Assignment {
    /// Whoever calls this has checked that the value fits the setting.
    pub(crate) fn new(rule: &'static str, setting: &Setting, value: Value) -> Assignment {
        Assignment { rule, name: setting.name, value }
    }

    /// Sets the value, if these are the settings of the rule that it is for.
    pub(crate) fn apply(&self, rule: &str, settings: &mut [Setting]) {
        if rule == self.rule {
            let meant = settings.iter_mut().filter(|setting| setting.name == self.name);
            meant.for_each(|setting| setting.value = self.value.clone());
        }
    }
}

/// The value in effect of the setting `name`, which is a number in its setting's unit. A name that is not among these settings is a
/// mistake in the rule, and reads 0.
pub fn number(settings: &[Setting], name: &str) -> u32 {
    match value(settings, name) {
        Some(Value::Number(number)) => *number,
        _ => 0,
    }
}

/// The value in effect of the setting `name`, which is a number of minutes, as nanoseconds.
pub fn minutes(settings: &[Setting], name: &str) -> i64 {
    i64::from(number(settings, name)) * MINUTE
}

/// The value in effect of the setting `name`, which is a list of words.
pub fn words<'s>(settings: &'s [Setting], name: &str) -> &'s [String] {
    match value(settings, name) {
        Some(Value::Words(words)) => words,
        _ => &[],
    }
}

fn value<'s>(settings: &'s [Setting], name: &str) -> Option<&'s Value> {
    let setting = settings.iter().find(|setting| setting.name == name);
    debug_assert!(setting.is_some(), "there is no setting `{name}`");
    setting.map(|setting| &setting.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_and_words() {
        let check = |setting: Setting, value: Value, expect: Option<&str>| {
            assert_eq!(setting.objection(&value).as_deref(), expect, "{value:?}");
        };
        let number = || Setting::number("users", 5, "users", "How many.");
        check(number(), Value::Number(1), None);
        check(number(), Value::Number(0), Some("must be at least 1, and is 0"));
        check(number().at_least(2), Value::Number(1), Some("must be at least 2, and is 1"));
        check(number(), Value::Words(Vec::new()), Some("must be a whole number of users"));
        let words = || Setting::words("agents", &["axios"], "Which.");
        check(words(), Value::Words(Vec::new()), None);
        check(words(), Value::Words(vec!["a b".to_owned()]), None);
        check(words(), Value::Words(vec![" ".to_owned()]), Some("holds a word that says nothing"));
        check(words(), Value::Number(1), Some("must be a list of words"));
    }
}
