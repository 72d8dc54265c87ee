//! The scan: all cores read chunks of all files, and each worker shows its batches to a visitor.
//!
//! The first pass shows every row. Where request ids may repeat (64-bit fingerprints, sorted at the end), what was seen is
//! discarded; a survey finds the copies, and a last pass shows everything but those, which are merged and shown at the end.

use std::io;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use crate::content::input::Input;
use crate::dialect::cells::Cells;
use crate::field::Field;
use crate::log::batch::{Batch, RowRef};
pub use crate::log::chunk::Part;
use crate::log::chunk::{Border, CHUNK_BYTES, Chunks, Extent};
use crate::log::copies::{Fingerprints, Judgement, Survey, Suspects};
use crate::log::ledger::{Fault, Ledger, PROBLEMS_KEPT, Problem};
use crate::log::raw::Raw;
use crate::log::sift::sift_bytes;
use crate::log::steps::Steps;
use crate::log::symbols::Dictionaries;
use crate::text::layout::Layout;
use crate::text::structure::Structure;
use crate::text::time::Time;

/// Looks at batches. Each worker has its own; they are merged by their owner afterwards.
pub trait Visit: Send {
    /// Looks at one batch.
    fn visit(&mut self, batch: &mut Batch);
}

/// Parts of what an earlier pass showed, that are to be shown again. They stand in pages; one worker reads the parts of one page.
pub trait Parts: Sync {
    /// How many pages there are.
    fn pages(&self) -> usize;
    /// The parts of a page; each is asked for when the one before was shown.
    fn page(&self, page: usize) -> impl Iterator<Item = Part>;
}

/// What a long reading tells the outside, and asks it.
pub trait Hooks: Send + Sync {
    /// A pass over this many bytes begins.
    fn begin(&self, _bytes: u64) {}
    /// So many bytes and rows more were read.
    fn advance(&self, _bytes: u64, _rows: u64) {}
    /// Shall the reading stop? Asked between chunks.
    fn is_cancelled(&self) -> bool {
        false
    }
}

/// Hooks that do nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoHooks;

impl Hooks for NoHooks {}

/// How to read.
#[derive(Clone)]
pub struct Options {
    /// How many workers; at least 1.
    pub threads: usize,
    /// Bytes in a chunk. Answers never depend on it.
    pub chunk_bytes: u64,
    /// Only sign-ins at or after this time.
    pub from: Option<Time>,
    /// Only sign-ins before this time.
    pub to: Option<Time>,
    /// Progress and cancelling.
    pub hooks: Arc<dyn Hooks>,
}

impl Default for Options {
    fn default() -> Self {
        let threads = std::thread::available_parallelism().map_or(1, Into::into);
        Options { threads, chunk_bytes: CHUNK_BYTES, from: None, to: None, hooks: Arc::new(NoHooks) }
    }
}

/// Why a reading ended early. Content never ends one.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ScanError {
    /// The operating system could not read.
    #[error("could not read {path}: {error}")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system says.
        error: io::Error,
    },
    /// The hooks said so.
    #[error("cancelled")]
    Cancelled,
    /// The threads could not be started.
    #[error("could not start {0} threads")]
    Threads(usize),
    /// A second reading did not find what the first one found.
    #[error("a file changed while it was read")]
    Changed,
}

/// What a scan found.
#[derive(Debug)]
pub struct Scan<V> {
    /// What each worker saw, with its dictionaries. In no particular order.
    pub seen: Vec<(V, Dictionaries)>,
    /// The ledger of each input.
    pub ledgers: Vec<Ledger>,
    /// The first malformed rows of each input.
    pub problems: Vec<Problem>,
    /// Which row a reference means.
    pub rows: RowNumbers,
}

/// Turns references into row numbers, once all chunks are counted.
#[derive(Debug, Default, Clone)]
pub struct RowNumbers {
    lines_before: Vec<Vec<u64>>,
    /// The number of the first record of each input: rows count from the header, records of JSON from 1.
    first_rows: Vec<u64>,
}

impl RowNumbers {
    /// The row in its file; the header is row 1. In JSON the record's number from 1.
    pub fn row(&self, place: RowRef) -> u64 {
        let file = place.file() as usize;
        self.first_rows[file] + self.lines_before[file][place.chunk()] + place.line()
    }

