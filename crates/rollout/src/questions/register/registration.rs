//! `registration`: where the campaign stands against its day-by-day targets, and whom to contact.

use entrasift_core::dialect::registration::Registration;
use entrasift_core::text::time::{DAY, Time};
use entrasift_rules::tenant::Tenant;

use crate::answer::{Answer, Fact, Holds, NotEvaluated, Outcome, Section, Step, Value};
use crate::people::activity::{Activity, Met, Roll};
use crate::people::cohort::{Line, Outside, Snapshot, share, snapshots};
use crate::questions::register::campaign::{Campaign, Standing, days_to, pace};
use crate::questions::register::progress::regressions;
use crate::reading::read_logs::{Seen, count_of, see_any};
use crate::reading::request::{AnswerError, Request};

mod doubts;
mod lists;

/// What the command line says of the campaign and the tenant file does not.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct RegistrationOptions {
    /// Day 1 of the campaign.
    pub start: Option<Time>,
    /// Its length in days.
    pub days: Option<u32>,
    /// The share wanted at its end.
    pub target: Option<f64>,
}

/// The answer.
///
/// # Errors
/// As [`AnswerError`] says: no report, or none up to the day that is asked for.
pub fn answer(request: &Request, wishes: RegistrationOptions) -> Result<Answer, AnswerError> {
    let reports = &request.intake.reports;
    if reports.is_empty() {
        return Err(AnswerError::NoReport { command: "registration" });
    }
    // Of the day that is asked for everything counts, as of its report.
    let until = request.as_of.map(|time| Time(time.day().saturating_add(1).saturating_mul(DAY)));
    let (activity, seen) = see_any(request, || Activity::before(until))?;
    let newest = reports.iter().filter_map(|report| report.date()).max();
    let as_of = request.as_of.or(seen.totals.last_signin.max(newest));
    let roll = Roll::of(&activity, &seen);
    let outside = Outside::of(&request.tenant, &roll);
    let all = snapshots(request.reports(), &outside);
    let (used, mut warnings) = doubts::used(all, as_of)?;
    let mut campaign = Campaign::of(&request.tenant.rollout);
    campaign.start = wishes.start.or(campaign.start);
    campaign.days = wishes.days.map_or(campaign.days, i64::from);
    campaign.target = wishes.target.unwrap_or(campaign.target);
    warnings.extend(doubts::of(&used, as_of));
    warnings.extend(doubts::undeclared(&request.tenant));
    let has_logs = !request.intake.logs.is_empty();
    let case = Case { campaign, used, roll: &roll, tenant: &request.tenant, has_logs, as_of };
    let contacts = case.contacts();
    let mut reading = seen.reading(&[], warnings);
    reading.as_of = as_of;
    reading.not_evaluated.extend(case.not_evaluated(&seen));
    let regressed = regressions(&case.used);
    let sections = vec![
        Section::table("contact", "Whom to contact", case.contact_table(&contacts, &regressed)),
        Section::table("snapshots", "Registration against its target", case.snapshots_table()).headline(),
        Section::value("campaign", "The campaign", Value::Map(case.facts())),
        Section::table("not_allowed", "Registered, but not allowed by policy", case.not_allowed()),
        Section::table("weak_only", "SMS or voice only", case.weak_only()),
        Section::table("regressed", "Methods that are gone", case.regressed(&regressed)),
        Section::table("newly_registered", "Registered since the first report", case.newly_registered()),
        Section::table("guests", "Guests, who do not count", case.guests()),
        Section::value("by_method", "People by method", case.by_method()),
        Section::table("excluded", "Not counted", case.excluded()),
    ];
    let lead = case.lead(&contacts);
    let next = case.next_steps();
    Ok(Answer {
        command: "registration",
        reading: Some(reading),
        lead,
        sections,
        next,
        gravest: None,
        outcome: Outcome::Done,
    })
}

