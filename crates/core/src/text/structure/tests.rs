use super::*;
use crate::text::record::{Ending, records};

/// What the slow twin says: (start, field ends) of the rows; (start, fault) of the others; lines; cut.
type Said = (Vec<(usize, Vec<usize>)>, Vec<(usize, Fault)>, usize);

fn slowly(text: &[u8], from: usize, width: usize) -> Said {
    let (mut rows, mut broken, mut lines) = (Vec::new(), Vec::new(), 0);
    for record in records(text, from, b',') {
        match record.ending {
            Ending::Complete if record.is_blank() => {}
            Ending::Complete if record.field_ends.len() == width => {
                rows.push((record.start, record.field_ends))
            }
            Ending::Complete => broken.push((record.start, Fault::FieldCount)),
            Ending::StrayQuote => broken.push((record.start, Fault::StrayQuote)),
            Ending::UnclosedQuote => broken.push((record.start, Fault::UnclosedQuote)),
            Ending::OverLong => broken.push((record.start, Fault::OverLong)),
        }
        lines += 1;
    }
    (rows, broken, lines)
}

fn quickly(text: &[u8], from: usize, width: usize) -> Said {
    let mut by_loop = every_loop().map(|mut structure| {
        assert_eq!(structure.read(text, from, usize::MAX, true, b',', width), Stop::At(text.len()));
        assert_eq!(structure.is_ascii(), text[from..].is_ascii());
        assert_eq!(structure.has_nul(), text[from..].contains(&0));
        said(&structure, width)
    });
    let first = by_loop.next().expect("there is always one");
    by_loop.for_each(|other| assert_eq!(first, other));
    first
}

/// An empty structure for each loop that this processor can run.
fn every_loop() -> impl Iterator<Item = Structure> {
    let all = [Instructions::Baseline, Instructions::Wide, Instructions::Widest];
    let runnable = all.into_iter().filter(|one| *one <= Instructions::default());
    runnable.map(|instructions| Structure { instructions, ..Structure::default() })
}

fn said(structure: &Structure, width: usize) -> Said {
    let ends = |row: &RecordSpan| {
        let first = row.first as usize;
        structure.field_ends[first..first + width].iter().map(|end| *end as usize).collect()
    };
    let rows = structure.rows.iter().map(|row| (row.start as usize, ends(row))).collect();
    let broken = structure.broken.iter().map(|b| (b.start as usize, b.fault)).collect();
    (rows, broken, structure.lines as usize)
}

#[track_caller]
fn check(text: &[u8], width: usize) {
    assert_eq!(quickly(text, 0, width), slowly(text, 0, width), "{:?}", String::from_utf8_lossy(text));
    in_pieces(text, width);
}

/// The same text with the buffer growing and the limit moving, as chunks do.
#[track_caller]
fn in_pieces(text: &[u8], width: usize) {
    every_loop().for_each(|structure| in_pieces_of(structure, text, width));
}

#[track_caller]
fn in_pieces_of(mut structure: Structure, text: &[u8], width: usize) {
    let (mut from, mut have) = (0, 1.min(text.len()));
    let step = text.len() / 7 + 1;
    loop {
        let limit = (from + step).min(text.len());
        match structure.read(&text[..have], from, limit, have == text.len(), b',', width) {
            Stop::At(next) if next >= text.len() => break,
            Stop::At(next) => from = next,
            Stop::More(start) => {
                assert!(have < text.len(), "asked for more than there is");
                from = start;
                have = (have + step).min(text.len());
            }
        }
    }
    assert_eq!(
        said(&structure, width),
        slowly(text, 0, width),
        "pieces: {:?}",
        String::from_utf8_lossy(text)
    );
}

/// A small deterministic source of choices.
struct Dice(u64);
impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % sides
    }
}

#[test]
fn random_bytes_equal_the_slow_twin() {
    let alphabet = b"\"\",,\n\r\nab\0\xc3\xa9";
    for seed in 0..6000 {
        let mut dice = Dice(seed);
        let length = dice.roll(300);
        let text: Vec<u8> = (0..length).map(|_| alphabet[dice.roll(alphabet.len())]).collect();
        check(&text, 1 + dice.roll(4));
    }
}

#[test]
fn well_formed_records_with_a_few_faults_equal_the_slow_twin() {
    for seed in 0..3000 {
        let mut dice = Dice(seed);
        let mut text = Vec::new();
        for _ in 0..dice.roll(12) {
            for field in 0..3 {
                let quoted = dice.roll(2) == 0;
                text.extend(quoted.then_some(b'"'));
                for _ in 0..dice.roll(40) {
                    let inside: &[&[u8]] =
                        if quoted { &[b"a", b"\"\"", b",", b"\n", b"\r\n"] } else { &[b"a", b" "] };
                    text.extend(inside[dice.roll(inside.len())]);
                }
                text.extend(quoted.then_some(b'"'));
                text.extend_from_slice(if field < 2 {
                    b","
                } else if dice.roll(2) == 0 {
                    b"\n"
                } else {
                    b"\r\n"
                });
            }
        }
        for _ in 0..dice.roll(3) {
            if !text.is_empty() {
                let place = dice.roll(text.len());
                text[place] = *b"\",\na".get(dice.roll(4)).unwrap();
            }
        }
        check(&text, 3);
    }
}

#[test]
fn quotes_and_line_ends_at_block_borders() {
    for pad in 50..80 {
        for tail in ["\"\r\nx,y\n", "\"\"\"\nx,y\n", "\"z\nx,y\n", "\",\"\"\nx,y", "\"", "\"\r"] {
            let text = format!("\"{}{tail}", "a".repeat(pad));
            check(text.as_bytes(), 2);
            check(format!("{},{tail}", "a".repeat(pad)).as_bytes(), 2);
        }
    }
}

#[test]
fn over_long_records() {
    let long = "x".repeat(MAX_RECORD_BYTES);
    for text in [
        format!("a,\"{long}\"\nc,d\n"),
        format!("a,\"q\n{long}\"\nc,d\n"),
        format!("a,\"q\n{long}\nc,d\n"),
        format!("a,{long}\nc,d\n"),
        format!("a,{long}"),
        format!("a,{}\nc,d\n", &long[..MAX_RECORD_BYTES - 2]),
        format!("a,{long}\"\nc,d\n"),
    ] {
        assert_eq!(quickly(text.as_bytes(), 0, 2), slowly(text.as_bytes(), 0, 2), "{} bytes", text.len());
    }
}

#[test]
fn nul_and_ascii_are_seen() {
    let mut structure = Structure::default();
    structure.read(b"a,b\n", 0, usize::MAX, true, b',', 2);
    assert!(structure.is_ascii() && !structure.has_nul());
    structure.read("é,b\n".as_bytes(), 0, usize::MAX, true, b',', 2);
    structure.read(b"a\0,b\n", 0, usize::MAX, true, b',', 2);
    assert!(!structure.is_ascii() && structure.has_nul());
}
