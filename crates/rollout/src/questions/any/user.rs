//! `user`: one person's story in time order, why they did not get through, and what their prompts are like.

use entrasift_core::dialect::registration::Registration;
use entrasift_core::field::Field;
use entrasift_core::field::catalogue;
use entrasift_core::text::time::{Time, Zone};
use entrasift_rules::detect::flow::{ALWAYS, Flow, Flows, Judgement};

use crate::answer::{
    Answer, Column, Fact, Holds, NotEvaluated, Outcome, Section, Show, Step, Table, Tone, Value,
};
use crate::questions::any::gaps::class_tone;
use crate::reading::read_logs::{Seen, count_of, see};
use crate::reading::request::{AnswerError, Request};

use self::hypothesis::hypotheses;
use self::life::{EVENTS_KEPT, Life, Whom};

mod hypothesis;
mod life;
mod prompts;

/// The story of a person, by user name or object id.
///
/// # Errors
/// As [`AnswerError`] says; when neither a log nor a report knows the person.
pub fn answer(request: &Request, name: &str) -> Result<Answer, AnswerError> {
    let name = name.trim();
    let (whom, found) = see(request, "user", &[Field::User], || Whom::named(name))?;
    let keys = whom.keys(&found);
    let registered = registration(request, name, &keys);
    if keys.is_empty() && registered.is_empty() {
        return Err(AnswerError::NotFound(format!("nobody in these files is called `{name}`")));
    }
    let zone = request.tenant.timezone.as_deref().and_then(Zone::named).unwrap_or(Zone::UTC);
    let make = || (Life::of(keys.clone(), zone), Flows::default());
    let ((mut life, flows), seen) = see(request, "user", &[Field::User], make)?;
    let judged = flows.judge(ALWAYS);
    let own: Vec<&Flow> = {
        let mut own: Vec<&Flow> = judged.iter().filter(|flow| is_own(&seen, &keys, flow)).collect();
        own.sort_by_key(|flow| (flow.first, flow.last, flow.codes.clone()));
        own
    };
    life.settle(&seen);
    let guesses = hypotheses(&seen, &flows, &own, &life, registered.last().map(|(_, line)| *line));
    let sections = vec![
        Section::value("user", "Who", who(&seen, name, &life, &registered)),
        Section::table("hypotheses", "\"No prompt arrived\": what it can be", hypothesis::table(&guesses)),
        Section::table("flows", "Attempts that something stopped", flows_table(&seen, &flows, &own)),
        prompts::section(&seen, &life),
        Section::table("registration", "Registration", changes(&registered)),
        Section::table("failures", "Codes", failures(&seen, &life)),
        Section::table("devices", "Devices", devices(&seen, &life)),
        Section::table("places", "Places", places(&seen, &life)),
        events(&seen, &life),
    ];
    let lead = lead(name, &life, &own, &guesses, &seen);
    let mut reading = seen.reading(&[], Vec::new());
    let audit = "whether a method was changed stands in the audit log, which no sign-in export holds";
    reading.not_evaluated.push(NotEvaluated::new("method-changed", audit));
    let next = vec![Step::run("show REQUEST-ID", "one sign-in with every column")];
    Ok(Answer {
        command: "user",
        reading: Some(reading),
        lead,
        sections,
        next,
        gravest: None,
        outcome: Outcome::Done,
    })
}

fn is_own(seen: &Seen, keys: &[String], flow: &Flow) -> bool {
    keys.iter().any(|key| key == seen.key(flow.person))
}

/// The person's line in each report that has one, by date.
fn registration<'r>(
    request: &'r Request,
    name: &str,
    keys: &[String],
) -> Vec<(Option<Time>, &'r Registration)> {
    let is = |text: &str| {
        !text.is_empty()
            && (text.eq_ignore_ascii_case(name) || keys.iter().any(|key| key.eq_ignore_ascii_case(text)))
    };
    let lines = request.reports().filter_map(|report| {
        let line =
            report.users.iter().find(|user| is(&user.sign_in_name()) || is(&user.user) || is(&user.user_id));
        line.map(|line| (report.date(), line))
    });
    lines.collect()
}

