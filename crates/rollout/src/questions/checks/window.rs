//! The window that is judged.

use entrasift_core::Time;

/// The window that is judged, `from <= time < to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Its first moment.
    pub from: Time,
    /// The first moment after it.
    pub to: Time,
}

impl Window {
    /// A window that holds no time.
    pub const EMPTY: Window = Window { from: Time(0), to: Time(0) };

    /// The time lies in it.
    pub fn holds(self, time: Time) -> bool {
        self.from <= time && time < self.to
    }
}
