//! The scan: all cores read chunks of all files, and each worker shows its batches to a visitor.
//!
//! The first pass shows every row and collects 64 bits of every request id. If some of these repeat, what was observed is discarded; a
//! second pass surveys the copies, and a third shows everything but copies. Copies that differ are merged and shown at the end.

use std::sync::{Arc, Mutex};

use crate::content::input::Input;
use crate::log::batch::Batch;
use crate::log::copies::{Judgement, Suspects};
use crate::log::options::Options;
use crate::log::part::Parts;
use crate::log::pass::Passes;
use crate::log::pass::Scan;
use crate::log::scan_error::ScanError;
use crate::log::steps::Steps;
use crate::log::symbols::Dictionaries;
use crate::log::visit::Visit;
use crate::log::worker::Admit;

/// The sign-ins of some inputs, which can be shown repeatedly. What the first showing learns (exact borders, copies) is used by the next
/// ones.
pub struct Scanner<'i> {
    passes: Passes<'i>,
    copies: Copies,
}

enum Copies {
    NotLookedFor,
    None,
    Judged(Judgement),
}

impl<'i> Scanner<'i> {
    /// Prepares to read. `steps` come from the AuthDetails companions, which [`read_steps`](crate::log::companions::read_steps) reads.
    pub fn new(inputs: &'i [Input], options: &'i Options, steps: Arc<Steps>) -> Scanner<'i> {
        let passes = Passes { inputs, options, steps, borders: vec![None; inputs.len()], in_order: false };
        Scanner { passes, copies: Copies::NotLookedFor }
    }

    /// Shows every sign-in, with copies merged. `make` makes a visitor for each worker.
    ///
    /// # Errors
    /// Files that cannot be read, or cancelling. Content is never an error.
    pub fn show<V: Visit>(&mut self, make: impl Fn() -> V + Sync) -> Result<Scan<V>, ScanError> {
        match &self.copies {
            Copies::NotLookedFor => {}
            Copies::None => {
                return Ok(self.passes.pass(&Admit::AllAgain, &make)?.into_scan(self.passes.inputs));
            }
            Copies::Judged(judgement) => return self.passes.show_judged(judgement, &make),
        }
        let first = self.passes.pass(&Admit::All, &make)?;
        let Some(suspects) =
            Suspects::from_fingerprints(first.workers.iter().map(|worker| &worker.fingerprints))
        else {
            self.copies = Copies::None;
            return Ok(first.into_scan(self.passes.inputs));
        };
        drop(first);
        let surveyed = self.passes.pass(&Admit::Survey(&suspects), &|| CountOnly)?;
        let survey = surveyed.workers.into_iter().flat_map(|worker| worker.survey.copies).collect();
        let judgement = Judgement::new(survey);
        let scan = self.passes.show_judged(&judgement, &make)?;
        self.copies = Copies::Judged(judgement);
        Ok(scan)
    }

    /// Whether parts can be shown: the logs were shown before, and no sign-in occurs twice.
    pub fn shows_parts(&self) -> bool {
        matches!(self.copies, Copies::None)
    }

    /// Shows some parts of what was shown before. Returns what each worker saw, with its dictionaries. Copies are not merged, so use
    /// [`Scanner::show`] unless [`Scanner::shows_parts`].
    ///
    /// # Errors
    /// As [`Scanner::show`].
    pub fn show_parts<V: Visit>(
        &self,
        parts: &impl Parts,
        make: impl Fn() -> V + Sync,
    ) -> Result<Vec<(V, Dictionaries)>, ScanError> {
        self.passes.show_parts(parts, &make)
    }

    /// Shows every sign-in to one visitor in the order of files and rows, with copies merged. Sign-ins that were merged from differing
    /// copies come last, in the same order. Nothing is shown twice, so the visitor may act on what it sees at once.
    ///
    /// # Errors
    /// As [`Scanner::show`], and if a file changed between two passes.
    pub fn show_in_order<V: Visit>(&mut self, visitor: V) -> Result<(V, Dictionaries), ScanError> {
        if matches!(self.copies, Copies::NotLookedFor) {
            self.show(|| CountOnly)?;
        }
        let once = Mutex::new(Some(visitor));
        self.passes.in_order = true;
        let scan = self.show(|| Once(once.lock().ok().and_then(|mut visitor| visitor.take())));
        self.passes.in_order = false;
        let seen = scan?.seen.into_iter().next().ok_or(ScanError::Changed)?;
        Ok((seen.0.0.ok_or(ScanError::Changed)?, seen.1))
    }

    /// Shows every row, copies included.
    ///
    /// # Errors
    /// As [`Scanner::show`].
    pub fn show_copies<V: Visit>(&mut self, make: impl Fn() -> V + Sync) -> Result<Scan<V>, ScanError> {
        Ok(self.passes.pass(&Admit::AllAgain, &make)?.into_scan(self.passes.inputs))
    }
}

/// Shows the rows of companions, which are not sign-ins.
///
/// # Errors
/// As [`Scanner::show`].
pub fn read_rows<V: Visit>(
    inputs: &[Input],
    options: &Options,
    make: impl Fn() -> V + Sync,
) -> Result<Scan<V>, ScanError> {
    let borders = vec![None; inputs.len()];
    let mut passes = Passes { inputs, options, steps: Arc::default(), borders, in_order: false };
    Ok(passes.pass(&Admit::Companions, &make)?.into_scan(inputs))
}

/// A visitor for one pass. If the pass is repeated, there is no visitor any more.
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
