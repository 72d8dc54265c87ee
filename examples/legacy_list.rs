//! Lists who succeeded with a protocol that cannot do MFA, and how often.
//!
//! `cargo run --example legacy_list -- testdata/northwind/InteractiveSignIns_2026-11-04_2026-11-26.csv`
//!
//! The command `legacy` knows more: it merges copies of one sign-in, tells devices apart and attacks from dependencies.

use std::collections::BTreeMap;
use std::sync::Arc;

use entrasift_core::field::catalogue::{ClientClass, client_class};
use entrasift_core::{LogType, Memory, SignIns, Status, recognise};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("usage: legacy_list FILE")?;
    let input = recognise(Arc::new(Memory::new(&path, std::fs::read(&path)?)), LogType::ByName)?;
    let mut counts: BTreeMap<(String, String), u64> = BTreeMap::new();
    for entry in SignIns::new(input) {
        let Ok(sign_in) = entry? else { continue };
        if sign_in.status == Status::Success && client_class(&sign_in.client_app) == ClientClass::Legacy {
            *counts.entry((sign_in.user.to_lowercase(), sign_in.client_app)).or_default() += 1;
        }
    }
    for ((user, client_app), count) in counts {
        println!("{count:6} {user:?} {client_app:?}");
    }
    Ok(())
}
