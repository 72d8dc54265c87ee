//! What was watched: the passes over the logs, each shown to the observers of all workers, whose sums are merged.

use std::sync::Arc;

use entrasift_core::{
    Dictionaries, Field, Input, Ledger, Options, Problem, RowNumbers, Scan, ScanError, Scanner, SignIns,
    Steps,
};
use hashbrown::HashMap;

use crate::engine::background::Background;
use crate::engine::lookup::{Index, LookupReader};
use crate::engine::observe::Observe;
use crate::engine::population::Population;
use crate::engine::roots::{RootSearch, Roots, Sessions};
use crate::engine::showing::{First, Settle};
use crate::tenant::Tenant;

/// What was watched, beside what the observer made of it.
#[derive(Debug)]
pub struct Watched {
    /// Who and what was there.
    pub population: Population,
    /// The values behind all symbols.
    pub dictionaries: Dictionaries,
    /// The ledger of each input.
    pub ledgers: Vec<Ledger>,
    /// The first malformed rows of each input.
    pub problems: Vec<Problem>,
    /// Which row a reference means.
    pub rows: RowNumbers,
    /// The id of our tenant, as far as known.
    pub ours: Option<String>,
}

/// Shows the logs to an observer.
///
/// # Errors
/// As [`Scanner::show`].
pub fn watch<O: Observe>(
    logs: &[Input],
    steps: &Arc<Steps>,
    options: &Options,
    tenant: &Tenant,
    make: impl Fn() -> O + Sync,
) -> Result<(O, Watched), ScanError> {
    let mut scanner = Scanner::new(logs, options, steps.clone());
    let declared = tenant.home_tenant_id.clone();
    let mut ours = declared.clone().or_else(|| guess_tenant(logs));
    let (mut observer, mut watched, wanted, mut index) = loop {
        let first = scanner.show(|| First::new(tenant, ours.clone(), make()))?;
        let (observer, watched, wanted, index) = merge_first(first, make());
        let counted = watched.population.tenant_of_most(&watched.dictionaries);
        if declared.is_some() || counted == ours {
            break (observer, watched, wanted, index);
        }
        ours = counted;
    };
    if !wanted.is_empty() {
        let scan = scanner.show(|| RootSearch::new(tenant, ours.clone(), &wanted))?;
        let roots = Roots::merged(scan.seen.into_iter().map(|(part, _)| part));
        let scan = scanner.show(|| Settle::new(tenant, ours.clone(), &roots, make()))?;
        for (part, dictionaries) in scan.seen {
            let translation = watched.dictionaries.merge(&dictionaries);
            observer.merge(part.observer, &translation);
        }
    }
    look_up(&mut scanner, &mut index, (&mut observer, &mut watched), tenant, &ours)?;
    watched.ours = ours;
    Ok((observer, watched))
}

/// Looks up what the observer wants to know of those under suspicion, in one more showing, and lets it judge. Without a look-up there is
/// no showing.
fn look_up<O: Observe>(
    scanner: &mut Scanner<'_>,
    index: &mut Option<Index>,
    (observer, watched): (&mut O, &mut Watched),
    tenant: &Tenant,
    ours: &Option<String>,
) -> Result<(), ScanError> {
    let Watched { population, dictionaries, .. } = watched;
    let lookups = observer.lookups(Background { tenant, population, dictionaries });
    let found = LookupReader { scanner, index, tenant, ours, population, dictionaries }.read(lookups)?;
    observer.judge(Background { tenant, population, dictionaries }, &mut found.into_iter());
    Ok(())
}

/// The resource tenant of most of the first rows; the count over all rows verifies it.
fn guess_tenant(logs: &[Input]) -> Option<String> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    let first = logs.first()?.clone();
    for sign_in in SignIns::new(first).take(200).flatten().flatten() {
        let id = entrasift_core::log::symbols::canonical_spelling(
            Field::ResourceTenantId.kind(),
            &sign_in.resource_tenant,
        );
        *counts.entry(id).or_default() += usize::from(!sign_in.resource_tenant.is_empty());
    }
    counts
        .into_iter()
        .filter(|(id, count)| *count > 0 && !id.is_empty())
        .max_by_key(|(_, count)| *count)
        .map(|(id, _)| id)
}

/// The first worker takes in what the others saw.
fn merge_first<O: Observe>(scan: Scan<First<'_, O>>, empty: O) -> (O, Watched, Sessions, Option<Index>) {
    let Scan { seen, ledgers, problems, rows } = scan;
    let mut seen = seen.into_iter();
    let (mut observer, mut population, mut wanted, mut index) =
        (empty, Population::default(), Sessions::default(), None);
    let mut dictionaries = Dictionaries::default();
    if let Some((first, known)) = seen.next() {
        (observer, population, wanted, index) = (first.observer, first.population, first.wanted, first.index);
        dictionaries = known;
    }
    for (part, theirs) in seen {
        let translation = dictionaries.merge(&theirs);
        observer.merge(part.observer, &translation);
        population.merge(&part.population, &translation, &dictionaries);
        wanted.extend(part.wanted);
        if let (Some(index), Some(noted)) = (&mut index, part.index) {
            index.merge(noted);
        }
    }
    (observer, Watched { population, dictionaries, ledgers, problems, rows, ours: None }, wanted, index)
}
