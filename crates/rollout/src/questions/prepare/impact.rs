//! `impact`: who and what breaks if MFA is enforced now, and when the helpdesk hears of it.

use std::collections::{BTreeMap, BTreeSet};

use entrasift_core::field::Field;
use entrasift_core::text::time::Zone;
use entrasift_rules::derive::person::Person;

use crate::answer::Warning;
use crate::answer::{
    Answer, Chart, Column, Fact, Holds, NotEvaluated, Outcome, Section, Show, Step, Table, Tone, Value,
};
use crate::facts::policy_results::NO_POLICIES;
use crate::people::accounts::Accounts;
use crate::people::app_use::Way;
use crate::people::special_accounts::AccountKind;
use crate::reading::read_logs::{Seen, count_of, see, thousands};
use crate::reading::request::{AnswerError, Request};
use crate::tenant::directory::Directory;

use self::breakage::{BreakKind, Breakage, breakages};
use self::desk::Desks;
use self::morning::{Mornings, UsualHours};
use self::state::{People, State};

mod breakage;
mod desk;
mod list;
mod morning;
mod state;

/// What is switched on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Policy {
    /// MFA for everybody.
    #[default]
    Mfa,
    /// Legacy authentication is blocked, and nothing else.
    LegacyBlock,
}

impl Policy {
    /// The policy of a word on the command line.
    pub fn named(word: &str) -> Option<Policy> {
        match word {
            "mfa" => Some(Policy::Mfa),
            "legacy-block" => Some(Policy::LegacyBlock),
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Policy::Mfa => "mfa",
            Policy::LegacyBlock => "legacy-block",
        }
    }
}

/// The answer; `directory` tells departments.
///
/// # Errors
/// As [`AnswerError`] says.
pub fn answer(
    request: &Request,
    policy: Policy,
    directory: Option<&Directory>,
) -> Result<Answer, AnswerError> {
    let zone = request.tenant.timezone.as_deref().and_then(Zone::named).unwrap_or(Zone::UTC);
    let make = || (Accounts::default(), (Mornings::in_zone(zone), Desks::default()));
    let needs = match policy {
        Policy::Mfa => &[Field::ClientApp, Field::Requirement][..],
        Policy::LegacyBlock => &[Field::ClientApp][..],
    };
    let ((accounts, (mornings, desks)), seen) = see(request, "impact", needs, make)?;
    let starts = mornings.usual_hours();
    let people = People::of(&seen, &accounts, policy);
    let breaks = breakages(&seen, &accounts, &desks, &people, policy);
    let mut sections = vec![
        Section::table("breaks", "What breaks", breaks_table(&seen, &breaks)),
        Section::table("by_kind", "What breaks, by kind", by_kind(&breaks)),
        Section::value("users", "Who is affected", users(&people)).headline(),
        Section::value("policy", "", Value::Word(policy.name(), Tone::Plain)),
        Section::table("apps", "Where it is noticed", apps(&seen, &accounts, &people, policy)),
        hours(&people, &starts, zone),
        Section::table("people", "Everyone who meets it", list::people(&seen, &people, &starts, directory)),
    ];
    if let Some(directory) = directory {
        let table = list::departments(&seen, &people, directory);
        sections.insert(4, Section::table("departments", "By department", table));
    }
    let mut lead = lead(&people, &breaks, policy);
    lead.extend(first_day(&people, &starts));
    let mut reading = seen.reading(&[], warnings(&seen, policy));
    reading.not_evaluated.extend(seen.lacking("report-only", Field::Policies, NO_POLICIES));
    if directory.is_none() {
        let because = "neither sign-in logs nor registration reports hold departments: add --directory FILE (Entra admin center, Users, \
                       Download users)";
        reading.not_evaluated.push(NotEvaluated::new("by-department", because));
    }
    let next = vec![
        Step::run("impact", "every break, with what to do").with("-o impact.csv"),
        Step::run("legacy", "the legacy clients behind it").with("--full"),
    ];
    Ok(Answer {
        command: "impact",
        reading: Some(reading),
        lead,
        sections,
        next,
        gravest: None,
        outcome: Outcome::Done,
    })
}

fn warnings(seen: &Seen, policy: Policy) -> Vec<Warning> {
    let mut warnings: Vec<Warning> = crate::reading::warnings::short_log(seen).into_iter().collect();
    if policy == Policy::Mfa && seen.request.intake.reports.is_empty() {
        let message = "no registration report: whoever was never seen with MFA counts as having to register, which is too many; add the report";
        warnings.push(Warning::new("no-registration-report", message));
    }
    warnings
}

fn users(people: &People) -> Value {
    let counts = people.counts();
    let mut facts = vec![Fact::new("active", Holds::Number, Value::Count(counts.values().sum()))];
    facts.extend(
        State::ALL.iter().map(|state| Fact::count(state.name(), counts.get(state).copied().unwrap_or(0))),
    );
    Value::Map(facts)
}