    fn of(extents: &[Vec<Extent>], inputs: &[Input]) -> RowNumbers {
        let sums = |extents: &Vec<Extent>| {
            let lines = extents.iter().scan(0, |sum, extent| {
                let before = *sum;
                *sum += u64::from(extent.lines);
                Some(before)
            });
            lines.collect()
        };
        let first_rows =
            inputs.iter().map(|input| if input.layout == Layout::Json { 1 } else { 2 }).collect();
        RowNumbers { lines_before: extents.iter().map(sums).collect(), first_rows }
    }
}

/// The sign-ins of some inputs, to be shown as often as needed. What the first showing learns (exact borders, copies) serves the
/// next ones.
pub struct Scanner<'i> {
    reading: Reading<'i>,
    copies: Copies,
}

enum Copies {
    NotLookedFor,
    None,
    Judged(Judgement),
}

impl<'i> Scanner<'i> {
    /// Prepares to read. `steps` come from the AuthDetails companions (see [`read_steps`]).
    pub fn new(inputs: &'i [Input], options: &'i Options, steps: Arc<Steps>) -> Scanner<'i> {
        let reading = Reading { inputs, options, steps, borders: vec![None; inputs.len()], in_order: false };
        Scanner { reading, copies: Copies::NotLookedFor }
    }

    /// Shows every sign-in to visitors, copies merged. `make` gives each worker its visitor.
    ///
    /// # Errors
    /// If the world fails: unreadable files, cancelling. Never because of content.
    pub fn show<V: Visit>(&mut self, make: impl Fn() -> V + Sync) -> Result<Scan<V>, ScanError> {
        match &self.copies {
            Copies::NotLookedFor => {}
            Copies::None => {
                return Ok(self.reading.pass(&Admit::AllAgain, &make)?.into_scan(self.reading.inputs));
            }
            Copies::Judged(judgement) => return self.reading.show_judged(judgement, &make),
        }
        let first = self.reading.pass(&Admit::All, &make)?;
        let Some(suspects) = Suspects::of(first.workers.iter().map(|worker| &worker.fingerprints)) else {
            self.copies = Copies::None;
            return Ok(first.into_scan(self.reading.inputs));
        };
        drop(first);
        let surveyed = self.reading.pass(&Admit::Survey(&suspects), &|| CountOnly)?;
        let survey = surveyed.workers.into_iter().flat_map(|worker| worker.survey.copies).collect();
        let judgement = Judgement::of(survey);
        let scan = self.reading.show_judged(&judgement, &make)?;
        self.copies = Copies::Judged(judgement);
        Ok(scan)
    }

    /// The logs were shown, and none of their sign-ins is there twice: parts of them can be shown.
    pub fn shows_parts(&self) -> bool {
        matches!(self.copies, Copies::None)
    }

    /// Shows some parts of what was shown before, each once: what every worker saw, with its dictionaries. Copies are not merged:
    /// where [`Scanner::shows_parts`] denies, only [`Scanner::show`] can tell.
    ///
    /// # Errors
    /// As [`Scanner::show`].
    pub fn show_parts<V: Visit>(
        &self,
        parts: &impl Parts,
        make: impl Fn() -> V + Sync,
    ) -> Result<Vec<(V, Dictionaries)>, ScanError> {
        self.reading.show_parts(parts, &make)
    }

    /// Shows every sign-in to one visitor, copies merged, in the order of files and rows; sign-ins that were merged of copies that
    /// differ come last, in the same order. What is shown stays: nothing is shown again.
    ///
    /// # Errors
    /// As [`Scanner::show`], and where a file changed between two passes.
    pub fn show_in_order<V: Visit>(&mut self, visitor: V) -> Result<(V, Dictionaries), ScanError> {
        if matches!(self.copies, Copies::NotLookedFor) {
            self.show(|| CountOnly)?;
        }
        let once = Mutex::new(Some(visitor));
        self.reading.in_order = true;
        let scan = self.show(|| Once(once.lock().ok().and_then(|mut visitor| visitor.take())));
        self.reading.in_order = false;
        let seen = scan?.seen.into_iter().next().ok_or(ScanError::Changed)?;
        Ok((seen.0.0.ok_or(ScanError::Changed)?, seen.1))
    }

    /// Shows every row, copies and all.
    ///
    /// # Errors
    /// As [`Scanner::show`].
    pub fn show_copies<V: Visit>(&mut self, make: impl Fn() -> V + Sync) -> Result<Scan<V>, ScanError> {
        Ok(self.reading.pass(&Admit::AllAgain, &make)?.into_scan(self.reading.inputs))
    }
}

