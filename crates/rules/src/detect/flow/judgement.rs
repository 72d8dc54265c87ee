//! Judgements: what became of a flow.

/// What became of a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Judgement {
    /// The person got through.
    Recovered,
    /// Background tokens waited for a prompt, which the person answered.
    Waiting,
    /// A stranger tried; the person works elsewhere.
    Hostile,
    /// The person did not get through.
    Stopped,
}

impl Judgement {
    /// The word in the JSON.
    pub fn name(self) -> &'static str {
        match self {
            Judgement::Recovered => "recovered",
            Judgement::Waiting => "waiting",
            Judgement::Hostile => "hostile",
            Judgement::Stopped => "stopped",
        }
    }
}
