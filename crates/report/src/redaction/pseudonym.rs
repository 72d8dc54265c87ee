//! Pseudonyms: what stands for a name, by a key.

use std::net::IpAddr;

use entrasift_rollout::answer::Holds;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// Hexadecimal digits of a pseudonym: 40 bits, so that a hundred thousand users are told apart.
pub(super) const DIGITS: usize = 10;

/// The pseudonyms of one key. Who knows the key and a name can tell its pseudonym; who lacks the key cannot.
#[derive(Clone)]
pub(super) struct Pseudonyms {
    mac: Hmac<Sha256>,
}

impl Pseudonyms {
    /// Pseudonyms by this key.
    pub(super) fn new(key: &[u8]) -> Pseudonyms {
        Pseudonyms { mac: Hmac::new(&block(key).into()) }
    }

    /// `user-3f2a91c04e`: the kind, and the start of an HMAC-SHA-256 of kind and name.
    pub(super) fn pseudonym(&self, holds: Holds, text: &str) -> String {
        let name = first_part(holds);
        let mut mac = self.mac.clone();
        mac.update(name.as_bytes());
        mac.update(&[0]);
        mac.update(canonical(text).as_bytes());
        let digest = mac.finalize().into_bytes();
        let digits: String = digest.iter().take(DIGITS / 2).map(|byte| format!("{byte:02x}")).collect();
        format!("{name}-{digits}")
    }
}

/// The first part of a pseudonym.
fn first_part(holds: Holds) -> &'static str {
    match holds {
        Holds::User | Holds::UserId | Holds::CountedUser => "user",
        Holds::Device => "device",
        Holds::Address => "ip",
        Holds::Tenant | Holds::TenantWords => "tenant",
        Holds::Id | Holds::PublicId => "id",
        Holds::File => "file",
        Holds::Free | Holds::Quoted | Holds::Words | Holds::Number | Holds::ErrorCode | Holds::Time => "text",
    }
}

/// A key of any length as the block that HMAC wants.
fn block(key: &[u8]) -> [u8; 64] {
    let mut block = [0; 64];
    match key.len() <= block.len() {
        true => block[..key.len()].copy_from_slice(key),
        false => block[..32].copy_from_slice(&Sha256::digest(key)),
    }
    block
}

/// One spelling for all spellings of a name or an address.
pub(super) fn canonical(text: &str) -> String {
    let text = text.trim();
    match text.parse::<IpAddr>() {
        Ok(address) => address.to_canonical().to_string(),
        Err(_) => text.to_lowercase(),
    }
}