/// Everything that the answer is drawn from.
struct Case<'c> {
    campaign: Campaign,
    used: Vec<Snapshot<'c>>,
    roll: &'c Roll,
    tenant: &'c Tenant,
    has_logs: bool,
    as_of: Option<Time>,
}

/// Somebody who cannot use MFA yet.
struct Contact<'c> {
    user: &'c str,
    line: Line<'c>,
    met: Met,
    admin: Option<&'static str>,
}

impl<'c> Case<'c> {
    fn now(&self) -> &Snapshot<'c> {
        // There is one: an answer without any is refused before.
        &self.used[self.used.len() - 1]
    }

    /// Administrators first, then those seen in the logs, then by user.
    fn contacts(&self) -> Vec<Contact<'c>> {
        let missing = self.now().eligible().filter(|(_, line)| !line.is_capable());
        let mut contacts: Vec<Contact<'c>> = missing
            .map(|(user, line)| {
                let met = self.roll.find(line.report);
                Contact { user, line: *line, met, admin: self.admin(line.report, met) }
            })
            .collect();
        contacts.sort_by_key(|one| (one.admin.is_none(), self.has_logs && one.met.last.is_none(), one.user));
        contacts
    }

    /// What tells that somebody is an administrator.
    fn admin(&self, report: &Registration, met: Met) -> Option<&'static str> {
        match report.admin {
            Some(true) => Some("isAdmin in the report"),
            _ if self.tenant.admins.contains(&report.user) => Some("admins of the tenant file"),
            None if met.in_admin_app => Some("signs in to an admin app"),
            _ => None,
        }
    }

    /// Seen in the logs; null without logs.
    fn active(&self, met: Met) -> Value {
        if self.has_logs { met.last.is_some().into() } else { Value::Null }
    }

    /// The first snapshot that the target line is drawn from: the last one up to day 1, else the first.
    fn baseline(&self) -> Option<(i64, f64)> {
        let days = self.used.iter().filter_map(|one| Some((self.campaign.day(one.date?)?, one.rate()?)));
        let days: Vec<(i64, f64)> = days.collect();
        let (day, rate) = *days.iter().rev().find(|(day, _)| *day <= 1).or(days.first())?;
        Some((day.max(1), rate))
    }

    fn today(&self) -> Option<i64> {
        self.campaign.day(self.as_of?)
    }

    fn standing(&self) -> Option<Standing> {
        let rate = self.now().rate()?;
        match self.today() {
            Some(day) => Some(self.campaign.standing(day, rate)),
            None => self.campaign.is_reached(rate).then_some(Standing::Complete),
        }
    }

    fn pace(&self) -> Option<f64> {
        let rates: Vec<_> = self.used.iter().filter_map(|one| Some((one.date?, one.rate()?))).collect();
        pace(&rates)
    }

    /// The day on which the target is reached at the pace of the last week.
    fn projected(&self) -> Option<Time> {
        let rate = self.now().rate().filter(|rate| !self.campaign.is_reached(*rate))?;
        let days = days_to(self.campaign.target, rate, self.pace()?)?;
        Some(Time(self.now().date?.0.saturating_add(days.saturating_mul(DAY))))
    }

    /// The first snapshot of those that have reached the target without a break until now.
    fn reached(&self) -> Option<Time> {
        let reached = |one: &&Snapshot<'_>| one.rate().is_some_and(|rate| self.campaign.is_reached(rate));
        self.used.iter().rev().take_while(reached).last()?.date
    }

    fn facts(&self) -> Vec<Fact> {
        let (campaign, now) = (&self.campaign, self.now());
        let (capable, eligible) = (now.capable(), now.eligible().count());
        let registered = now.eligible().filter(|(_, line)| line.is_registered()).count();
        let missing = campaign.wanted(eligible).saturating_sub(capable);
        let left = self.today().map(|day| (campaign.days - day.max(1) + 1).max(0));
        let per_day = left.filter(|left| *left > 0).map(|left| (missing as u64).div_ceil(left as u64));
        let required = self.today().zip(self.baseline()).map(|(day, first)| campaign.required(first, day));
        let at_deadline = left
            .zip(self.pace())
            .zip(now.rate())
            .map(|((left, pace), rate)| (rate + pace * (left - 1).max(0) as f64).clamp(0.0, 1.0));
        let seen = |line: &&Line<'_>| self.roll.find(line.report).last.is_some();
        let met: Vec<&Line<'_>> = now.eligible().map(|(_, line)| line).filter(seen).collect();
        let met_capable = met.iter().filter(|line| line.is_capable()).count();
        let if_logs = |value: Value| if self.has_logs { value } else { Value::Null };
        vec![
            Fact::new("start", Holds::Words, date(campaign.start)),
            Fact::new("day", Holds::Number, self.today().map_or(Value::Null, Value::Code)),
            Fact::new("deadline", Holds::Words, date(campaign.deadline())),
            Fact::new("target", Holds::Number, Value::Share(campaign.target)),
            Fact::new("rate", Holds::Number, rate(now.rate())),
            Fact::new("registered_rate", Holds::Number, rate(share(registered, eligible))),
            Fact::new("required_today", Holds::Number, rate(required)),
            Fact::new("status", Holds::Words, self.standing().map_or(Value::Null, Standing::value)),
            Fact::new("eligible", Holds::Number, eligible),
            Fact::new("capable", Holds::Number, capable),
            Fact::new("missing_for_target", Holds::Number, missing),
            Fact::new("missing_per_day", Holds::Number, per_day),
            Fact::new("pace_per_day", Holds::Number, rate(self.pace())),
            Fact::new("reached_on", Holds::Words, date(self.reached())),
            Fact::new("projected_on", Holds::Words, date(self.projected())),
            Fact::new("projected_rate", Holds::Number, rate(at_deadline)),
            Fact::new("carried_over", Holds::Number, self.carried_over().map_or(Value::Null, Value::from)),
            Fact::new("not_seen_in_logs", Holds::Number, if_logs((eligible - met.len()).into())),
            Fact::new("rate_of_seen", Holds::Number, if_logs(rate(share(met_capable, met.len())))),
        ]
    }

    /// How many of those who count could use MFA before the campaign asked anybody: known where a report is of day 1 or before.
    fn carried_over(&self) -> Option<usize> {
        let before = |one: &&Snapshot<'_>| {
            one.date.and_then(|date| self.campaign.day(date)).is_some_and(|day| day <= 1)
        };
        self.used.iter().rev().find(before).map(Snapshot::capable)
    }

    fn not_evaluated(&self, seen: &Seen) -> Vec<NotEvaluated> {
        let mut lines = Vec::new();
        let mut say = |what: &'static str, because: &str| lines.push(NotEvaluated::new(what, because));
        if self.campaign.start.is_none() {
            say(
                "campaign-day",
                "nobody says when the campaign began: use --campaign-start DATE, or `registration_start` in the tenant file",
            );
        }
        if !self.has_logs {
            say("last-sign-in", "no sign-in log was given: who is active is not known");
        }
        let says_admin = self.now().people.values().any(|line| line.report.admin.is_some());
        if !says_admin && self.tenant.admins.is_empty() && seen.request.intake.logs.is_empty() {
            say(
                "administrators-first",
                "the report has no isAdmin, the tenant file no admins, and no log shows who works in an admin app",
            );
        }
        lines
    }

    fn lead(&self, contacts: &[Contact<'_>]) -> Vec<String> {
        let now = self.now();
        let (capable, eligible) = (now.capable(), now.eligible().count());
        let Some(rate) = now.rate() else {
            return vec!["Nobody in the report counts: every account is excluded.".to_owned()];
        };
        let people = count_of(eligible as u64, "person", "people");
        let target = percent(self.campaign.target);
        let by =
            self.campaign.deadline().map_or_else(String::new, |time| format!(" by {}", time.day_words()));
        let mut lead = vec![format!(
            "{} of {people} can use MFA ({capable}); the target is {target}{by}.",
            percent(rate)
        )];
        lead.push(self.standing_words(contacts.len() as u64));
        let admins = contacts.iter().filter(|one| one.admin.is_some()).count() as u64;
        if admins > 0 {
            lead.push(format!(
                "{} among those missing: contact them first.",
                count_of(admins, "administrator is", "administrators are")
            ));
        }
        let unseen = contacts.iter().filter(|one| one.met.last.is_none()).count() as u64;
        if self.has_logs && unseen > 0 {
            lead.push(format!(
                "{} not seen in the logs: on leave, or accounts that nobody needs.",
                count_of(unseen, "of them was", "of them were")
            ));
        }
        lead
    }

    fn standing_words(&self, missing: u64) -> String {
        let those = match missing {
            1 => "the one person who is missing".to_owned(),
            _ => format!("the {missing} people who are missing"),
        };
        let day = self.today().map_or_else(String::new, |day| match day {
            ..1 => format!("The campaign begins in {}", count_of(day.abs_diff(1), "day", "days")),
            _ if day > self.campaign.days => format!(
                "The campaign ended {} ago",
                count_of(day.abs_diff(self.campaign.days), "day", "days")
            ),
            _ => format!("Day {day} of {}", self.campaign.days),
        });
        let pace = match (self.projected(), self.pace()) {
            (Some(date), _) => {
                format!("at the pace of the last week the target is reached on {}", date.day_words())
            }
            (None, Some(_)) => "at the pace of the last week the target is never reached".to_owned(),
            (None, None) => "one report tells no pace".to_owned(),
        };
        match self.standing() {
            Some(Standing::Complete) => {
                let since =
                    self.reached().map_or_else(String::new, |time| format!(" since {}", time.day_words()));
                let rest = if missing > 0 {
                    format!("; {those} will be forced to register when MFA is enforced")
                } else {
                    String::new()
                };
                format!("The target is reached{since}{rest}.")
            }
            Some(Standing::OnTrack) => format!("{day}: {}; {pace}.", self.course()),
            Some(Standing::Remind) => format!(
                "{day}: below {}: send the reminder to {those}; {pace}.",
                percent(self.campaign.remind_below)
            ),
            Some(Standing::Contact) => {
                format!("{day}: contact {those}, one by one: they need help or have an obstacle; {pace}.")
            }
            Some(Standing::Overdue) => format!(
                "{day}, and the target is not reached: contact {those} now; the date of enforcement stands."
            ),
            None => format!("When the campaign began is not known, so nothing is said of its days; {pace}."),
        }
    }

    /// Where an unfinished campaign that has nothing due stands on its line.
    fn course(&self) -> String {
        let required =
            self.today().zip(self.baseline()).map(|(day, first)| self.campaign.required(first, day));
        match required.zip(self.now().rate()) {
            Some((required, rate)) if rate < required => {
                format!("nothing is due yet, but the line to the target is at {}", percent(required))
            }
            _ => "nothing is due".to_owned(),
        }
    }

    fn next_steps(&self) -> Vec<Step> {
        let mut next = vec![
            Step::run("registration", "the list to contact, ready to paste")
                .with("--format csv -o contact.csv"),
        ];
        if self.standing() == Some(Standing::Remind) {
            next.push(Step::run("plan", "the reminder, ready to send"));
        }
        next
    }
}

fn rate(rate: Option<f64>) -> Value {
    rate.map_or(Value::Null, Value::Share)
}

/// A day without its hours.
fn date(time: Option<Time>) -> Value {
    time.map_or(Value::Null, |time| time.rfc3339()[..10].into())
}

fn percent(share: f64) -> String {
    let tenths = (share * 1000.0).round();
    if tenths % 10.0 == 0.0 { format!("{} %", tenths / 10.0) } else { format!("{:.1} %", tenths / 10.0) }
}
