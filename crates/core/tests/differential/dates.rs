//! Dates against chrono's general parsers.

use chrono::NaiveDateTime;
use entrasift_core::text::time::parse_slowly;
use entrasift_core::{DateOrder, Time};

/// Looks at any text as a date. Panics where the readers differ.
pub fn check(text: &[u8]) {
    let orders = [None, Some(DateOrder::DayFirst), Some(DateOrder::MonthFirst)];
    for order in orders {
        let Some(time) = Time::parse(text, order) else { continue };
        if time != Time::MIN {
            assert_eq!(Time::parse_iso(time.rfc3339().as_bytes()), Some(time), "written and read again");
        }
    }
    DateOrder::told_by(text);
    let Ok(text) = std::str::from_utf8(text) else { return };
    let iso = Time::parse_iso(text.as_bytes());
    if let (Some(fast), Some(slow)) = (iso, parse_slowly(text)) {
        assert_eq!(fast, slow, "{text}");
    }
    for (order, shapes) in [
        (DateOrder::MonthFirst, ["%m/%d/%Y %H:%M:%S", "%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y, %I:%M:%S%.f %p"]),
        (DateOrder::DayFirst, ["%d/%m/%Y %H:%M:%S", "%d.%m.%Y %H:%M:%S", "%d/%m/%Y %I:%M:%S %p"]),
    ] {
        let Some(fast) = Time::parse(text.as_bytes(), Some(order)) else { continue };
        let slow = shapes.iter().find_map(|shape| NaiveDateTime::parse_from_str(text, shape).ok());
        if let Some(slow) = slow.filter(|_| iso.is_none()) {
            assert_eq!(Some(fast.0), slow.and_utc().timestamp_nanos_opt(), "{text}");
        }
    }
}
