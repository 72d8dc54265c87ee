//! The likely thing behind a legacy client: what is typical, and the clues that speak for each.

mod thing;

pub use thing::{LikelyThing, THINGS};

/// What is known of one use of a legacy client.
#[derive(Debug, Clone, Copy)]
pub struct ClientTraits<'u> {
    /// Client app in its canonical spelling.
    pub client: &'u str,
    /// User name in lower case.
    pub account: &'u str,
    /// User agents.
    pub agents: &'u [String],
    /// Distinct addresses.
    pub addresses: usize,
    /// On how many days it was seen.
    pub days: u64,
    /// How regularly it runs, in words; `None` where it does not.
    pub regularity: Option<&'u str>,
}

/// The thing that most clues speak for, and what they are. `None` for a client app that no thing uses.
pub fn behind(traits: ClientTraits<'_>) -> (Option<&'static LikelyThing>, Vec<String>) {
    let candidates = THINGS.iter().filter(|thing| thing.clients.contains(&traits.client));
    let weighed = candidates.map(|thing| (thing, clues(thing, traits)));
    let best = weighed.reduce(|best, next| if weight(&next.1) > weight(&best.1) { next } else { best });
    let (thing, clues) = best.map_or((None, Vec::new()), |(thing, clues)| (Some(thing), clues));
    let mut because = vec![format!("it uses {}", traits.client)];
    because.extend(clues.into_iter().map(|(_, words)| words));
    (thing, because)
}

fn weight(clues: &[(u32, String)]) -> u32 {
    clues.iter().map(|(weight, _)| weight).sum()
}

/// The clues that speak for a thing, each with its weight: a user agent 6, a name 3, the clock 1, one address 1.
fn clues(thing: &LikelyThing, traits: ClientTraits<'_>) -> Vec<(u32, String)> {
    let mut clues = Vec::new();
    let speaks = |agent: &&String| {
        let agent = agent.to_lowercase();
        thing.agents.iter().any(|part| agent.contains(part))
    };
    if let Some(agent) = traits.agents.iter().find(speaks) {
        let cut = if agent.chars().count() > 60 { "…" } else { "" };
        let shown: String = agent.chars().take(60).collect::<String>() + cut;
        clues.push((6, format!("user agent {shown}")));
    }
    if let Some(word) = name_words(traits.account).find(|word| thing.accounts.contains(&word.as_str())) {
        clues.push((3, format!("the account's name says \"{word}\"")));
    }
    if let Some(words) = traits.regularity {
        clues.push((u32::from(thing.by_clock), words.to_owned()));
    }
    if traits.addresses == 1 && traits.days > 1 {
        let words = match traits.regularity {
            Some(_) => "always one address".to_owned(),
            None => format!("one address on {} days", traits.days),
        };
        clues.push((u32::from(thing.fixed), words));
    }
    clues
}

/// The words of the part before the `@`: letters only, so that `svc-scan-hh-01` is `svc`, `scan`, `hh`.
pub fn name_words(account: &str) -> impl Iterator<Item = String> {
    let local = account.split('@').next().unwrap_or_default();
    local.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use entrasift_core::field::catalogue::{self, ClientClass};

    use super::*;
    use crate::facts::client_app::ROPC;

    #[test]
    fn the_table_is_sound() {
        let mut ids: Vec<&str> = THINGS.iter().map(|thing| thing.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), THINGS.len());
        for thing in THINGS {
            for client in thing.clients.iter().filter(|client| **client != ROPC) {
                let entry = catalogue::client_app(client).expect(client);
                assert_eq!((entry.name, catalogue::client_class(client)), (*client, ClientClass::Legacy));
            }
            let lower = |words: &[&str]| words.iter().all(|word| *word == word.to_lowercase());
            assert!(lower(thing.accounts) && lower(thing.agents), "{}", thing.id);
        }
    }

    #[test]
    fn things() {
        let check = |client, account, agent: &str, regularity: Option<&str>, expect: &str| {
            let agents: Vec<String> = (!agent.is_empty()).then(|| agent.to_owned()).into_iter().collect();
            let days = if regularity.is_some() { 10 } else { 0 };
            let traits = ClientTraits { client, account, agents: &agents, addresses: 1, days, regularity };
            let (thing, because) = behind(traits);
            assert_eq!(thing.map_or("", |thing| thing.id), expect, "{account}: {because:?}");
            assert!(because[0].contains(client));
        };
        let (once, clock) = (None, Some("at the same 4 hours of the day on 10 days"));
        check("Authenticated SMTP", "ana.miller@x.example", "", once, "sending-app");
        check("Authenticated SMTP", "svc-scan-hh-01@x.example", "", clock, "printer");
        check("Authenticated SMTP", "erp@x.example", "", once, "mailer");
        check("Authenticated SMTP", "ana.miller@x.example", "", clock, "mailer");
        check("IMAP4", "crm-import@x.example", "", clock, "mailbox-import");
        check("IMAP4", "ana.miller@x.example", "", once, "mail-program");
        check("POP3", "svc-fax@x.example", "", clock, "fax");
        check("MAPI Over HTTP", "a@x.example", "Microsoft Office/15.0 (Windows NT 6.1)", once, "old-outlook");
        check("Exchange ActiveSync", "a@x.example", "Apple-iPhone15C4/2201.72", once, "phone-mail");
        check("ROPC", "a@x.example", "", once, "ropc-app");
        check("ROPC", "svc-backup@x.example", "", clock, "script");
        check("ROPC", "svc-monitoring@x.example", "BAV2ROPC", clock, "mail-over-ropc");
        check("Other clients", "a@x.example", "python-requests/2.32", once, "script");
        check("Other clients", "a@x.example", "Microsoft Office/15.0", once, "old-outlook");
        check("Something new", "a@x.example", "", once, "");
    }

    #[test]
    fn words_of_names() {
        let words: Vec<String> = name_words("Svc-Scan-hh_01@x.example").collect();
        assert_eq!(words, ["svc", "scan", "hh"]);
        assert_eq!(name_words("").count(), 0);
    }
}
