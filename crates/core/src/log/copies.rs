//! Copies of one sign-in: overlapping exports and republished records, found by request id and merged field by field.

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

/// 64 bits of each request id: 8 bytes a row.
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
    /// Adds those of a batch.
    pub fn add(&mut self, batch: &Batch) {
        for id in batch.cells(Field::RequestId) {
            if let Some(print) = fingerprint(&id) {
                self.parts[(print >> 58) as usize].push(print);
            }
        }
    }
}

/// 64 bits of an id; case does not matter. `None` if empty.
fn fingerprint(id: &[u8]) -> Option<u64> {
    let id = id.trim_ascii();
    // Setting this bit makes ASCII letters lower case, and leaves digits and hyphens as they are.
    (!id.is_empty()).then(|| hash_with(id, 0x2020_2020_2020_2020))
}

/// Fingerprints that stand on more than one row.
#[derive(Debug)]
pub(crate) struct Suspects(HashSet<u64, FixedState>);

impl Suspects {
    /// Sorts what the workers collected; `None` where nothing repeats.
    pub fn from_fingerprints<'f>(collected: impl Iterator<Item = &'f Fingerprints>) -> Option<Suspects> {
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
    /// Notes the rows whose id is suspect.
    pub fn look(&mut self, batch: &Batch, suspects: &Suspects) {
        for row in 0..batch.len() {
            let id = batch.cell(row, Field::RequestId);
            if fingerprint(&id).is_some_and(|print| suspects.0.contains(&print)) {
                let Some(id) = id_key(&id) else { continue };
                let content = FixedState::with_seed(3).hash_one((batch.bytes(row), batch.format()));
                self.copies.push(Copy { id, place: batch.row_ref(row), content });
            }
        }
    }

    /// Which rows to show, and how many copies were dropped; `None` where all are shown. Keeps the rows that must be merged.
    pub fn judge(&mut self, batch: &Batch, judgement: &Judgement) -> Option<(Vec<bool>, u64)> {
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
    // In the file's own spelling it could not be compared with that of another file.
    let published = Time::parse(&cells[Field::Published as usize], batch.shape.date_order);
    cells[Field::Published as usize] = published.map(|time| time.rfc3339().into_bytes()).unwrap_or_default();
    Differing { id, place, filled: batch.filled_cells(row), cells }
}

/// What becomes of the copies of one id.
#[derive(Debug)]
enum Fate {
    /// They are the same to the byte: the first is shown.
    Same { shown: RowRef },
    /// They differ.
    Merge,
}

/// What becomes of every id that repeats.
#[derive(Debug)]
pub(crate) struct Judgement(HashMap<u128, Fate, FixedState>);

impl Judgement {
    /// Judges the copies that a survey found.
    pub fn new(mut copies: Vec<Copy>) -> Judgement {
        copies.sort_unstable();
        let groups = copies.chunk_by(|a, b| a.id == b.id).filter(|group| group.len() > 1);
        let fates = groups.map(|group| {
            let same = group.iter().all(|copy| copy.content == group[0].content);
            (group[0].id, if same { Fate::Same { shown: group[0].place } } else { Fate::Merge })
        });
        Judgement(fates.collect())
    }
}

/// Sign-ins made of several copies.
#[derive(Debug, Default)]
pub(crate) struct Merged {
    /// One for each id, at the place of its first copy: a cell for every field.
    pub kept: Vec<(RowRef, Vec<Vec<u8>>)>,
    /// The places of the other copies.
    pub dropped: Vec<RowRef>,
}

/// Fields that are taken together from one copy.
const UNITS: &[&[Field]] =
    &[&[Field::Code, Field::Status, Field::Reason], &[Field::City, Field::State, Field::Country]];

/// Fields that keep a value other than `none` whatever a later copy says: republished copies lose it.
const STICKY: &[Field] = &[Field::TransferMethod, Field::Protocol];

/// Merges copies field by field: present beats absent, then later published, then fuller, then larger bytes.
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
    // The reason alone does not make a status present.
    let deciding = if unit.contains(&Field::Code) { &values[..2] } else { &values[..] };
    let present = deciding.iter().any(|value| !value.is_empty() && !is_zero(unit[0], value));
    let sticky = STICKY.contains(&unit[0]) && present && !values[0].eq_ignore_ascii_case(b"none");
    (sticky, present, Time::parse_iso(cell(Field::Published)), copy.filled, values)
}

fn is_zero(field: Field, value: &[u8]) -> bool {
    field.kind() == crate::field::Kind::Id
        && std::str::from_utf8(value).is_ok_and(crate::log::symbols::is_zero_id)
}