fn lead(
    name: &str,
    life: &Life,
    own: &[&Flow],
    guesses: &[hypothesis::Hypothesis],
    seen: &Seen,
) -> Vec<String> {
    let signins = count_of(life.signins, "sign-in", "sign-ins");
    if life.signins == 0 {
        return vec![format!("{name} is registered, and has no sign-in in these logs.")];
    }
    let stopped = own.iter().filter(|flow| flow.judgement == Judgement::Stopped).count() as u64;
    let user = life.shown(seen).unwrap_or(name);
    let mut lead = vec![match stopped {
        0 => format!("{user}: {signins}; nothing stopped them for good."),
        some => format!("{user}: {signins}; stopped in {}.", count_of(some, "attempt", "attempts")),
    }];
    let hostile = own.iter().filter(|flow| flow.judgement == Judgement::Hostile).count() as u64;
    if hostile > 0 {
        let attempts = count_of(hostile, "attempt came", "attempts came");
        lead.push(format!(
            "{attempts} from a place where they never succeed, while they worked elsewhere: a stranger."
        ));
    }
    if let Some(first) = guesses.first().filter(|first| first.weight > 0) {
        lead.push(format!("Most likely {}. {}.", first.words, first.fix));
    }
    lead.extend(prompts::lead(seen, life));
    lead
}

fn who(seen: &Seen, name: &str, life: &Life, registered: &[(Option<Time>, &Registration)]) -> Value {
    let line = registered.last().map(|(_, line)| *line);
    let methods = line.map_or(Value::Null, |line| {
        Value::List(line.methods.iter().map(|method| method.clone().into()).collect())
    });
    Value::Map(vec![
        Fact::new("name", Holds::Words, life.shown(seen).unwrap_or(name)),
        Fact::new(
            "ids",
            Holds::User,
            Value::List(life.keys().iter().map(|key| key.clone().into()).collect()),
        ),
        Fact::new("signins", Holds::Number, life.signins),
        Fact::new("success", Holds::Number, life.success),
        Fact::new("failure", Holds::Number, life.failure),
        Fact::new("interrupted", Holds::Number, life.signins - life.success - life.failure),
        Fact::new("first", Holds::Time, life.span.first()),
        Fact::new("last", Holds::Time, life.span.last()),
        Fact::new("last_fresh_mfa", Holds::Number, life.last_fresh),
        Fact::new("capable", Holds::Number, line.and_then(|line| line.capable)),
        Fact::new("default_method", Holds::Words, line.map(|line| line.default_method.clone())),
        Fact::new("methods", Holds::Words, methods),
    ])
}

/// The reports in which something is other than in the one before.
fn changes(registered: &[(Option<Time>, &Registration)]) -> Table {
    let mut rows = Vec::new();
    let mut before: Option<&Registration> = None;
    for (date, line) in registered {
        let same = before.is_some_and(|before| {
            (&before.methods, before.capable, &before.default_method)
                == (&line.methods, line.capable, &line.default_method)
        });
        if !same {
            let methods = line.methods.iter().map(|method| method.clone().into()).collect();
            rows.push(vec![
                (*date).into(),
                line.capable.into(),
                Value::List(methods),
                line.default_method.clone().into(),
            ]);
        }
        before = Some(line);
    }
    let columns = [
        ("date", "Report of", Holds::Words),
        ("capable", "Can use MFA", Holds::Number),
        ("methods", "Methods", Holds::Words),
        ("default_method", "Default", Holds::Words),
    ];
    Table::shown(&columns, rows)
}

