//! How `gaps` is said.

use std::sync::Arc;

use entrasift_core::Field;
use entrasift_rules::derive::outcome::{Class, Confidence};
use entrasift_rules::list;

use super::line::{GapLine, Gaps};
use crate::answer::wording::{count_of, some, thousands};
use crate::answer::{Answer, Column, Fact, Holds, Outcome, Rows, Section, Show, Step, Table, Tone, Value};
use crate::facts::priority::Priority;
use crate::reading::read_logs::Seen;

pub(super) fn answer(gaps: &Arc<Gaps>) -> Answer {
    let rules: Vec<_> = list::named("non-mfa-success").into_iter().collect();
    let by_class = gaps.by_class.iter().map(|(class, count)| Fact::count(class.name(), *count));
    let sections = vec![
        Section::table("gaps", "Successes without MFA", table(gaps)),
        Section::value("by_class", "Every success of a user, by class", Value::Map(by_class.collect())),
    ];
    let next = match gaps.lines.is_empty() {
        true => Vec::new(),
        false => vec![Step::run("show REQUEST-ID", "why one sign-in is a gap")],
    };
    Answer {
        command: "gaps",
        reading: Some(gaps.seen.reading(&rules, Vec::new())),
        lead: lead(gaps),
        sections,
        next,
        gravest: None,
        outcome: Outcome::Done,
    }
}

fn table(gaps: &Arc<Gaps>) -> Table {
    let columns = vec![
        Column::new("user", "User", Show::Always, Holds::User),
        Column::new("user_id", "User ID", Show::Full, Holds::UserId),
        Column::new("app", "App", Show::Always, Holds::Words),
        Column::new("app_id", "App ID", Show::Full, Holds::PublicId),
        Column::new("class", "Class", Show::Always, Holds::Words),
        Column::new("confidence", "Confidence", Show::Wide, Holds::Words),
        Column::new("priority", "Matters as", Show::Wide, Holds::Words),
        Column::new("admin", "Administrator", Show::Full, Holds::Words),
        Column::new("count", "Sign-ins", Show::Always, Holds::Number),
        Column::new("first", "First", Show::Full, Holds::Time),
        Column::new("last", "Last", Show::Always, Holds::Time),
        Column::new("action", "What to do", Show::Full, Holds::Words),
        Column::new("ips", "Addresses", Show::Full, Holds::Address),
        Column::new("evidence", "Evidence", Show::Full, Holds::Number),
    ];
    let shared = gaps.clone();
    Table::new(columns, Rows::pulled(gaps.lines.len(), move |at| row(&shared.seen, &shared.lines[at])))
}

fn row(seen: &Seen, line: &GapLine) -> Vec<Value> {
    vec![
        seen.shown(line.person).into(),
        seen.user_id(line.person).into(),
        seen.text(Field::App, line.app).into(),
        seen.text(Field::AppId, line.app_id).into(),
        Value::Word(line.class.name(), class_tone(line.class)),
        line.confidence.name().into(),
        Value::Word(line.priority.name(), priority_tone(line.priority)),
        line.is_admin.into(),
        line.count.into(),
        line.span.first().into(),
        line.span.last().into(),
        action(line.class).into(),
        some(seen.texts(Field::Ip, &line.ips)),
        seen.evidence(&line.evidence),
    ]
}

/// What to do about a sign-in of that class.
fn action(class: Class) -> &'static str {
    match class {
        Class::Gap => {
            "find why no policy asked for MFA: the user, the app or the place is excluded, or no policy covers it"
        }
        Class::GapLegacySetting => {
            "remove the setting that skips MFA: trusted addresses, or an app password of per-user MFA"
        }
        Class::Guest => {
            "require MFA of guests in Conditional Access, or trust the MFA of their home tenant (cross-tenant access settings)"
        }
        Class::Legacy => "replace the client: entrasift legacy says for each what to do",
        Class::Unknown => {
            "the file does not tell: give its AuthDetails companion, or look the sign-in up in the portal"
        }
        _ => "",
    }
}

fn priority_tone(priority: Priority) -> Tone {
    match priority {
        Priority::Admin => Tone::Bad,
        Priority::MailAndMoney => Tone::Warn,
        Priority::Other => Tone::Plain,
    }
}

/// The colour of a class.
pub fn class_tone(class: Class) -> Tone {
    match class {
        Class::Gap | Class::GapLegacySetting | Class::Legacy | Class::Guest => Tone::Bad,
        Class::Unknown | Class::Remembered | Class::BreakGlass => Tone::Warn,
        class if class.is_protected() => Tone::Good,
        _ => Tone::Plain,
    }
}

fn lead(gaps: &Gaps) -> Vec<String> {
    let listed = gaps.signins();
    let all = thousands(gaps.successes());
    if listed == 0 {
        return vec![format!("None of {all} successes is without MFA, as far as these files can show.")];
    }
    let people = |is: &dyn Fn(&GapLine) -> bool| gaps.people(is).len() as u64;
    let mut lead = vec![format!(
        "{} of {all} successes were without MFA: {}.",
        thousands(listed),
        count_of(people(&|_| true), "user", "users")
    )];
    let weighty = [Priority::Admin, Priority::MailAndMoney];
    let weighty = weighty.map(|priority| people(&|line| line.priority == priority));
    let [admins, mail] = weighty.map(|people| count_of(people, "of them", "of them"));
    lead.extend(match weighty {
        [0, 0] => None,
        [0, _] => Some(format!("{mail} in mail or money: these first.")),
        [_, 0] => Some(format!("{admins} in administration: these first.")),
        _ => Some(format!("{admins} in administration, {mail} in mail or money: in this order.")),
    });
    let unsure = gaps.lines.iter().filter(|line| line.confidence == Confidence::RequirementOnly);
    let unsure: u64 = unsure.map(|line| line.count).sum();
    if unsure > 0 {
        lead.push(format!(
            "Of {} only the requirement says so: the AuthDetails download settles it.",
            count_of(unsure, "sign-in", "sign-ins")
        ));
    }
    lead
}
