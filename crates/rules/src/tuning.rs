//! Tuning: what someone sets the settings of some rules to, checked against these rules.
//!
//! The rules are given, so rules of one's own are tuned as the built-in ones are. An unknown rule or name is answered with the nearest
//! known one.

use crate::rule::Rule;
use crate::setting::{Assignment, Value};

/// Sets the setting `name` of the rule `rule`, one of `rules`, to `value`.
///
/// # Errors
/// What is wrong, as words that follow a place: an unknown rule or name, or a value that does not fit.
pub fn assign(rules: &[Rule], rule: &str, name: &str, value: Value) -> Result<Assignment, String> {
    let Some(known) = rules.iter().find(|known| known.id == rule) else {
        return Err(match rules {
            [] => format!("there is no rule `{rule}`: no rule is in use"),
            _ => {
                let near = nearest(rule, rules.iter().map(|known| known.id));
                format!("there is no rule `{rule}`; the nearest is `{near}`")
            }
        });
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
        None => Ok(Assignment::new(known.id, setting, value)),
    }
}

/// Reads `RULE.NAME=VALUE` for one of `rules`; several words are separated by commas.
///
/// # Errors
/// As [`assign`], and a text that is not written in this way.
pub fn parse(rules: &[Rule], text: &str) -> Result<Assignment, String> {
    let written = text.split_once('=').and_then(|(key, value)| Some((key.split_once('.')?, value)));
    let Some(((rule, name), value)) = written else {
        return Err("a setting is written RULE.NAME=VALUE, for instance password-spray.users=10".to_owned());
    };
    let (rule, name, value) = (rule.trim(), name.trim(), value.trim());
    let of_rule = rules.iter().find(|known| known.id == rule);
    let setting = of_rule.and_then(|rule| rule.settings.iter().find(|setting| setting.name == name));
    let takes_words = setting.is_some_and(|setting| matches!(setting.default, Value::Words(_)));
    let value = match value.parse::<u32>() {
        Ok(number) if !takes_words => Value::Number(number),
        _ if value.is_empty() && takes_words => Value::Words(Vec::new()),
        _ => Value::Words(value.split(',').map(|word| word.trim().to_owned()).collect()),
    };
    assign(rules, rule, name, value)
}

/// The known word that is most like this one.
fn nearest<'w>(word: &str, known: impl Iterator<Item = &'w str>) -> &'w str {
    let likeness = |known: &str| strsim::jaro_winkler(known, &word.to_lowercase());
    known.max_by(|a, b| likeness(a).total_cmp(&likeness(b))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list;

    #[test]
    fn assignments() {
        let check = |text: &str, expect: Result<u32, &str>| {
            let set = parse(&list::all(), text).map(|set| {
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
        assert_eq!(parse(&[], "x.y=1"), Err("there is no rule `x`: no rule is in use".to_owned()));
        for text in ["", "failed-mfa", "failed-mfa=1", "failed-mfa.pending_minutes", "=", ".=1"] {
            assert!(parse(&list::all(), text).is_err(), "{text}");
        }
    }
}
