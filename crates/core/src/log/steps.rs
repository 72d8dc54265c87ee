//! Steps: what the AuthDetails companions prove, reduced to a set of flags for each request id.

use foldhash::quality::FixedState;
use hashbrown::HashMap;

use crate::field::method::Evidence;
use crate::text::id::id_key;

/// Evidence by request id. 24 bytes for each sign-in that has steps.
#[derive(Debug, Default, Clone)]
pub struct Steps {
    by_request: HashMap<u128, Evidence, FixedState>,
}

impl Steps {
    /// Whether no step is known.
    pub fn is_empty(&self) -> bool {
        self.by_request.is_empty()
    }

    /// For how many sign-ins steps are known.
    pub fn len(&self) -> usize {
        self.by_request.len()
    }

    /// What the steps of a sign-in prove.
    pub fn evidence(&self, request_id: &[u8]) -> Evidence {
        id_key(request_id).and_then(|key| self.by_request.get(&key)).copied().unwrap_or(Evidence::NONE)
    }

    /// Adds the steps that another worker saw.
    #[must_use]
    pub fn merge(mut self, other: Steps) -> Steps {
        for (key, evidence) in other.by_request {
            self.add(key, evidence);
        }
        self
    }

    pub(super) fn add(&mut self, key: u128, evidence: Evidence) {
        let known = self.by_request.entry(key).or_default();
        *known = known.and(evidence);
    }
}
