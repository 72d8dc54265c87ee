//! Client apps as the answers name them.

use entrasift_core::field::catalogue;

/// The client app of sign-ins that are legacy only by ROPC signals.
pub const ROPC: &str = "ROPC";

/// A client app in its canonical spelling; what the catalogue does not know stays as it is.
pub fn canonical(name: &str) -> &str {
    catalogue::client_app(name).map_or(name, |entry| entry.name)
}
