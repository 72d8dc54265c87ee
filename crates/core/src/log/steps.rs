//! What the AuthDetails companions prove, by request id: read before the logs and reduced to a set of flags each.

use std::hash::BuildHasher;

use foldhash::quality::FixedState;
use hashbrown::HashMap;

use crate::field::Field;
use crate::field::method::Evidence;
use crate::log::batch::Batch;
use crate::log::scan::Visit;
use crate::text::words::flag;

/// Evidence by request id. 24 bytes for each sign-in that has steps.
#[derive(Debug, Default, Clone)]
pub struct Steps {
    by_request: HashMap<u128, Evidence, FixedState>,
}

impl Steps {
    /// No companion was given, or none had a row.
    pub fn is_empty(&self) -> bool {
        self.by_request.is_empty()
    }

    /// Of how many sign-ins steps are known.
    pub fn len(&self) -> usize {
        self.by_request.len()
    }

    /// What the steps of a sign-in prove.
    pub fn of(&self, request_id: &[u8]) -> Evidence {
        id_key(request_id).and_then(|key| self.by_request.get(&key)).copied().unwrap_or(Evidence::NONE)
    }

    /// Takes in the steps that another worker saw.
    #[must_use]
    pub fn merge(mut self, other: Steps) -> Steps {
        for (key, evidence) in other.by_request {
            self.add(key, evidence);
        }
        self
    }

    fn add(&mut self, key: u128, evidence: Evidence) {
        let known = self.by_request.entry(key).or_default();
        *known = known.and(evidence);
    }
}

impl Visit for Steps {
    fn visit(&mut self, batch: &mut Batch) {
        for row in 0..batch.len() {
            let Some(key) = id_key(&batch.cell(row, Field::RequestId)) else { continue };
            let succeeded = flag(&batch.cell_text(row, Field::StepSucceeded)) == Some(true);
            let (method, result) =
                (batch.cell_text(row, Field::StepMethod), batch.cell_text(row, Field::StepResult));
            self.add(key, Evidence::of_step(&method, succeeded, &result));
        }
    }
}

/// A number for an id: the value of a GUID in any spelling, else 128 bits of hash over the trimmed lower-case text. `None` if empty.
pub fn id_key(text: &[u8]) -> Option<u128> {
    let text = text.trim_ascii();
    if text.is_empty() {
        return None;
    }
    guid(text).or_else(|| {
        let lower = text.to_ascii_lowercase();
        let (a, b) = (FixedState::with_seed(1).hash_one(&lower), FixedState::with_seed(2).hash_one(&lower));
        Some(u128::from(a) << 64 | u128::from(b))
    })
}

fn guid(text: &[u8]) -> Option<u128> {
    let text: &[u8; 36] = text.try_into().ok()?;
    let mut value = 0_u128;
    for (index, byte) in text.iter().enumerate() {
        if matches!(index, 8 | 13 | 18 | 23) {
            if *byte != b'-' {
                return None;
            }
            continue;
        }
        value = value << 4 | u128::from(char::from(*byte).to_digit(16)?);
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_in_any_spelling() {
        let id = id_key(b"0a1B2c3d-0000-4000-8000-00000000000F");
        assert_eq!(id, Some(0x0a1b_2c3d_0000_4000_8000_0000_0000_000f));
        assert_eq!(id, id_key(b" 0A1b2C3D-0000-4000-8000-00000000000f "));
        assert_eq!(id_key(b"  "), None);
        assert_eq!(id_key(b"Request-7"), id_key(b"request-7"));
        assert_ne!(id_key(b"request-7"), id_key(b"request-8"));
    }
}
