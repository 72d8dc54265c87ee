//! How `registration` is said.

use std::sync::Arc;

use entrasift_core::Time;

use super::doubt::ReportDoubt;
use super::lists::{self, rate};
use super::registrations::Registrations;
use crate::answer::wording::count_of;
use crate::answer::{Answer, Fact, Holds, NotEvaluated, Outcome, Section, Step, Tone, Value, Warning};
use crate::people::cohort::share;
use crate::questions::register::campaign::CampaignStanding;

pub(super) fn answer(all: &Arc<Registrations>) -> Answer {
    let warnings = all.doubts.iter().map(|doubt| warning(all, doubt)).collect();
    let mut reading = all.seen.reading(&[], warnings);
    reading.as_of = all.as_of;
    reading.not_evaluated.extend(not_evaluated(all));
    let sections = vec![
        Section::table("contact", "Whom to contact", lists::contacts(all)),
        Section::table("snapshots", "Registration against its target", lists::snapshots(all)).headline(),
        Section::value("campaign", "The campaign", Value::Map(facts(all))),
        Section::table("not_allowed", "Registered, but not allowed by policy", lists::not_allowed(all)),
        Section::table("weak_only", "SMS or voice only", lists::weak_only(all)),
        Section::table("regressed", "Methods that are gone", lists::regressions(all)),
        Section::table("newly_registered", "Registered since the first report", lists::newcomers(all)),
        Section::table("guests", "Guests, who do not count", lists::guests(all)),
        Section::value("by_method", "People by method", lists::by_method(all)),
        Section::table("excluded", "Not counted", lists::excluded(all)),
    ];
    Answer {
        command: "registration",
        reading: Some(reading),
        lead: lead(all),
        sections,
        next: next_steps(all),
        gravest: None,
        outcome: Outcome::Done,
    }
}

fn warning(all: &Registrations, doubt: &ReportDoubt) -> Warning {
    let path = |report: u32| all.seen.request.intake.reports[report as usize].path.as_str();
    match *doubt {
        ReportDoubt::Undated { report } => {
            let message = "neither its rows nor its name tell of which day it is: it is left out";
            Warning::about("report-undated", path(report), message)
        }
        ReportDoubt::Old { date, days } => {
            let message = format!(
                "the newest report is of {}, {days} days ago: who registered since is not known",
                date.day_words()
            );
            Warning::new("report-old", message)
        }
        ReportDoubt::Shrunk { report, had, has } => {
            let message =
                format!("the newest report holds {has} accounts, the one before {had}: is it complete?");
            Warning::about("report-shrunk", path(report), message)
        }
        ReportDoubt::CapableUnsaid { report, people } => {
            let people = count_of(people as u64, "person", "people");
            let message = format!(
                "the report does not say of {people} whether they are capable of MFA: taken at what is registered, allowed by policy or not"
            );
            Warning::about("capable-unsaid", path(report), message)
        }
        ReportDoubt::NoExceptions => {
            let message = "no exceptions are declared: shared mailboxes, rooms and service accounts in the report count as people; name \
                           them under [exceptions] in the tenant file";
            Warning::new("no-exceptions", message)
        }
    }
}

fn not_evaluated(all: &Registrations) -> Vec<NotEvaluated> {
    let mut lines = Vec::new();
    let mut say = |what: &'static str, because: &str| lines.push(NotEvaluated::new(what, because));
    if all.campaign.start.is_none() {
        say(
            "campaign-day",
            "nobody says when the campaign began: use --campaign-start DATE, or `registration_start` in the tenant file",
        );
    }
    if !all.has_logs() {
        say("last-sign-in", "no sign-in log was given: who is active is not known");
    }
    if !all.tells_admins {
        say(
            "administrators-first",
            "the report has no isAdmin, the tenant file no admins, and no log shows who works in an admin app",
        );
    }
    lines
}

fn facts(all: &Registrations) -> Vec<Fact> {
    let (campaign, now) = (&all.campaign, all.now());
    let if_logs = |value: Value| if all.has_logs() { value } else { Value::Null };
    vec![
        Fact::new("start", Holds::Words, date(campaign.start)),
        Fact::new("day", Holds::Number, all.today().map_or(Value::Null, Value::Code)),
        Fact::new("deadline", Holds::Words, date(campaign.deadline())),
        Fact::new("target", Holds::Number, Value::Share(campaign.target)),
        Fact::new("rate", Holds::Number, rate(now.rate())),
        Fact::new("registered_rate", Holds::Number, rate(share(now.registered, now.eligible))),
        Fact::new("required_today", Holds::Number, rate(all.required_today())),
        Fact::new("status", Holds::Words, all.standing().map_or(Value::Null, standing)),
        Fact::new("eligible", Holds::Number, now.eligible),
        Fact::new("capable", Holds::Number, now.capable),
        Fact::new("missing_for_target", Holds::Number, all.missing()),
        Fact::new("missing_per_day", Holds::Number, all.missing_per_day()),
        Fact::new("pace_per_day", Holds::Number, rate(all.pace())),
        Fact::new("reached_on", Holds::Words, date(all.reached())),
        Fact::new("projected_on", Holds::Words, date(all.projected())),
        Fact::new("projected_rate", Holds::Number, rate(all.projected_rate())),
        Fact::new("carried_over", Holds::Number, all.carried_over()),
        Fact::new("not_seen_in_logs", Holds::Number, if_logs((now.eligible - all.met).into())),
        Fact::new("rate_of_seen", Holds::Number, if_logs(rate(share(all.met_capable, all.met)))),
    ]
}