/// Reads the AuthDetails companions among the inputs.
///
/// # Errors
/// As [`Scanner::show`].
pub fn read_steps(inputs: &[Input], options: &Options) -> Result<Scan<Steps>, ScanError> {
    read_rows(inputs, options, Steps::default)
}

/// Shows the rows of companions, which are no sign-ins.
///
/// # Errors
/// As [`Scanner::show`].
pub fn read_rows<V: Visit>(
    inputs: &[Input],
    options: &Options,
    make: impl Fn() -> V + Sync,
) -> Result<Scan<V>, ScanError> {
    let borders = vec![None; inputs.len()];
    let mut reading = Reading { inputs, options, steps: Arc::default(), borders, in_order: false };
    Ok(reading.pass(&Admit::Companions, &make)?.into_scan(inputs))
}

/// A visitor that looks at one pass; a pass that is repeated finds nobody.
struct Once<V>(Option<V>);

impl<V: Visit> Visit for Once<V> {
    fn visit(&mut self, batch: &mut Batch) {
        if let Some(visitor) = &mut self.0 {
            visitor.visit(batch);
        }
    }
}

struct CountOnly;

impl Visit for CountOnly {
    fn visit(&mut self, _: &mut Batch) {}
}

/// Which rows a pass shows.
enum Admit<'j> {
    /// All; fingerprints are collected.
    All,
    /// All; there are no copies.
    AllAgain,
    /// None; copies are collected.
    Survey(&'j Suspects),
    /// All but copies; those to be merged are collected.
    Judged(&'j Judgement),
    /// All, and they are no sign-ins.
    Companions,
}

struct Reading<'i> {
    inputs: &'i [Input],
    options: &'i Options,
    steps: Arc<Steps>,
    borders: Vec<Option<Vec<Option<u64>>>>,
    /// One worker reads all, from front to back.
    in_order: bool,
}

struct Pass<V> {
    workers: Vec<Worker<V>>,
    extents: Vec<Vec<Extent>>,
}

struct Worker<V> {
    visitor: V,
    batch: Batch,
    raw: Raw,
    ledgers: Vec<Ledger>,
    problems: Vec<Vec<(RowRef, u64, Fault, String)>>,
    has_room: bool,
    extents: Vec<(usize, u64, Extent)>,
    fingerprints: Fingerprints,
    survey: Survey,
}