fn flows_table(seen: &Seen, flows: &Flows, own: &[&Flow]) -> Table {
    let columns = vec![
        Column::new("first", "First", Show::Always, Holds::Time),
        Column::new("last", "Last", Show::Full, Holds::Time),
        Column::new("judgement", "Became", Show::Always, Holds::Number),
        Column::new("cause", "Cause", Show::Always, Holds::Words),
        Column::new("codes", "Codes", Show::Always, Holds::Words),
        Column::new("apps", "Apps", Show::Wide, Holds::Words),
        Column::new("attempts", "Attempts", Show::Full, Holds::Number),
        Column::new("strange_place", "Strange place", Show::Full, Holds::Number),
        Column::new("evidence", "Evidence", Show::Full, Holds::Number),
    ];
    let rows = own.iter().map(|flow| {
        let tone = match flow.judgement {
            Judgement::Stopped | Judgement::Hostile => Tone::Bad,
            Judgement::Recovered | Judgement::Waiting => Tone::Good,
        };
        let mut apps: Vec<String> = flow
            .apps
            .iter()
            .filter_map(|(app, _)| {
                flows.names(*app).and_then(|names| seen.texts(Field::App, names).into_iter().next())
            })
            .collect();
        apps.sort_unstable();
        vec![
            flow.first.into(),
            flow.last.into(),
            Value::Word(flow.judgement.name(), tone),
            flow.cause.name().into(),
            Value::List(flow.codes.iter().map(|code| Value::Code(*code)).collect()),
            crate::reading::read_logs::some(apps),
            flow.attempts.into(),
            flow.strange.into(),
            seen.evidence(&flow.evidence()),
        ]
    });
    Table { columns, rows: rows.collect(), ..Table::default() }
}

/// Codes other than 0, most rows first.
fn failures(seen: &Seen, life: &Life) -> Table {
    let mut rows: Vec<(u64, String)> =
        life.codes.iter().map(|(code, times)| (times, seen.text(Field::Code, code).to_owned())).collect();
    rows.sort_by(|a, b| (b.0, &a.1).cmp(&(a.0, &b.1)));
    let rows = rows.into_iter().map(|(times, text)| {
        let number = text.trim().parse::<i64>().ok();
        let entry = number.and_then(catalogue::error_code);
        vec![
            number.map_or_else(|| text.into(), Value::Code),
            times.into(),
            entry.map(|entry| entry.meaning).into(),
            entry.map(|entry| entry.likely_cause).into(),
            entry.map(|entry| entry.helpdesk_action).into(),
        ]
    });
    let columns = [
        ("code", "Code", Holds::Words),
        ("count", "Sign-ins", Holds::Number),
        ("meaning", "Meaning", Holds::Words),
        ("cause", "Likely cause", Holds::Words),
        ("action", "What to do", Holds::Words),
    ];
    Table::shown(&columns, rows.collect::<Vec<_>>())
}

fn devices(seen: &Seen, life: &Life) -> Table {
    let mut rows: Vec<Vec<Value>> = Vec::new();
    let mut devices: Vec<_> = life
        .devices
        .iter()
        .map(|([id, os, browser, trust], used)| {
            let text = |field, symbol: &u32| seen.text(field, *symbol).to_owned();
            let device = [
                text(Field::Os, os),
                text(Field::Browser, browser),
                text(Field::DeviceId, id),
                text(Field::TrustType, trust),
            ];
            (device, used)
        })
        .collect();
    devices.sort_by(|a, b| (b.1.count, &a.0).cmp(&(a.1.count, &b.0)));
    for ([os, browser, id, trust], used) in devices {
        let registered = !id.is_empty();
        rows.push(vec![
            os.into(),
            browser.into(),
            id.into(),
            trust.into(),
            registered.into(),
            used.count.into(),
            used.success.into(),
            used.span.first().into(),
            used.span.last().into(),
        ]);
    }
    let columns = vec![
        Column::new("os", "System", Show::Always, Holds::Words),
        Column::new("browser", "Browser", Show::Always, Holds::Words),
        Column::new("device_id", "Device ID", Show::Full, Holds::Device),
        Column::new("trust", "Joined", Show::Wide, Holds::Words),
        Column::new("registered", "Registered", Show::Always, Holds::Number),
        Column::new("count", "Sign-ins", Show::Always, Holds::Number),
        Column::new("success", "Succeeded", Show::Full, Holds::Number),
        Column::new("first", "First", Show::Full, Holds::Time),
        Column::new("last", "Last", Show::Always, Holds::Time),
    ];
    Table::new(columns, rows)
}

