//! Predicates, tallies and rules over the sign-ins that `entrasift-core` reads.
//!
//! A [`Rule`] says what is worth a look in a sign-in log: a [`Predicate`] for the sign-ins that it is about, a [`Shape`] for how they become
//! a [`Finding`], a [`Severity`], thresholds that a tenant may change ([`Setting`]), and a page of documentation. The rules that come with
//! the crate are in [`list`], one file each. [`Rules`] watches any number of them together, built-in ones and one's own, in one pass:
//!
//! ```
//! use std::sync::Arc;
//! use entrasift_core::{Field, FieldSet, LogType, Memory, Options, Steps, recognise};
//! use entrasift_rules::predicate::{Predicate, Test};
//! use entrasift_rules::{Rule, Rules, Severity, Shape, Tenant, list, watch};
//!
//! let csv = "Date (UTC),Request ID,Username,IP address,Application,Client app,Sign-in error code\n\
//!            2026-11-02T08:15:00Z,r-1,ana@northwind.example,203.0.113.7,Mail,IMAP4,0\n\
//!            2026-11-02T08:16:00Z,r-2,bo@northwind.example,203.0.113.8,Payroll,Browser,50126\n";
//! let log = recognise(Arc::new(Memory::new("InteractiveSignIns.csv", csv)), LogType::ByName)?;
//!
//! let payroll = Rule {
//!     id: "payroll-failures",
//!     title: "Failed sign-ins to the payroll",
//!     severity: Severity::Medium,
//!     attack: &[],
//!     needs: FieldSet::new([Field::Code]),
//!     when: Predicate::Is(Field::App, Test::Word("Payroll")) & !Predicate::Is(Field::Code, Test::Codes(&[0])),
//!     shape: Shape::Each { per: Field::Ip },
//!     kinds: Vec::new(),
//!     settings: Vec::new(),
//!     page: "",
//! };
//! let rules = || Rules::new(list::all().into_iter().chain([payroll.clone()]));
//! let (rules, watched) = watch(&[log], &Arc::new(Steps::default()), &Options::default(), &Tenant::default(), rules)?;
//!
//! let end = watched.ledgers.iter().filter_map(|ledger| ledger.last).max();
//! let findings: Vec<_> = rules.conclude(end).iter().map(|finding| finding.rule).collect();
//! assert_eq!(findings, ["legacy-auth", "payroll-failures"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The way of the data, which is also the order in which to read the modules:
//!
//! 1. [`mod@derive`]: of each sign-in it is told whose it is, whether it used a legacy protocol, and, if it is a success, its class: what MFA had to
//!    do with it. A [`Row`] is one sign-in with what was derived of it.
//! 2. [`engine`]: [`watch`] shows all rows to an observer ([`Observe`]), on all cores, in as few passes as the answer allows. Observers are
//!    sums: each worker has its own, and they are merged at the end. Questions of other crates are observers as well as [`Rules`].
//! 3. [`predicate`], [`tally`] and [`measure`]: what observers are made of.
//! 4. [`rule`] and [`list`]: what a rule declares, and the built-in rules.
//! 5. [`detect`]: the detectors. Where no sum over rows tells what happened (a password spray, an impossible journey), a rule has the shape
//!    [`Shape::Custom`] with a [`Detector`], an observer that may look up more of the few people under suspicion and then judges
//!    them, one [`Case`] at a time. A new way to detect is one file here and one line in the rule that uses it.
//!
//! Answers depend neither on the number of workers nor on how a log is cut into chunks. This crate opens no file and asks no clock.

#![deny(
    clippy::disallowed_methods,
    clippy::iter_over_hash_type,
    clippy::print_stdout,
    clippy::unwrap_used,
    unreachable_pub
)]

pub mod derive;
pub mod detect;
pub mod engine;
pub mod excepted;
pub mod list;
pub mod measure;
pub mod memo;
pub mod predicate;
pub mod rule;
mod rule_state;
pub mod rules;
pub mod setting;
pub mod small_map;
pub mod tally;
pub mod tenant;
pub mod tuning;

pub use derive::outcome::{Class, Verdict};
pub use derive::person::{PerPerson, Person};
pub use derive::row::{Row, View};
pub use detect::flow::{Flow, Flows};
pub use engine::lookup::{Found, Lookup, LookupKey};
pub use engine::{Background, Needs, Observe, Watched, watch};
pub use memo::Memo;
pub use predicate::Predicate;
pub use rule::case::{Case, Cases};
pub use rule::detector::{BoxedDetector, Detector};
pub use rule::finding::Finding;
pub use rule::{Kind, Rule, Severity, Shape};
pub use rules::Rules;
pub use setting::Setting;
pub use tally::Tally;
pub use tenant::Tenant;
