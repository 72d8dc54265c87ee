//! Step 1, prepare: what must change before MFA is enforced.

pub(crate) mod dependency;
pub mod exceptions;
pub mod impact;
pub mod legacy;
