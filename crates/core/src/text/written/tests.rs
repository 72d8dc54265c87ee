//! Times of many cultures, written and read back.

use super::*;
use crate::text::time::Time;

/// How cultures write `d MMMM yyyy`, `HH:mm:ss` in digits: name, pattern with y, m, d, h (hour of 24), i (hour of 12), n, s, p (half).
/// Source of the patterns: the short date and long time of each culture in Unicode CLDR and in Windows.
const CULTURES: [(&str, &str); 34] = [
    ("de-DE", "D.M.y H:n:s"),
    ("de-DE, spreadsheet", "D.M.y H:n"),
    ("de-CH", "D.M.y H:n:s"),
    ("fr-FR", "D/M/y H:n:s"),
    ("fr-CA", "y-M-D H:n:s"),
    ("es-ES", "d/M/y h:n:s"),
    ("es-MX", "D/M/y I:n:s\u{a0}a"),
    ("it-IT", "D/M/y H:n:s"),
    ("it-IT, older", "D/M/y H.n.s"),
    ("pt-BR", "D/M/y H:n:s"),
    ("pt-PT", "D/M/y H:n:s"),
    ("nl-NL", "d-m-y H:n:s"),
    ("nl-BE", "D/M/y H:n:s"),
    ("da-DK", "D-M-y H:n:s"),
    ("da-DK, CLDR", "D.M.y H.n.s"),
    ("sv-SE", "y-M-D H:n:s"),
    ("nb-NO", "D.M.y H:n:s"),
    ("fi-FI", "d.m.y H.n.s"),
    ("fi-FI, browser", "d.m.y klo H.n.s"),
    ("pl-PL", "D.M.y H:n:s"),
    ("cs-CZ", "d. m. y h:n:s"),
    ("hu-HU", "y. M. D. h:n:s"),
    ("tr-TR", "d.M.y H:n:s"),
    ("ja-JP", "y/M/D h:n:s"),
    ("ko-KR", "y-M-D a i:n:s"),
    ("ko-KR, browser", "y. m. d. a i:n:s"),
    ("zh-CN", "y/m/d h:n:s"),
    ("zh-TW", "y/m/d a I:n:s"),
    ("en-GB", "D/M/y H:n:s"),
    ("en-GB, browser", "D/M/y, H:n:s"),
    ("en-US", "m/d/y i:n:s A"),
    ("en-US, narrow space", "m/d/y, i:n:s\u{202f}A"),
    ("en-IN", "D-M-y H:n:s"),
    ("Defender portal", "b d, y i:n:s A"),
];

fn written(culture: &str, pattern: &str, (y, m, d): (u32, u32, u32), (h, n, s): (u32, u32, u32)) -> String {
    let half = |words: [&str; 2]| words[usize::from(h >= 12)].to_owned();
    let of_twelve = (h + 11) % 12 + 1;
    // `klo` is a word, not a pattern.
    let text = pattern.replace("klo", "\u{1}");
    let parts = text.chars().map(|letter| match letter {
        'y' => y.to_string(),
        'M' => format!("{m:02}"),
        'm' => m.to_string(),
        'b' => ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
            [m as usize - 1]
            .to_owned(),
        'D' => format!("{d:02}"),
        'd' => d.to_string(),
        'H' => format!("{h:02}"),
        'h' => h.to_string(),
        'I' => format!("{of_twelve:02}"),
        'i' => of_twelve.to_string(),
        'n' => format!("{n:02}"),
        's' => format!("{s:02}"),
        'A' => half(["AM", "PM"]),
        'a' if culture.starts_with("ko") => half(["오전", "오후"]),
        'a' if culture.starts_with("zh") => half(["上午", "下午"]),
        'a' => half(["a. m.", "p. m."]),
        '\u{1}' => "klo".to_owned(),
        other => other.to_string(),
    });
    parts.collect()
}

#[test]
fn every_culture_is_read_back() {
    let dates = [(2026, 6, 18), (2025, 12, 31), (2024, 2, 29), (2026, 9, 9)];
    let clocks = [(0, 0, 0), (9, 4, 35), (12, 5, 0), (13, 16, 59), (23, 59, 0)];
    for (culture, pattern) in CULTURES {
        let has_seconds = pattern.contains('s');
        for date in dates {
            for clock in clocks.iter().filter(|clock| has_seconds || clock.2 == 0) {
                let text = written(culture, pattern, date, *clock);
                let is_month_first = culture.starts_with("en-US");
                let order = if is_month_first { DateOrder::MonthFirst } else { DateOrder::DayFirst };
                let (y, m, d) = date;
                let expect = format!("{y}-{m:02}-{d:02}T{:02}:{:02}:{:02}Z", clock.0, clock.1, clock.2);
                let read = Time::parse(text.as_bytes(), Some(order));
                assert_eq!(read.map(Time::rfc3339), Some(expect), "{culture}: {text:?}");
                if let Some(Some(told)) = Written::parse(text.as_bytes()).expect("a time").tells() {
                    assert_eq!(told, order, "{culture}: {text:?}");
                }
            }
        }
    }
}

#[test]
fn what_is_no_time() {
    for text in [
        "",
        "Invalid date",
        "13:00",
        "6/18/26 9:04",
        "2026-06-18",
        "18/6/2026",
        "6/18/2026 9:4:35",
        "6/18/2026 25:00",
        "6/18/2026 13:00 PM",
        "6-18/2026 9:04:35",
        "6/18/2026 9:04:35 XM",
        "Foo 2, 2026 10:00",
        "6/18/2026 9:04:35.",
        "6/18/2026 9:04:35.1234567890",
        "99999999999999999999",
        "６/18/2026 9:04",
        "6/18/2026 9:04:35 +1",
        "Mar , 2026 1:00",
    ] {
        assert_eq!(Written::parse(text.as_bytes()), None, "{text}");
    }
}
