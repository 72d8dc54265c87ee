//! Tenant file: the `entrasift.toml` that fits Northwind Engineering.

use std::io::{self, Write};

use crate::account::Role;
use crate::moment::Moment;
use crate::policy::{EVERYONE, PILOT, POLICIES};
use crate::world::World;

/// Writes the tenant file.
///
/// # Errors
/// When `out` does not take the bytes.
pub fn write_tenant_file(out: &mut impl Write, world: &World) -> io::Result<()> {
    let rollout = &world.rollout;
    writeln!(out, "[tenant]\nname = \"{}\"\nhome_tenant_id = \"{}\"", world.tenant.name, world.tenant.id)?;
    writeln!(out, "timezone = \"Europe/Berlin\"")?;
    writeln!(out, "break_glass = {}", names(world, Role::BreakGlass))?;
    writeln!(out, "break_glass_profile = \"auto\"")?;
    writeln!(out, "admins = {}", names(world, Role::Admin))?;
    writeln!(out, "\n[rollout]\nstart = {}", rollout.start)?;
    writeln!(
        out,
        "registration_start = {}\nenforced_at = {}",
        rollout.registration_start, rollout.enforced_at
    )?;
    writeln!(out, "policy = \"{}\"", POLICIES[EVERYONE].name)?;
    writeln!(out, "pilot_policy = \"{}\"", POLICIES[PILOT].name)?;
    writeln!(out, "pilot_users = {}", names(world, Role::It))?;
    writeln!(out, "registration_days = 14\ntarget_rate = 0.95\nremind_below = 0.90")?;
    writeln!(out, "contact_from_day = 12\nmax_gap_hours = 12")?;
    writeln!(out, "\n[exceptions]\nservice_accounts = [\"svc-*@*\", \"crm-import@*\"]")?;
    writeln!(out, "shared_mailboxes = {}", names(world, Role::SharedMailbox))?;
    writeln!(out, "rooms = [\"room-*@*\"]\nexcluded = []\nguests = false")?;
    planned_test(out, "alpha", rollout.on(17, 14, 0))?;
    planned_test(out, "alpha", rollout.on(21, 10, 0))?;
    if world.quiet {
        planned_test(out, "bravo", rollout.on(21, 10, 0))?;
    } else {
        writeln!(out, "\n[[accepted]]\nuser = \"crm-import@northwind.example\"\nrule = \"legacy-auth\"")?;
        writeln!(
            out,
            "owner = \"IT operations\"\nreason = \"vendor migrates in January\"\nuntil = 2027-01-31"
        )?;
    }
    writeln!(out, "\n[networks]\ntrusted = [\"203.0.113.0/24\"]\nhome_countries = [\"DE\", \"AT\"]")
}

fn planned_test(out: &mut impl Write, account: &str, at: Moment) -> io::Result<()> {
    writeln!(out, "\n[[planned_tests]]\naccount = \"svc-emergency-{account}@northwind.example\"")?;
    writeln!(out, "at = {at}\ntolerance_minutes = 30")
}

/// The user names of a role as a TOML array, one a line.
fn names(world: &World, role: Role) -> String {
    let lines: Vec<String> =
        world.of_role(role).map(|account| format!("    \"{}\",\n", account.upn)).collect();
    if lines.is_empty() { "[]".into() } else { format!("[\n{}]", lines.concat()) }
}
