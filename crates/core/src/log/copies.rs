//! Copies of one sign-in, from overlapping exports or because a record was published again. They are found by request id and merged field
//! by field.

use std::collections::BTreeMap;
use std::hash::BuildHasher;

use foldhash::quality::FixedState;
use hashbrown::{HashMap, HashSet};

use crate::field::Field;
use crate::log::batch::Batch;
use crate::log::paged::Paged;
use crate::log::row_ref::RowRef;
use crate::text::bytes::hash_with;
use crate::text::id::id_key;
use crate::text::time::Time;

/// A hash of 64 bits for each request id: 8 bytes a row.
#[derive(Debug)]
pub(crate) struct Fingerprints {
    parts: Vec<Paged<u64>>,
}

const PARTS: usize = 64;

impl Default for Fingerprints {
    fn default() -> Self {
        Fingerprints { parts: vec![Paged::default(); PARTS] }
    }
}

impl Fingerprints {
    /// Adds the request ids of a batch.
    pub(crate) fn add(&mut self, batch: &Batch) {
        for id in batch.cells(Field::RequestId) {
            if let Some(print) = fingerprint(&id) {
                self.parts[(print >> 58) as usize].push(print);
            }
        }
    }
}

/// A hash of 64 bits of an id, in which case does not matter. `None` if it is empty.
fn fingerprint(id: &[u8]) -> Option<u64> {
    let id = id.trim_ascii();
    // Setting this bit makes ASCII letters lower case and does not change digits and hyphens.
    (!id.is_empty()).then(|| hash_with(id, 0x2020_2020_2020_2020))
}

/// Fingerprints that more than one row has.
#[derive(Debug)]
pub(crate) struct Suspects(HashSet<u64, FixedState>);

impl Suspects {
    /// Finds the repeated fingerprints; `None` if none repeats.
    pub(crate) fn from_fingerprints<'f>(
        collected: impl Iterator<Item = &'f Fingerprints>,
    ) -> Option<Suspects> {
        use rayon::prelude::*;
        let collected: Vec<_> = collected.collect();
        let repeated: Vec<u64> = (0..PARTS)
            .into_par_iter()
            .flat_map_iter(|part| {
                let mut prints: Vec<u64> =
                    collected.iter().flat_map(|one| one.parts[part].iter().copied()).collect();
                prints.sort_unstable();
                let twice = prints.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]);
                twice.collect::<Vec<_>>()
            })
            .collect();
        (!repeated.is_empty()).then(|| Suspects(repeated.into_iter().collect()))
    }
}

/// One row whose id may repeat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Copy {
    id: u128,
    place: RowRef,
    content: u64,
}

/// What a pass collects about copies.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    /// 40 bytes for each row whose id may repeat.
    pub copies: Vec<Copy>,
    /// The records that differ, whole.
    pub differing: Vec<Differing>,
}

/// One copy that differs from another.
#[derive(Debug)]
pub(crate) struct Differing {
    id: u128,
    place: RowRef,
    filled: usize,
    cells: Vec<Vec<u8>>,
}

impl Survey {
    /// Collects the rows whose fingerprint is suspect.
    pub(crate) fn look(&mut self, batch: &Batch, suspects: &Suspects) {
        for row in 0..batch.len() {
            let id = batch.cell(row, Field::RequestId);
            if fingerprint(&id).is_some_and(|print| suspects.0.contains(&print)) {
                let Some(id) = id_key(&id) else { continue };
                let content = FixedState::with_seed(3).hash_one((batch.bytes(row), batch.format()));
                self.copies.push(Copy { id, place: batch.row_ref(row), content });
            }
        }
    }

    /// Which rows to show, and how many copies are left out; `None` if all are shown. Keeps the rows that must be merged.
    pub(crate) fn judge(&mut self, batch: &Batch, judgement: &Judgement) -> Option<(Vec<bool>, u64)> {
        let mut keep: Option<Vec<bool>> = None;
        let mut dropped = 0;
        for row in 0..batch.len() {
            let id = batch.cell(row, Field::RequestId);
            let Some(id) = id_key(&id) else { continue };
            let Some(fate) = judgement.0.get(&id) else { continue };
            let place = batch.row_ref(row);
            let show = match fate {
                Fate::Same { shown } => *shown == place,
                Fate::Merge => {
                    self.differing.push(differing(batch, row, id, place));
                    false
                }
            };
            dropped += u64::from(!show && matches!(fate, Fate::Same { .. }));
            keep.get_or_insert_with(|| vec![true; batch.len()])[row] = show;
        }
        Some((keep?, dropped))
    }
}