fn places(seen: &Seen, life: &Life) -> Table {
    let mut places: Vec<_> = life
        .places
        .iter()
        .map(|([ip, city, country], used)| {
            let place = [
                seen.text(Field::Ip, *ip),
                seen.text(Field::City, *city),
                seen.text(Field::Country, *country),
            ];
            (place, used)
        })
        .collect();
    places.sort_by(|a, b| (b.1.count, a.0).cmp(&(a.1.count, b.0)));
    let rows = places.into_iter().map(|([ip, city, country], used)| {
        let location: Vec<&str> = [city, country].into_iter().filter(|part| !part.is_empty()).collect();
        vec![
            ip.into(),
            location.join(", ").into(),
            seen.request.tenant.trusts(ip).into(),
            used.count.into(),
            used.success.into(),
            used.span.first().into(),
            used.span.last().into(),
        ]
    });
    let columns = vec![
        Column::new("ip", "Address", Show::Always, Holds::Address),
        Column::new("location", "Location", Show::Always, Holds::Words),
        Column::new("trusted", "Trusted", Show::Wide, Holds::Number),
        Column::new("count", "Sign-ins", Show::Always, Holds::Number),
        Column::new("success", "Succeeded", Show::Always, Holds::Number),
        Column::new("first", "First", Show::Full, Holds::Time),
        Column::new("last", "Last", Show::Always, Holds::Time),
    ];
    Table { columns, rows: rows.collect(), ..Table::default() }
}

/// The newest sign-ins in time order.
fn events(seen: &Seen, life: &Life) -> Section {
    let columns = vec![
        Column::new("time", "Time", Show::Always, Holds::Words),
        Column::new("status", "Status", Show::Always, Holds::Words),
        Column::new("code", "Code", Show::Always, Holds::Words),
        Column::new("app", "App", Show::Always, Holds::Words),
        Column::new("class", "MFA", Show::Always, Holds::Words),
        Column::new("method", "Method", Show::Full, Holds::Words),
        Column::new("interactive", "Interactive", Show::Full, Holds::Number),
        Column::new("device", "Device", Show::Wide, Holds::Words),
        Column::new("ip", "Address", Show::Wide, Holds::Address),
        Column::new("country", "Country", Show::Full, Holds::Words),
        Column::new("path", "File", Show::Full, Holds::File),
        Column::new("row", "Row", Show::Full, Holds::Number),
    ];
    let rows = life.events().iter().map(|event| {
        let text = |field, symbol| seen.text(field, symbol).to_owned();
        let device: Vec<String> = [text(Field::Os, event.os), text(Field::Browser, event.browser)]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        let class = life
            .class_of(event.row)
            .map_or(Value::Null, |class| Value::Word(class.name(), class_tone(class)));
        let place = seen.place(event.row);
        vec![
            event.time.into(),
            event.status.name().into(),
            text(Field::Code, event.code).trim().parse().map_or(Value::Null, Value::Code),
            text(Field::App, event.app).into(),
            class,
            text(Field::MfaMethod, event.method).into(),
            event.interactive.into(),
            device.join("; ").into(),
            text(Field::Ip, event.ip).into(),
            text(Field::Country, event.country).into(),
            place.path.into(),
            place.row.into(),
        ]
    });
    let table = Table { columns, rows: rows.collect(), ..Table::default() };
    let left = life.signins.saturating_sub(life.events().len() as u64);
    let note = match left {
        0 => String::new(),
        left => format!(
            "The newest {EVENTS_KEPT}; {} left out here, and counted everywhere else.",
            count_of(left, "older one is", "older ones are")
        ),
    };
    Section::table("events", "Sign-ins in time order", table).noted(note)
}
