//! Lines as an export may have them, and as it should not.

use proptest::prelude::*;

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-zA-Z0-9@. -]{0,12}",
        1 => Just("\"quoted, with comma\"".to_owned()),
        1 => Just("\"two \"\"quotes\"\" inside\"".to_owned()),
        1 => Just("\"a line\r\nbreak\"".to_owned()),
        1 => Just("\"2026-11-03T09:00:00Z\n2026-11-03T09:00:01Z,x\"".to_owned()),
        1 => Just("Zoë 李 😀".to_owned()),
        1 => Just("\"\"".to_owned()),
    ]
}

fn row() -> impl Strategy<Value = String> {
    let date = prop_oneof![
        8 => (0..28_u32, 0..24_u32, 0..60_u32).prop_map(|(d, h, m)| format!("2026-11-{:02}T{h:02}:{m:02}:00Z", d + 1)),
        1 => Just("\"2026-11-03 09:00:00\"".to_owned()),
        1 => Just("2026-02-30T00:00:00Z".to_owned()),
        1 => Just(String::new()),
    ];
    let location =
        prop_oneof![Just("\"Berlin, Berlin, DE\"".to_owned()), Just("\", , AT\"".to_owned()), cell()];
    let status = prop_oneof![Just("Success".to_owned()), Just(String::new()), Just("Failure".to_owned())];
    let code = prop_oneof![
        Just("0".to_owned()),
        Just(String::new()),
        Just("50126".to_owned()),
        Just("x".to_owned())
    ];
    let flag = prop_oneof![Just("TRUE".to_owned()), Just("false".to_owned()), Just(String::new())];
    (date, cell(), cell(), cell(), cell(), location, status, code, flag).prop_map(
        |(date, id, name, user, app, place, status, code, flag)| {
            format!("{date},{id},{name},{user},{app},{place},{status},{code},{flag},Browser")
        },
    )
}

/// A line: mostly a row, else something broken.
pub fn line() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        12 => row().prop_map(String::into_bytes),
        1 => Just(b"".to_vec()),
        1 => Just(b"too,few".to_vec()),
        1 => Just(b"2026-11-03T09:00:00Z,a,\"never closed,c,d,e,f,0,,Browser".to_vec()),
        1 => Just(b"2026-11-03T09:00:00Z,a,b\"c,d,e,f,g,0,,Browser".to_vec()),
        1 => Just(b"2026-11-03T09:00:00Z,a\0b,c,d,e,f,g,0,,Browser".to_vec()),
        1 => Just(b"2026-11-03T09:00:00Z,\xff\xfe,c,d,e,f,g,0,,Browser".to_vec()),
    ]
}