fn lead(people: &People, breaks: &[Breakage], policy: Policy) -> Vec<String> {
    let counts = people.counts();
    let count = |state| thousands(counts.get(&state).copied().unwrap_or(0));
    let active = counts.values().sum();
    if policy == Policy::LegacyBlock {
        let mut lead = vec![format!(
            "Blocking legacy authentication stops {} of {} that are active; nobody else notices.",
            count(State::Blocked),
            count_of(active, "account", "accounts")
        )];
        let ropc: BTreeSet<&str> =
            breaks.iter().filter(|one| one.kind == BreakKind::Ropc).map(|one| one.user.as_str()).collect();
        if !ropc.is_empty() {
            lead.push(format!(
                "{} by ROPC with a modern client app: a policy on client apps does not stop those, enforcing MFA does.",
                count_of(ropc.len() as u64, "account signs in", "accounts sign in")
            ));
        }
        return lead;
    }
    let mut lead = vec![format!(
        "Of {} that are active, {} are ready, {} will be prompted, {} must register first, {} are blocked for good.",
        count_of(active, "account", "accounts"),
        count(State::Ready),
        count(State::WillBePrompted),
        count(State::MustRegister),
        count(State::Blocked)
    )];
    if breaks.iter().any(|one| one.kind == BreakKind::SyncAccount) {
        lead.push("The synchronisation account is among what breaks: exclude it first, or the directory stops synchronising.".to_owned());
    }
    let machines = people
        .iter()
        .filter(|one| one.state == State::Blocked && one.kind.is_some_and(AccountKind::is_machine))
        .count();
    if machines > 0 {
        lead.push(format!(
            "Of those blocked, {} no person: nobody calls, something just stops.",
            count_of(machines as u64, "is", "are")
        ));
    }
    lead
}

fn breaks_table(seen: &Seen, breaks: &[Breakage]) -> Table {
    let columns = vec![
        Column::new("kind", "AccountKind", Show::Always, Holds::Words),
        Column::new("user", "User", Show::Always, Holds::User),
        Column::new("user_id", "User ID", Show::Full, Holds::User),
        Column::new("what", "What", Show::Always, Holds::Words),
        Column::new("action", "What to do", Show::Wide, Holds::Words),
        Column::new("excepted", "In [exceptions]", Show::Full, Holds::Number),
        Column::new("count", "Sign-ins", Show::Always, Holds::Number),
        Column::new("last", "Last", Show::Always, Holds::Time),
        Column::new("evidence", "Evidence", Show::Full, Holds::Number),
    ];
    let rows = breaks.iter().map(|one| {
        vec![
            Value::Word(one.kind.name(), one.kind.tone()),
            one.user.clone().into(),
            one.user_id.clone().into(),
            one.what.clone().into(),
            one.kind.action().into(),
            one.excepted.into(),
            one.count.into(),
            one.last.into(),
            seen.evidence(&one.evidence),
        ]
    });
    Table { columns, rows: rows.collect(), ..Table::default() }
}

/// One line for each kind of breakage that is there, in the order of the list.
fn by_kind(breaks: &[Breakage]) -> Table {
    let kinds: BTreeSet<BreakKind> = breaks.iter().map(|one| one.kind).collect();
    let columns = vec![
        Column::new("kind", "AccountKind", Show::Always, Holds::Words),
        Column::new("users", "Accounts", Show::Always, Holds::User),
        Column::new("signins", "Sign-ins", Show::Always, Holds::Number),
        Column::new("action", "What to do", Show::Always, Holds::Words),
    ];
    let rows = kinds.into_iter().map(|kind| {
        let own = || breaks.iter().filter(|one| one.kind == kind);
        let users: BTreeSet<(&str, &str)> =
            own().map(|one| (one.user.as_str(), one.user_id.as_str())).collect();
        let count: u64 = own().map(|one| one.count).sum();
        vec![Value::Word(kind.name(), kind.tone()), users.len().into(), count.into(), kind.action().into()]
    });
    Table { columns, rows: rows.collect(), ..Table::default() }
}

