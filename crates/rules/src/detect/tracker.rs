//! Trackers: one for each rule that judges trails, whatever its shape.

use entrasift_core::field::FieldSet;
use entrasift_core::log::symbols::Translation;

use super::Background;
use super::abroad::Abroad;
use super::burst::Bursts;
use super::exempt::Exempt;
use super::journey::Journeys;
use super::lookup::{AllFound, Lookup};
use super::proxied::Proxied;
use crate::derive::outcome::Verdict;
use crate::detect::case::Cases;
use crate::engine::needs::Needs;
use crate::engine::row::{Row, View};
use crate::rule::{Rule, Shape};

/// Watches for what one rule judges.
#[derive(Debug)]
pub(crate) struct Tracker {
    /// The rule.
    pub rule: Rule,
    /// The rule is not evaluated on rows of a file that cannot fill these.
    pub required: FieldSet,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Bursts(Bursts),
    Proxied(Proxied),
    Abroad(Abroad),
    Journeys(Journeys),
    Exempt(Exempt),
}

impl Tracker {
    /// The tracker of a rule; `None` where sums tell all.
    pub fn of(rule: &Rule) -> Option<Tracker> {
        let kind = match &rule.shape {
            Shape::Each { .. } | Shape::Unresolved { .. } | Shape::Flows(_) => return None,
            Shape::Burst(burst) => Kind::Bursts(Bursts::new(rule.clone(), burst.clone())),
            Shape::Proxied => Kind::Proxied(Proxied::new(rule.clone())),
            Shape::Abroad => Kind::Abroad(Abroad::new(rule.clone())),
            Shape::Journeys => Kind::Journeys(Journeys::new(rule.clone())),
            Shape::Exempt => Kind::Exempt(Exempt::new(rule.clone())),
        };
        Some(Tracker { rule: rule.clone(), required: rule.required(), kind })
    }

    /// Names the fields that it reads.
    pub fn needs(&self, needs: &mut Needs) {
        match &self.kind {
            Kind::Bursts(bursts) => bursts.needs(needs),
            Kind::Proxied(proxied) => proxied.needs(needs),
            Kind::Abroad(abroad) => abroad.needs(needs),
            Kind::Journeys(journeys) => journeys.needs(needs),
            Kind::Exempt(_) => {}
        }
    }

    /// Looks at every sign-in of a batch.
    pub fn observe(&mut self, view: View<'_>) {
        match &mut self.kind {
            Kind::Bursts(bursts) => bursts.observe(view),
            Kind::Proxied(proxied) => proxied.observe(view),
            Kind::Journeys(journeys) => journeys.observe(view),
            Kind::Abroad(_) | Kind::Exempt(_) => {}
        }
    }

    /// Learns the classes of some successes of a batch.
    pub fn classified(&mut self, rows: &[(Row<'_>, Verdict)]) {
        let people = rows.iter().map(|(row, _)| row.person());
        match &mut self.kind {
            Kind::Abroad(abroad) => {
                abroad.approach(people);
                rows.iter().for_each(|(row, verdict)| abroad.classified(*row, *verdict));
            }
            Kind::Exempt(exempt) => {
                exempt.approach(people);
                rows.iter().for_each(|(row, verdict)| exempt.classified(*row, *verdict));
            }
            Kind::Bursts(_) | Kind::Proxied(_) | Kind::Journeys(_) => {}
        }
    }

    /// Takes in what another worker's tracker of the same rule saw.
    pub fn merge(&mut self, other: Tracker, translation: &Translation) {
        match (&mut self.kind, other.kind) {
            (Kind::Bursts(ours), Kind::Bursts(theirs)) => ours.merge(theirs, translation),
            (Kind::Proxied(ours), Kind::Proxied(theirs)) => ours.merge(theirs, translation),
            (Kind::Abroad(ours), Kind::Abroad(theirs)) => ours.merge(theirs, translation),
            (Kind::Journeys(ours), Kind::Journeys(theirs)) => ours.merge(theirs, translation),
            (Kind::Exempt(ours), Kind::Exempt(theirs)) => ours.merge(theirs, translation),
            _ => debug_assert!(false, "trackers are merged rule by rule"),
        }
    }

    /// It may have lookups.
    pub fn may_look_up(&self) -> bool {
        !matches!(self.kind, Kind::Abroad(_))
    }

    /// What must be known of those under suspicion.
    pub fn lookups(&mut self, background: Background<'_>) -> Vec<Lookup> {
        match &mut self.kind {
            Kind::Bursts(bursts) => bursts.lookups(background),
            Kind::Proxied(proxied) => proxied.lookups(background),
            Kind::Journeys(journeys) => journeys.lookups(),
            Kind::Exempt(exempt) => exempt.lookups(background),
            Kind::Abroad(_) => Vec::new(),
        }
    }

    /// What it is, now that it is known.
    pub fn judge(&mut self, background: Background<'_>, all_found: &mut AllFound) -> Cases {
        match &mut self.kind {
            Kind::Bursts(bursts) => bursts.judge(background, all_found),
            Kind::Proxied(proxied) => proxied.judge(all_found),
            Kind::Abroad(abroad) => abroad.judge(background),
            Kind::Journeys(journeys) => journeys.judge(background, all_found),
            Kind::Exempt(exempt) => exempt.judge(all_found),
        }
    }
}
