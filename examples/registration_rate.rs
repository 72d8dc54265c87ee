//! Tells of a registration report how many members can do MFA, and who cannot.
//!
//! `cargo run --example registration_rate -- testdata/northwind/registration/exportUserRegistrationDetails_2026-11-9.csv`
//!
//! The command `registration` knows more: it leaves out emergency accounts and exceptions, and follows the campaign from day to day.

use std::sync::Arc;

use entrasift_core::{LogType, Memory};
use entrasift_rollout::reading::intake::{Given, Intake};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("usage: registration_rate FILE")?;
    let source = Arc::new(Memory::new(&path, std::fs::read(&path)?));
    let intake = Intake::new(vec![Given { source, named: true, log_type: LogType::ByName }])?;
    for report in &intake.reports {
        let members: Vec<_> = report.users.iter().filter(|user| !user.is_guest()).collect();
        let capable = members.iter().filter(|user| user.capable == Some(true)).count();
        let percent = 100.0 * capable as f64 / members.len().max(1) as f64;
        println!("{capable} of {} members can do MFA ({percent:.1} %)", members.len());
        for user in members.iter().filter(|user| user.capable != Some(true)) {
            println!("  {:?} registered {:?}", user.user, user.methods);
        }
    }
    Ok(())
}
