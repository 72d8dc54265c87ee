//! Emergency sign-ins: every row of the declared accounts.

use entrasift_core::{Field, RowRef, Status, Symbol, Time, Translation};
use entrasift_rules::derive::outcome::{Class, Verdict};
use entrasift_rules::engine::{Needs, Observe, Row, View};
use hashbrown::HashMap;

/// All sign-ins of the declared accounts.
#[derive(Debug, Default)]
pub struct Emergencies {
    events: Vec<EmergencySignIn>,
    /// Whether each success was with MFA, leaving aside that the account is declared; `None` where the log does not tell.
    mfa: HashMap<RowRef, Option<bool>>,
}

/// One sign-in of a declared account.
#[derive(Debug, Clone, Copy)]
pub struct EmergencySignIn {
    /// The number of the account in the tenant file, from 1.
    pub account: u16,
    /// When.
    pub time: Time,
    /// Where it stands.
    pub row: RowRef,
    /// What became of it.
    pub status: Status,
    /// The error code.
    pub code: Symbol,
    /// The app.
    pub app: Symbol,
    /// The address.
    pub ip: Symbol,
    /// City, state and country.
    pub place: [Symbol; 3],
    /// The client app.
    pub client: Symbol,
    /// The user name.
    pub user: Symbol,
    /// With MFA; `None` where the log does not tell, or it is no success.
    pub mfa: Option<bool>,
}

impl Observe for Emergencies {
    fn needs(&self, needs: &mut Needs) {
        let fields = [Field::Ip, Field::City, Field::State, Field::Country];
        needs.of_rows(&fields, |row| row.break_glass() != 0 && row.is_user());
    }

    fn observe(&mut self, view: View<'_>) {
        for row in view.rows().filter(|row| row.break_glass() != 0 && row.is_user()) {
            let value = |field| row.symbol(field);
            let (code, app, ip) = (value(Field::Code), value(Field::App), value(Field::Ip));
            let place = [value(Field::City), value(Field::State), value(Field::Country)];
            let (client, user) = (value(Field::ClientApp), value(Field::User));
            self.events.push(EmergencySignIn {
                account: row.break_glass(),
                time: row.time(),
                row: row.row_ref(),
                status: row.status(),
                code,
                app,
                ip,
                place,
                client,
                user,
                mfa: None,
            });
        }
    }

    fn classified(&mut self, rows: &[(Row<'_>, Verdict)]) {
        for (row, verdict) in rows.iter().filter(|(row, _)| row.break_glass() != 0) {
            let mfa = match verdict.aside {
                Class::Unknown | Class::TokenOnly => None,
                class => Some(class.is_protected()),
            };
            self.mfa.insert(row.row_ref(), mfa);
        }
    }

    fn merge(&mut self, other: Self, translation: &Translation) {
        let translated = other.events.into_iter().map(|event| EmergencySignIn {
            code: translation.symbol(Field::Code, event.code),
            app: translation.symbol(Field::App, event.app),
            ip: translation.symbol(Field::Ip, event.ip),
            place: [
                translation.symbol(Field::City, event.place[0]),
                translation.symbol(Field::State, event.place[1]),
                translation.symbol(Field::Country, event.place[2]),
            ],
            client: translation.symbol(Field::ClientApp, event.client),
            user: translation.symbol(Field::User, event.user),
            ..event
        });
        self.events.extend(translated);
        self.mfa.extend(other.mfa);
    }
}

impl Emergencies {
    /// By time, then row.
    pub(super) fn into_events(self) -> Vec<EmergencySignIn> {
        let Emergencies { mut events, mfa } = self;
        events.iter_mut().for_each(|event| event.mfa = mfa.get(&event.row).copied().flatten());
        events.sort_by_key(|event| (event.time, event.row));
        events
    }
}