/// Applications by affected accounts, then sign-ins, then name.
fn apps(seen: &Seen, accounts: &Accounts, people: &People, policy: Policy) -> Table {
    let mut apps: BTreeMap<(String, String), (BTreeSet<u32>, u64)> = BTreeMap::new();
    for ([person, id, name, _, way], used) in accounts.uses.iter() {
        let way = Way::ALL[*way as usize];
        let counts = match policy {
            Policy::Mfa => matches!(way, Way::Legacy | Way::Ropc | Way::Unprotected | Way::Guest),
            Policy::LegacyBlock => way == Way::Legacy,
        };
        if !counts || people.get(Person(*person)).is_none() {
            continue;
        }
        let id = seen.text(Field::AppId, *id).to_owned();
        let names = seen.texts(Field::App, &used.apps).into_iter().next();
        let name = names.unwrap_or_else(|| seen.text(Field::App, *name).to_owned());
        // One application may bear several names: the id tells.
        let key = if id.is_empty() { (name.clone(), id) } else { (String::new(), id) };
        let (users, count) = apps.entry(key).or_default();
        users.insert(*person);
        *count += used.count;
    }
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for ([_, id, ..], used) in accounts.uses.iter() {
        if let Some(name) = seen.texts(Field::App, &used.apps).into_iter().next() {
            let known = names.entry(seen.text(Field::AppId, *id).to_owned()).or_insert_with(|| name.clone());
            if name < *known {
                *known = name;
            }
        }
    }
    let mut rows: Vec<(usize, u64, String, String)> = apps
        .into_iter()
        .map(|((name, id), (users, count))| {
            let name =
                if id.is_empty() { name } else { names.get(&id).cloned().unwrap_or_else(|| id.clone()) };
            (users.len(), count, name, id)
        })
        .collect();
    rows.sort_by(|a, b| (b.0, b.1, &a.2, &a.3).cmp(&(a.0, a.1, &b.2, &b.3)));
    let columns = vec![
        Column::new("app", "App", Show::Always, Holds::Words),
        Column::new("app_id", "App ID", Show::Full, Holds::PublicId),
        Column::new("users", "Accounts", Show::Always, Holds::User),
        Column::new("signins", "Sign-ins", Show::Always, Holds::Number),
    ];
    let rows = rows
        .into_iter()
        .map(|(users, count, name, id)| vec![name.into(), id.into(), users.into(), count.into()]);
    Table { columns, rows: rows.collect(), ..Table::default() }
}

/// How the sentence starts that says what the helpdesk has to expect.
pub(crate) const FIRST_DAY: &str = "On the first working day";

/// What the helpdesk has to expect: when most people meet the policy, and of whom the calls will be.
fn first_day(people: &People, starts: &UsualHours) -> Option<String> {
    let met = || {
        people
            .iter()
            .filter(|one| one.state != State::Ready && !one.kind.is_some_and(AccountKind::is_machine))
    };
    let mut hours = [0_u64; 24];
    met().filter_map(|one| starts.hour(one.person)).for_each(|hour| hours[hour] += 1);
    let most = hours.iter().copied().max().filter(|most| *most > 0)?;
    let hour = hours.iter().position(|people| *people == most)?;
    let of = |state: State| met().filter(|one| one.state == state).count() as u64;
    let (register, blocked) = (of(State::MustRegister), of(State::Blocked));
    let who = [
        (register > 0).then(|| count_of(register, "person who must register", "people who must register")),
        (blocked > 0)
            .then(|| count_of(blocked, "person whose client is blocked", "people whose client is blocked")),
    ];
    let who: Vec<String> = who.into_iter().flatten().collect();
    let calls = match who.is_empty() {
        true => String::new(),
        false => format!("; expect calls above all of {}", who.join(" and ")),
    };
    Some(format!(
        "{FIRST_DAY} {} for the first time, most between {hour:02}:00 and {:02}:00 ({most}){calls}.",
        count_of(met().count() as u64, "person meets it", "people meet it"),
        hour + 1
    ))
}

/// At which hour of a working day the people who are affected usually start.
fn hours(people: &People, starts: &UsualHours, zone: Zone) -> Section {
    let mut counts = [[0_u64; 3]; 24];
    let mut unseen = 0_u64;
    for one in people.iter().filter(|one| !one.kind.is_some_and(AccountKind::is_machine)) {
        let index = match one.state {
            State::Ready => continue,
            State::WillBePrompted => 0,
            State::MustRegister => 1,
            State::Blocked => 2,
        };
        match starts.hour(one.person) {
            Some(hour) => counts[hour][index] += 1,
            None => unseen += 1,
        }
    }
    let rows = counts.iter().enumerate().filter(|(_, counts)| counts.iter().sum::<u64>() > 0).map(
        |(hour, counts)| {
            let sum: u64 = counts.iter().sum();
            vec![
                format!("{hour:02}:00").into(),
                sum.into(),
                counts[0].into(),
                counts[1].into(),
                counts[2].into(),
            ]
        },
    );
    let columns = vec![
        Column::new("hour", "Hour", Show::Always, Holds::Words),
        Column::new("people", "People", Show::Always, Holds::User),
        Column::new("will_be_prompted", "Prompted", Show::Always, Holds::Number),
        Column::new("must_register", "Must register", Show::Always, Holds::Number),
        Column::new("blocked", "Blocked", Show::Always, Holds::Number),
    ];
    let chart = Chart {
        caption: "People who meet the policy for the first time, by hour of a working day".to_owned(),
        x: "hour",
        series: vec![
            ("will_be_prompted", "Prompted", Tone::Plain),
            ("must_register", "Must register", Tone::Warn),
            ("blocked", "Blocked", Tone::Bad),
        ],
    };
    let table = Table { columns, rows: rows.collect(), chart: Some(chart), ..Table::default() };
    let missing = match unseen {
        0 => String::new(),
        some => {
            format!(" {} never seen at a screen on a working day.", count_of(some, "more was", "more were"))
        }
    };
    let note =
        format!("When they usually start, {}: the first calls of the first day.{missing}", zone.name());
    Section::table("hours", "When the helpdesk hears of it", table).noted(note)
}
