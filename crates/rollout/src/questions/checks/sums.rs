//! What the checks of `validate` and `pilot` sum up: only rows in the window are judged, and what comes before and after tells how.

use std::collections::BTreeSet;

use entrasift_core::field::catalogue::EnforcementImpact;
use entrasift_core::text::words::{flag, fold_word};
use entrasift_core::{ABSENT, Field, MINUTE, Status, Time, Translation};
use entrasift_rules::derive::Legacy;
use entrasift_rules::derive::outcome::{Class, Verdict};
use entrasift_rules::derive::person::{PerPerson, Person};
use entrasift_rules::detect::flow::{App, Flows};
use entrasift_rules::engine::population::EventKind;
use entrasift_rules::engine::{Needs, Observe, Row, View};
use entrasift_rules::memo::Memo;
use entrasift_rules::tally::{Part, Tally};
use hashbrown::HashSet;

use super::device::DeviceKinds;
use super::emergency::JudgedEmergency;
use super::shift::Shifts;
use super::successes::{SuccessKey, Successes};
use super::uniformity::Uniformity;
use super::window::Window;
use crate::facts::conditional_access::{PolicyEffects, PolicyReader};

/// Everything that the checks ask for.
#[derive(Debug)]
pub struct CheckSums {
    /// What is judged.
    pub window: Window,
    /// The minutes since 1970 that have sign-ins of users, also outside the window.
    pub minutes: BTreeSet<(EventKind, i64)>,
    last_minute: Option<(EventKind, i64)>,
    /// What is known of each account.
    pub people: PerPerson<AccountInWindow>,
    /// Successes of accounts that are not break-glass, in the window.
    pub successes: Tally<4, Successes>,
    /// Every sign-in of a declared break-glass account, in the window; in no particular order.
    pub emergencies: Vec<JudgedEmergency>,
    /// Sign-ins of users in the window, by status.
    pub by_status: [u64; 3],
    /// Applications of sign-ins of users in the window.
    pub apps: HashSet<App>,
    /// The kinds of devices with which people got in interactively with MFA, in the window.
    pub devices: HashSet<(Person, DeviceKinds)>,
    /// Which values the columns have, to notice a filter.
    pub uniformity: Uniformity,
    /// When the policy was at work.
    pub shifts: Shifts,
    /// The attempts to get in that a policy may have stopped.
    pub flows: Flows,
    systems: Memo<DeviceKinds>,
    sync_ids: Memo<bool>,
    policies: PolicyReader,
}

/// The application id of directory synchronisation.
const SYNCHRONISATION: &str = "cb1056e2-e479-49de-ae31-7812af012ed8";

/// The policy is meant for successes of this class. Legacy clients are left out: they never meet a prompt.
fn is_meant(class: Class) -> bool {
    class.is_protected()
        || matches!(
            class,
            Class::Gap
                | Class::GapLegacySetting
                | Class::Remembered
                | Class::DeviceSatisfied
                | Class::Unknown
        )
}

/// What is known of one account.
#[derive(Debug, Clone, Copy, Default)]
pub struct AccountInWindow {
    /// It has a sign-in in the window.
    pub in_window: bool,
    /// A row says that it is a guest.
    pub guest: bool,
    /// An interactive success with MFA, anywhere in the data.
    pub protected: bool,
    /// The last success with fresh MFA, anywhere in the data.
    pub fresh: Option<Time>,
}

impl CheckSums {
    /// Sums of a window in which nothing was seen yet; `policy` is the name of the one that should be enforced, or empty.
    pub fn new(window: Window, policy: &str) -> CheckSums {
        CheckSums {
            window,
            minutes: BTreeSet::new(),
            last_minute: None,
            people: PerPerson::default(),
            successes: Tally::per([Part::Person, Part::Number, Part::Number, Part::Number]),
            emergencies: Vec::new(),
            by_status: [0; 3],
            apps: HashSet::new(),
            devices: HashSet::new(),
            uniformity: Uniformity::default(),
            shifts: Shifts::default(),
            flows: Flows::default(),
            systems: Memo::default(),
            sync_ids: Memo::default(),
            policies: PolicyReader::naming(policy),
        }
    }

    /// The successes in the window, by what tells them apart; in no particular order.
    pub fn groups(&self) -> impl Iterator<Item = (SuccessKey, &Successes)> {
        self.successes.iter().map(|(key, group)| (SuccessKey::unpacked(*key), group))
    }

    fn sees(&mut self, row: Row<'_>) {
        let time = row.time();
        let kind = match row.interactive() {
            Some(true) => EventKind::Interactive,
            Some(false) => EventKind::NonInteractive,
            None => EventKind::Unsaid,
        };
        let minute = Some((kind, time.0.div_euclid(MINUTE)));
        if minute != self.last_minute {
            self.last_minute = minute;
            self.minutes.extend(minute);
        }
        if !self.window.holds(time) {
            return;
        }
        let met = self.people.entry(row.person());
        (met.in_window, met.guest) = (true, met.guest | row.is_guest());
        self.by_status[row.status() as usize] += 1;
        self.apps.insert(App::from_row(row));
        self.uniformity.see(row);
        if row.break_glass() != 0 && !row.is_success() {
            self.emergency(row, None);
        }
    }

