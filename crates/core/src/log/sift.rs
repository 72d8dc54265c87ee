//! Sifting: records with bytes that are not text are broken, whatever their fields.

use crate::text::fault::Fault;
use crate::text::structure::{Broken, Structure};

/// Moves rows with NUL bytes or invalid UTF-8 to the broken records. For records that are broken anyway, finds the fault that is reported
/// first.
pub(crate) fn sift_bytes(text: &[u8], structure: &mut Structure, width: usize) {
    for one in structure.broken.iter_mut().filter(|one| one.end > one.start) {
        one.fault = fault_of(&text[one.start as usize..one.end as usize], one.fault);
    }
    let Some(last) = structure.rows.last() else { return };
    let end = structure.field_ends[last.first as usize + width - 1] as usize;
    let is_text = structure.is_ascii() || simdutf8::basic::from_utf8(&text[..end]).is_ok();
    if is_text && !structure.has_nul() {
        return;
    }
    let Structure { rows, broken, field_ends, .. } = structure;
    rows.retain(|row| {
        let record = &text[row.start as usize..field_ends[row.first as usize + width - 1] as usize];
        let fault = fault_of(record, Fault::FieldCount);
        if fault != Fault::FieldCount {
            broken.push(Broken { start: row.start, end: row.start, ordinal: row.ordinal, fault, fields: 0 });
        }
        fault == Fault::FieldCount
    });
    broken.sort_by_key(|one| one.ordinal);
}

/// The fault of a broken record, given its bytes: NUL comes before everything, invalid UTF-8 before a wrong number of fields.
fn fault_of(line: &[u8], found: Fault) -> Fault {
    if memchr::memchr(0, line).is_some() {
        Fault::Nul
    } else if found > Fault::InvalidUtf8 && std::str::from_utf8(line).is_err() {
        Fault::InvalidUtf8
    } else {
        found
    }
}
