//! Days of the week, of days counted from 1970-01-01.

/// The names; 1970-01-01 was a Thursday.
const NAMES: [&str; 7] = ["Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"];

/// `Monday` and so on.
pub fn weekday(day: i64) -> &'static str {
    NAMES[day.rem_euclid(7) as usize]
}

/// A Saturday or a Sunday.
pub fn is_weekend(day: i64) -> bool {
    matches!(day.rem_euclid(7), 2 | 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days() {
        let check = |day: i64, name: &str, expect: bool| {
            assert_eq!((weekday(day), is_weekend(day)), (name, expect), "{day}");
        };
        check(0, "Thursday", false);
        check(-1, "Wednesday", false);
        check(20_780, "Monday", false);
        check(20_778, "Saturday", true);
        check(20_779, "Sunday", true);
    }
}
