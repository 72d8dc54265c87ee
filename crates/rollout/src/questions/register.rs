//! Step 2, register: where the campaign stands.

pub mod campaign;
pub mod registration;