impl Reading<'_> {
    /// One pass, repeated from exact borders where a file fooled the guess.
    fn pass<V: Visit>(
        &mut self,
        admit: &Admit<'_>,
        make: &(impl Fn() -> V + Sync),
    ) -> Result<Pass<V>, ScanError> {
        loop {
            let pass = self.attempt(admit, make)?;
            let fooled: Vec<usize> = (0..self.inputs.len())
                .filter(|file| {
                    self.borders[*file].is_none() && !self.chunks(*file).verify(&pass.extents[*file])
                })
                .collect();
            if fooled.is_empty() {
                return Ok(pass);
            }
            drop(pass);
            for file in fooled {
                let borders =
                    self.chunks(file).exact_borders().map_err(|error| self.unreadable(file, error))?;
                self.borders[file] = Some(borders);
            }
        }
    }

    fn show_judged<V: Visit>(
        &mut self,
        judgement: &Judgement,
        make: &(impl Fn() -> V + Sync),
    ) -> Result<Scan<V>, ScanError> {
        let mut pass = self.pass(&Admit::Judged(judgement), make)?;
        pass.show_merged();
        Ok(pass.into_scan(self.inputs))
    }

    fn chunks(&self, file: usize) -> Chunks<'_> {
        Chunks { input: &self.inputs[file], chunk_bytes: self.options.chunk_bytes }
    }

    fn unreadable(&self, file: usize, error: io::Error) -> ScanError {
        ScanError::Unreadable { path: self.inputs[file].path().to_owned(), error }
    }

    fn attempt<V: Visit>(
        &self,
        admit: &Admit<'_>,
        make: &(impl Fn() -> V + Sync),
    ) -> Result<Pass<V>, ScanError> {
        let counts: Vec<u64> = (0..self.inputs.len()).map(|file| self.chunks(file).count()).collect();
        let bytes = self.inputs.iter().map(|input| input.source.length()).sum();
        self.options.hooks.begin(bytes);
        let total: u64 = counts.iter().sum();
        let next = AtomicU64::new(0);
        let workers = self.crew(total, || self.work(admit, make(), &counts, &next))?;
        let mut extents: Vec<Vec<Extent>> = counts
            .iter()
            .map(|count| {
                vec![
                    Extent { start: None, end: 0, lines: 0, nesting: 0 };
                    usize::try_from(*count).unwrap_or(0)
                ]
            })
            .collect();
        for (file, chunk, extent) in workers.iter().flat_map(|worker| &worker.extents) {
            extents[*file][*chunk as usize] = *extent;
        }
        Ok(Pass { workers, extents })
    }

    /// Lets as many workers as there may be do the work, of which there are so many pieces: threads of the pool that this is called in,
    /// if it is one that has enough, so that what follows finds the memory that they have given back.
    fn crew<T: Send>(
        &self,
        pieces: u64,
        work: impl Fn() -> Result<T, ScanError> + Sync,
    ) -> Result<Vec<T>, ScanError> {
        let wanted = if self.in_order { 1 } else { self.options.threads };
        let threads = wanted.clamp(1, usize::try_from(pieces).unwrap_or(usize::MAX).max(1));
        let results: Vec<_> = if threads == 1 {
            vec![work()]
        } else if rayon::current_thread_index().is_some() && rayon::current_num_threads() >= threads {
            let work = |thread: rayon::BroadcastContext<'_>| (thread.index() < threads).then(&work);
            rayon::broadcast(work).into_iter().flatten().collect()
        } else {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
            pool.map_err(|_| ScanError::Threads(threads))?.broadcast(|_| work())
        };
        results.into_iter().collect()
    }

    fn show_parts<V: Visit>(
        &self,
        parts: &impl Parts,
        make: &(impl Fn() -> V + Sync),
    ) -> Result<Vec<(V, Dictionaries)>, ScanError> {
        let next = AtomicUsize::new(0);
        let work = || {
            let mut worker = self.worker(make());
            loop {
                let page = next.fetch_add(1, Ordering::Relaxed);
                if page >= parts.pages() {
                    return Ok((worker.visitor, worker.batch.into_dictionaries()));
                }
                for part in parts.page(page) {
                    if self.options.hooks.is_cancelled() {
                        return Err(ScanError::Cancelled);
                    }
                    let file = part.file as usize;
                    self.read_part(&mut worker, &part).map_err(|error| self.unreadable(file, error))?;
                }
            }
        };
        self.crew(parts.pages() as u64, work)
    }

    fn worker<V: Visit>(&self, visitor: V) -> Worker<V> {
        let shape = self.inputs.first().map(|input| input.shape.clone()).unwrap_or_default();
        Worker {
            visitor,
            batch: Batch::new(shape, self.steps.clone()),
            raw: Raw::default(),
            ledgers: vec![Ledger::default(); self.inputs.len()],
            problems: vec![Vec::new(); self.inputs.len()],
            has_room: true,
            extents: Vec::new(),
            fingerprints: Fingerprints::default(),
            survey: Survey::default(),
        }
    }

    fn work<V: Visit>(
        &self,
        admit: &Admit<'_>,
        visitor: V,
        counts: &[u64],
        next: &AtomicU64,
    ) -> Result<Worker<V>, ScanError> {
        let mut worker = self.worker(visitor);
        let (mut file, mut before) = (0, 0);
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            while file < counts.len() && number >= before + counts[file] {
                before += counts[file];
                file += 1;
            }
            if file == counts.len() {
                return Ok(worker);
            }
            if self.options.hooks.is_cancelled() {
                return Err(ScanError::Cancelled);
            }
            self.read_chunk(&mut worker, admit, file, number - before)
                .map_err(|error| self.unreadable(file, error))?;
        }
    }

    fn read_chunk<V: Visit>(
        &self,
        worker: &mut Worker<V>,
        admit: &Admit<'_>,
        file: usize,
        chunk: u64,
    ) -> io::Result<()> {
        let border =
            self.borders[file].as_ref().map_or(Border::Guess, |known| Border::At(known[chunk as usize]));
        let input = &self.inputs[file];
        let (text, structure, cells) = worker.begin(input, file as u32, chunk as u32);
        let (extent, base) = self.chunks(file).read(chunk, border, text, structure, cells)?;
        worker.extents.push((file, chunk, extent));
        worker.batch.ends = (extent.start.unwrap_or(extent.end), extent.end);
        worker.take_in(input, base);
        worker.enter(base, input.width, admit, self.options);
        let bytes = extent.start.map_or(0, |start| extent.end - start);
        self.options.hooks.advance(bytes, u64::from(extent.lines));
        if !matches!(admit, Admit::Survey(_)) && !worker.batch.is_empty() {
            worker.visitor.visit(&mut worker.batch);
        }
        Ok(())
    }

    fn read_part<V: Visit>(&self, worker: &mut Worker<V>, part: &Part) -> io::Result<()> {
        let input = &self.inputs[part.file as usize];
        let (text, structure, cells) = worker.begin(input, part.file, part.chunk);
        let base = self.chunks(part.file as usize).read_part(part, text, structure, cells)?;
        worker.batch.ends = (part.from, part.to);
        worker.take_in(input, base);
        worker.enter(base, input.width, &Admit::AllAgain, self.options);
        if !worker.batch.is_empty() {
            worker.visitor.visit(&mut worker.batch);
        }
        Ok(())
    }
}

