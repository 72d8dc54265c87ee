//! The settings of the rules: a section `[rules.ID]` for each rule that is to judge otherwise.

use entrasift_rules::rule::Rule;
use entrasift_rules::setting::{Assignment, Value};
use entrasift_rules::tuning;
use toml::Spanned;
use toml::de::DeValue;

use super::error::TenantFileError;
use super::part::Part;

impl Part<'_> {
    /// What the sections below `name` set of these rules, in the order of the file.
    pub(super) fn settings(
        &self,
        name: &'static str,
        rules: &[Rule],
    ) -> Result<Vec<Assignment>, TenantFileError> {
        let Some(sections) = self.value(name) else { return Ok(Vec::new()) };
        let DeValue::Table(by_rule) = sections.get_ref() else {
            return Err(self.objection(sections, format!("`{name}` holds sections: write [{name}.RULE]")));
        };
        let mut settings = Vec::new();
        for (rule, keys) in by_rule {
            let DeValue::Table(keys) = keys.get_ref() else {
                let what =
                    format!("`{0}` is a section: write [{name}.{0}], and its settings below", rule.get_ref());
                return Err(self.objection(keys, what));
            };
            for (key, value) in keys {
                let wanted = self.setting_value(key.get_ref(), value)?;
                let set = tuning::assign(rules, rule.get_ref(), key.get_ref(), wanted);
                settings.push((value.span().start, set.map_err(|why| self.objection(value, why))?));
            }
        }
        settings.sort_by_key(|(start, _)| *start);
        Ok(settings.into_iter().map(|(_, setting)| setting).collect())
    }

    fn setting_value(&self, key: &str, value: &Spanned<DeValue<'_>>) -> Result<Value, TenantFileError> {
        match value.get_ref() {
            DeValue::Integer(number) => {
                let number = u32::from_str_radix(number.as_str(), number.radix());
                let wrong = || self.objection(value, format!("`{key}` must be from 0 to {}", u32::MAX));
                number.map(Value::Number).map_err(|_| wrong())
            }
            DeValue::Array(items) => {
                let words =
                    items.iter().map(|item| item.get_ref().as_str().map(|word| word.trim().to_owned()));
                let words: Option<Vec<String>> = words.collect();
                words
                    .map(Value::Words)
                    .ok_or_else(|| self.mistyped(key, value, "a list of texts: [\"…\", \"…\"]"))
            }
            _ => Err(self.mistyped(key, value, "a whole number, or a list of texts")),
        }
    }
}
