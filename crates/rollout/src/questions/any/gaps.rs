//! `gaps`: successes without MFA, classified.

use entrasift_core::field::Field;
use entrasift_core::field::catalogue::fold_word;
use entrasift_core::log::symbols::{ABSENT, Translation};
use entrasift_rules::derive::outcome::{Class, Confidence, Verdict};
use entrasift_rules::derive::person::Person;
use entrasift_rules::engine::{Observe, View};
use entrasift_rules::list;
use entrasift_rules::measure::{Distinct, Evidence, Span};
use entrasift_rules::tally::{Part, Remember, Tally};

use crate::answer::{Answer, Column, Fact, Holds, Outcome, Section, Show, Step, Table, Tone, Value};
use crate::facts::priority::{self, Admins, Priority};
use crate::reading::read_logs::{Seen, count_of, see, some, thousands};
use crate::reading::request::{AnswerError, Request};

/// Who got in without MFA, and every class counted.
#[derive(Debug)]
pub struct Gaps {
    by_class: [u64; Class::ALL.len()],
    entries: Tally<5, Entry>,
}

#[derive(Debug, Clone, Default)]
struct Entry {
    count: u64,
    span: Span,
    apps: Distinct,
    ips: Distinct,
    evidence: Evidence,
}

impl Remember for Entry {
    fn merge(&mut self, other: Self, translation: &Translation) {
        self.count += other.count;
        self.span.merge(other.span);
        self.apps.merge(&other.apps, |app| translation.symbol(Field::App, app));
        self.ips.merge(&other.ips, |ip| translation.symbol(Field::Ip, ip));
        self.evidence.merge(&other.evidence);
    }
}

impl Default for Gaps {
    fn default() -> Self {
        let parts =
            [Part::Person, Part::Value(Field::AppId), Part::Value(Field::App), Part::Number, Part::Number];
        Gaps { by_class: [0; Class::ALL.len()], entries: Tally::per(parts) }
    }
}

/// The class is one that `gaps` lists.
fn is_listed(view: &mut View<'_>, row: usize, class: Class) -> bool {
    match class {
        Class::Gap | Class::GapLegacySetting | Class::Guest | Class::Legacy => true,
        Class::Unknown => {
            let requirement = view.batch.symbol(row, Field::Requirement);
            requirement != ABSENT
                && view.batch.interactive(row).unwrap_or(true)
                && fold_word(view.batch.text_of(Field::Requirement, requirement))
                    == "singlefactorauthentication"
        }
        _ => false,
    }
}

impl Observe for Gaps {
    fn observe(&mut self, _: &mut View<'_>) {}

    fn classified(&mut self, view: &mut View<'_>, row: usize, verdict: Verdict) {
        let Verdict { class, confidence, .. } = verdict;
        self.by_class[class as usize] += 1;
        if !view.batch.fills().contains(Field::Requirement) || !is_listed(view, row, class) {
            return;
        }
        let (id, app) = (view.batch.symbol(row, Field::AppId), view.batch.symbol(row, Field::App));
        let ip = view.batch.symbol(row, Field::Ip);
        let by_name = if id == ABSENT { app } else { ABSENT };
        let key = [view.known[row].person.0, id, by_name, class as u32, confidence as u32];
        let entry = self.entries.group(key);
        entry.count += 1;
        entry.span.see(view.batch.times()[row]);
        entry.apps.see(app);
        entry.ips.see(ip);
        entry.evidence.see(view.batch.row_ref(row));
    }

    fn merge(&mut self, other: Self, translation: &Translation) {
        for (ours, theirs) in self.by_class.iter_mut().zip(other.by_class) {
            *ours += theirs;
        }
        self.entries.merge(other.entries, translation);
    }
}

/// The answer.
///
/// # Errors
/// As [`AnswerError`] says.
pub fn answer(request: &Request) -> Result<Answer, AnswerError> {
    let rules: Vec<_> = list::named("non-mfa-success").into_iter().collect();
    let (gaps, seen) = see(request, "gaps", &[Field::Requirement], Gaps::default)?;
    let lines = lines(&seen, &gaps);
    let reading = seen.reading(&rules, Vec::new());
    let sections = vec![
        Section::table("gaps", "Successes without MFA", table(&seen, &lines)),
        Section::value("by_class", "Every success of a user, by class", by_class(&gaps)),
    ];
    let next = if lines.is_empty() {
        Vec::new()
    } else {
        vec![Step::run("show REQUEST-ID", "why one sign-in is a gap")]
    };
    let lead = lead(&seen, &gaps, &lines);
    Ok(Answer {
        command: "gaps",
        reading: Some(reading),
        lead,
        sections,
        next,
        gravest: None,
        outcome: Outcome::Done,
    })
}

struct Line<'g> {
    person: Person,
    user: String,
    app: String,
    app_id: String,
    class: Class,
    confidence: Confidence,
    is_admin: bool,
    priority: Priority,
    entry: &'g Entry,
}

