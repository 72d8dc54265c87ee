//! The scan: all cores read chunks of all files, and each worker shows its batches to a visitor.
//!
//! The first pass shows every row. Where request ids may repeat (64-bit fingerprints, sorted at the end), what was seen is
//! discarded; a survey finds the copies, and a last pass shows everything but those, which are merged and shown at the end.

use std::sync::{Arc, Mutex};

use crate::content::input::Input;
use crate::log::batch::Batch;
use crate::log::copies::{Judgement, Suspects};
pub use crate::log::options::{Hooks, NoHooks, Options};
pub use crate::log::part::{Part, Parts};
use crate::log::pass::Passes;
pub use crate::log::pass::Scan;
pub use crate::log::row_numbers::RowNumbers;
pub use crate::log::scan_error::ScanError;
use crate::log::steps::Steps;
use crate::log::symbols::Dictionaries;
pub use crate::log::visit::Visit;
use crate::log::worker::Admit;

/// The sign-ins of some inputs, to be shown as often as needed. What the first showing learns (exact borders, copies) serves the
/// next ones.
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
    /// Prepares to read. `steps` come from the AuthDetails companions (see [`read_steps`](crate::log::companions::read_steps)).
    pub fn new(inputs: &'i [Input], options: &'i Options, steps: Arc<Steps>) -> Scanner<'i> {
        let passes = Passes { inputs, options, steps, borders: vec![None; inputs.len()], in_order: false };
        Scanner { passes, copies: Copies::NotLookedFor }
    }

    /// Shows every sign-in to visitors, copies merged. `make` gives each worker its visitor.
    ///
    /// # Errors
    /// If the world fails: unreadable files, cancelling. Never because of content.
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
        self.passes.show_parts(parts, &make)
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
        self.passes.in_order = true;
        let scan = self.show(|| Once(once.lock().ok().and_then(|mut visitor| visitor.take())));
        self.passes.in_order = false;
        let seen = scan?.seen.into_iter().next().ok_or(ScanError::Changed)?;
        Ok((seen.0.0.ok_or(ScanError::Changed)?, seen.1))
    }

    /// Shows every row, copies and all.
    ///
    /// # Errors
    /// As [`Scanner::show`].
    pub fn show_copies<V: Visit>(&mut self, make: impl Fn() -> V + Sync) -> Result<Scan<V>, ScanError> {
        Ok(self.passes.pass(&Admit::AllAgain, &make)?.into_scan(self.passes.inputs))
    }
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
    let mut passes = Passes { inputs, options, steps: Arc::default(), borders, in_order: false };
    Ok(passes.pass(&Admit::Companions, &make)?.into_scan(inputs))
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
