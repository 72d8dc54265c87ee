//! Single cells: the slow CSV machine against the crate `csv`, and what is made of one cell.

use entrasift_core::content::registrations::methods;
use entrasift_core::dialect::CellPart;
use entrasift_core::log::symbols::canonical_spelling;
use entrasift_core::text::record::{Ending, records, unquote};
use entrasift_core::text::words::{flag, header_key};
use entrasift_core::{Code, Field, Status, id_key};

/// Looks at any text as a table, and at each of its cells. Panics where the readers differ.
pub fn check(text: &[u8]) {
    let rows: Vec<_> = records(text, 0, b',').collect();
    for row in &rows {
        assert!(row.next > row.start && row.end <= row.next);
        row.fields(text).for_each(|cell| check_cell(&cell));
    }
    check_cell(text);
    // A lone carriage return ends a line for `csv`, as it did on computers of the last century.
    let lone = text.iter().enumerate().any(|(at, byte)| *byte == b'\r' && text.get(at + 1) != Some(&b'\n'));
    if lone || rows.iter().any(|row| row.ending != Ending::Complete) {
        return;
    }
    let found: Vec<Vec<Vec<u8>>> = rows
        .iter()
        .filter(|row| !row.is_blank())
        .map(|row| row.fields(text).map(|cell| cell.into_owned()).collect())
        .collect();
    // `csv` takes byte order marks away.
    if text.windows(3).any(|bytes| bytes == b"\xef\xbb\xbf") {
        return;
    }
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text);
    let expected: Vec<Vec<Vec<u8>>> =
        reader.byte_records().map(|row| row.expect("memory").iter().map(<[u8]>::to_vec).collect()).collect();
    assert_eq!(found, expected, "{:?}", String::from_utf8_lossy(text));
}

fn check_cell(cell: &[u8]) {
    let quoted = [
        b"\"",
        &cell
            .iter()
            .flat_map(|byte| if *byte == b'"' { vec![b'"'; 2] } else { vec![*byte] })
            .collect::<Vec<u8>>()[..],
        b"\"",
    ]
    .concat();
    assert_eq!(unquote(&quoted), cell);
    let parts = [CellPart::City, CellPart::State, CellPart::Country].map(|part| part.cut(cell).len());
    assert!(parts.iter().sum::<usize>() <= cell.len());
    let text = String::from_utf8_lossy(cell);
    assert_eq!(header_key(&header_key(&text)), header_key(&text));
    assert_eq!(flag(&text), flag(&format!(" {text}\t")));
    assert!(methods(&text).iter().all(|method| text.contains('"') || text.contains(method.as_str())));
    assert!(id_key(cell).is_some() || cell.trim_ascii().is_empty());
    Status::from_word(&text);
    if let Some(number) = Code::parse(&text).number {
        assert_eq!(text.trim().parse(), Ok(number));
    }
    for field in Field::ALL {
        let once = canonical_spelling(field.kind(), &text);
        assert_eq!(canonical_spelling(field.kind(), &once), once, "{} of {text:?}", field.name());
    }
}
