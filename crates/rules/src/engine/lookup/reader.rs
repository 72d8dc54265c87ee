//! The reader of look-ups: shows again those parts of the logs that they may concern.

use entrasift_core::{Dictionaries, ScanError, Scanner, Time};

use super::found::Found;
use super::index::Index;
use super::pass::LookupPass;
use super::plan::LookupPlan;
use super::request::Lookup;
use super::results::LookupResults;
use crate::engine::background::Background;
use crate::engine::population::Population;
use crate::tenant::Tenant;

/// Looks up in these logs.
pub(crate) struct LookupReader<'s, 'i> {
    pub scanner: &'s mut Scanner<'i>,
    /// Without an index everything is read again.
    pub index: &'s mut Option<Index>,
    pub tenant: &'s Tenant,
    pub ours: &'s Option<String>,
    pub population: &'s Population,
    pub dictionaries: &'s mut Dictionaries,
}

impl LookupReader<'_, '_> {
    /// What each look-up finds. Look-ups that may be of no interest are tried first, without their history: most of them give up after a
    /// few rows.
    ///
    /// # Errors
    /// As [`Scanner::show`].
    pub(crate) fn read(&mut self, lookups: Vec<Lookup>) -> Result<Vec<Found>, ScanError> {
        if self.index.is_none() || !self.scanner.shows_parts() {
            return self.look_up(lookups, true);
        }
        let bounded: Vec<usize> = (0..lookups.len()).filter(|number| lookups[*number].is_bounded()).collect();
        let tries = bounded.iter().map(|number| {
            let lookup = lookups[*number].clone();
            Lookup { start: Time::MIN, keep: None, only_after_last: false, ..lookup }
        });
        let tried = self.look_up(tries.collect(), false)?;
        let mut given_up = vec![false; lookups.len()];
        bounded.iter().zip(&tried).for_each(|(number, found)| given_up[*number] = found.too_many);
        for number in 1..lookups.len() {
            given_up[number] |= lookups[number].only_after_last && given_up[number - 1];
        }
        let mut all: Vec<Found> = lookups.iter().map(Found::new).collect();
        let left: Vec<usize> = (0..lookups.len()).filter(|number| !given_up[*number]).collect();
        all.iter_mut().zip(given_up).for_each(|(found, given_up)| found.too_many = given_up);
        let found = self.look_up(left.iter().map(|number| lookups[*number].clone()).collect(), true)?;
        left.into_iter().zip(found).for_each(|(number, found)| all[number] = found);
        Ok(all)
    }

    fn look_up(&mut self, lookups: Vec<Lookup>, by_chunk: bool) -> Result<Vec<Found>, ScanError> {
        if lookups.is_empty() {
            return Ok(Vec::new());
        }
        let (tenant, population) = (self.tenant, self.population);
        let plan =
            LookupPlan::new(lookups, Background { tenant, population, dictionaries: self.dictionaries });
        let make = || LookupPass::new(&plan, tenant, self.ours.clone());
        let parts = self.index.as_mut().map(|index| index.select(&plan, by_chunk));
        let seen = match &parts {
            Some(parts) if self.scanner.shows_parts() => self.scanner.show_parts(parts, make)?,
            _ => self.scanner.show(make)?.seen,
        };
        let mut results = LookupResults::new(&plan);
        for (part, theirs) in seen {
            let translation = self.dictionaries.merge(&theirs);
            results.merge(part.results, &plan, &translation);
        }
        Ok(results.into_found(&plan))
    }
}
