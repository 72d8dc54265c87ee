//! The long lists of `impact`: what breaks, who meets it, where it is noticed. Their rows are made when they are pulled.

use std::sync::Arc;

use super::active_account::ActiveAccount;
use super::break_kind::BreakKind;
use super::breakage::Breakage;
use super::policy_impact::PolicyImpact;
use super::readiness::Readiness;
use crate::answer::{Column, Holds, Rows, Show, Table, Tone, Value};

/// What breaks.
pub fn breaks(impact: &Arc<PolicyImpact>) -> Table {
    let columns = vec![
        Column::new("kind", "Kind", Show::Always, Holds::Words),
        Column::new("user", "User", Show::Always, Holds::User),
        Column::new("user_id", "User ID", Show::Full, Holds::UserId),
        Column::new("what", "What", Show::Always, Holds::Words),
        Column::new("action", "What to do", Show::Wide, Holds::Words),
        Column::new("excepted", "In [exceptions]", Show::Full, Holds::Number),
        Column::new("count", "Sign-ins", Show::Always, Holds::Number),
        Column::new("last", "Last", Show::Always, Holds::Time),
        Column::new("evidence", "Evidence", Show::Full, Holds::Number),
    ];
    let shared = impact.clone();
    Table::new(columns, Rows::pulled(impact.breaks.len(), move |at| break_row(&shared, &shared.breaks[at])))
}

fn break_row(impact: &PolicyImpact, one: &Breakage) -> Vec<Value> {
    let seen = &impact.seen;
    vec![
        Value::Word(one.kind.name(), break_tone(one.kind)),
        seen.shown(one.person).into(),
        seen.user_id(one.person).into(),
        one.words(seen, &impact.accounts).into(),
        one.kind.action().into(),
        one.is_excepted.into(),
        one.count.into(),
        one.last.into(),
        seen.evidence(&one.evidence),
    ]
}

/// How grave a kind of breakage is.
pub fn break_tone(kind: BreakKind) -> Tone {
    match kind {
        BreakKind::SyncAccount | BreakKind::Legacy | BreakKind::Ropc | BreakKind::ServiceAccount => Tone::Bad,
        BreakKind::ReportOnly | BreakKind::NotAllowed | BreakKind::Unregistered => Tone::Warn,
        _ => Tone::Plain,
    }
}

/// Applications by affected accounts.
pub fn apps(impact: &Arc<PolicyImpact>) -> Table {
    let columns = vec![
        Column::new("app", "App", Show::Always, Holds::Words),
        Column::new("app_id", "App ID", Show::Full, Holds::PublicId),
        Column::new("users", "Accounts", Show::Always, Holds::User),
        Column::new("signins", "Sign-ins", Show::Always, Holds::Number),
    ];
    let shared = impact.clone();
    let row = move |at: usize| {
        let (seen, one) = (&shared.seen, &shared.apps[at]);
        let id = one.app.app.id(&seen.watched.dictionaries);
        vec![one.app.text(seen).into(), id.into(), one.accounts.into(), one.signins.into()]
    };
    Table::new(columns, Rows::pulled(impact.apps.len(), row))
}

/// Everyone who meets the policy. Those who are only prompted are folded: they need no call.
pub fn people(impact: &Arc<PolicyImpact>) -> Table {
    let columns = vec![
        Column::new("user", "User", Show::Always, Holds::User),
        Column::new("user_id", "User ID", Show::Full, Holds::UserId),
        Column::new("state", "What happens", Show::Always, Holds::Words),
        Column::new("kind", "Special account", Show::Always, Holds::Words),
        Column::new("department", "Department", Show::Always, Holds::Free),
        Column::new("starts_at", "Starts at", Show::Always, Holds::Words),
        Column::new("excepted", "In [exceptions]", Show::Full, Holds::Number),
    ];
    let shared = impact.clone();
    let met = impact.accounts.len() - impact.accounts.count(Readiness::Ready) as usize;
    let row = move |at: usize| person_row(&shared, shared.accounts.at(at));
    Table {
        folded: impact.accounts.count(Readiness::WillBePrompted) as usize,
        folded_as: "who will be prompted, and can answer".to_owned(),
        ..Table::new(columns, Rows::pulled(met, row))
    }
}

fn person_row(impact: &PolicyImpact, one: &ActiveAccount) -> Vec<Value> {
    let (user, id) = (impact.seen.shown(one.person), impact.seen.user_id(one.person));
    let tone = match one.readiness {
        Readiness::Blocked => Tone::Bad,
        Readiness::MustRegister => Tone::Warn,
        _ => Tone::Plain,
    };
    vec![
        user.into(),
        id.into(),
        Value::Word(one.readiness.name(), tone),
        one.kind.map(|kind| kind.name()).into(),
        impact.directory.as_ref().map(|directory| directory.department_or_none(user, id)).into(),
        one.starts_at.map(|hour| format!("{hour:02}:00")).into(),
        one.is_excepted.into(),
    ]
}
