//! Contents: what a file can hold. One file each, one line in the list; and how a file is recognised by its first bytes.

pub(crate) mod date_order;
pub mod definition;
pub mod input;
pub mod list;
pub mod recognise;
pub(crate) mod record_reader;
pub mod registrations;
pub mod rejection;
pub mod sign_ins;
pub mod steps;
pub(crate) mod window;

pub use definition::{Content, Counts, Reading};
pub use input::Input;
pub use list::CONTENTS;
pub use rejection::Rejection;