impl<V: Visit> Worker<V> {
    /// Makes the batch ready for other records: where they are to be read to.
    fn begin(&mut self, input: &Input, file: u32, chunk: u32) -> (&mut Vec<u8>, &mut Structure, &mut Cells) {
        let Worker { batch, raw, .. } = self;
        batch.begin();
        (batch.file, batch.chunk, batch.format) = (file, chunk, input.format);
        if !Arc::ptr_eq(&batch.shape, &input.shape) {
            batch.shape = input.shape.clone();
        }
        match input.transcoder {
            None => (&mut batch.text, &mut batch.structure, &mut raw.cells),
            Some(_) => (&mut raw.text, &mut raw.structure, &mut raw.cells),
        }
    }

    /// Takes in what was read: broken records are found, and records that are no plain rows are made to rows.
    fn take_in(&mut self, input: &Input, base: u64) {
        self.batch.base = base;
        match &input.transcoder {
            None => sift_bytes(&self.batch.text, &mut self.batch.structure, input.width),
            Some(transcoder) => {
                sift_bytes(&self.raw.text, &mut self.raw.structure, input.width);
                let others = self.raw.transcode(input, transcoder, &mut self.batch);
                let ledger = &mut self.ledgers[self.batch.file as usize];
                ledger.rows += others;
                ledger.other += others;
            }
        }
    }

    /// Enters a chunk in the ledger and keeps the rows that the pass shows.
    fn enter(&mut self, base: u64, width: usize, admit: &Admit<'_>, options: &Options) {
        let file = self.batch.file as usize;
        self.make_room(file);
        let broken = std::mem::take(&mut self.batch.structure.broken);
        self.ledgers[file].rows += (self.batch.len() + broken.len()) as u64;
        self.ledgers[file].cut |= self.batch.structure.cut;
        for one in &broken {
            let detail = match one.fault {
                Fault::FieldCount => {
                    format!("{} fields, the header has {width}", one.fields)
                }
                Fault::Cut => "the file ends within this row".to_owned(),
                Fault::BadJson => {
                    "a quote, bracket, comma or colon is missing, or stands in a wrong place".to_owned()
                }
                _ => String::new(),
            };
            let place = RowRef::new(self.batch.file, self.batch.chunk, one.ordinal);
            self.malformed(place, base + u64::from(one.start), one.fault, detail);
        }
        self.batch.structure.broken = broken;
        if matches!(admit, Admit::Companions) {
            self.ledgers[file].other += self.batch.len() as u64;
            return;
        }
        self.take_out_impossible_times(base);
        self.take_out_without_status(base);
        self.take_out_of_window(options);
        self.ledgers[file].saw(self.batch.times());
        match admit {
            Admit::All => self.fingerprints.add(&self.batch),
            Admit::Survey(suspects) => return self.survey.look(&self.batch, suspects),
            Admit::Judged(judgement) => {
                if let Some((keep, dropped)) = self.survey.judge(&self.batch, judgement) {
                    self.ledgers[file].duplicates += dropped;
                    self.batch.retain(&keep);
                }
            }
            Admit::Companions | Admit::AllAgain => {}
        }
        self.ledgers[file].status_differs += self.batch.differing_words();
        for (time, status) in self.batch.times().iter().zip(self.batch.statuses()) {
            self.ledgers[file].count(*time, *status);
        }
    }

