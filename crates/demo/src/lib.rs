//! Northwind Engineering: a made-up tenant that lives through an MFA rollout, written in the shape of the exports that
//! entrasift reads.
//!
//! A [`Story`](story::Story) tells sign-ins in time order from a fixed seed; every day is a function of the options
//! alone. Each writer of [`writers`] turns sign-ins into one export. Nothing here is real: people are put together from
//! name lists, addresses and networks are from the documentation ranges, domains end in `.example`.
//!
//! ```
//! use entrasift_demo::story::{Story, StoryOptions};
//! use entrasift_demo::writers::portal::{PortalOptions, write_portal};
//!
//! # fn main() -> std::io::Result<()> {
//! let story = Story::new(StoryOptions { days: 2, ..StoryOptions::default() });
//! let mut csv = Vec::new();
//! let rows = write_portal(&mut csv, PortalOptions::default(), story.signins().filter(|row| row.interactive))?;
//! assert!(rows > 100 && csv.starts_with(b"Date (UTC),Request ID,"));
//! # Ok(())
//! # }
//! ```

#![deny(unreachable_pub)]

pub mod account;
pub mod app;
mod cast;
mod composition;
pub mod device;
pub mod dialect;
pub mod dice;
pub mod guid;
mod judgement;
pub mod moment;
mod name_list;
pub mod northwind;
pub mod outcome;
pub mod part;
pub mod place;
pub mod policy;
pub mod publication;
pub mod registration;
pub mod rollout;
mod roster;
mod routine;
pub mod scenario;
pub mod scene;
mod scenes;
pub mod signin;
mod stage;
pub mod story;
pub mod tenant;
pub mod workload;
pub mod world;
pub mod writers;
