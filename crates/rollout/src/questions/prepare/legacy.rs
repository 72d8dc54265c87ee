//! `legacy`: the dependency list of legacy authentication.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use entrasift_core::field::Field;
use entrasift_core::field::catalogue;
use entrasift_core::text::time::{DAY, Time};
use entrasift_rules::derive::person::Person;
use entrasift_rules::list;

use crate::answer::{Answer, Column, Fact, Holds, Outcome, Section, Show, Step, Table, Tone, Value};
use crate::facts::deadline;
use crate::facts::likely::{self, Use};
use crate::facts::policy_results::{Foreseen, NO_POLICIES};
use crate::questions::prepare::dependency::{DEFINITIONS, Dependencies, Entry, ROPC};
use crate::reading::read_logs::{Seen, count_of, see, some};
use crate::reading::request::{AnswerError, Request};
use crate::reading::warnings;

/// What an entry of the list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    Dependency,
    Blocked,
    Stale,
    Attack,
}

impl Verdict {
    const ALL: [Verdict; 4] = [Verdict::Dependency, Verdict::Blocked, Verdict::Stale, Verdict::Attack];

    fn name(self) -> &'static str {
        match self {
            Verdict::Dependency => "dependency",
            Verdict::Blocked => "blocked",
            Verdict::Stale => "stale",
            Verdict::Attack => "attack",
        }
    }

    fn tone(self) -> Tone {
        match self {
            Verdict::Dependency => Tone::Bad,
            Verdict::Blocked => Tone::Warn,
            Verdict::Stale | Verdict::Attack => Tone::Dim,
        }
    }
}

struct Line<'d> {
    person: Person,
    user: String,
    client_app: String,
    device: String,
    entry: &'d Entry,
    verdict: Verdict,
    suspect_because: Vec<String>,
}

/// The answer.
///
/// # Errors
/// As [`AnswerError`] says.
pub fn answer(request: &Request) -> Result<Answer, AnswerError> {
    let rules: Vec<_> = list::named("legacy-auth").into_iter().collect();
    let (dependencies, seen) = see(request, "legacy", &[Field::ClientApp], Dependencies::default)?;
    let lines = lines(&seen, &dependencies);
    let more = warnings::short_log(&seen).into_iter().collect();
    let folded = lines.iter().filter(|line| line.verdict >= Verdict::Stale).count();
    let mut table = table(&seen, &lines);
    (table.folded, table.folded_as) = (folded, "stale entries and attacks that achieved nothing".to_owned());
    let sections = vec![
        Section::table("dependencies", "Legacy dependencies", table),
        Section::value("by_verdict", "Entries by verdict", by_verdict(&lines)),
        Section::value("by_client_app", "Legacy entries by protocol", by_client_app(&lines)).headline(),
        Section::value("unclassified", "", unclassified(&seen, &dependencies)),
        Section::table("definitions", "", definitions(&dependencies)),
    ];
    let next = next_steps(&lines);
    let lead = lead(&lines, &dependencies);
    let mut reading = seen.reading(&rules, more);
    reading.not_evaluated.extend(seen.lacking("block-policy", Field::Policies, NO_POLICIES));
    let reading = Some(reading);
    Ok(Answer { command: "legacy", reading, lead, sections, next, gravest: None, outcome: Outcome::Done })
}

/// Dependencies, suspect first, then recent, then more days, then more sign-ins; then blocked, stale, attack.
fn lines<'d>(seen: &Seen, dependencies: &'d Dependencies) -> Vec<Line<'d>> {
    let mut lines: Vec<_> = dependencies
        .entries
        .iter()
        .map(|([person, client, device], entry)| {
            let person = Person(*person);
            Line {
                person,
                user: seen.shown(person).to_owned(),
                client_app: dependencies.clients.text(*client).to_owned(),
                device: dependencies.devices.text(*device).to_owned(),
                verdict: verdict(seen, dependencies, entry),
                suspect_because: suspicion(seen, dependencies, person, entry),
                entry,
            }
        })
        .collect();
    let week = seen.as_of.map(|as_of| Time(as_of.0.saturating_sub(7 * DAY)));
    lines.sort_by_cached_key(|line| {
        let live = line.verdict == Verdict::Dependency;
        let rank = live.then(|| {
            let recent = line.entry.last_success >= week;
            (
                line.suspect_because.is_empty(),
                !recent,
                Reverse(line.entry.rhythm.days.count()),
                Reverse(line.entry.count),
            )
        });
        let id = seen.key(line.person).to_owned();
        (line.verdict, rank, line.user.clone(), line.client_app.clone(), line.device.clone(), id)
    });
    lines
}

