//! Sections: the parts of an answer, in the order in which they are shown.

use super::column::Tone;
use super::value::{Table, Value};

/// One part of an answer, under one key of the JSON.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Key in the JSON.
    pub key: &'static str,
    /// Title for people; empty: not shown to people, only in JSON.
    pub title: String,
    /// One sentence under the title; may be empty.
    pub note: String,
    /// The content.
    pub body: Body,
    /// Whether a picture of it belongs on the first screen, where there is a first screen of pictures.
    pub headline: bool,
    /// Whether this is the verdict: the word that answers the question of the command.
    pub is_verdict: bool,
    /// The chapter that begins here, in an answer of several.
    pub chapter: Option<Chapter>,
}

/// What stands above the first section of a chapter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter {
    /// The command that answers the same by itself.
    pub command: &'static str,
    /// Title for people.
    pub title: &'static str,
    /// Its answer in a few sentences.
    pub lead: Vec<String>,
}

/// The content of a section.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// Rows of one shape.
    Table(Table),
    /// Any single value: a number, a word, a list, or named facts.
    Value(Value),
    /// A page of Markdown (a rule's page).
    Page(String),
}

impl Section {
    /// A section of rows.
    pub fn table(key: &'static str, title: impl Into<String>, table: Table) -> Section {
        Section::new(key, title, Body::Table(table))
    }

    /// A section of one value.
    pub fn value(key: &'static str, title: impl Into<String>, value: Value) -> Section {
        Section::new(key, title, Body::Value(value))
    }

    /// A section of any content.
    pub fn new(key: &'static str, title: impl Into<String>, body: Body) -> Section {
        Section {
            key,
            title: title.into(),
            note: String::new(),
            body,
            headline: false,
            is_verdict: false,
            chapter: None,
        }
    }

    /// The word that answers the question of the command.
    pub fn verdict(word: Value) -> Section {
        let section = Section::value("verdict", "Verdict", word);
        Section { is_verdict: true, ..section }
    }

    /// What its word means; plain where it holds no word.
    pub fn tone(&self) -> Tone {
        match self.body {
            Body::Value(Value::Word(_, tone)) => tone,
            _ => Tone::Plain,
        }
    }

    /// The same on the first screen.
    #[must_use]
    pub fn headline(mut self) -> Section {
        self.headline = true;
        self
    }

    /// The same with a sentence under its title.
    #[must_use]
    pub fn noted(mut self, note: impl Into<String>) -> Section {
        self.note = note.into();
        self
    }
}
