//! The policy whose effect is asked for.

/// What is switched on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Policy {
    /// MFA for everybody.
    #[default]
    Mfa,
    /// Legacy authentication is blocked, and nothing else.
    LegacyBlock,
}

impl Policy {
    /// The policy of a word on the command line.
    pub fn named(word: &str) -> Option<Policy> {
        match word {
            "mfa" => Some(Policy::Mfa),
            "legacy-block" => Some(Policy::LegacyBlock),
            _ => None,
        }
    }

    /// The word on the command line and in the JSON.
    pub fn name(self) -> &'static str {
        match self {
            Policy::Mfa => "mfa",
            Policy::LegacyBlock => "legacy-block",
        }
    }
}
