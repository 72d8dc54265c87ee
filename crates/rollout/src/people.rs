//! People and accounts: what each is, does and is registered for.

pub mod account;
pub mod accounts;
pub mod activity;
pub mod app_use;
pub mod cohort;
pub mod rhythm;
pub mod special_accounts;
