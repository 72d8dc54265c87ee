//! Dialects: what each source of sign-in logs calls our fields. One file each, one line in the list.

pub mod azure_monitor;
pub(crate) mod cells;
mod conversion;
pub mod defender;
pub mod definition;
pub mod graph;
pub mod head;
mod key_order;
pub mod list;
pub mod log_analytics;
pub mod name;
pub mod path_name;
pub mod portal;
pub mod powershell;
pub mod shape;
pub mod transcoder;
mod translation;
mod vintage;

pub use definition::{Dialect, Format, Names};
pub use head::{Head, Likeness, LogType};
pub use list::DIALECTS;
pub use name::{CellPart, Name};
pub use shape::Shape;
