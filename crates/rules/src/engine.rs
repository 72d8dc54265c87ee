//! The engine: every worker shows its batches to an observer; observers are merged and concluded.
//!
//! A success whose class comes from its session's root (see [`crate::derive::outcome`]) is not classified in the first showing: its session is
//! noted, a second showing collects the roots of just those sessions, and a third one settles what was left open. When all is classified,
//! an observer may want to know more of a few people, addresses or flows ([`crate::engine::lookup`]): one more showing looks it up.

pub mod background;
pub mod lookup;
pub mod mark;
pub mod needs;
pub mod observe;
pub mod population;
pub mod prefilter;
mod roots;
mod showing;
pub mod watched;

pub use self::background::Background;
pub use self::needs::Needs;
pub use self::observe::Observe;
pub use self::watched::{Watched, watch};
pub use crate::derive::row::{Row, View};
