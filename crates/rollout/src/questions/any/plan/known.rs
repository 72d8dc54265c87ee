//! What the files tell already: counts and names from the answers of the other commands.

use std::collections::BTreeSet;

use crate::answer::{Answer, Body, Table, Value};
use crate::people::special_accounts::AccountKind;
use crate::questions::any::{break_glass, gaps};
use crate::questions::ask;
use crate::questions::prepare::impact;
use crate::questions::prepare::{exceptions, legacy};
use crate::questions::register::registration;
use crate::reading::read_logs::{count_of, some, thousands};
use crate::reading::request::{AnswerError, Request};

/// One thing that is known.
pub struct Fact {
    /// What it is about.
    pub topic: &'static str,
    /// How many, in words.
    pub what: String,
    /// Whom it concerns.
    pub who: BTreeSet<String>,
    /// The command that tells more.
    pub command: &'static str,
}

/// What is known, and what cannot be told: question and reason.
pub struct Known {
    /// What is known, in the order of the steps.
    pub facts: Vec<Fact>,
    /// What these files cannot tell.
    pub not_evaluated: Vec<(&'static str, String)>,
}

/// Asks the other commands.
///
/// # Errors
/// As [`AnswerError`] says, but for a missing log, report or column: that is said instead.
pub fn of(request: &Request) -> Result<Known, AnswerError> {
    let mut known = Known { facts: Vec::new(), not_evaluated: Vec::new() };
    if let Some(answer) = known.ask("break-glass", ask(&break_glass::BreakGlassOptions, request))? {
        known.facts.extend(emergencies(request, &answer));
    }
    if let Some(answer) = known.ask("legacy", ask(&legacy::LegacyOptions, request))? {
        known.facts.extend(dependencies(&answer));
    }
    if let Some(answer) = known.ask("exceptions", ask(&exceptions::ExceptionsOptions::default(), request))? {
        known.facts.extend(special(&answer));
    }
    if let Some(answer) =
        known.ask("registration", ask(&registration::RegistrationOptions::default(), request))?
    {
        known.facts.extend(registrations(&answer));
    }
    if let Some(answer) = known.ask("impact", ask(&impact::ImpactOptions::default(), request))? {
        known.facts.extend(affected(&answer));
    }
    if let Some(answer) = known.ask("gaps", ask(&gaps::GapsOptions, request))? {
        known.facts.extend(without_mfa(&answer));
    }
    Ok(known)
}

impl Known {
    fn ask(
        &mut self,
        command: &'static str,
        answer: Result<Answer, AnswerError>,
    ) -> Result<Option<Answer>, AnswerError> {
        let because = match answer {
            Ok(answer) => return Ok(Some(answer)),
            Err(AnswerError::NoLog { .. }) => "no sign-in log was given".to_owned(),
            Err(AnswerError::NoReport { .. }) => "no registration report was given".to_owned(),
            Err(AnswerError::MissingColumn { column, .. }) => format!("the file has no column `{column}`"),
            Err(why) => return Err(why),
        };
        self.not_evaluated.push((command, because));
        Ok(None)
    }
}

fn emergencies(request: &Request, answer: &Answer) -> Option<Fact> {
    let declared = request.tenant.break_glass.len() as u64;
    let accounts = count_of(declared, "account is declared", "accounts are declared");
    let signins = rows(answer, "accounts").iter().map(|row| count(&row[2])).sum();
    let used = rows(answer, "accounts").into_iter().filter(|row| count(&row[2]) > 0);
    Some(Fact {
        topic: "Break-glass accounts",
        what: match declared {
            0 => "none is declared: name them in the tenant file".to_owned(),
            _ => format!("{accounts}, with {} in these logs", count_of(signins, "sign-in", "sign-ins")),
        },
        who: used.map(|row| text(&row[0])).collect(),
        command: "break-glass",
    })
}

fn dependencies(answer: &Answer) -> Vec<Fact> {
    let table = table(answer, "dependencies");
    let of = |verdict: &str| -> Vec<Vec<Value>> {
        let column = table.and_then(|table| position(table, "verdict"));
        let fits = |row: &Vec<Value>| column.is_some_and(|at| text(&row[at]) == verdict);
        rows(answer, "dependencies").into_iter().filter(fits).collect()
    };
    let (live, blocked) = (of("dependency"), of("blocked"));
    let who = |rows: &[Vec<Value>]| rows.iter().map(|row| text(&row[0])).collect();
    let entries = |rows: &[Vec<Value>]| count_of(rows.len() as u64, "device or app", "devices and apps");
    vec![
        Fact {
            topic: "Legacy authentication that works",
            what: format!("{} would break: migrate or decide before enforcement", entries(&live)),
            who: who(&live),
            command: "legacy",
        },
        Fact {
            topic: "Legacy authentication blocked already, with the right password",
            what: format!("{}: broken, or a stolen password", entries(&blocked)),
            who: who(&blocked),
            command: "legacy",
        },
    ]
}

/// One line for each kind of special account.
fn special(answer: &Answer) -> Vec<Fact> {
    let mut kinds: Vec<(String, BTreeSet<String>)> = Vec::new();
    let Some(table) = table(answer, "accounts") else { return Vec::new() };
    let (Some(kind), Some(user)) = (position(table, "kind"), position(table, "user")) else {
        return Vec::new();
    };
    for row in table.rows.iter() {
        match kinds.iter_mut().find(|(known, _)| *known == text(&row[kind])) {
            Some((_, who)) => drop(who.insert(text(&row[user]))),
            None => kinds.push((text(&row[kind]), BTreeSet::from([text(&row[user])]))),
        }
    }
    let facts = kinds.into_iter().filter_map(|(name, who)| {
        let kind = AccountKind::ALL.into_iter().find(|kind| kind.name() == name)?;
        let (one, many) = kind.words();
        let what = format!("{}: {}", count_of(who.len() as u64, one, many), kind.suggestion());
        Some(Fact { topic: "Special handling", what, who, command: "exceptions" })
    });
    facts.collect()
}

/// What enforcement would do today, and to whom.
fn affected(answer: &Answer) -> Vec<Fact> {
    let rows = rows(answer, "people");
    let Some(table) = table(answer, "people") else { return Vec::new() };
    let state = position(table, "state");
    let of = |names: &[&str]| -> BTreeSet<String> {
        let is = |row: &&Vec<Value>| state.is_some_and(|at| names.contains(&text(&row[at]).as_str()));
        rows.iter().filter(is).map(|row| text(&row[0])).collect()
    };
    let mut facts = vec![Fact {
        topic: "If MFA were enforced today",
        what: states(answer),
        who: of(&["blocked", "must_register"]),
        command: "impact",
    }];
    facts.extend(answer.lead.iter().find(|line| line.starts_with(impact::FirstDay::START)).map(|line| {
        Fact {
            topic: "What the helpdesk has to expect",
            what: line
                .trim_start_matches(impact::FirstDay::START)
                .split(';')
                .next()
                .unwrap_or_default()
                .trim()
                .to_owned(),
            who: of(&["blocked", "must_register", "will_be_prompted"]),
            command: "impact",
        }
    }));
    facts
}

/// How many of each state, in few words.
fn states(answer: &Answer) -> String {
    let users = answer.sections.iter().find(|section| section.key == "users").map(|section| &section.body);
    let Some(Body::Value(Value::Map(users))) = users else { return String::new() };
    let of = |key: &str| {
        let found = users.iter().find(|fact| fact.key == key).map(|fact| count(&fact.value));
        thousands(found.unwrap_or_default())
    };
    format!(
        "{} blocked, {} must register, {} prompted, {} ready, of {} active",
        of("blocked"),
        of("must_register"),
        of("will_be_prompted"),
        of("ready"),
        of("active")
    )
}

fn registrations(answer: &Answer) -> Vec<Fact> {
    let who = |key: &str| rows(answer, key).iter().map(|row| text(&row[0])).collect::<BTreeSet<_>>();
    let people = |key: &str, one: &str, many: &str| count_of(who(key).len() as u64, one, many);
    vec![
        Fact {
            topic: "Registration",
            what: answer.lead.first().cloned().unwrap_or_default(),
            who: who("contact"),
            command: "registration",
        },
        Fact {
            topic: "Registered, but not allowed by policy",
            what: format!(
                "{} would be stopped although registered",
                people("not_allowed", "person", "people")
            ),
            who: who("not_allowed"),
            command: "registration",
        },
        Fact {
            topic: "SMS or voice only",
            what: format!("{} could do with a stronger method", people("weak_only", "person", "people")),
            who: who("weak_only"),
            command: "registration",
        },
        Fact {
            topic: "Accounts that do not count",
            what: format!(
                "{} in the report: guests, mailboxes, rooms, service accounts",
                people("excluded", "account", "accounts")
            ),
            who: who("excluded"),
            command: "registration",
        },
    ]
}

fn without_mfa(answer: &Answer) -> Option<Fact> {
    let table = table(answer, "gaps")?;
    let column = position(table, "count")?;
    let signins = table.rows.iter().map(|row| count(&row[column])).sum();
    Some(Fact {
        topic: "Successes without MFA",
        what: format!("{}: enforcement will prompt or stop them", count_of(signins, "sign-in", "sign-ins")),
        who: table.rows.iter().map(|row| text(&row[0])).collect(),
        command: "gaps",
    })
}

impl Fact {
    /// The people as a list.
    pub fn people(&self) -> Value {
        some(self.who.iter().cloned().collect())
    }
}

fn table<'a>(answer: &'a Answer, key: &str) -> Option<&'a Table> {
    answer.sections.iter().find_map(|section| match &section.body {
        Body::Table(table) if section.key == key => Some(table),
        _ => None,
    })
}

fn rows(answer: &Answer, key: &str) -> Vec<Vec<Value>> {
    table(answer, key).map_or(Vec::new(), |table| table.rows.iter().map(|row| row.into_owned()).collect())
}

fn position(table: &Table, key: &str) -> Option<usize> {
    table.columns.iter().position(|column| column.key == key)
}

fn text(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Word(word, _) => (*word).to_owned(),
        _ => String::new(),
    }
}

fn count(value: &Value) -> u64 {
    if let Value::Count(count) = value { *count } else { 0 }
}
