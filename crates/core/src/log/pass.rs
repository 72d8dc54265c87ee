//! Passes: in each, all cores read all chunks of all files once.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use crate::content::input::Input;
use crate::log::chunk::Chunks;
use crate::log::chunk_reader::ChunkReader;
use crate::log::copies::{Judgement, merge};
use crate::log::extent::{Border, Extent};
use crate::log::ledger::{Ledger, Problem};
use crate::log::options::Options;
use crate::log::part::{Part, Parts};
use crate::log::row_numbers::RowNumbers;
use crate::log::scan_error::ScanError;
use crate::log::steps::Steps;
use crate::log::symbols::Dictionaries;
use crate::log::visit::Visit;
use crate::log::worker::{Admit, Worker};

/// What a scan found.
#[derive(Debug)]
pub struct Scan<V> {
    /// What each worker saw, with its dictionaries. In no particular order.
    pub seen: Vec<(V, Dictionaries)>,
    /// The ledger of each input.
    pub ledgers: Vec<Ledger>,
    /// The first malformed rows of each input, at most [`PROBLEMS_KEPT`](crate::log::ledger::PROBLEMS_KEPT).
    pub problems: Vec<Problem>,
    /// What turns references into row numbers.
    pub rows: RowNumbers,
}

/// Some inputs, to be read as often as needed.
pub(super) struct Passes<'i> {
    pub inputs: &'i [Input],
    pub options: &'i Options,
    pub steps: Arc<Steps>,
    pub borders: Vec<Option<Vec<Option<u64>>>>,
    /// Whether one worker reads everything, from front to back.
    pub in_order: bool,
}

/// What one pass found.
pub(super) struct Pass<V> {
    pub workers: Vec<Worker<V>>,
    extents: Vec<Vec<Extent>>,
}

impl Passes<'_> {
    /// One pass. If a guessed border was wrong, it is repeated from exact borders.
    pub(super) fn pass<V: Visit>(
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

    pub(super) fn show_judged<V: Visit>(
        &mut self,
        judgement: &Judgement,
        make: &(impl Fn() -> V + Sync),
    ) -> Result<Scan<V>, ScanError> {
        let mut pass = self.pass(&Admit::Judged(judgement), make)?;
        pass.show_merged();
        Ok(pass.into_scan(self.inputs))
    }

    fn chunks(&self, file: usize) -> Chunks<'_> {
        Chunks::new(&self.inputs[file], self.options.chunk_bytes)
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

    /// Runs `work` on as many workers as are allowed and useful for this many pieces. It uses the threads of the current pool if there are
    /// enough, so that what follows finds the memory that these threads gave back.
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

    pub(super) fn show_parts<V: Visit>(
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
                    return Ok((worker.visitor, worker.reader.batch.into_dictionaries()));
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
        Worker::new(visitor, ChunkReader::new(shape, self.steps.clone()), self.inputs.len())
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
        let (extent, read) = worker.reader.read(&self.chunks(file), file as u32, chunk, border)?;
        worker.extents.push((file, chunk, extent));
        worker.enter(&read, self.inputs[file].width, admit, self.options);
        let bytes = extent.start.map_or(0, |start| extent.end - start);
        self.options.hooks.advance(bytes, u64::from(extent.lines));
        if !matches!(admit, Admit::Survey(_)) {
            worker.show();
        }
        Ok(())
    }

    fn read_part<V: Visit>(&self, worker: &mut Worker<V>, part: &Part) -> io::Result<()> {
        let file = part.file as usize;
        let read = worker.reader.read_part(&self.chunks(file), part)?;
        worker.enter(&read, self.inputs[file].width, &Admit::AllAgain, self.options);
        worker.show();
        Ok(())
    }
}

impl<V: Visit> Pass<V> {
    /// Merges the copies that differ, and shows them to the first worker.
    fn show_merged(&mut self) {
        let collected =
            self.workers.iter_mut().flat_map(|worker| std::mem::take(&mut worker.survey.differing));
        let merged = merge(collected.collect());
        let Some(worker) = self.workers.first_mut() else { return };
        for copy in &merged.dropped {
            worker.ledgers[copy.file() as usize].duplicates += 1;
        }
        for part in merged.kept.chunks(512) {
            worker.reader.batch.load(part);
            worker.reader.batch.read_times();
            worker.reader.batch.read_statuses();
            for row in 0..worker.reader.batch.len() {
                let ledger = &mut worker.ledgers[worker.reader.batch.row_ref(row).file() as usize];
                ledger.count(worker.reader.batch.times()[row], worker.reader.batch.statuses()[row]);
            }
            worker.visitor.visit(&mut worker.reader.batch);
        }
    }

    pub(super) fn into_scan(self, inputs: &[Input]) -> Scan<V> {
        let rows = RowNumbers::new(&self.extents, inputs);
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
            seen.push((worker.visitor, worker.reader.batch.into_dictionaries()));
        }
        for (ledger, extents) in ledgers.iter_mut().zip(&self.extents) {
            // If an array or a page never closes, the end of the file is missing, even after a whole record.
            ledger.cut |= extents.iter().map(|extent| extent.nesting).sum::<i64>() > 0;
        }
        problems.sort();
        Scan { seen, ledgers, problems, rows }
    }
}
