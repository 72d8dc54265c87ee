//! The pass: one more showing, in which one worker looks for what a plan asks.

use entrasift_core::text::words::fold_word;
use entrasift_core::{ABSENT, Batch, Field, Visit};

use super::plan::{LookupPlan, name_of};
use super::request::{Sought, Split, flow_of, is_sought};
use super::results::LookupResults;
use crate::derive::derivation::Derivation;
use crate::derive::derived::FIELDS;
use crate::derive::person::{PerPerson, Person};
use crate::derive::row::Row;
use crate::engine::mark::Mark;
use crate::memo::Memo;
use crate::tenant::Tenant;

/// Looks for what a plan asks.
pub(super) struct LookupPass<'p> {
    plan: &'p LookupPlan,
    tenant: &'p Tenant,
    derivation: Derivation<'p>,
    people: PerPerson<Option<Option<&'p [u32]>>>,
    values: Vec<Memo<Option<&'p [u32]>>>,
    trusted: Memo<bool>,
    policies: Memo<bool>,
    /// What was found.
    pub results: LookupResults,
}

impl<'p> LookupPass<'p> {
    /// A pass in which nothing was found yet.
    pub(super) fn new(plan: &'p LookupPlan, tenant: &'p Tenant, ours: Option<String>) -> LookupPass<'p> {
        LookupPass {
            plan,
            tenant,
            derivation: Derivation::new(tenant, ours),
            people: PerPerson::default(),
            values: plan.values.iter().map(|_| Memo::default()).collect(),
            trusted: Memo::default(),
            policies: Memo::default(),
            results: LookupResults::new(plan),
        }
    }

    fn look(&mut self, batch: &mut Batch, row: usize) {
        let person = self.derivation.person(batch, row);
        let plan = self.plan;
        let of_person = self.people.entry(person);
        let wanted = match of_person {
            Some(known) => *known,
            None => {
                let found = plan.people.get(&name_of(person, batch.dictionaries())).map(Vec::as_slice);
                *of_person = Some(found);
                found
            }
        };
        self.each(wanted, batch, row, person);
        for (place, (field, lookups)) in plan.values.iter().enumerate() {
            let symbol = batch.intern(row, *field);
            if symbol != ABSENT {
                let ask = || lookups.get(batch.text_of(*field, symbol)).map(Vec::as_slice);
                let wanted = self.values[place].get(symbol, ask);
                self.each(wanted, batch, row, person);
            }
        }
    }

    fn each(&mut self, wanted: Option<&[u32]>, batch: &mut Batch, row: usize, person: Person) {
        for number in wanted.unwrap_or_default() {
            let plan = self.plan;
            let group = &plan.groups[*number as usize];
            let time = batch.times()[row];
            let hits = |lookup: &&u32| {
                let lookup = &plan.lookups[**lookup as usize];
                lookup.from <= time && time <= lookup.to
            };
            if !(time < group.last_start || group.lookups.iter().any(|lookup| hits(&lookup)))
                || !batch.row(row).is_user()
                || group.flow.is_some() && group.flow != flow_of(batch.row(row))
                || !self.fits(group.sought, batch, row)
            {
                continue;
            }
            let value = match group.split {
                Split::Person => person.0,
                Split::Field(field) => batch.intern(row, field),
            };
            self.results.note_first(*number, value, time);
            let place = batch.row(row).row_ref();
            for lookup in group.lookups.iter().filter(hits) {
                let found = &mut self.results.found[*lookup as usize];
                if found.too_many {
                    continue;
                }
                let keep = plan.lookups[*lookup as usize].keep;
                let values = keep.map(|fields| fields.map(|field| batch.intern(row, field)));
                let mark = Mark { time, row: place, person, values: values.unwrap_or_default() };
                found.see(value, mark, keep.is_some());
                if found.too_many {
                    plan.settle(*lookup as usize);
                }
            }
        }
    }

    fn fits(&mut self, sought: Sought, batch: &mut Batch, row: usize) -> bool {
        let looked_at = batch.row(row);
        let success = looked_at.is_success();
        let interactive = || looked_at.interactive().unwrap_or(true);
        match sought {
            Sought::Success => success,
            Sought::Accepted(codes) => {
                success || looked_at.code().number.is_some_and(|code| codes.contains(&code))
            }
            Sought::Interactive => success && interactive(),
            Sought::Exempt => success && interactive() && self.is_exempt(batch, row),
        }
    }

    fn is_exempt(&mut self, batch: &mut Batch, row: usize) -> bool {
        let (tenant, address) = (self.tenant, batch.intern(row, Field::Ip));
        if address != ABSENT && self.trusted.get(address, || tenant.trusts(batch.text_of(Field::Ip, address)))
        {
            return false;
        }
        let policy = batch.intern(row, Field::CaStatus);
        if !self.policies.get(policy, || fold_word(batch.text_of(Field::CaStatus, policy)) == "notapplied") {
            return false;
        }
        batch.fill(FIELDS);
        let derived = self.derivation.derive_row(batch, row);
        self.derivation.verdict(Row::new(batch.row(row), &derived)).class.may_be_exempt()
    }
}

impl Visit for LookupPass<'_> {
    fn visit(&mut self, batch: &mut Batch) {
        batch.fill(&[Field::UserId, Field::User]);
        for row in 0..batch.len() {
            if is_sought(batch.row(row)) {
                self.look(batch, row);
            }
        }
    }
}
