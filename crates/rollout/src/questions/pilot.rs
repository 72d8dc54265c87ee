//! `pilot`: does the policy do for the pilot group what it should, and leave break-glass alone.

use std::collections::{BTreeMap, BTreeSet};

use entrasift_core::field::Field;
use entrasift_core::text::time::{DAY, Time};
use entrasift_rules::derive::outcome::Class;
use entrasift_rules::derive::person::Person;
use entrasift_rules::detect::flow::{Flow, Judgement};
use hashbrown::HashMap;

use crate::answer::Warning;
use crate::answer::check::{self, Check, Status, listed};
use crate::answer::{Answer, Column, Fact, Holds, Section, Show, Step, Table, Value};
use crate::facts::conditional_access::Applied;
use crate::questions::validate::failures::{app_name, flows};
use crate::questions::validate::material::Material;
use crate::questions::validate::watch::{Key, Successes, Watch, Window};
use crate::questions::validate::{break_glass, coverage, failures, signins};
use crate::reading::read_logs::{count_of, see, some};
use crate::reading::request::{AnswerError, Request};
use crate::tenant::excuse::{self, Acceptance, Excuses};

/// What the command line says and the tenant file does not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PilotOptions {
    /// The pilot's users; else those of the tenant file.
    pub users: Vec<String>,
    /// The policy's display name or id; else `pilot_policy` of the tenant file.
    pub policy: Option<String>,
}

/// Days 17 to 19 of the rollout, counted from day 1.
const PILOT_DAYS: (i64, i64) = (16, 19);

/// The answer.
///
/// # Errors
/// As [`AnswerError`] says; also where nobody says who the pilot is.
pub fn answer(request: &Request, wishes: &PilotOptions) -> Result<Answer, AnswerError> {
    let rollout = &request.tenant.rollout;
    let users = if wishes.users.is_empty() { &rollout.pilot_users } else { &wishes.users };
    if users.is_empty() {
        let message = "who is in the pilot? Say --pilot-user UPN for each, or `pilot_users` in the tenant file ([rollout])";
        return Err(AnswerError::NotFound(message.to_owned()));
    }
    let policy = wishes.policy.as_deref().unwrap_or(&rollout.pilot_policy);
    let window = window(request);
    let (watch, seen) = see(request, "pilot", &[], || Watch::new(window, policy))?;
    let excuses = Excuses::of(&request.tenant, seen.as_of);
    let watch = &watch;
    let mut material = Material { seen: &seen, watch, window, excuses: &excuses, only: None };
    let members = members(&material, users);
    let outside = Outside::of(&material, &members);
    material.only = Some(members.iter().filter_map(|member| member.person).collect());
    let members = judged(&material, members);
    let mut checks = checks(&material, &members, policy);
    let accepted: Vec<Acceptance> =
        checks.iter_mut().flat_map(|check| std::mem::take(&mut check.accepted).into_values()).collect();
    let mut warnings: Vec<Warning> =
        checks.iter_mut().flat_map(|check| std::mem::take(&mut check.warnings)).collect();
    warnings.extend(outside.warning());
    let (word, tone, outcome) = check::verdict(&checks);
    let bounds = |time: Time, edge: Option<Time>| {
        if time == Time::MIN || time == Time::MAX { edge } else { Some(time) }
    };
    let window = vec![
        Fact::new("from", Holds::Words, bounds(window.from, seen.totals.first_signin)),
        Fact::new("to", Holds::Words, bounds(window.to, seen.totals.last_signin)),
    ];
    let sections = vec![
        Section::value("verdict", "Verdict", Value::Word(word, tone)),
        Section::value("window", "Window", Value::Map(window)),
        Section::table("checks", "Checks", check::table(&seen, &checks)),
        Section::table("users", "The pilot, one by one", table(&members)),
        Section::value("outside", "Outside the pilot", outside.value()),
        Section::table("accepted", "Accepted exceptions", excuse::table(accepted)),
    ];
    let lead = lead(&checks, &members, word);
    let open = checks.iter().filter(|check| matches!(check.status, Status::Fail | Status::Inconclusive));
    let mut next: Vec<Step> = open.filter_map(|check| check.action.clone()).collect();
    if next.is_empty() {
        next.push(Step::run("impact", "who would be stopped if the policy held for everybody"));
    }
    let reading = Some(seen.reading(&[], warnings));
    Ok(Answer { command: "pilot", reading, lead, sections, next, gravest: None, outcome })
}

