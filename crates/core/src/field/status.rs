//! The status of a sign-in, and what an error code says of it.

use crate::field::catalogue::{self, CodeClass, ErrorCode};
use crate::text::words::fold_word;

/// What became of a sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// A token was issued.
    Success,
    /// It failed.
    Failure,
    /// The user was asked for something more.
    Interrupted,
}

impl Status {
    /// The word in the JSON.
    pub fn name(self) -> &'static str {
        match self {
            Status::Success => "success",
            Status::Failure => "failure",
            Status::Interrupted => "interrupted",
        }
    }

    /// The status that a word of a file means, in the languages that are known.
    pub fn from_word(word: &str) -> Option<Status> {
        match fold_word(word).as_str() {
            "success" | "succeeded" | "opérationréussie" | "correcto" => Some(Status::Success),
            "failure" | "failed" | "échec" | "error" => Some(Status::Failure),
            "interrupted" | "interrompu" | "interrumpido" => Some(Status::Interrupted),
            _ => None,
        }
    }
}

/// What the cell of an error code says.
#[derive(Debug, Clone, Copy)]
pub struct Code {
    /// The number, if the cell holds one.
    pub number: Option<i64>,
    /// Its entry in the catalogue.
    pub entry: Option<&'static ErrorCode>,
    /// The status that the code alone means.
    pub status: Option<Status>,
}

impl Code {
    /// Nothing.
    pub(crate) const NONE: Code = Code { number: None, entry: None, status: None };

    /// What a cell says.
    pub fn parse(cell: &str) -> Code {
        let Ok(number) = cell.trim().parse::<i64>() else { return Code::NONE };
        let entry = catalogue::error_code(number);
        let status = entry.and_then(|entry| match entry.class {
            CodeClass::Success => Some(Status::Success),
            CodeClass::Interrupt => Some(Status::Interrupted),
            CodeClass::Expected | CodeClass::Failure => Some(Status::Failure),
            CodeClass::Unknown => None,
        });
        Code { number: Some(number), entry, status }
    }
}
