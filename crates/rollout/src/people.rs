//! People and accounts: what each is, does and is registered for.

pub(crate) mod account;
pub mod activity;
pub mod cohort;
pub mod rhythm;
pub(crate) mod roster;
pub(crate) mod special_accounts;
