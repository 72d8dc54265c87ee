//! People and accounts: what each is, does and is registered for.

pub(crate) mod account;
pub(crate) mod activity;
pub(crate) mod cohort;
pub mod rhythm;
pub(crate) mod roster;
pub(crate) mod special_accounts;
