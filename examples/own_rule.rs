//! A rule of one's own: users who open the time tracking with a password alone. Which apps these are is a setting of the rule, which
//! may be set after the file, as `--set` does it for the built-in rules.
//!
//! `cargo run --example own_rule -- testdata/northwind/InteractiveSignIns_2026-11-04_2026-11-26.csv`
//! `cargo run --example own_rule -- FILE 'time-tracking-without-mfa.apps=Northwind Time Tracking,Northwind CRM'`

use std::sync::Arc;

use entrasift_core::{Field, FieldSet, LogType, Memory, Options, Steps, recognise};
use entrasift_rules::derive::outcome::Class;
use entrasift_rules::engine::watch;
use entrasift_rules::predicate::{Predicate, Test, Words};
use entrasift_rules::rule::{Rule, Severity, Shape};
use entrasift_rules::rules::Rules;
use entrasift_rules::setting::Setting;
use entrasift_rules::tenant::Tenant;
use entrasift_rules::tuning;

fn time_tracking_without_mfa() -> Rule {
    let time_tracking = Predicate::Is(Field::App, Test::Among(Words::Setting("apps")));
    Rule {
        id: "time-tracking-without-mfa",
        title: "The time tracking was opened with a password alone",
        severity: Severity::Medium,
        attack: &["T1078.004"],
        needs: FieldSet::new([Field::Code]),
        when: time_tracking & Predicate::Class(vec![Class::Gap, Class::GapLegacySetting]),
        shape: Shape::Each { per: Field::App },
        kinds: Vec::new(),
        settings: vec![Setting::words(
            "apps",
            &["Northwind Time Tracking"],
            "The names of the time tracking.",
        )],
        page: "",
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("usage: own_rule FILE [RULE.NAME=VALUE]...")?;
    let rules = [time_tracking_without_mfa()];
    let settings = arguments.map(|text| tuning::parse(&rules, &text)).collect::<Result<_, _>>()?;
    let tenant = Tenant { settings, ..Tenant::default() };
    let log = recognise(Arc::new(Memory::new(&path, std::fs::read(&path)?)), LogType::ByName)?;
    let make = || Rules::new(rules.iter().map(|rule| rule.clone().for_tenant(&tenant)));
    // AuthDetails companions would be read first, by `entrasift_core::read_steps`.
    let steps = Arc::new(Steps::default());
    let (rules, watched) = watch(&[log], &steps, &Options::default(), &tenant, make)?;
    let end = watched.ledgers.iter().filter_map(|ledger| ledger.last).max();
    for finding in rules.conclude(end) {
        let rows: Vec<u64> = finding.evidence.rows().iter().map(|place| watched.rows.row(*place)).collect();
        println!("{}: {} sign-ins of {} users", finding.rule, finding.signins, finding.users);
        println!("the first stand in the rows {rows:?}; the header is row 1");
    }
    Ok(())
}
