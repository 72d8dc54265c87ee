//! Reads what an administrator can export from Microsoft Entra ID into typed records.
//!
//! Sign-in logs come from many places (the portal, Microsoft Graph, Azure Monitor, Log Analytics, Defender, PowerShell), each with its own
//! names for the same things, as CSV or as JSON. This crate recognises them by their content, reads them on all cores, and gives every
//! sign-in the same fields. It opens no file and asks no clock: whoever uses it hands out bytes as a [`Source`].
//!
//! ```
//! use std::sync::Arc;
//! use entrasift_core::{LogType, Memory, SignIns, Status, recognise};
//!
//! let csv = "Date (UTC),Request ID,Username,Client app,Sign-in error code\n\
//!            2026-11-02T08:15:00Z,r-1,ana@northwind.example,IMAP4,0\n\
//!            2026-11-02T08:16:00Z,r-2,bo@northwind.example,Browser,50126\n";
//! let input = recognise(Arc::new(Memory::new("InteractiveSignIns.csv", csv)), LogType::ByName)?;
//! assert_eq!(input.format.name, "portal-interactive");
//!
//! let mut sign_ins = Vec::new();
//! for row in SignIns::new(input) {
//!     match row? {
//!         Ok(sign_in) => sign_ins.push(sign_in),
//!         Err(problem) => eprintln!("row {} is malformed: {}", problem.row, problem.fault.name()),
//!     }
//! }
//! assert_eq!(sign_ins[0].client_app, "IMAP4");
//! assert_eq!(sign_ins[1].status, Status::Failure);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`SignIns`] reads one file, row by row. For large logs there is a [`Scanner`]: its workers read chunks of all files at once and show
//! each chunk to a visitor ([`Visit`]) as a [`Batch`], in which the sign-ins stand in columns. A column holds a [`Symbol`] for each row, so
//! that a question about a text is answered once for each distinct value and not once for each row.
//!
//! The way of the data, which is also the order in which to read the modules:
//!
//! 1. [`text`]: bytes are unpacked and decoded to UTF-8; the structure of CSV and JSON is found 64 bytes at a time; times are parsed.
//! 2. [`field`]: the table of everything a sign-in can say, and what its words and codes mean.
//! 3. [`dialect`]: what each source calls those fields.
//! 4. [`content`]: what a file can hold, and how that is told from its first bytes.
//! 5. [`log`]: chunks become batches, copies of one sign-in are merged, and a [`Ledger`] accounts for every row.
//!
//! Reading never fails because of content. A row that cannot be used is a [`Problem`] with its place and its [`Fault`]; only the world
//! outside (a file that cannot be read, a cancelled run) is a [`ScanError`].

#![deny(
    clippy::disallowed_methods,
    clippy::iter_over_hash_type,
    clippy::print_stdout,
    clippy::unwrap_used,
    unreachable_pub
)]

pub mod content;
pub mod dialect;
pub mod field;
pub mod log;
pub mod text;

pub use content::recognise::{recognise, recognise_dated};
pub use content::registrations::Registration;
pub use content::{CONTENTS, Content, Input, Rejection};
pub use dialect::{DIALECTS, Dialect, LogType};
pub use field::method::{Evidence, Method, Registered};
pub use field::status::{Code, Status};
pub use field::{Field, FieldSet, Kind};
pub use log::batch::Batch;
pub use log::companions::read_steps;
pub use log::ledger::{Ledger, PROBLEMS_KEPT, Problem};
pub use log::options::{Hooks, NoHooks, Options};
pub use log::part::{Part, Parts};
pub use log::pass::Scan;
pub use log::row::Row;
pub use log::row_numbers::RowNumbers;
pub use log::row_ref::RowRef;
pub use log::scan::{Scanner, read_rows};
pub use log::scan_error::ScanError;
pub use log::signin::{SignIn, SignIns};
pub use log::steps::Steps;
pub use log::symbols::{ABSENT, Dictionaries, Dictionary, Symbol, Translation};
pub use log::visit::Visit;
pub use text::fault::Fault;
pub use text::id::id_key;
pub use text::layout::Layout;
pub use text::source::{Memory, Source};
pub use text::time::{DAY, HOUR, MINUTE, SECOND, Time, Zone};
pub use text::written::DateOrder;
