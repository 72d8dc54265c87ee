//! The readers against those of other people: serde_json, csv, chrono. The fuzz targets of the same names feed these checks, too.

#[path = "differential/cells.rs"]
mod cells;
#[path = "differential/dates.rs"]
mod dates;
#[path = "differential/json.rs"]
mod json;
#[path = "differential/nested.rs"]
mod nested;

use proptest::prelude::*;

/// JSON, mostly: objects with the keys that mean something here.
fn value() -> impl Strategy<Value = String> {
    let text = prop_oneof![
        "[a-z {}\\[\\],:]{0,8}".prop_map(|text| format!("{text:?}")),
        Just(r#""a\"b\\""#.to_owned()),
        Just(r#""é😀""#.to_owned()),
    ];
    let leaf = prop_oneof![Just("null".to_owned()), Just("-1.5e3".to_owned()), Just("true".to_owned()), text];
    leaf.prop_recursive(4, 40, 5, |inner| {
        let keys = ["value", "records", "Value", "id", "status", "failureReason", "browser", "x"];
        let member = (
            prop::sample::select(keys.to_vec()),
            inner.clone(),
            prop::sample::select(vec!["", " ", "\r\n\t"]),
        )
            .prop_map(|(key, value, space)| format!("{space}\"{key}\"{space}:{space}{value}{space}"));
        prop_oneof![
            prop::collection::vec(member, 0..5).prop_map(|members| format!("{{{}}}", members.join(","))),
            prop::collection::vec(inner, 0..5).prop_map(|elements| format!("[{}]", elements.join(", "))),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn json_is_read_like_serde_json(values in prop::collection::vec(value(), 1..5), between in "[ \r\n]{1,2}") {
        json::check(values.join(&between).as_bytes());
    }

    #[test]
    fn damaged_json_panics_nobody(values in prop::collection::vec(value(), 1..4), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut text = values.join("\n").into_bytes();
        let at = at.index(text.len());
        text[at] = byte;
        json::check(&text);
        json::check(&text[..at]);
    }

    #[test]
    fn nested_cells_are_read_like_serde_json(texts in prop::collection::vec(prop_oneof![8 => value(), 1 => ".{0,12}", 1 => "\\PC{0,12}"], 1..12)) {
        nested::check(&texts);
    }

    #[test]
    fn tables_are_read_like_csv(text in "[ab,\"\n\r;é 0-9]{0,60}") {
        cells::check(text.as_bytes());
    }

    #[test]
    fn any_cell(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
        cells::check(&bytes);
    }

    #[test]
    fn dates_are_read_like_chrono(
        numbers in prop::array::uniform3(0..32_u32), year in 1600..2300_u32, clock in prop::array::uniform3(0..62_u32),
        shape in 0..8_usize, tail in prop::sample::select(vec!["", "Z", " AM", " PM", "+02:00", ".1234567Z", " pm", "x"]),
    ) {
        let ([a, b, _], [h, m, s]) = (numbers, clock);
        let text = match shape {
            0 | 1 => format!("{year:04}-{a:02}-{b:02}T{h:02}:{m:02}:{s:02}{tail}"),
            2 => format!("{year:04}-{a:02}-{b:02} {h:02}:{m:02}:{s:02}{tail}"),
            3 => format!("{a}/{b}/{year} {h}:{m:02}:{s:02}{tail}"),
            4 => format!("{a:02}/{b:02}/{year} {h:02}:{m:02}:{s:02}{tail}"),
            5 => format!("{a:02}.{b:02}.{year} {h:02}:{m:02}:{s:02}{tail}"),
            6 => format!("{a}/{b}/{year}, {h}:{m:02}:{s:02}.178{tail}"),
            _ => format!("{a}/{b}/{year} {h}:{m:02}{tail}"),
        };
        dates::check(text.as_bytes());
    }
}
