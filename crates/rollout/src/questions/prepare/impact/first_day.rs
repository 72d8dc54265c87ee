//! The first working day under the policy: when people meet it, and of whom the helpdesk hears.

use super::active_account::{ActiveAccount, ActiveAccounts};
use super::readiness::Readiness;
use crate::answer::wording::count_of;

/// What the helpdesk has to expect of the first working day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FirstDay {
    /// How many people meet the policy.
    pub people: u64,
    /// The local hour in which most of them start, from 0.
    pub hour: usize,
    /// How many start in that hour.
    pub most: u64,
    /// People who must register.
    pub must_register: u64,
    /// People whose client is blocked.
    pub blocked: u64,
}

impl FirstDay {
    /// How its sentence starts.
    pub const START: &'static str = "On the first working day";

    /// `None` where nobody who meets the policy was seen to start at an hour.
    pub(super) fn new(accounts: &ActiveAccounts) -> Option<FirstDay> {
        let meets = |one: &&ActiveAccount| one.readiness != Readiness::Ready && !one.is_machine();
        let met = || accounts.iter().filter(meets);
        let mut hours = [0_u64; 24];
        met().filter_map(|one| one.starts_at).for_each(|hour| hours[hour] += 1);
        let most = hours.iter().copied().max().filter(|most| *most > 0)?;
        let hour = hours.iter().position(|people| *people == most)?;
        let count = |readiness| met().filter(|one| one.readiness == readiness).count() as u64;
        let (must_register, blocked) = (count(Readiness::MustRegister), count(Readiness::Blocked));
        Some(FirstDay { people: met().count() as u64, hour, most, must_register, blocked })
    }

    /// How many people meet the policy, and when.
    pub fn meeting(&self) -> String {
        format!(
            "{} for the first time, most between {:02}:00 and {:02}:00 ({})",
            count_of(self.people, "person meets it", "people meet it"),
            self.hour,
            self.hour + 1,
            self.most
        )
    }

    /// The same with whom to expect calls of, as a sentence.
    pub fn sentence(&self) -> String {
        let Self { must_register, blocked, .. } = *self;
        let register = (must_register > 0)
            .then(|| count_of(must_register, "person who must register", "people who must register"));
        let blocked = (blocked > 0)
            .then(|| count_of(blocked, "person whose client is blocked", "people whose client is blocked"));
        let who: Vec<String> = register.into_iter().chain(blocked).collect();
        let calls = match who.is_empty() {
            true => String::new(),
            false => format!("; expect calls above all of {}", who.join(" and ")),
        };
        format!("{} {}{calls}.", FirstDay::START, self.meeting())
    }
}