/// What is judged: the range that is asked for, else the guide's pilot days, else everything.
fn window(request: &Request) -> Window {
    let (options, start) = (&request.options, request.tenant.rollout.start);
    let day = |start: Time, days: i64| Time(start.0.saturating_add(days * DAY));
    match (options.from, options.to, start) {
        (None, None, Some(start)) => Window { from: day(start, PILOT_DAYS.0), to: day(start, PILOT_DAYS.1) },
        (from, to, _) => Window { from: from.unwrap_or(Time::MIN), to: to.unwrap_or(Time::MAX) },
    }
}

/// One of the pilot.
#[derive(Debug, Default)]
struct Member {
    user: String,
    person: Option<Person>,
    /// Every success that counts was with MFA, and there was one; `None`: there was none.
    mfa: Option<bool>,
    /// Some success satisfied the policy; `None` where no export lists policies.
    by_policy: Option<bool>,
    kinds: BTreeSet<&'static str>,
    problems: BTreeSet<String>,
}

/// The pilot's users, each with the account that the log knows, by name.
fn members(material: &Material<'_>, users: &[String]) -> Vec<Member> {
    let mut known: BTreeMap<String, Person> = BTreeMap::new();
    for (person, _) in material.watch.people.iter().filter(|(_, met)| met.in_window) {
        for name in [material.seen.shown(person), material.seen.user_id(person)] {
            if !name.is_empty() {
                known.insert(name.to_lowercase(), person);
            }
        }
    }
    let names: BTreeSet<String> = users.iter().map(|user| user.trim().to_lowercase()).collect();
    let member = |user: String| Member { person: known.get(&user).copied(), user, ..Member::default() };
    names.into_iter().filter(|name| !name.is_empty()).map(member).collect()
}

impl Member {
    fn see_success(&mut self, material: &Material<'_>, key: &Key, group: &Successes) {
        if key.class.is_protected() {
            self.mfa = Some(self.mfa.unwrap_or(true));
        } else if key.interactive || key.class != Class::TokenOnly {
            let apps = listed(&material.seen.texts(Field::App, &group.apps));
            self.mfa = Some(false);
            self.problems.insert(format!("{}: {apps}", key.class.words()));
        }
        if key.interactive && key.applied.has(Applied::LISTED) {
            let named = key.applied.has(Applied::NAMED);
            self.by_policy = Some(self.by_policy.unwrap_or(false) || named);
        }
    }

    fn see_stopped(&mut self, material: &Material<'_>, flow: &Flow) {
        let apps = flow.apps.iter().map(|(app, _)| app_name(material.seen, &material.watch.flows, *app));
        let code = flow.code.map(|code| format!(" ({code})")).unwrap_or_default();
        let mut apps: Vec<String> = apps.collect();
        apps.sort_unstable();
        self.problems.insert(format!("stopped in {}{code}", listed(&apps)));
    }
}

/// The members with what the log says of each; two of them may be names of one account.
fn judged(material: &Material<'_>, mut members: Vec<Member>) -> Vec<Member> {
    let mut places: HashMap<Person, Vec<usize>> = HashMap::new();
    for (place, member) in members.iter_mut().enumerate() {
        match member.person {
            Some(person) => places.entry(person).or_default().push(place),
            None => {
                member.problems.insert("not seen in the window".to_owned());
            }
        }
    }
    let places_of = |person: &Person| places.get(person).map_or(&[][..], Vec::as_slice);
    for (key, group) in material.groups().filter(|(key, _)| counts(key.class)) {
        for place in places_of(&key.person) {
            members[*place].see_success(material, &key, group);
        }
    }
    for (person, device) in &material.watch.devices {
        for place in places_of(person) {
            members[*place].kinds.extend(device.kinds());
        }
    }
    for flow in flows(material).iter().filter(|flow| flow.judgement == Judgement::Stopped) {
        for place in places_of(&flow.person) {
            members[*place].see_stopped(material, flow);
        }
    }
    for member in members.iter_mut().filter(|member| member.by_policy == Some(false)) {
        member.problems.insert("the policy was never satisfied".to_owned());
    }
    members
}

