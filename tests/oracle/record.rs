//! CSV records, cut out byte by byte, with what is wrong with each.

/// The longest record, in bytes.
const LIMIT: usize = 8 * 1024 * 1024;

/// One record of a CSV file.
pub struct Record {
    /// Where the record begins, in bytes from the start of the file.
    pub offset: usize,
    /// Its row as a spreadsheet shows it: the header is row 1.
    pub row: u64,
    /// Its bytes without the line end.
    pub bytes: Vec<u8>,
    /// Its cells, or the class of what is wrong with it.
    pub cells: Result<Vec<String>, &'static str>,
}

/// How the scan of one record ended.
enum Scan {
    /// The record is whole: its cells, its end, and where the next line begins.
    Whole { cells: Vec<Vec<u8>>, end: usize, next: usize },
    /// A quote stands where none may stand, or never closes, or the record is too long.
    Broken(&'static str),
}

/// Where the scan stands within a cell.
enum State {
    Start,
    Bare,
    Quoted,
    AfterQuote,
}

/// All records of `bytes`, the header first. `start` skips a byte order mark.
pub fn records(bytes: &[u8], start: usize, delimiter: u8) -> Vec<Record> {
    let mut found = Vec::new();
    let mut offset = start;
    let mut row = 0;
    while offset < bytes.len() {
        row += 1;
        if let Some(next) = line_end(bytes, offset) {
            offset = next;
            continue;
        }
        let (mut cells, end, next) = match scan(bytes, offset, delimiter) {
            Scan::Whole { cells, end, next } => (Ok(cells), end, next),
            Scan::Broken(class) => {
                let (end, next) = physical_line(bytes, offset);
                (Err(class), end, next)
            }
        };
        let record = &bytes[offset..end];
        if record.contains(&0) {
            cells = Err("nul");
        }
        let cells = cells.and_then(|cells| {
            std::str::from_utf8(record).map_err(|_| "invalid-utf8")?;
            Ok(cells.into_iter().map(|cell| String::from_utf8_lossy(&cell).into_owned()).collect())
        });
        found.push(Record { offset, row, bytes: record.to_vec(), cells });
        offset = next;
    }
    found
}

/// The start of the next line when a line ends right at `at`.
fn line_end(bytes: &[u8], at: usize) -> Option<usize> {
    match (bytes.get(at), bytes.get(at + 1)) {
        (Some(b'\n'), _) => Some(at + 1),
        (Some(b'\r'), Some(b'\n')) => Some(at + 2),
        (Some(b'\r'), None) => Some(at + 1),
        _ => None,
    }
}

/// The end of the physical line that begins at `from`, and the start of the next one.
fn physical_line(bytes: &[u8], from: usize) -> (usize, usize) {
    for at in from..bytes.len() {
        if let Some(next) = line_end(bytes, at) {
            return (at, next);
        }
    }
    (bytes.len(), bytes.len())
}

/// Reads one record from `from`.
fn scan(bytes: &[u8], from: usize, delimiter: u8) -> Scan {
    let mut cells = Vec::new();
    let mut cell = Vec::new();
    let mut state = State::Start;
    let mut at = from;
    loop {
        if at - from > LIMIT {
            return Scan::Broken("over-long");
        }
        let quoted = matches!(state, State::Quoted);
        let end_of_file = at == bytes.len();
        if end_of_file && quoted {
            return Scan::Broken("unclosed-quote");
        }
        let next = if end_of_file { Some(at) } else { line_end(bytes, at) };
        if let (Some(next), false) = (next, quoted) {
            cells.push(cell);
            return Scan::Whole { cells, end: at, next };
        }
        let byte = bytes[at];
        at += 1;
        state = match (state, byte) {
            (State::Start, b'"') => State::Quoted,
            (State::Quoted, b'"') => State::AfterQuote,
            (State::AfterQuote, b'"') => {
                cell.push(b'"');
                State::Quoted
            }
            (State::Bare, b'"') => return Scan::Broken("stray-quote"),
            (State::Quoted, _) => {
                cell.push(byte);
                State::Quoted
            }
            (_, _) if byte == delimiter => {
                cells.push(std::mem::take(&mut cell));
                State::Start
            }
            (State::AfterQuote, _) => return Scan::Broken("stray-quote"),
            (State::Start | State::Bare, _) => {
                cell.push(byte);
                State::Bare
            }
        };
    }
}