/// Administration first, then mail and money, then more sign-ins, then user, app and class.
fn lines<'g>(seen: &Seen, gaps: &'g Gaps) -> Vec<Line<'g>> {
    let admins = Admins::of(&seen.request);
    let mut lines: Vec<_> = gaps
        .entries
        .iter()
        .map(|([person, id, _, class, confidence], entry)| {
            let person = Person(*person);
            let user = seen.shown(person).to_owned();
            let app = seen.texts(Field::App, &entry.apps).into_iter().next().unwrap_or_default();
            let app_id = seen.text(Field::AppId, *id).to_owned();
            let is_admin = admins.has(&user) || admins.has(seen.user_id(person));
            let by_app = priority::of_app(&app_id, &app);
            Line {
                priority: if is_admin { Priority::Admin } else { by_app },
                class: Class::ALL[*class as usize],
                confidence: if *confidence == 0 {
                    Confidence::Confirmed
                } else {
                    Confidence::RequirementOnly
                },
                person,
                user,
                app,
                app_id,
                is_admin,
                entry,
            }
        })
        .collect();
    lines.sort_by(|a, b| {
        let rank = |line: &Line<'_>| (line.priority, std::cmp::Reverse(line.entry.count));
        let names = |line: &Line<'_>| {
            (
                line.user.clone(),
                line.app.clone(),
                line.class.name(),
                line.app_id.clone(),
                line.confidence.name(),
            )
        };
        rank(a)
            .cmp(&rank(b))
            .then_with(|| names(a).cmp(&names(b)))
            .then_with(|| seen.key(a.person).cmp(seen.key(b.person)))
    });
    lines
}

fn table(seen: &Seen, lines: &[Line<'_>]) -> Table {
    let columns = vec![
        Column::new("user", "User", Show::Always, Holds::User),
        Column::new("user_id", "User ID", Show::Full, Holds::User),
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
    let rows = lines.iter().map(|line| {
        vec![
            line.user.clone().into(),
            seen.user_id(line.person).into(),
            line.app.clone().into(),
            line.app_id.clone().into(),
            Value::Word(line.class.name(), class_tone(line.class)),
            line.confidence.name().into(),
            Value::Word(line.priority.name(), priority_tone(line.priority)),
            line.is_admin.into(),
            line.entry.count.into(),
            line.entry.span.first().into(),
            line.entry.span.last().into(),
            action(line.class).into(),
            some(seen.texts(Field::Ip, &line.entry.ips)),
            seen.evidence(&line.entry.evidence),
        ]
    });
    Table { columns, rows: rows.collect(), ..Table::default() }
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

fn by_class(gaps: &Gaps) -> Value {
    let counts = Class::ALL.iter().zip(gaps.by_class);
    Value::Map(counts.map(|(class, count)| Fact::count(class.name(), count)).collect())
}

fn lead(seen: &Seen, gaps: &Gaps, lines: &[Line<'_>]) -> Vec<String> {
    let all: u64 = gaps.by_class.iter().sum();
    let listed: u64 = lines.iter().map(|line| line.entry.count).sum();
    let mut users: Vec<&str> = lines.iter().map(|line| seen.key(line.person)).collect();
    users.sort_unstable();
    users.dedup();
    if listed == 0 {
        return vec![format!(
            "None of {} successes is without MFA, as far as these files can show.",
            thousands(all)
        )];
    }
    let mut lead = vec![format!(
        "{} of {} successes were without MFA: {}.",
        thousands(listed),
        thousands(all),
        count_of(users.len() as u64, "user", "users")
    )];
    let mut weighty = [0_u64; 2];
    for (priority, users) in [Priority::Admin, Priority::MailAndMoney].into_iter().zip(&mut weighty) {
        let own = lines.iter().filter(|line| line.priority == priority);
        let people: std::collections::BTreeSet<&str> = own.map(|line| seen.key(line.person)).collect();
        *users = people.len() as u64;
    }
    let [admins, mail] = weighty.map(|people| count_of(people, "of them", "of them"));
    lead.extend(match weighty {
        [0, 0] => None,
        [0, _] => Some(format!("{mail} in mail or money: these first.")),
        [_, 0] => Some(format!("{admins} in administration: these first.")),
        _ => Some(format!("{admins} in administration, {mail} in mail or money: in this order.")),
    });
    let unsure: u64 = lines
        .iter()
        .filter(|line| line.confidence == Confidence::RequirementOnly)
        .map(|line| line.entry.count)
        .sum();
    if unsure > 0 {
        lead.push(format!(
            "Of {} only the requirement says so: the AuthDetails download settles it.",
            count_of(unsure, "sign-in", "sign-ins")
        ));
    }
    lead
}
