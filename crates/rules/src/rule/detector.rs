//! Detectors: observers that judge.

use std::any::Any;
use std::fmt::Debug;

use entrasift_core::{FieldSet, Translation};

use crate::derive::outcome::Verdict;
use crate::derive::row::{Row, View};
use crate::engine::background::Background;
use crate::engine::lookup::{AllFound, Lookup};
use crate::engine::needs::Needs;
use crate::engine::observe::Observe;
use crate::rule::finding::Finding;

/// An observer that judges what no sum over rows can tell. It is all that a new way to detect needs: a rule names it in its shape
/// (`Shape::Custom`). It may ask for look-ups ([`Observe::lookups`]); instead of [`Observe::judge`], [`Detector::conclude`] is called.
pub trait Detector: Observe + Debug + Sized + 'static {
    /// The fields that a file must be able to fill: rows of other files are not shown to the detector.
    fn required(&self) -> FieldSet;

    /// Takes over the rules of another detector, if both watch the same things, so that these are watched once for all rules. Gives the
    /// other one back if it does not.
    fn join(&mut self, other: Self) -> Option<Self> {
        Some(other)
    }

    /// What its rules found, one finding for each. `all_found` gives what its look-ups found, in their order.
    fn conclude(&mut self, background: Background<'_>, all_found: &mut AllFound) -> Vec<Finding>;
}

/// A detector of any type.
#[derive(Debug)]
pub struct BoxedDetector {
    detector: Box<dyn AnyDetector>,
    required: FieldSet,
    findings: Vec<Finding>,
}

impl BoxedDetector {
    /// Puts a detector into a box.
    pub fn new(detector: impl Detector) -> BoxedDetector {
        let required = detector.required();
        BoxedDetector { detector: Box::new(detector), required, findings: Vec::new() }
    }

    /// As [`Detector::join`]; detectors of different types never join.
    pub fn join(&mut self, other: BoxedDetector) -> Option<BoxedDetector> {
        let required = other.required;
        let other = self.detector.join(other.detector)?;
        Some(BoxedDetector { detector: other, required, findings: Vec::new() })
    }

    /// What its rules found.
    pub fn into_findings(self) -> Vec<Finding> {
        self.findings
    }
}

impl Observe for BoxedDetector {
    fn needs(&self, needs: &mut Needs) {
        self.detector.needs(needs);
    }

    fn observe(&mut self, view: View<'_>) {
        if self.required.is_within(view.fills()) {
            self.detector.observe(view);
        }
    }

    fn classified(&mut self, rows: &[(Row<'_>, Verdict)]) {
        if rows.first().is_some_and(|(row, _)| self.required.is_within(row.fills())) {
            self.detector.classified(rows);
        }
    }

    fn merge(&mut self, other: Self, translation: &Translation) {
        self.detector.merge(other.detector, translation);
    }

    fn may_look_up(&self) -> bool {
        self.detector.may_look_up()
    }

    fn lookups(&mut self, background: Background<'_>) -> Vec<Lookup> {
        self.detector.lookups(background)
    }

    fn judge(&mut self, background: Background<'_>, all_found: &mut AllFound) {
        self.findings = self.detector.conclude(background, all_found);
    }
}

/// What a detector can do, whatever its type is.
trait AnyDetector: Any + Debug + Send {
    fn needs(&self, needs: &mut Needs);
    fn observe(&mut self, view: View<'_>);
    fn classified(&mut self, rows: &[(Row<'_>, Verdict)]);
    fn merge(&mut self, other: Box<dyn AnyDetector>, translation: &Translation);
    fn may_look_up(&self) -> bool;
    fn lookups(&mut self, background: Background<'_>) -> Vec<Lookup>;
    fn join(&mut self, other: Box<dyn AnyDetector>) -> Option<Box<dyn AnyDetector>>;
    fn conclude(&mut self, background: Background<'_>, all_found: &mut AllFound) -> Vec<Finding>;
}

impl<D: Detector> AnyDetector for D {
    fn needs(&self, needs: &mut Needs) {
        Observe::needs(self, needs);
    }

    fn observe(&mut self, view: View<'_>) {
        Observe::observe(self, view);
    }

    fn classified(&mut self, rows: &[(Row<'_>, Verdict)]) {
        Observe::classified(self, rows);
    }

    fn merge(&mut self, other: Box<dyn AnyDetector>, translation: &Translation) {
        match (other as Box<dyn Any>).downcast::<D>() {
            Ok(other) => Observe::merge(self, *other, translation),
            Err(_) => debug_assert!(false, "detectors are merged rule by rule"),
        }
    }

    fn may_look_up(&self) -> bool {
        Observe::may_look_up(self)
    }

    fn lookups(&mut self, background: Background<'_>) -> Vec<Lookup> {
        Observe::lookups(self, background)
    }

    fn join(&mut self, other: Box<dyn AnyDetector>) -> Option<Box<dyn AnyDetector>> {
        if !(&*other as &dyn Any).is::<D>() {
            return Some(other);
        }
        let other = (other as Box<dyn Any>).downcast::<D>().ok()?;
        Detector::join(self, *other).map(|other| Box::new(other) as Box<dyn AnyDetector>)
    }

    fn conclude(&mut self, background: Background<'_>, all_found: &mut AllFound) -> Vec<Finding> {
        Detector::conclude(self, background, all_found)
    }
}
