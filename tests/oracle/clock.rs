//! The shapes in which exports and re-saved exports write a time.

use super::moment::{self, Moment};

/// How the times of a file are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// `2026-11-02T09:00:00Z`
    Iso,
    /// `2026-11-02 09:00:00`
    Space,
    /// `11/2/2026 09:00:00`
    Slashes,
    /// `11/2/2026 9:00:00 AM`
    HalfDays,
    /// `02/11/2026 09:00:00`
    DayFirst,
    /// `02.11.2026 09:00:00`
    Dots,
}

impl Clock {
    /// Writes a time.
    pub fn text(self, time: Moment) -> String {
        let iso = moment::text(time);
        let (year, month, day, clock) = (&iso[0..4], &iso[5..7], &iso[8..10], &iso[11..19]);
        let short = |text: &str| text.trim_start_matches('0').to_string();
        match self {
            Self::Iso => iso,
            Self::Space => format!("{year}-{month}-{day} {clock}"),
            Self::Slashes => format!("{}/{}/{year} {clock}", short(month), short(day)),
            Self::HalfDays => {
                let hour: u32 = clock[..2].parse().expect("an hour");
                let half = if hour < 12 { "AM" } else { "PM" };
                let hour = if hour.is_multiple_of(12) { 12 } else { hour % 12 };
                format!("{}/{}/{year} {hour}{} {half}", short(month), short(day), &clock[2..])
            }
            Self::DayFirst => format!("{day}/{month}/{year} {clock}"),
            Self::Dots => format!("{day}.{month}.{year} {clock}"),
        }
    }
}
