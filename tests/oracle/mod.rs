//! A second, independent computation of what the product answers: slow, plain, and written from
//! the definitions alone.

pub mod catalogue;
pub mod class;
pub mod clock;
pub mod dependency;
pub mod detection;
pub mod difference;
pub mod emergency;
mod expectations;
pub mod export;
pub mod finding;
pub mod gap;
pub mod invention;
pub mod log;
pub mod moment;
pub mod network;
pub mod random;
pub mod record;
pub mod signin;
pub mod vintage;

use std::path::PathBuf;

use serde_json::Value;

pub use difference::compare;
use log::Log;

/// What the command line says besides the inputs.
#[derive(Clone, Default, Debug)]
pub struct Options {
    /// The folder that the inputs are named from.
    pub root: PathBuf,
    /// Break-glass accounts, as configured.
    pub break_glass: Vec<String>,
    /// The first time that counts.
    pub from: Option<String>,
    /// The first time that counts no more.
    pub to: Option<String>,
    /// "Now"; the latest sign-in where it is not given.
    pub as_of: Option<String>,
    /// Trusted networks of the tenant file.
    pub trusted: Vec<String>,
    /// Administrators of the tenant file.
    pub admins: Vec<String>,
    /// Our tenant, where the tenant file names it.
    pub home_tenant: Option<String>,
}

/// What `analyze` answers.
pub fn analyze(inputs: &[PathBuf], options: &Options) -> Value {
    finding::answer(&Log::read(inputs, options))
}

/// What `legacy` answers.
pub fn legacy(inputs: &[PathBuf], options: &Options) -> Value {
    dependency::answer(&Log::read(inputs, options), options)
}

/// What `gaps` answers.
pub fn gaps(inputs: &[PathBuf], options: &Options) -> Value {
    gap::answer(&Log::read(inputs, options), options)
}

/// What `break-glass` answers.
pub fn break_glass(inputs: &[PathBuf], options: &Options) -> Value {
    emergency::answer(&Log::read(inputs, options), options)
}
