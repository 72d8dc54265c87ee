//! Advice: what likely stands behind a legacy client, why we think so, and what to do about it.

use entrasift_core::Field;
use entrasift_core::field::catalogue;

use super::client_use::ClientUse;
use super::line::{LegacyClients, LegacyLine, LegacyVerdict};
use crate::facts::client_app::ROPC;
use crate::facts::likely::{self, ClientTraits};

/// What is said of one line.
pub struct Advice {
    /// What likely stands behind it.
    pub likely: &'static str,
    /// Why we think so.
    pub because: Vec<String>,
    /// What to do, but for the password.
    fix: &'static str,
    /// The password must be reset before anything else.
    is_suspect: bool,
}

impl Advice {
    /// For one line of the list.
    pub fn new(clients: &LegacyClients, line: &LegacyLine, used: &ClientUse) -> Advice {
        match line.verdict {
            LegacyVerdict::Attack => Advice {
                likely: "password spraying",
                because: vec![
                    "nothing succeeded, and its addresses failed for others or are known for nothing else"
                        .to_owned(),
                ],
                fix: "nothing to migrate; block legacy authentication",
                is_suspect: false,
            },
            LegacyVerdict::Stale => {
                let never = "the password was never right".to_owned();
                Advice {
                    likely: "an old password on a forgotten device, or a disabled account",
                    because: used.rhythm.words().into_iter().chain([never]).collect(),
                    fix: "find the device and remove the account from it",
                    is_suspect: false,
                }
            }
            LegacyVerdict::Dependency | LegacyVerdict::Blocked => Advice::of_client(clients, line, used),
        }
    }

    fn of_client(clients: &LegacyClients, line: &LegacyLine, used: &ClientUse) -> Advice {
        let client = clients.client_app(line);
        let agents = clients.seen.texts(Field::UserAgent, &used.user_agents);
        let (thing, because) = likely::behind(ClientTraits {
            client,
            account: clients.seen.shown(line.person),
            agents: &agents,
            addresses: used.ips.len(),
            days: used.rhythm.days.count(),
            regularity: used.rhythm.words().as_deref(),
        });
        let general = match catalogue::client_app(client) {
            _ if client == ROPC => {
                "migrate to a workload identity, or to an interactive or certificate flow: ROPC cannot do MFA"
            }
            Some(client) => client.remediation,
            None => "identify it by app, user agent and address; upgrade or retire it",
        };
        Advice {
            likely: thing.map_or("an older client", |thing| thing.words),
            because,
            fix: thing.and_then(|thing| thing.fix).unwrap_or(general),
            is_suspect: !line.suspicions.is_empty(),
        }
    }

    /// What to do.
    pub fn remediation(&self) -> String {
        match self.is_suspect {
            true => format!("reset the password first; then {}", self.fix),
            false => self.fix.to_owned(),
        }
    }
}
