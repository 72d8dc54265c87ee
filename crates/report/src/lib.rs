//! Renders an [`Answer`](entrasift_rollout::answer::Answer) for people and for machines.
//!
//! A question is answered as plain data: sections, tables whose columns say what they hold, and steps to take next. This crate is the
//! only one that turns such an answer into text. It opens no file and asks no clock: what to write to, the time and the zone are the
//! caller's, in a [`Style`].
//!
//! There is one file for each output format, with one [`Format`] in it; [`FORMATS`] lists them. A renderer decides by what the answer
//! says, such as what a column [holds](entrasift_rollout::answer::Holds), never by a key or a sentence. It pulls the rows of a table
//! one by one and keeps none of them, so that a list of a million rows costs what one row costs; where it must know the widths or the
//! kinds of columns first, it pulls them twice.
//!
//! Every text in an answer may come from an export and is hostile until it is rendered. [`harmless`] is the one place that knows what
//! that means for each medium. [`Redaction`] replaces names, addresses and ids by pseudonyms before an answer is rendered, so that no
//! format can forget to.
//!
//! ```
//! use entrasift_core::Time;
//! use entrasift_report::{Style, formats};
//! use entrasift_rollout::answer::{Answer, Holds, Outcome, Section, Table};
//!
//! let rows = vec![vec!["ana@northwind.example".into(), 12_u64.into()]];
//! let table = Table::shown(&[("user", "User", Holds::User), ("count", "Sign-ins", Holds::Number)], rows);
//! let answer = Answer {
//!     command: "gaps",
//!     reading: None,
//!     lead: vec!["1 person got in without MFA.".to_owned()],
//!     sections: vec![Section::table("gaps", "Gaps", table)],
//!     next: Vec::new(),
//!     gravest: None,
//!     outcome: Outcome::No,
//! };
//! let csv = formats::named("csv").expect("a format of this crate");
//! let mut out = Vec::new();
//! csv.render(&answer, &Style::new(Time(0)), &mut out)?;
//! assert_eq!(out, b"user,count\nana@northwind.example,12\n");
//! # Ok::<(), std::io::Error>(())
//! ```

#![deny(clippy::disallowed_methods, clippy::iter_over_hash_type, clippy::print_stdout, clippy::unwrap_used)]

mod cell;
mod columns;
pub mod csv;
mod curve;
mod format;
pub mod formats;
pub mod harmless;
pub mod html;
pub mod json;
pub mod markdown;
mod points;
mod reading;
mod redaction;
mod style;
pub mod table;
mod timeline;
mod wall_clock;
mod wrap;
#[cfg(feature = "xlsx")]
pub mod xlsx;

pub use format::Format;
pub use formats::FORMATS;
pub use redaction::Redaction;
pub use style::Style;
