//! What `user` concludes: one person's story.

use std::sync::Arc;

use entrasift_core::{Field, Registration, Time, Zone};
use entrasift_rules::detect::flow::{ALWAYS, Flow, Flows, Judgement};

use super::challenges::FailedChallenges;
use super::life::Life;
use super::whom::Whom;
use crate::reading::read_logs::{Seen, see};
use crate::reading::request::{AnswerError, Request};

/// The story of one person.
pub struct UserStory {
    /// What was read.
    pub seen: Arc<Seen>,
    /// The name or object id that was asked for.
    pub name: String,
    /// The person's sign-ins.
    pub life: Life,
    /// The attempts of everybody, which know the apps' names.
    pub flows: Flows,
    /// The person's attempts that something stopped, by their first and last time and their codes.
    pub attempts: Vec<Flow>,
    /// The challenges that the person failed; `None` where none failed.
    pub challenges: Option<FailedChallenges>,
    /// The person's line in each report that has one, by the report's date.
    pub registrations: Vec<(Option<Time>, Registration)>,
}

impl UserStory {
    /// Of the people whom a first reading found; a second one tells their story.
    pub(super) fn new(found: &Seen, whom: &Whom, name: &str) -> Result<UserStory, AnswerError> {
        let (request, keys) = (&found.request, whom.keys(found));
        let registrations = registrations(request, name, &keys);
        if keys.is_empty() && registrations.is_empty() {
            return Err(AnswerError::NotFound(format!("nobody in these files is called `{name}`")));
        }
        let zone = request.tenant.timezone.as_deref().and_then(Zone::named).unwrap_or(Zone::UTC);
        let make = || (Life::new(keys.clone(), zone), Flows::default());
        let ((mut life, flows), seen) = see(request, "user", &[Field::User], make)?;
        let is_own = |flow: &Flow| keys.iter().any(|key| key == seen.key(flow.person));
        let mut attempts: Vec<Flow> = flows.judge(ALWAYS).into_iter().filter(is_own).collect();
        attempts.sort_by(|a, b| (a.first, a.last, &a.codes).cmp(&(b.first, b.last, &b.codes)));
        life.settle(&seen);
        let capable = registrations.last().and_then(|(_, line)| line.capable);
        let challenges = FailedChallenges::new(&seen, &flows, &attempts, &life, capable);
        let name = name.to_owned();
        Ok(UserStory { seen, name, life, flows, attempts, challenges, registrations })
    }

    /// How many attempts ended so.
    pub fn attempts_that(&self, judgement: Judgement) -> u64 {
        self.attempts.iter().filter(|flow| flow.judgement == judgement).count() as u64
    }

    /// The person's line in the newest report.
    pub fn registration(&self) -> Option<&Registration> {
        self.registrations.last().map(|(_, line)| line)
    }
}

fn registrations(request: &Request, name: &str, keys: &[String]) -> Vec<(Option<Time>, Registration)> {
    let is = |text: &str| {
        !text.is_empty()
            && (text.eq_ignore_ascii_case(name) || keys.iter().any(|key| key.eq_ignore_ascii_case(text)))
    };
    let lines = request.reports().filter_map(|report| {
        let line =
            report.users.iter().find(|user| is(&user.sign_in_name()) || is(&user.user) || is(&user.user_id));
        line.map(|line| (report.date(), line.clone()))
    });
    lines.collect()
}
