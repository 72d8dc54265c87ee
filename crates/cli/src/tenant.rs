//! What is known of the tenant: the tenant file, the files that it names, and what the command line adds.

#![expect(clippy::disallowed_methods, reason = "the command line is where files are opened")]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use entrasift_core::Zone;
use entrasift_rollout::tenant::directory::Directory;
use entrasift_rollout::tenant::tenant_file;
use entrasift_rules::tenant::Tenant;

use crate::globals::Globals;
use crate::refusal::in_words;
use crate::zone;

/// Read from the current folder where nobody names another file.
const DEFAULT: &str = "entrasift.toml";

/// The tenant file that is read, if there is one.
pub fn path(globals: &Globals) -> Option<PathBuf> {
    let default = || Some(PathBuf::from(DEFAULT)).filter(|path| path.exists());
    globals.config.clone().or_else(default)
}

/// What is known of the tenant.
///
/// # Errors
/// A tenant file, or a file that it names, which cannot be used.
pub fn from_options(globals: &Globals) -> Result<Tenant> {
    let mut tenant = match path(globals) {
        Some(path) => load(&path)?,
        None => Tenant::default(),
    };
    for account in &globals.break_glass {
        if tenant.break_glass_index(account).is_none() {
            tenant.break_glass.push(account.clone());
        }
    }
    // What is typed holds over what the file says.
    tenant.settings.extend(globals.set.iter().map(|set| set.assignment.clone()));
    Ok(tenant)
}

/// The zone of times that people read.
///
/// # Errors
/// A zone of the tenant file that does not exist.
pub fn zone(tenant: &Tenant, globals: &Globals) -> Result<Zone> {
    match (globals.tz, &tenant.timezone) {
        (Some(zone), _) => Ok(zone),
        (None, Some(name)) => {
            zone::zone(name).map_err(|why| anyhow!("cannot use `timezone` of the tenant file: {why}"))
        }
        (None, None) => Ok(Zone::UTC),
    }
}

fn load(path: &Path) -> Result<Tenant> {
    let file =
        tenant_file::parse(&text(path)?).map_err(|why| anyhow!("cannot use {}: {why}", path.display()))?;
    let mut tenant = file.tenant;
    if let Some(name) = file.pilot_users_file {
        let list = path.parent().unwrap_or(Path::new("")).join(name);
        tenant.rollout.pilot_users = tenant_file::users(&text(&list)?);
    }
    Ok(tenant)
}

/// The departments of a list of users.
///
/// # Errors
/// A file that cannot be read, or that tells no department.
pub fn directory(path: &Path) -> Result<Directory> {
    Directory::parse(&text(path)?).map_err(|why| anyhow!("cannot use {}: {why}", path.display()))
}

fn text(path: &Path) -> Result<String> {
    let cannot = |why: String| anyhow!("cannot use {}: {why}", path.display());
    fs::read_to_string(path).map_err(|error| match error.kind() {
        io::ErrorKind::InvalidData => cannot("it is not UTF-8 text; save it as UTF-8".to_owned()),
        _ => cannot(in_words(&error)),
    })
}
