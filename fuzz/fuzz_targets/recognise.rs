//! Any bytes as the front of a file: never a panic; a byte order mark, a `sep=` line and the folder change nothing; the order of dates
//! is only asked for where it is needed.
//!
//! The first line is the file name.

#![no_main]

use std::sync::Arc;

use entrasift_core::{DateOrder, Layout, LogType, Memory, Rejection, recognise, recognise_dated};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let line = data.iter().position(|byte| *byte == b'\n').unwrap_or(data.len());
    let (name, text) = (String::from_utf8_lossy(&data[..line]), data.get(line + 1..).unwrap_or_default());
    let source = |name: &str, text: &[u8]| Arc::new(Memory::new(name, text));
    let found = recognise(source(&name, text), LogType::ByName);
    if let Err(Rejection::AmbiguousDates(_)) = found {
        let told = recognise_dated(source(&name, text), LogType::ByName, Some(DateOrder::DayFirst));
        assert_eq!(told.expect("it is told").shape.date_order, Some(DateOrder::DayFirst));
        return;
    }
    let Ok(input) = found else { return };
    assert!(input.start <= text.len() as u64);
    assert!(input.layout == Layout::Json || input.width == input.header.len() && input.width > 0);
    let mut variants = vec![("any/folder/", b"".to_vec())];
    if !text.starts_with(b"\xef\xbb\xbf") {
        variants.push(("", b"\xef\xbb\xbf".to_vec()));
        if !text.starts_with(b"sep=") && !text.starts_with(b"#TYPE") && text.len() < 1 << 16 {
            variants.push(("", b"sep=,\n".to_vec()));
            variants.push(("", b"\xef\xbb\xbf#TYPE System.Object\r\n".to_vec()));
        }
    }
    for (folder, front) in variants {
        let again =
            recognise(source(&format!("{folder}{name}"), &[&front[..], text].concat()), LogType::ByName);
        let again = again.expect("it is the same file");
        assert_eq!(
            (again.format, again.delimiter, &again.header),
            (input.format, input.delimiter, &input.header)
        );
        assert_eq!(again.start, input.start + front.len() as u64);
    }
});