fn standing(standing: CampaignStanding) -> Value {
    let tone = match standing {
        CampaignStanding::OnTrack | CampaignStanding::Complete => Tone::Good,
        CampaignStanding::Remind | CampaignStanding::Contact => Tone::Warn,
        CampaignStanding::Overdue => Tone::Bad,
    };
    Value::Word(standing.name(), tone)
}

/// The sentence that says how many people can use MFA, against the target.
pub fn rate_sentence(all: &Registrations) -> String {
    let now = all.now();
    let Some(rate) = now.rate() else {
        return "Nobody in the report counts: every account is excluded.".to_owned();
    };
    let people = count_of(now.eligible as u64, "person", "people");
    let (capable, target) = (now.capable, percent(all.campaign.target));
    let by = all.campaign.deadline().map_or_else(String::new, |time| format!(" by {}", time.day_words()));
    format!("{} of {people} can use MFA ({capable}); the target is {target}{by}.", percent(rate))
}

fn lead(all: &Registrations) -> Vec<String> {
    let mut lead = vec![rate_sentence(all)];
    if all.rate().is_none() {
        return lead;
    }
    lead.push(standing_words(all));
    let admins = all.contacts.iter().filter(|one| one.who.admin.is_some()).count() as u64;
    if admins > 0 {
        lead.push(format!(
            "{} among those missing: contact them first.",
            count_of(admins, "administrator is", "administrators are")
        ));
    }
    let unseen = all.contacts.iter().filter(|one| one.who.last_signin.is_none()).count() as u64;
    if all.has_logs() && unseen > 0 {
        lead.push(format!(
            "{} not seen in the logs: on leave, or accounts that nobody needs.",
            count_of(unseen, "of them was", "of them were")
        ));
    }
    lead
}

fn standing_words(all: &Registrations) -> String {
    let missing = all.contacts.len();
    let those = match missing {
        1 => "the one person who is missing".to_owned(),
        _ => format!("the {missing} people who are missing"),
    };
    let length = all.campaign.days;
    let day = all.today().map_or_else(String::new, |day| match day {
        ..1 => format!("The campaign begins in {}", count_of(day.abs_diff(1), "day", "days")),
        _ if day > length => {
            format!("The campaign ended {} ago", count_of(day.abs_diff(length), "day", "days"))
        }
        _ => format!("Day {day} of {length}"),
    });
    let pace = match (all.projected(), all.pace()) {
        (Some(date), _) => {
            format!("at the pace of the last week the target is reached on {}", date.day_words())
        }
        (None, Some(_)) => "at the pace of the last week the target is never reached".to_owned(),
        (None, None) => "one report tells no pace".to_owned(),
    };
    match all.standing() {
        Some(CampaignStanding::Complete) => {
            let since = all.reached().map_or_else(String::new, |time| format!(" since {}", time.day_words()));
            let rest = match missing {
                0 => String::new(),
                _ => format!("; {those} will be forced to register when MFA is enforced"),
            };
            format!("The target is reached{since}{rest}.")
        }
        Some(CampaignStanding::OnTrack) => format!("{day}: {}; {pace}.", course_words(all)),
        Some(CampaignStanding::Remind) => {
            let bound = percent(all.campaign.remind_below);
            format!("{day}: below {bound}: send the reminder to {those}; {pace}.")
        }
        Some(CampaignStanding::Contact) => {
            format!("{day}: contact {those}, one by one: they need help or have an obstacle; {pace}.")
        }
        Some(CampaignStanding::Overdue) => format!(
            "{day}, and the target is not reached: contact {those} now; the date of enforcement stands."
        ),
        None => format!("When the campaign began is not known, so nothing is said of its days; {pace}."),
    }
}

/// Where an unfinished campaign that has nothing due stands on its line.
fn course_words(all: &Registrations) -> String {
    match all.required_today().zip(all.rate()) {
        Some((required, rate)) if rate < required => {
            format!("nothing is due yet, but the line to the target is at {}", percent(required))
        }
        _ => "nothing is due".to_owned(),
    }
}

fn next_steps(all: &Registrations) -> Vec<Step> {
    let contact = Step::run("registration", "the list to contact, ready to paste");
    let mut next = vec![contact.with("--format csv -o contact.csv")];
    if all.standing() == Some(CampaignStanding::Remind) {
        next.push(Step::run("plan", "the reminder, ready to send"));
    }
    next
}

/// A day without its hours.
fn date(time: Option<Time>) -> Value {
    time.map_or(Value::Null, |time| time.rfc3339()[..10].into())
}

fn percent(share: f64) -> String {
    let tenths = (share * 1000.0).round();
    if tenths % 10.0 == 0.0 { format!("{} %", tenths / 10.0) } else { format!("{:.1} %", tenths / 10.0) }
}