    fn malformed(&mut self, place: RowRef, offset: u64, fault: Fault, detail: String) {
        let file = self.batch.file as usize;
        self.ledgers[file].malformed += 1;
        if self.has_room {
            self.problems[file].push((place, offset, fault, detail));
        }
    }

    /// Keeps the first problems of a file. Those of one chunk are not found in the order of their rows, so that either all of them are
    /// taken in or none.
    fn make_room(&mut self, file: usize) {
        let kept = &mut self.problems[file];
        if kept.len() > PROBLEMS_KEPT {
            kept.sort_by_key(|(place, ..)| *place);
            kept.truncate(PROBLEMS_KEPT);
        }
        self.has_room = kept.len() < PROBLEMS_KEPT;
    }

    /// Rows without a possible time are malformed.
    fn take_out_impossible_times(&mut self, base: u64) {
        if self.batch.read_times() {
            return;
        }
        let mut keep = vec![true; self.batch.len()];
        for (row, keep) in keep.iter_mut().enumerate() {
            if self.batch.times()[row] == Time::MIN {
                let value = self.batch.cell_text(row, Field::Time);
                let detail = format!("`{}` is no date", value.chars().take(40).collect::<String>());
                let offset = base + self.batch.raw_start(row);
                self.malformed(self.batch.row_ref(row), offset, Fault::BadDate, detail);
                *keep = false;
            }
        }
        self.batch.retain(&keep);
    }

    /// Rows outside the time window are left out.
    fn take_out_of_window(&mut self, options: &Options) {
        if options.from.is_none() && options.to.is_none() {
            return;
        }
        let inside = |time: &Time| {
            options.from.is_none_or(|from| *time >= from) && options.to.is_none_or(|to| *time < to)
        };
        let keep: Vec<bool> = self.batch.times().iter().map(inside).collect();
        let outside = keep.iter().filter(|keep| !**keep).count();
        self.ledgers[self.batch.file as usize].out_of_window += outside as u64;
        self.batch.retain(&keep);
    }

    fn take_out_without_status(&mut self, base: u64) {
        let without = self.batch.read_statuses();
        if without.is_empty() {
            return;
        }
        let mut keep = vec![true; self.batch.len()];
        for row in without {
            let offset = base + self.batch.raw_start(row);
            self.malformed(self.batch.row_ref(row), offset, Fault::NoStatus, String::new());
            keep[row] = false;
        }
        self.batch.retain(&keep);
    }
}

impl<V: Visit> Pass<V> {
    /// Merges the copies that differ, and shows them to the first worker.
    fn show_merged(&mut self) {
        let collected =
            self.workers.iter_mut().flat_map(|worker| std::mem::take(&mut worker.survey.differing));
        let merged = crate::log::copies::merge(collected.collect());
        let Some(worker) = self.workers.first_mut() else { return };
        for copy in &merged.dropped {
            worker.ledgers[copy.file() as usize].duplicates += 1;
        }
        for part in merged.kept.chunks(512) {
            worker.batch.load(part);
            worker.batch.read_times();
            worker.batch.read_statuses();
            for row in 0..worker.batch.len() {
                let ledger = &mut worker.ledgers[worker.batch.row_ref(row).file() as usize];
                ledger.count(worker.batch.times()[row], worker.batch.statuses()[row]);
            }
            worker.visitor.visit(&mut worker.batch);
        }
    }

    fn into_scan(self, inputs: &[Input]) -> Scan<V> {
        let rows = RowNumbers::of(&self.extents, inputs);
        let mut ledgers = vec![Ledger::default(); self.extents.len()];
        let mut problems: Vec<Problem> = Vec::new();
        let mut seen = Vec::new();
        for worker in self.workers {
            for (total, part) in ledgers.iter_mut().zip(&worker.ledgers) {
                total.add(part);
            }
            let found = worker.problems.into_iter().flatten();
            problems.extend(found.map(|(place, offset, fault, detail)| Problem {
                file: place.file(),
                row: rows.row(place),
                offset,
                fault,
                detail,
            }));
            seen.push((worker.visitor, worker.batch.into_dictionaries()));
        }
        for (ledger, extents) in ledgers.iter_mut().zip(&self.extents) {
            // An array or a page that never closes: the file's end is missing, if after a whole record.
            ledger.cut |= extents.iter().map(|extent| extent.nesting).sum::<i64>() > 0;
        }
        problems.sort();
        Scan { seen, ledgers, problems, rows }
    }
}
