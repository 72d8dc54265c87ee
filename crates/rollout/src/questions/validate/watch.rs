//! What `validate` watches. All of it are sums; only rows in the window are judged, and what comes before and after tells how.

use std::collections::BTreeSet;

use entrasift_core::dialect::registration::flag;
use entrasift_core::field::Field;
use entrasift_core::field::catalogue::fold_word;
use entrasift_core::log::batch::{RowRef, Status};
use entrasift_core::log::symbols::{ABSENT, Symbol, Translation};
use entrasift_core::text::time::{MINUTE, Time};
use entrasift_rules::derive::Legacy;
use entrasift_rules::derive::outcome::{Class, Verdict};
use entrasift_rules::derive::person::{PerPerson, Person};
use entrasift_rules::detect::flow::{App, Flows};
use entrasift_rules::engine::memo::Memo;
use entrasift_rules::engine::population::EventKind;
use entrasift_rules::engine::{Needs, Observe, Row, View};
use entrasift_rules::measure::{Distinct, Evidence};
use entrasift_rules::tally::{Part, Remember, Tally};
use hashbrown::HashSet;

use super::shift::Shifts;
use super::uniformity::Uniformity;
use crate::facts::conditional_access::{Applications, Applied};

/// The window that is judged, `from <= time < to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Its first moment.
    pub from: Time,
    /// The first moment after it.
    pub to: Time,
}

impl Window {
    /// The time lies in it.
    pub fn holds(self, time: Time) -> bool {
        self.from <= time && time < self.to
    }
}

/// Everything that the checks ask for.
#[derive(Debug)]
pub struct Watch {
    /// What is judged.
    pub window: Window,
    /// Minutes since 1970 with sign-ins of users, of all the data.
    pub minutes: BTreeSet<(EventKind, i64)>,
    last_minute: Option<(EventKind, i64)>,
    /// Each account.
    pub people: PerPerson<Met>,
    /// Successes of accounts that are not break-glass, in the window.
    pub successes: Tally<4, Successes>,
    /// Every sign-in of a declared break-glass account, in the window; in no particular order.
    pub emergencies: Vec<Emergency>,
    /// Sign-ins of users in the window, by status.
    pub by_status: [u64; 3],
    /// Applications of sign-ins of users in the window.
    pub apps: HashSet<App>,
    /// With what people got in with MFA, interactively, in the window (see [`Device`]).
    pub devices: HashSet<(Person, Device)>,
    /// What filters may have been on.
    pub uniformity: Uniformity,
    /// When the policy was at work.
    pub shifts: Shifts,
    /// Attempts to get in.
    pub flows: Flows,
    systems: Memo<Device>,
    sync_ids: Memo<bool>,
    applications: Applications,
}

/// The application id of directory synchronisation.
const SYNCHRONISATION: &str = "cb1056e2-e479-49de-ae31-7812af012ed8";

/// Successes that the policy is meant for; a legacy client meets no prompt.
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
pub struct Met {
    /// It has a sign-in in the window.
    pub in_window: bool,
    /// A row says that it is a guest.
    pub guest: bool,
    /// An interactive success with MFA, anywhere in the data.
    pub protected: bool,
    /// The last success with fresh MFA, anywhere in the data.
    pub fresh: Option<Time>,
}

/// Some successes of one account.
#[derive(Debug, Default)]
pub struct Successes {
    /// How many.
    pub count: u64,
    /// The applications, by name.
    pub apps: Distinct,
    /// The home tenants.
    pub homes: Distinct,
    /// The rows.
    pub evidence: Evidence,
}

impl Remember for Successes {
    fn merge(&mut self, other: Self, translation: &Translation) {
        self.count += other.count;
        self.apps.merge(&other.apps, |app| translation.symbol(Field::App, app));
        self.homes.merge(&other.homes, |home| translation.symbol(Field::HomeTenantId, home));
        self.evidence.merge(&other.evidence);
    }
}

/// What tells some successes from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// Whose.
    pub person: Person,
    /// Their class.
    pub class: Class,
    /// Interactive; a row that does not say counts as interactive.
    pub interactive: bool,
    /// Without any client app.
    pub unclassified: bool,
    /// The synchronisation account, elsewhere than in the synchronisation.
    pub astray: bool,
    /// What Conditional Access did; nothing is known of background sign-ins.
    pub applied: Applied,
}

impl Key {
    fn packed(self) -> [u32; 4] {
        let flags =
            u32::from(self.interactive) | u32::from(self.unclassified) << 1 | u32::from(self.astray) << 2;
        [self.person.0, self.class as u32, flags, self.applied.number()]
    }

    fn unpacked([person, class, flags, applied]: [u32; 4]) -> Key {
        Key {
            person: Person(person),
            class: Class::ALL[class as usize],
            interactive: flags & 1 != 0,
            unclassified: flags & 2 != 0,
            astray: flags & 4 != 0,
            applied: Applied::of_number(applied),
        }
    }
}

/// With what somebody signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Device {
    /// A computer.
    pub desktop: bool,
    /// A phone or a tablet.
    pub phone: bool,
    /// Neither compliant, managed nor joined.
    pub unmanaged: bool,
}