fn verdict(seen: &Seen, dependencies: &Dependencies, entry: &Entry) -> Verdict {
    if entry.success > 0 {
        return Verdict::Dependency;
    }
    if entry.credential_accepted > 0 {
        return Verdict::Blocked;
    }
    let trusted = entry.ips.iter().any(|(ip, _)| seen.request.tenant.trusts(seen.text(Field::Ip, ip)));
    if trusted {
        return Verdict::Stale;
    }
    let everywhere = |holds: &dyn Fn(u32, u64) -> bool| {
        !entry.ips.is_empty() && entry.ips.iter().all(|(ip, times)| holds(ip, times))
    };
    let sprays =
        everywhere(&|ip, _| dependencies.addresses.get(&ip).is_some_and(|address| address.failed.is_many()));
    let strange = everywhere(&|ip, times| {
        times <= 2 && !dependencies.succeeded.get(ip as usize).copied().unwrap_or(false)
    });
    if entry.no_such_account || sprays || strange { Verdict::Attack } else { Verdict::Stale }
}

fn suspicion(seen: &Seen, dependencies: &Dependencies, person: Person, entry: &Entry) -> Vec<String> {
    let mut because = Vec::new();
    let mut shared: Vec<&str> = entry
        .ips
        .iter()
        .filter(|(ip, _)| {
            dependencies.addresses.get(ip).is_some_and(|address| address.refused.has_other_than(person))
        })
        .map(|(ip, _)| seen.text(Field::Ip, ip))
        .filter(|ip| !seen.request.tenant.trusts(ip))
        .collect();
    shared.sort_unstable();
    if let Some(first) = shared.first() {
        because.push(format!("{first} also tried other users' passwords"));
    }
    let Some(protected) = dependencies.protected.get(person) else { return because };
    let strange = |values: &entrasift_rules::measure::Distinct, usual: &dyn Fn(u32) -> bool, field: Field| {
        let mut texts: Vec<String> = values
            .iter()
            .filter(|(value, _)| !usual(*value))
            .map(|(value, _)| seen.text(field, value).to_owned())
            .collect();
        texts.sort_unstable();
        texts
    };
    if protected.iter().any(|((country, _), ())| *country != 0) {
        let usual = |value| protected.iter().any(|((country, _), ())| *country == value);
        let strange = strange(&entry.success_countries, &usual, Field::Country);
        if let Some(first) = strange.first() {
            because.push(format!("succeeded from {first}, where this user never signs in with MFA"));
        }
    }
    if protected.iter().any(|((_, asn), ())| *asn != 0) {
        let usual = |value| protected.iter().any(|((_, asn), ())| *asn == value);
        let strange = strange(&entry.success_asns, &usual, Field::Asn);
        if let Some(first) = strange.first() {
            because.push(format!("succeeded from AS{first}, where this user never signs in with MFA"));
        }
    }
    because
}