    fn device(&mut self, row: Row<'_>) -> DeviceKinds {
        let system = row.symbol(Field::Os);
        let device = self.systems.get(system, || DeviceKinds::from_system(row.text_of(Field::Os, system)));
        let cell = |field| fold_word(&row.cell_text(field));
        let says = |field| flag(&row.cell_text(field)) == Some(true);
        let joined = cell(Field::TrustType);
        let managed = says(Field::Compliant)
            || says(Field::Managed)
            || joined.contains("joined")
            || joined.contains("serverad");
        DeviceKinds { unmanaged: !managed && row.fills().contains(Field::TrustType), ..device }
    }

    /// The sign-in goes to the directory synchronisation itself, as far as the row says.
    fn is_synchronisation(&mut self, row: Row<'_>) -> bool {
        let (id, app) = (row.symbol(Field::AppId), row.symbol(Field::App));
        if id != ABSENT {
            let text = || row.text_of(Field::AppId, id).eq_ignore_ascii_case(SYNCHRONISATION);
            return self.sync_ids.get(id, text);
        }
        app == ABSENT
            || fold_word(row.text_of(Field::App, app))
                == fold_word("Microsoft Azure Active Directory Connect")
    }

    /// A success of a user whose account is not declared as break-glass.
    fn succeeded(&mut self, row: Row<'_>, class: Class) {
        let time = row.time();
        let interactive = row.interactive().unwrap_or(true);
        let met = self.people.entry(row.person());
        met.protected |= interactive && class.is_protected();
        if matches!(class, Class::MfaDone | Class::StrongPrimary) {
            met.fresh = met.fresh.max(Some(time));
        }
        if self.window.holds(time) {
            let applied = if interactive { self.policies.read(*row) } else { PolicyEffects::default() };
            if interactive && class.is_protected() {
                let device = self.device(row);
                self.devices.insert((row.person(), device));
            }
            let unclassified = row.legacy() == Legacy::Unclassified;
            if interactive && is_meant(class) {
                let listed = applied.has(PolicyEffects::LISTED);
                let by_list =
                    applied.has(PolicyEffects::MFA) && !applied.has(PolicyEffects::SECURITY_DEFAULTS);
                let at_work = by_list || !listed && applied.has(PolicyEffects::WORD_SUCCESS);
                self.shifts.see(time, at_work);
            }
            let astray = class == Class::Sync && !self.is_synchronisation(row);
            let key = SuccessKey { person: row.person(), class, interactive, unclassified, astray, applied };
            let group = self.successes.group(key.packed());
            group.count += 1;
            group.apps.see(row.symbol(Field::App));
            group.homes.see(row.symbol(Field::HomeTenantId));
            group.evidence.see(row.row_ref());
        }
    }

    fn emergency(&mut self, row: Row<'_>, class: Option<Class>) {
        let (code, status) = (row.code(), row.status());
        let stopped = status != Status::Success
            && code.entry.is_none_or(|entry| entry.enforcement_impact != EnforcementImpact::No);
        self.emergencies.push(JudgedEmergency {
            account: row.break_glass(),
            person: row.person(),
            time: row.time(),
            row: row.row_ref(),
            status,
            stopped,
            app_id: row.symbol(Field::AppId),
            class,
            applied: self.policies.read(*row),
            at_screen: row.interactive().unwrap_or(true) && !row.legacy().is_legacy(),
        });
    }
}

impl Observe for CheckSums {
    fn needs(&self, needs: &mut Needs) {
        self.flows.needs(needs);
        let window = self.window;
        needs.of_classified(&[Field::Os], move |row, verdict| {
            window.holds(row.time()) && verdict.class.is_protected()
        });
    }

    fn observe(&mut self, view: View<'_>) {
        view.rows().filter(|row| row.is_user()).for_each(|row| self.sees(row));
        self.flows.observe(view);
    }

    fn classified(&mut self, rows: &[(Row<'_>, Verdict)]) {
        for (row, verdict) in rows {
            if row.break_glass() == 0 {
                self.succeeded(*row, verdict.class);
            } else if self.window.holds(row.time()) {
                self.emergency(*row, Some(verdict.aside));
            }
        }
        self.flows.classified(rows);
    }

    fn merge(&mut self, other: Self, translation: &Translation) {
        self.minutes.extend(other.minutes);
        for (person, theirs) in other.people.iter() {
            if theirs.in_window || theirs.protected || theirs.fresh.is_some() {
                let ours = self.people.entry(person.translate(translation));
                ours.in_window |= theirs.in_window;
                ours.guest |= theirs.guest;
                ours.protected |= theirs.protected;
                ours.fresh = ours.fresh.max(theirs.fresh);
            }
        }
        self.successes.merge(other.successes, translation);
        self.emergencies.extend(other.emergencies.into_iter().map(|one| JudgedEmergency {
            person: one.person.translate(translation),
            app_id: translation.symbol(Field::AppId, one.app_id),
            ..one
        }));
        for (ours, theirs) in self.by_status.iter_mut().zip(other.by_status) {
            *ours += theirs;
        }
        self.uniformity.merge(other.uniformity, translation);
        self.shifts.merge(other.shifts);
        self.apps.extend(other.apps.into_iter().map(|app| app.translate(translation)));
        let devices = other.devices.into_iter();
        self.devices.extend(devices.map(|(person, device)| (person.translate(translation), device)));
        self.flows.merge(other.flows, translation);
    }
}
