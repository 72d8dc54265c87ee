//! `explain`: what the catalogue knows of an error code.

use entrasift_core::field::catalogue::{self, CodeClass, CredentialAccepted, EnforcementImpact, ErrorCode};

use crate::answer::{Answer, Fact, Holds, Outcome, Section, Tone, Value};
use crate::reading::request::AnswerError;

/// What an error code means.
#[derive(Debug, Clone, Copy)]
pub struct Explanation {
    /// The code.
    pub code: i64,
    /// What the catalogue knows of it; `None` where it does not know it.
    pub entry: Option<&'static ErrorCode>,
}

impl Explanation {
    /// Of a code as it is typed: `500121` or `AADSTS500121`.
    ///
    /// # Errors
    /// When it is no number.
    pub fn parse(code: &str) -> Result<Explanation, AnswerError> {
        let digits = code.trim().trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let number: i64 = digits.parse().map_err(|_| {
            AnswerError::NotFound(format!(
                "`{code}` is no error code; codes are numbers such as 500121 or AADSTS500121"
            ))
        })?;
        Ok(Explanation { code: number, entry: catalogue::error_code(number) })
    }

    /// How it is said. An unknown code says so.
    pub fn answer(&self) -> Answer {
        let Explanation { code, entry } = *self;
        let mut facts = vec![
            Fact::new("code", Holds::ErrorCode, Value::Code(code)),
            Fact::new("known", Holds::Number, entry.is_some()),
        ];
        let lead = match entry {
            Some(entry) => {
                facts.extend(facts_of(entry));
                format!("{code} {}: {}.", entry.name, entry.meaning.trim_end_matches('.'))
            }
            None => format!(
                "{code} is not in the catalogue of {} codes. entrasift does not guess what it means; the failure reason in the log is the service's own text.",
                catalogue::error_codes().len()
            ),
        };
        Answer {
            command: "explain",
            reading: None,
            lead: vec![lead],
            sections: vec![Section::value("explanation", "In detail", Value::Map(facts))],
            next: Vec::new(),
            gravest: None,
            outcome: Outcome::Done,
        }
    }
}

fn facts_of(entry: &ErrorCode) -> Vec<Fact> {
    let accepted = match entry.credential_accepted {
        CredentialAccepted::Yes => "yes",
        CredentialAccepted::Token => "an older token was presented",
        CredentialAccepted::No => "no",
        CredentialAccepted::Unknown => "unknown",
    };
    let (class, tone) = match entry.class {
        CodeClass::Success => ("success", Tone::Good),
        CodeClass::Interrupt => ("interrupt", Tone::Plain),
        CodeClass::Expected => ("expected", Tone::Dim),
        CodeClass::Failure => ("failure", Tone::Warn),
        CodeClass::Unknown => ("unknown", Tone::Plain),
    };
    let impact = match entry.enforcement_impact {
        EnforcementImpact::Yes => Some(true),
        EnforcementImpact::No => Some(false),
        EnforcementImpact::Unknown => None,
    };
    vec![
        Fact::new("name", Holds::Words, entry.name),
        Fact::new("meaning", Holds::Words, entry.meaning),
        Fact::new("class", Holds::Words, Value::Word(class, tone)),
        Fact::new("category", Holds::Words, entry.category),
        Fact::new("mfa_related", Holds::Number, entry.mfa_related),
        Fact::new("likely_cause", Holds::Words, entry.likely_cause),
        Fact::new("helpdesk", Holds::Words, entry.helpdesk_action),
        Fact::new("credential_accepted", Holds::Words, accepted),
        Fact::new("enforcement_impact", Holds::Words, impact),
        Fact::new("source", Holds::Words, entry.source),
    ]
}