fn table(seen: &Seen, lines: &[Line<'_>]) -> Table {
    let columns = vec![
        Column::new("user", "User", Show::Always, Holds::User),
        Column::new("user_id", "User ID", Show::Full, Holds::User),
        Column::new("client_app", "Protocol", Show::Always, Holds::Words),
        Column::new("device", "Device", Show::Wide, Holds::Words),
        Column::new("device_id", "Device ID", Show::Full, Holds::Device),
        Column::new("os", "OS", Show::Never, Holds::Words),
        Column::new("browser", "Browser", Show::Never, Holds::Words),
        Column::new("user_agent", "User agent", Show::Full, Holds::Words),
        Column::new("apps", "Apps", Show::Full, Holds::Words),
        Column::new("resources", "Resources", Show::Full, Holds::Words),
        Column::new("ips", "Addresses", Show::Full, Holds::Address),
        Column::new("countries", "Countries", Show::Full, Holds::Words),
        Column::new("count", "Sign-ins", Show::Always, Holds::Number),
        Column::new("success", "Succeeded", Show::Wide, Holds::Number),
        Column::new("failure", "Failed", Show::Full, Holds::Number),
        Column::new("interrupted", "Interrupted", Show::Full, Holds::Number),
        Column::new("credential_accepted", "Password right", Show::Full, Holds::Words),
        Column::new("first", "First", Show::Full, Holds::Time),
        Column::new("last", "Last", Show::Full, Holds::Time),
        Column::new("last_success", "Last success", Show::Wide, Holds::Time),
        Column::new("days", "Days", Show::Full, Holds::Number),
        Column::new("verdict", "Verdict", Show::Always, Holds::Words),
        Column::new("suspect", "Suspect", Show::Always, Holds::Number),
        Column::new("suspect_because", "Suspect because", Show::Full, Holds::Words),
        Column::new("likely", "Likely", Show::Full, Holds::Words),
        Column::new("likely_because", "Why we think so", Show::Full, Holds::Words),
        Column::new("remediation", "What to do", Show::Wide, Holds::Words),
        Column::new("turned_off", "Microsoft turns it off", Show::Full, Holds::Words),
        Column::new("turned_off_what", "What is turned off", Show::Full, Holds::Words),
        Column::new("block_policy", "A block policy", Show::Full, Holds::Words),
        Column::new("block_policy_names", "Report-only policies", Show::Full, Holds::Words),
        Column::new("evidence", "Evidence", Show::Full, Holds::Number),
    ];
    let rows = lines.iter().map(|line| row(seen, line));
    Table { columns, rows: rows.collect(), ..Table::default() }
}

fn row(seen: &Seen, line: &Line<'_>) -> Vec<Value> {
    let entry = line.entry;
    let list = |field, values| some(seen.texts(field, values));
    let first = |field, values| seen.texts(field, values).into_iter().next().unwrap_or_default();
    let Advice { likely, because, remediation } = advice(seen, line);
    let deadline = deadline::of(&line.client_app, seen.as_of);
    let foreseen = Foreseen::of(seen, &entry.policies);
    vec![
        line.user.clone().into(),
        seen.user_id(line.person).into(),
        line.client_app.clone().into(),
        line.device.clone().into(),
        first(Field::DeviceId, &entry.device_ids).into(),
        first(Field::Os, &entry.os).into(),
        first(Field::Browser, &entry.browsers).into(),
        first(Field::UserAgent, &entry.user_agents).into(),
        list(Field::App, &entry.apps),
        list(Field::Resource, &entry.resources),
        list(Field::Ip, &entry.ips),
        list(Field::Country, &entry.countries),
        entry.count.into(),
        entry.success.into(),
        entry.failure.into(),
        entry.interrupted.into(),
        entry.credential_accepted.into(),
        entry.span.first().into(),
        entry.span.last().into(),
        entry.last_success.into(),
        entry.rhythm.days.count().into(),
        Value::Word(line.verdict.name(), line.verdict.tone()),
        (!line.suspect_because.is_empty()).into(),
        line.suspect_because.join("; ").into(),
        likely.into(),
        because.join("; ").into(),
        remediation.into(),
        deadline.map(|deadline| deadline.date).into(),
        deadline.map(|deadline| format!("{} ({})", deadline.what, deadline.source)).into(),
        foreseen.verdict().into(),
        some(foreseen.policies),
        seen.evidence(&entry.evidence),
    ]
}

/// What likely stands behind an entry, why we think so, and what to do about it.
struct Advice {
    likely: String,
    because: Vec<String>,
    remediation: String,
}

fn advice(seen: &Seen, line: &Line<'_>) -> Advice {
    let entry = line.entry;
    match line.verdict {
        Verdict::Attack => {
            return Advice {
                likely: "password spraying".to_owned(),
                because: vec![
                    "nothing succeeded, and its addresses failed for others or are known for nothing else"
                        .to_owned(),
                ],
                remediation: "nothing to migrate; block legacy authentication".to_owned(),
            };
        }
        Verdict::Stale => {
            return Advice {
                likely: "an old password on a forgotten device, or a disabled account".to_owned(),
                because: entry
                    .rhythm
                    .words()
                    .into_iter()
                    .chain(["the password was never right".to_owned()])
                    .collect(),
                remediation: "find the device and remove the account from it".to_owned(),
            };
        }
        Verdict::Dependency | Verdict::Blocked => {}
    }
    let agents = seen.texts(Field::UserAgent, &entry.user_agents);
    let (thing, because) = likely::behind(Use {
        client: &line.client_app,
        account: &line.user,
        agents: &agents,
        addresses: entry.ips.len(),
        rhythm: &entry.rhythm,
    });
    let general = match catalogue::client_app(&line.client_app) {
        _ if line.client_app == ROPC => {
            "migrate to a workload identity, or to an interactive or certificate flow: ROPC cannot do MFA"
        }
        Some(client) => client.remediation,
        None => "identify it by app, user agent and address; upgrade or retire it",
    };
    let mut remediation = thing.and_then(|thing| thing.fix).unwrap_or(general).to_owned();
    if !line.suspect_because.is_empty() {
        remediation = format!("reset the password first; then {remediation}");
    }
    Advice { likely: thing.map_or("an older client", |thing| thing.words).to_owned(), because, remediation }
}

fn by_verdict(lines: &[Line<'_>]) -> Value {
    let count = |verdict| lines.iter().filter(|line| line.verdict == verdict).count();
    Value::Map(
        Verdict::ALL.iter().map(|verdict| Fact::count(verdict.name(), count(*verdict) as u64)).collect(),
    )
}

fn by_client_app(lines: &[Line<'_>]) -> Value {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for line in lines {
        *counts.entry(&line.client_app).or_default() += 1;
    }
    Value::Map(counts.into_iter().map(|(app, count)| Fact::count(app.to_owned(), count)).collect())
}

fn unclassified(seen: &Seen, dependencies: &Dependencies) -> Value {
    let unclassified = &dependencies.unclassified;
    let [signins, success, failure, interrupted] = unclassified.counts;
    let users = unclassified.users.iter().filter(|person| **person != Person::NOBODY).count();
    Value::Map(vec![
        Fact::new("signins", Holds::Number, signins),
        Fact::new("success", Holds::Number, success),
        Fact::new("failure", Holds::Number, failure),
        Fact::new("interrupted", Holds::Number, interrupted),
        Fact::new("users", Holds::User, users),
        Fact::new("evidence", Holds::Number, seen.evidence(&unclassified.evidence)),
    ])
}

fn definitions(dependencies: &Dependencies) -> Table {
    let rows = DEFINITIONS.iter().zip(dependencies.definitions);
    let rows = rows.map(|((name, source), rows)| vec![(*name).into(), (*source).into(), rows.into()]);
    Table::shown(
        &[
            ("name", "Definition", Holds::Words),
            ("source", "Source", Holds::Words),
            ("rows", "Sign-ins", Holds::Number),
        ],
        rows.collect::<Vec<_>>(),
    )
}

fn lead(lines: &[Line<'_>], dependencies: &Dependencies) -> Vec<String> {
    let count = |verdict| lines.iter().filter(|line| line.verdict == verdict).count() as u64;
    let live = count(Verdict::Dependency);
    let mut lead = vec![match live {
        0 => "No legacy protocol got in.".to_owned(),
        live => format!(
            "{} would break when legacy authentication is blocked or MFA is enforced.",
            count_of(live, "dependency", "dependencies")
        ),
    }];
    let suspect = lines
        .iter()
        .filter(|line| line.verdict == Verdict::Dependency && !line.suspect_because.is_empty())
        .count();
    if suspect > 0 {
        let of_them = count_of(suspect as u64, "is suspect", "are suspect");
        lead.push(format!("{of_them}: reset those passwords before any migration."));
    }
    if count(Verdict::Blocked) > 0 {
        let blocked = count_of(count(Verdict::Blocked), "entry is", "entries are");
        lead.push(format!(
            "{blocked} blocked already with the right password: broken dependencies or stolen passwords."
        ));
    }
    if dependencies.unclassified.counts[0] > 0 {
        let rows = count_of(dependencies.unclassified.counts[0], "sign-in has", "sign-ins have");
        lead.push(format!("{rows} no client app: neither legacy nor modern, counted apart."));
    }
    lead
}

fn next_steps(lines: &[Line<'_>]) -> Vec<Step> {
    if lines.iter().any(|line| line.verdict == Verdict::Dependency) {
        vec![
            Step::run("legacy", "the list for those who work it off").with("-o dependencies.csv"),
            Step::run("legacy", "addresses, user agents, remediation, stale entries and attacks")
                .with("--full"),
        ]
    } else {
        Vec::new()
    }
}