/// Successes that the policy is meant for.
fn counts(class: Class) -> bool {
    !matches!(
        class,
        Class::DeviceSignin
            | Class::Bootstrap
            | Class::Outbound
            | Class::Passthrough
            | Class::ServiceProvider
            | Class::Sync
    )
}

fn checks(material: &Material<'_>, members: &[Member], policy: &str) -> Vec<Check> {
    vec![
        coverage::whole(material),
        coverage::truncation(material),
        coverage::both_kinds(material),
        everyone_seen(members),
        signins::mfa(material),
        by_policy(material, members, policy),
        device_kinds(members),
        failures::check(material),
        break_glass::tested(material),
    ]
}

fn names(members: &[Member], is: impl Fn(&Member) -> bool) -> Vec<String> {
    members.iter().filter(|member| is(member)).map(|member| member.user.clone()).collect()
}

fn everyone_seen(members: &[Member]) -> Check {
    let mut check = Check::new("everyone-seen", "Everybody of the pilot signed in");
    check.users = names(members, |member| member.mfa.is_none());
    check.count = check.users.len() as u64;
    if check.users.is_empty() {
        let all = count_of(members.len() as u64, "person", "people");
        return check.ends(Status::Pass, format!("{all} signed in"));
    }
    let who = count_of(check.count, "person of the pilot has", "people of the pilot have");
    let detail = format!("{who} no success in the window: {}", listed(&check.users));
    check
        .ends(Status::Inconclusive, detail)
        .so("ask them to sign in from their desktop, phone and a private device, and export again")
}

fn by_policy(material: &Material<'_>, members: &[Member], policy: &str) -> Check {
    let mut check = Check::new("by-policy", "It was the pilot policy that asked for MFA");
    let name = if policy.is_empty() { "the pilot policy".to_owned() } else { format!("`{policy}`") };
    if policy.is_empty() {
        let detail = "nobody says what the pilot policy is called";
        return check
            .ends(Status::Inconclusive, detail)
            .so("say --policy NAME, or `pilot_policy` in the tenant file");
    }
    check.users = names(members, |member| member.by_policy == Some(false));
    check.count = check.users.len() as u64;
    if !check.users.is_empty() {
        let who = count_of(check.count, "person", "people");
        let users: BTreeSet<&str> = check.users.iter().map(String::as_str).collect();
        for (key, group) in
            material.groups().filter(|(key, _)| key.interactive && key.applied.has(Applied::LISTED))
        {
            if !key.applied.has(Applied::NAMED) && users.contains(material.user(key.person).as_str()) {
                check.evidence.merge(&group.evidence);
            }
        }
        let detail = format!("{name} was never satisfied for {who}: {}", listed(&check.users));
        return check
            .ends(Status::Fail, detail)
            .so("check that the policy is on, and that the pilot group holds them");
    }
    let untold = names(members, |member| member.mfa.is_some() && member.by_policy.is_none());
    if !untold.is_empty() {
        (check.count, check.users) = (untold.len() as u64, untold);
        let detail = "the files list no policies (a portal CSV never does): whether the pilot policy asked for MFA cannot be told";
        return check
            .ends(Status::Inconclusive, detail)
            .so("download the interactive sign-ins as JSON, which lists the policies");
    }
    check.count = names(members, |member| member.by_policy == Some(true)).len() as u64;
    let all = count_of(check.count, "person", "people");
    check.ends(Status::Pass, format!("{name} was satisfied for {all}"))
}

