//! Severities: how grave what was seen is.

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