fn differing(batch: &Batch, row: usize, id: u128, place: RowRef) -> Differing {
    let mut cells: Vec<Vec<u8>> =
        Field::ALL.iter().map(|field| batch.cell(row, *field).trim_ascii().to_vec()).collect();
    if let Some(word) = batch.format().event_type {
        cells[Field::EventType as usize] = word.as_bytes().to_vec();
    }
    cells[Field::Time as usize] = batch.times()[row].rfc3339().into_bytes();
    // The spelling of the file could not be compared with that of another file.
    let published = Time::parse(&cells[Field::Published as usize], batch.shape.date_order);
    cells[Field::Published as usize] = published.map(|time| time.rfc3339().into_bytes()).unwrap_or_default();
    Differing { id, place, filled: batch.filled_cells(row), cells }
}

/// What becomes of the copies of one id.
#[derive(Debug)]
enum Fate {
    /// They are equal to the byte: the first is shown.
    Same { shown: RowRef },
    /// They differ and are merged.
    Merge,
}

/// What becomes of each id that repeats.
#[derive(Debug)]
pub(crate) struct Judgement(HashMap<u128, Fate, FixedState>);

impl Judgement {
    /// Judges the copies that a survey found.
    pub(crate) fn new(mut copies: Vec<Copy>) -> Judgement {
        copies.sort_unstable();
        let groups = copies.chunk_by(|a, b| a.id == b.id).filter(|group| group.len() > 1);
        let fates = groups.map(|group| {
            let same = group.iter().all(|copy| copy.content == group[0].content);
            (group[0].id, if same { Fate::Same { shown: group[0].place } } else { Fate::Merge })
        });
        Judgement(fates.collect())
    }
}

/// Sign-ins merged from several copies.
#[derive(Debug, Default)]
pub(crate) struct Merged {
    /// One for each id, with the reference of its first copy and a cell for every field.
    pub kept: Vec<(RowRef, Vec<Vec<u8>>)>,
    /// References to the other copies.
    pub dropped: Vec<RowRef>,
}

/// Groups of fields that are taken from the same copy.
const UNITS: &[&[Field]] =
    &[&[Field::Code, Field::Status, Field::Reason], &[Field::City, Field::State, Field::Country]];

/// Fields that keep a value other than `none`, because copies that are published later lose it.
const STICKY: &[Field] = &[Field::TransferMethod, Field::Protocol];

/// Merges copies field by field. A value that is present wins over an absent one; then the copy that was published later; then the one with
/// more values; then the larger bytes.
pub(crate) fn merge(copies: Vec<Differing>) -> Merged {
    let mut groups: BTreeMap<u128, Vec<Differing>> = BTreeMap::new();
    for copy in copies {
        groups.entry(copy.id).or_default().push(copy);
    }
    let mut merged = Merged::default();
    for (_, mut group) in groups {
        group.sort_by_key(|copy| copy.place);
        merged.dropped.extend(group[1..].iter().map(|copy| copy.place));
        merged.kept.push((group[0].place, merge_group(&group)));
    }
    merged.kept.sort_by_key(|(place, _)| *place);
    merged
}

fn merge_group(group: &[Differing]) -> Vec<Vec<u8>> {
    let mut cells = vec![Vec::new(); Field::COUNT];
    let alone = Field::ALL.iter().filter(|field| !UNITS.iter().any(|unit| unit.contains(field)));
    let units = UNITS.iter().copied().chain(alone.map(std::slice::from_ref));
    for unit in units {
        let best = group.iter().max_by_key(|copy| rank(copy, unit)).expect("a group has a copy");
        for field in unit {
            cells[*field as usize] = best.cells[*field as usize].clone();
        }
    }
    cells
}

type Rank<'c> = (bool, bool, Option<Time>, usize, Vec<&'c [u8]>);

fn rank<'c>(copy: &'c Differing, unit: &[Field]) -> Rank<'c> {
    let cell = |field: Field| copy.cells[field as usize].as_slice();
    let values: Vec<&[u8]> = unit.iter().map(|field| cell(*field)).collect();
    // A reason without code and status word is not a status.
    let deciding = if unit.contains(&Field::Code) { &values[..2] } else { &values[..] };
    let present = deciding.iter().any(|value| !value.is_empty() && !is_zero(unit[0], value));
    let sticky = STICKY.contains(&unit[0]) && present && !values[0].eq_ignore_ascii_case(b"none");
    (sticky, present, Time::parse_iso(cell(Field::Published)), copy.filled, values)
}

fn is_zero(field: Field, value: &[u8]) -> bool {
    field.kind() == crate::field::Kind::Id
        && std::str::from_utf8(value).is_ok_and(crate::log::symbols::is_zero_id)
}
