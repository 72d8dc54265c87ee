//! What is known of the tenant beside its logs: the tenant file and what it excuses.

pub mod directory;
pub(crate) mod excuse;
pub mod tenant_file;