fn device_kinds(members: &[Member]) -> Check {
    let mut check = Check::new("device-kinds", "MFA was seen from desktop, phone and an unmanaged device");
    let seen: BTreeSet<&str> = members.iter().flat_map(|member| member.kinds.iter().copied()).collect();
    check.count = seen.len() as u64;
    let missing: Vec<String> = ["desktop", "phone", "unmanaged"]
        .iter()
        .filter(|kind| !seen.contains(**kind))
        .map(|kind| (*kind).to_owned())
        .collect();
    if missing.is_empty() {
        return check.ends(Status::Pass, "MFA from desktop, phone and an unmanaged device");
    }
    let detail = format!("no sign-in with MFA from: {}", listed(&missing));
    check
        .ends(Status::Inconclusive, detail)
        .so("let somebody of the pilot sign in from each: desktop, phone, and a private device")
}

/// What goes on outside the pilot: with security defaults off, nothing demands MFA there until enforcement.
#[derive(Debug, Default)]
struct Outside {
    single_factor: u64,
    legacy: u64,
    users: BTreeSet<String>,
}

impl Outside {
    fn of(material: &Material<'_>, members: &[Member]) -> Outside {
        let inside: BTreeSet<Person> = members.iter().filter_map(|member| member.person).collect();
        let mut outside = Outside::default();
        for (key, group) in material.watch.groups().filter(|(key, _)| !inside.contains(&key.person)) {
            match key.class {
                Class::Gap | Class::GapLegacySetting => outside.single_factor += group.count,
                Class::Legacy => outside.legacy += group.count,
                _ => continue,
            }
            outside.users.insert(material.user(key.person));
        }
        outside
    }

    fn value(&self) -> Value {
        Value::Map(vec![
            Fact::new("single_factor", Holds::Number, self.single_factor),
            Fact::new("legacy", Holds::Number, self.legacy),
            Fact::new("users", Holds::User, self.users.len() as u64),
            Fact::new("who", Holds::CountedUser, some(self.users.iter().cloned().collect())),
        ])
    }

    fn warning(&self) -> Option<Warning> {
        (!self.users.is_empty()).then(|| Warning::new("outside-the-pilot", self.words()))
    }

    fn words(&self) -> String {
        format!(
            "outside the pilot {} got in without MFA ({} with a single factor, {} legacy): with security defaults off nothing demands \
             it of them until the policy is on for all, so keep that time short",
            count_of(self.users.len() as u64, "person", "people"),
            count_of(self.single_factor, "sign-in", "sign-ins"),
            self.legacy
        )
    }
}

fn table(members: &[Member]) -> Table {
    let columns = vec![
        Column::new("user", "User", Show::Always, Holds::User),
        Column::new("seen", "Seen", Show::Always, Holds::Number),
        Column::new("mfa", "MFA", Show::Always, Holds::Words),
        Column::new("by_policy", "By the policy", Show::Always, Holds::Words),
        Column::new("device_kinds", "Devices", Show::Always, Holds::Words),
        Column::new("problems", "Problems", Show::Always, Holds::Words),
    ];
    let rows = members.iter().map(|member| {
        vec![
            member.user.clone().into(),
            member.person.is_some().into(),
            member.mfa.into(),
            member.by_policy.into(),
            Value::List(member.kinds.iter().map(|kind| (*kind).into()).collect()),
            Value::List(member.problems.iter().map(|problem| problem.clone().into()).collect()),
        ]
    });
    Table { columns, rows: rows.collect(), ..Table::default() }
}

fn lead(checks: &[Check], members: &[Member], word: &str) -> Vec<String> {
    let all = count_of(members.len() as u64, "person", "people");
    let of = |status| checks.iter().filter(move |check| check.status == status);
    let mut lead = vec![match word {
        "clean" => format!(
            "The pilot is clean: {all}, each with MFA by the policy, and the emergency accounts left alone."
        ),
        "not-clean" => format!(
            "The pilot is not clean: {} of {} failed.",
            of(Status::Fail).count(),
            count_of(checks.len() as u64, "check", "checks")
        ),
        _ => format!(
            "Inconclusive: nothing bad was found, but {} cannot be told from these files.",
            count_of(of(Status::Inconclusive).count() as u64, "thing", "things")
        ),
    }];
    lead.extend(
        of(Status::Fail)
            .chain(of(Status::Inconclusive))
            .map(|check| format!("{}: {}.", check.title, check.detail)),
    );
    lead
}
