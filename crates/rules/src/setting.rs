//! Settings: the named thresholds of a rule, and what someone sets them to.
//!
//! A rule declares them beside its predicate, each with its default, its unit and a sentence:
//!
//! ```text
//! settings: vec![Setting::number("minutes", 60, "minutes", "How long the window is.")],
//! ```
//!
//! [`list::all`](crate::list::all) gives the rules with their defaults, [`list::all_for`](crate::list::all_for) as the tenant file and
//! `--set` want them. Whatever judges reads the value that holds from the rule that it is given, by name: `rule.value("minutes")`,
//! `rule.words("agents")`. What someone sets is checked once, where it comes in ([`assign`], [`assignment`]): an unknown rule or name
//! is answered with the nearest known one, so a value that arrives at a rule is one that the rule can use.

use crate::list;

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
    /// What holds unless someone sets it.
    pub default: Value,
    /// What holds.
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
    fn objection(&self, value: &Value) -> Option<String> {
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

/// One setting of one rule, as someone set it. Only [`assign`] makes one, so the rule and the name exist and the value fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    rule: &'static str,
    name: &'static str,
    value: Value,
}

impl Assignment {
    /// Sets the value where the rule is the one that is meant.
    pub(crate) fn apply(&self, rule: &str, settings: &mut [Setting]) {
        if rule == self.rule {
            let meant = settings.iter_mut().filter(|setting| setting.name == self.name);
            meant.for_each(|setting| setting.value = self.value.clone());
        }
    }
}

/// Sets `name` of `rule` to `value`.
///
/// # Errors
/// What is wrong, as words that follow a place: an unknown rule or name, a value that does not fit.
pub fn assign(rule: &str, name: &str, value: Value) -> Result<Assignment, String> {
    let rules = list::all();
    let Some(known) = rules.iter().find(|known| known.id == rule) else {
        let near = nearest(rule, rules.iter().map(|known| known.id));
        return Err(format!("there is no rule `{rule}`; the nearest is `{near}`"));
    };
    let Some(setting) = known.settings.iter().find(|setting| setting.name == name) else {
        return Err(match known.settings.is_empty() {
            true => format!("unknown key `{name}`: the rule `{rule}` has no settings"),
            false => {
                let near = nearest(name, known.settings.iter().map(|setting| setting.name));
                format!("unknown key `{name}` of the rule `{rule}`; the nearest known one is `{near}`")
            }
        });
    };
    match setting.objection(&value) {
        Some(why) => Err(format!("`{name}` of `{rule}` {why}")),
        None => Ok(Assignment { rule: known.id, name: setting.name, value }),
    }
}

/// Reads `rule.name=value`; words stand one after another with commas between them.
///
/// # Errors
/// As [`assign`], and a text that is written in another way.
pub fn assignment(text: &str) -> Result<Assignment, String> {
    let written = text.split_once('=').and_then(|(key, value)| Some((key.split_once('.')?, value)));
    let Some(((rule, name), value)) = written else {
        return Err("a setting is written RULE.NAME=VALUE, for instance password-spray.users=10".to_owned());
    };
    let (rule, name, value) = (rule.trim(), name.trim(), value.trim());
    let takes_words = list::named(rule)
        .and_then(|rule| rule.settings.into_iter().find(|setting| setting.name == name))
        .is_some_and(|setting| matches!(setting.default, Value::Words(_)));
    let value = match value.parse::<u32>() {
        Ok(number) if !takes_words => Value::Number(number),
        _ if value.is_empty() && takes_words => Value::Words(Vec::new()),
        _ => Value::Words(value.split(',').map(|word| word.trim().to_owned()).collect()),
    };
    assign(rule, name, value)
}

/// The known word that is most like this one.
pub(crate) fn nearest<'w>(word: &str, known: impl Iterator<Item = &'w str>) -> &'w str {
    let likeness = |known: &str| strsim::jaro_winkler(known, &word.to_lowercase());
    known.max_by(|a, b| likeness(a).total_cmp(&likeness(b))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn assignments() {
        let check = |text: &str, expect: Result<u32, &str>| {
            let set = assignment(text).map(|set| {
                let mut rule = list::named("failed-mfa").expect("the rule is in the list");
                set.apply(rule.id, &mut rule.settings);
                rule.value("pending_minutes")
            });
            assert_eq!(set, expect.map_err(str::to_owned), "{text}");
        };
        check("failed-mfa.pending_minutes=30", Ok(30));
        check(" failed-mfa . pending_minutes = 0 ", Ok(0));
        check("failed-mfa.pending_minutes=4294967295", Ok(u32::MAX));
        let number = "`pending_minutes` of `failed-mfa` must be a whole number of minutes";
        for value in ["4294967296", "-1", "1.5", "soon", "", "1,2"] {
            check(&format!("failed-mfa.pending_minutes={value}"), Err(number));
        }
        check("failed_mfa.minutes=1", Err("there is no rule `failed_mfa`; the nearest is `failed-mfa`"));
        check(
            "failed-mfa.minutes=1",
            Err("unknown key `minutes` of the rule `failed-mfa`; the nearest known one is `pending_minutes`"),
        );
        check("legacy-auth.x=1", Err("unknown key `x`: the rule `legacy-auth` has no settings"));
        for text in ["", "failed-mfa", "failed-mfa=1", "failed-mfa.pending_minutes", "=", ".=1"] {
            assert!(assignment(text).is_err(), "{text}");
        }
    }

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
