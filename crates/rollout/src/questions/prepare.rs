//! Step 1, prepare: what must change before MFA is enforced.

pub mod exceptions;
pub mod impact;
pub mod legacy;
