//! One section of the tenant file, read key by key; every objection names the key and its line.

use entrasift_core::Time;
use globset::Glob;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml::value::Datetime;

use super::error::TenantFileError;
use super::lines::Lines;
use super::moment::Moment;
use super::sections::SECTIONS;

/// A section.
pub(super) struct Part<'t> {
    lines: &'t Lines,
    /// `[tenant]`; empty for the file itself.
    title: String,
    line: usize,
    table: &'t DeTable<'t>,
}

/// A text and where it stands.
pub(super) struct Item<'t> {
    pub(super) text: String,
    line: usize,
    key: &'t str,
}

impl Item<'_> {
    pub(super) fn wrong(&self, why: &str) -> TenantFileError {
        TenantFileError { line: self.line, what: format!("`{}`: \"{}\" {why}", self.key, self.text) }
    }
}

impl<'t> Part<'t> {
    /// The file itself; its keys are the sections.
    pub(super) fn whole(lines: &'t Lines, table: &'t DeTable<'t>) -> Result<Part<'t>, TenantFileError> {
        let part = Part { lines, title: String::new(), line: 1, table };
        part.refuse_unknown(&SECTIONS.map(|(section, _)| section))?;
        Ok(part)
    }

    /// A section under its name in single brackets.
    pub(super) fn section(&self, name: &'static str) -> Result<Option<Part<'t>>, TenantFileError> {
        let Some(value) = self.table.get(name) else { return Ok(None) };
        self.part(name, format!("[{name}]"), value).map(Some)
    }

    /// The sections under one name in double brackets.
    pub(super) fn list(&self, name: &'static str) -> Result<Vec<Part<'t>>, TenantFileError> {
        let title = format!("[[{name}]]");
        match self.table.get(name).map(|value| (value, value.get_ref())) {
            None => Ok(Vec::new()),
            Some((_, DeValue::Array(values))) => {
                values.iter().map(|value| self.part(name, title.clone(), value)).collect()
            }
            Some((value, _)) => Err(self.objection(value, format!("`{name}` is a list: write {title}"))),
        }
    }

    fn part(
        &self,
        name: &'static str,
        title: String,
        value: &'t Spanned<DeValue<'t>>,
    ) -> Result<Part<'t>, TenantFileError> {
        let DeValue::Table(table) = value.get_ref() else {
            return Err(
                self.objection(value, format!("`{name}` is a section: write {title}, and its keys below"))
            );
        };
        let part = Part { lines: self.lines, title, line: self.lines.at(value.span().start), table };
        let known = SECTIONS.iter().find(|(section, _)| *section == name).map_or(&[][..], |(_, keys)| keys);
        part.refuse_unknown(known)?;
        Ok(part)
    }

    fn refuse_unknown(&self, known: &[&str]) -> Result<(), TenantFileError> {
        let unknown = self.table.keys().filter(|key| !known.contains(&key.get_ref().as_ref()));
        let Some(key) = unknown.min_by_key(|key| key.span().start) else { return Ok(()) };
        let word = key.get_ref().as_ref();
        let home = SECTIONS.iter().find(|(_, keys)| keys.contains(&word)).map(|(section, _)| section);
        let nearness = |known: &&&str| strsim::jaro_winkler(&word.to_lowercase(), known);
        let nearest = known.iter().max_by(|a, b| nearness(a).total_cmp(&nearness(b))).unwrap_or(&"");
        let place = if self.title.is_empty() { String::new() } else { format!(" in {}", self.title) };
        let hint = match home {
            Some(section) => format!("it belongs in [{section}]"),
            None => format!("the nearest known one is `{nearest}`"),
        };
        Err(self.at(key.span().start, format!("unknown key `{word}`{place}; {hint}")))
    }

    pub(super) fn lacks(&self, key: &str) -> TenantFileError {
        TenantFileError { line: self.line, what: format!("{} lacks `{key}`", self.title) }
    }

    pub(super) fn is_text(&self, key: &str) -> bool {
        self.table.get(key).is_some_and(|value| value.get_ref().is_str())
    }

    /// A text without the space around it.
    pub(super) fn text(&self, key: &'static str) -> Result<Option<Item<'t>>, TenantFileError> {
        let item = |value: &'t Spanned<DeValue<'t>>| self.item(key, value, "a text in quotes");
        self.table.get(key).map(item).transpose()
    }

    /// The same; an empty one says nothing.
    pub(super) fn words(&self, key: &'static str) -> Result<Option<String>, TenantFileError> {
        Ok(self.text(key)?.map(|item| item.text).filter(|text| !text.is_empty()))
    }

    /// A list of texts, none of them empty.
    pub(super) fn items(&self, key: &'static str) -> Result<Vec<Item<'t>>, TenantFileError> {
        self.items_or(key, "a list of texts: [\"…\", \"…\"]")
    }

    pub(super) fn items_or(&self, key: &'static str, wanted: &str) -> Result<Vec<Item<'t>>, TenantFileError> {
        let Some(value) = self.table.get(key) else { return Ok(Vec::new()) };
        let DeValue::Array(values) = value.get_ref() else { return Err(self.mistyped(key, value, wanted)) };
        let items = values.iter().map(|value| match self.item(key, value, wanted)? {
            item if item.text.is_empty() => Err(item.wrong("says nothing")),
            item => Ok(item),
        });
        items.collect()
    }

    fn item(
        &self,
        key: &'static str,
        value: &'t Spanned<DeValue<'t>>,
        wanted: &str,
    ) -> Result<Item<'t>, TenantFileError> {
        let DeValue::String(text) = value.get_ref() else { return Err(self.mistyped(key, value, wanted)) };
        Ok(Item { text: text.trim().to_owned(), line: self.lines.at(value.span().start), key })
    }

    /// A list of globs on user names.
    pub(super) fn globs(&self, key: &'static str) -> Result<Vec<String>, TenantFileError> {
        let globs = self.items(key)?.into_iter().map(|item| match Glob::new(&item.text) {
            Ok(_) => Ok(item.text),
            Err(error) => Err(item.wrong(&format!("is no pattern: {}", error.kind()))),
        });
        globs.collect()
    }

    pub(super) fn flag(&self, key: &'static str) -> Result<Option<bool>, TenantFileError> {
        let flag = |value: &Spanned<DeValue<'_>>| {
            value.get_ref().as_bool().ok_or_else(|| self.mistyped(key, value, "true or false"))
        };
        self.table.get(key).map(flag).transpose()
    }

    /// A whole number, not below `least`.
    pub(super) fn count(&self, key: &'static str, least: u32) -> Result<Option<u32>, TenantFileError> {
        let Some(value) = self.table.get(key) else { return Ok(None) };
        let DeValue::Integer(number) = value.get_ref() else {
            return Err(self.mistyped(key, value, "a whole number"));
        };
        let given = i64::from_str_radix(number.as_str(), number.radix()).unwrap_or(i64::MAX);
        match u32::try_from(given) {
            Ok(count) if count >= least => Ok(Some(count)),
            _ if given > 0 => {
                Err(self.objection(value, format!("`{key}` must be at most {}, and is {number}", u32::MAX)))
            }
            _ => Err(self.objection(value, format!("`{key}` must be at least {least}, and is {number}"))),
        }
    }

    /// A share from 0 to 1.
    pub(super) fn share(&self, key: &'static str) -> Result<Option<f64>, TenantFileError> {
        let Some(value) = self.table.get(key) else { return Ok(None) };
        let number = match value.get_ref() {
            DeValue::Float(number) => number.as_str(),
            DeValue::Integer(number) if number.radix() == 10 => number.as_str(),
            _ => return Err(self.mistyped(key, value, "a number from 0 to 1")),
        };
        let share = number.parse::<f64>().ok().filter(|share| (0.0..=1.0).contains(share));
        let wrong =
            || self.objection(value, format!("`{key}` must be from 0 to 1 (0.95 for 95 %), and is {number}"));
        share.ok_or_else(wrong).map(Some)
    }

    /// A date, or a point in time with its zone.
    pub(super) fn time(&self, key: &'static str) -> Result<Option<Moment>, TenantFileError> {
        const WANTED: &str =
            "a date, 2026-11-04, or a time with its zone, 2026-11-23T08:00:00Z, without quotes";
        let Some(value) = self.table.get(key) else { return Ok(None) };
        let moment = match value.get_ref() {
            DeValue::Datetime(Datetime { date: Some(date), time: None, .. }) => {
                Time::parse_bound(&date.to_string()).map(Moment::Day)
            }
            DeValue::Datetime(Datetime { date: Some(date), time: Some(time), offset: Some(offset) }) => {
                let seconds = if time.second.is_none() { ":00" } else { "" };
                Time::parse_iso(format!("{date}T{time}{seconds}{offset}").as_bytes()).map(Moment::Point)
            }
            DeValue::Datetime(Datetime { date: Some(_), .. }) => {
                return Err(
                    self.objection(value, format!("`{key}` needs a zone: end it with Z for UTC, or +01:00"))
                );
            }
            _ => return Err(self.mistyped(key, value, WANTED)),
        };
        moment.ok_or_else(|| self.objection(value, format!("`{key}` is no time that can be"))).map(Some)
    }

    /// What stands under a key, unread.
    pub(super) fn value(&self, key: &str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.table.get(key)
    }

    pub(super) fn mistyped(&self, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str) -> TenantFileError {
        let kind = value.get_ref().type_str();
        self.objection(value, format!("`{key}` must be {wanted}, and is of type {kind}"))
    }

    pub(super) fn objection(&self, value: &Spanned<DeValue<'_>>, what: String) -> TenantFileError {
        self.at(value.span().start, what)
    }

    fn at(&self, start: usize, what: String) -> TenantFileError {
        TenantFileError { line: self.lines.at(start), what }
    }
}