impl Device {
    /// By the operating system.
    fn of_system(name: &str) -> Device {
        let name = fold_word(name);
        let is = |systems: &[&str]| systems.iter().any(|system| name.starts_with(system));
        Device {
            desktop: is(&["windows", "macos", "linux", "ubuntu", "chromeos"]) && !is(&["windowsphone"]),
            phone: is(&["ios", "ipados", "android", "windowsphone"]),
            unmanaged: false,
        }
    }

    /// Its words in the JSON.
    pub fn kinds(self) -> impl Iterator<Item = &'static str> {
        let kinds = [(self.desktop, "desktop"), (self.phone, "phone"), (self.unmanaged, "unmanaged")];
        kinds.into_iter().filter(|(is, _)| *is).map(|(_, word)| word)
    }
}

/// One sign-in of a break-glass account.
#[derive(Debug, Clone, Copy)]
pub struct Emergency {
    /// Which declared account, from 1.
    pub account: u16,
    /// Whose, as the log has it.
    pub person: Person,
    /// When.
    pub time: Time,
    /// Where it stands.
    pub row: RowRef,
    /// What became of it.
    pub status: Status,
    /// Its code is one that a policy can cause, or that nobody knows.
    pub stopped: bool,
    /// Id of the application.
    pub app_id: Symbol,
    /// Its class, were the account not declared; `None` where it is no success.
    pub class: Option<Class>,
    /// What Conditional Access did.
    pub applied: Applied,
    /// Somebody at a screen, with a program that can show a prompt.
    pub at_screen: bool,
}

impl Watch {
    /// Watches for a window; `policy` is the one that should be enforced, by name, or empty.
    pub fn new(window: Window, policy: &str) -> Watch {
        Watch {
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
            applications: Applications::naming(policy),
        }
    }

    /// The successes in the window, by what tells them apart; in no particular order.
    pub fn groups(&self) -> impl Iterator<Item = (Key, &Successes)> {
        self.successes.iter().map(|(key, group)| (Key::unpacked(*key), group))
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
        let met = self.people.of(row.person());
        (met.in_window, met.guest) = (true, met.guest | row.is_guest());
        self.by_status[row.status() as usize] += 1;
        self.apps.insert(App::from_row(row));
        self.uniformity.see(row);
        if row.break_glass() != 0 && !row.is_success() {
            self.emergency(row, None);
        }
    }

    fn device(&mut self, row: Row<'_>) -> Device {
        let system = row.symbol(Field::Os);
        let device = self.systems.get(system, || Device::of_system(row.text_of(Field::Os, system)));
        let cell = |field| fold_word(&row.cell_text(field));
        let says = |field| flag(&row.cell_text(field)) == Some(true);
        let joined = cell(Field::TrustType);
        let managed = says(Field::Compliant)
            || says(Field::Managed)
            || joined.contains("joined")
            || joined.contains("serverad");
        Device { unmanaged: !managed && row.fills().contains(Field::TrustType), ..device }
    }

    /// The sign-in is to the synchronisation itself, as far as the row says where it goes.
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
        let met = self.people.of(row.person());
        met.protected |= interactive && class.is_protected();
        if matches!(class, Class::MfaDone | Class::StrongPrimary) {
            met.fresh = met.fresh.max(Some(time));
        }
        if self.window.holds(time) {
            let applied = if interactive { self.applications.of(*row) } else { Applied::default() };
            if interactive && class.is_protected() {
                let device = self.device(row);
                self.devices.insert((row.person(), device));
            }
            let unclassified = row.legacy() == Legacy::Unclassified;
            if interactive && is_meant(class) {
                let listed = applied.has(Applied::LISTED);
                let by_list = applied.has(Applied::MFA) && !applied.has(Applied::SECURITY_DEFAULTS);
                let at_work = by_list || !listed && applied.has(Applied::WORD_SUCCESS);
                self.shifts.see(time, at_work);
            }
            let astray = class == Class::Sync && !self.is_synchronisation(row);
            let key = Key { person: row.person(), class, interactive, unclassified, astray, applied };
            let group = self.successes.group(key.packed());
            group.count += 1;
            group.apps.see(row.symbol(Field::App));
            group.homes.see(row.symbol(Field::HomeTenantId));
            group.evidence.see(row.row_ref());
        }
    }

    fn emergency(&mut self, row: Row<'_>, class: Option<Class>) {
        let (code, status) = (row.code(), row.status());
        let stopped = status != Status::Success && code.entry.is_none_or(|entry| entry.enforcement_impact);
        self.emergencies.push(Emergency {
            account: row.break_glass(),
            person: row.person(),
            time: row.time(),
            row: row.row_ref(),
            status,
            stopped,
            app_id: row.symbol(Field::AppId),
            class,
            applied: self.applications.of(*row),
            at_screen: row.interactive().unwrap_or(true) && !row.legacy().is_legacy(),
        });
    }
}

impl Observe for Watch {
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
                let ours = self.people.of(person.translate(translation));
                ours.in_window |= theirs.in_window;
                ours.guest |= theirs.guest;
                ours.protected |= theirs.protected;
                ours.fresh = ours.fresh.max(theirs.fresh);
            }
        }
        self.successes.merge(other.successes, translation);
        self.emergencies.extend(other.emergencies.into_iter().map(|one| Emergency {
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
