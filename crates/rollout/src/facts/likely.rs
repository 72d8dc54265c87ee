//! The likely thing behind a legacy client: a table of what is typical, and the clues that speak for each.

use crate::people::rhythm::Rhythm;

/// Something that signs in with a legacy protocol.
#[derive(Debug, PartialEq, Eq)]
pub struct Thing {
    /// A stable name.
    pub id: &'static str,
    /// In words.
    pub words: &'static str,
    /// Client apps that it uses, in their canonical spelling.
    clients: &'static [&'static str],
    /// Words in the account's name that speak for it.
    accounts: &'static [&'static str],
    /// Parts of a user agent that speak for it, in lower case.
    agents: &'static [&'static str],
    /// Running by the clock speaks for it.
    by_clock: bool,
    /// One address speaks for it.
    fixed: bool,
    /// What to do, where that is more than the client app's own advice.
    pub fix: Option<&'static str>,
}

const MAIL_FETCHED: &[&str] = &["IMAP4", "POP3", "Exchange Web Services"];
const OUTLOOK: &[&str] = &[
    "MAPI Over HTTP",
    "Outlook Anywhere (RPC over HTTP)",
    "Offline Address Book",
    "Autodiscover",
    "Exchange Web Services",
    "Other clients",
];

/// The client app of sign-ins that are legacy only by ROPC signals.
const ROPC: &str = crate::questions::prepare::dependency::ROPC;

/// Every thing; of two with as many clues the first counts. The words are ours, from the guide's common findings and from
/// the names that such accounts and programs bear.
pub const THINGS: &[Thing] = &[
    Thing {
        id: "sending-app",
        words: "a device or an application that sends mail",
        clients: &["Authenticated SMTP"],
        accounts: &[],
        agents: &[],
        by_clock: false,
        fixed: false,
        fix: None,
    },
    Thing {
        id: "printer",
        words: "a multifunction printer or scanner that sends mail",
        clients: &["Authenticated SMTP"],
        accounts: &[
            "scan", "scanner", "scans", "print", "printer", "mfp", "mfd", "copier", "kopierer", "drucker",
            "fax", "ricoh", "canon", "xerox", "konica", "kyocera", "lexmark", "brother", "epson", "sharp",
        ],
        agents: &[],
        by_clock: false,
        fixed: true,
        fix: None,
    },
    Thing {
        id: "mailer",
        words: "an application that sends mail (ERP, CRM, monitoring)",
        clients: &["Authenticated SMTP"],
        accounts: &[
            "erp",
            "crm",
            "sap",
            "nav",
            "navision",
            "dynamics",
            "shop",
            "web",
            "www",
            "monitor",
            "monitoring",
            "alert",
            "alerts",
            "noreply",
            "reply",
            "notify",
            "notification",
            "notifications",
            "mailer",
            "smtp",
            "relay",
            "backup",
            "invoice",
            "billing",
            "rechnung",
            "app",
        ],
        agents: &[],
        by_clock: true,
        fixed: true,
        fix: None,
    },
    Thing {
        id: "mail-program",
        words: "a person's mail program",
        clients: MAIL_FETCHED,
        accounts: &[],
        agents: &["thunderbird", "macoutlook", "mac os x", "evolution", "em client"],
        by_clock: false,
        fixed: false,
        fix: None,
    },
    Thing {
        id: "mailbox-import",
        words: "a CRM, ERP or ticket system that reads a mailbox",
        clients: MAIL_FETCHED,
        accounts: &[
            "crm",
            "erp",
            "sap",
            "import",
            "ticket",
            "tickets",
            "support",
            "helpdesk",
            "service",
            "servicedesk",
            "otrs",
            "zammad",
            "jira",
            "zendesk",
            "freshdesk",
            "archive",
            "archiv",
            "invoice",
            "rechnung",
            "sync",
            "connector",
        ],
        agents: &[],
        by_clock: true,
        fixed: true,
        fix: None,
    },
    Thing {
        id: "fax",
        words: "a fax or scan server that fetches mail",
        clients: &["POP3", "IMAP4"],
        accounts: &["fax", "faxe", "scan", "scanner"],
        agents: &[],
        by_clock: true,
        fixed: true,
        fix: None,
    },
    Thing {
        id: "room-panel",
        words: "a room panel or calendar display",
        clients: &["Exchange Web Services", "Exchange ActiveSync"],
        accounts: &["room", "raum", "meeting", "panel", "display", "konferenz", "conference"],
        agents: &[],
        by_clock: true,
        fixed: true,
        fix: Some(
            "a panel whose maker supports modern authentication (Microsoft Graph), or one of Teams Rooms",
        ),
    },
    Thing {
        id: "old-outlook",
        words: "Outlook 2013 or older",
        clients: OUTLOOK,
        accounts: &[],
        agents: &[
            "microsoft office/15",
            "microsoft office/14",
            "outlook 15",
            "outlook 14",
            "outlook/15",
            "outlook/14",
            "windows nt 6.1",
        ],
        by_clock: false,
        fixed: false,
        fix: Some("upgrade to a current Outlook; until then Outlook on the web"),
    },
    Thing {
        id: "phone-mail",
        words: "a phone's or tablet's own mail app",
        clients: &["Exchange ActiveSync", "Autodiscover"],
        accounts: &[],
        agents: &[
            "apple-iphone",
            "apple-ipad",
            "android",
            "samsung",
            "iphone",
            "ipad",
            "huawei",
            "xiaomi",
            "pixel",
        ],
        by_clock: false,
        fixed: false,
        fix: None,
    },
    Thing {
        id: "windows-mail",
        words: "Windows 10 Mail and Calendar",
        clients: &["Outlook Service"],
        accounts: &[],
        agents: &[],
        by_clock: false,
        fixed: false,
        fix: None,
    },
    Thing {
        id: "admin-script",
        words: "an administrator's script with an old module",
        clients: &["Exchange Online PowerShell", "Reporting Web Services"],
        accounts: &["adm", "admin", "svc", "script"],
        agents: &["powershell"],
        by_clock: true,
        fixed: true,
        fix: None,
    },
    Thing {
        id: "ropc-app",
        words: "an old app that sends user name and password",
        clients: &[ROPC],
        accounts: &[],
        agents: &[],
        by_clock: false,
        fixed: false,
        fix: None,
    },
    Thing {
        id: "script",
        words: "a script or job that sends user name and password",
        clients: &[ROPC, "Other clients"],
        accounts: &[
            "svc",
            "service",
            "backup",
            "monitor",
            "monitoring",
            "script",
            "job",
            "task",
            "batch",
            "deploy",
            "automation",
            "bot",
            "api",
            "sync",
            "import",
            "export",
            "test",
        ],
        agents: &[
            "python",
            "curl",
            "powershell",
            "go-http-client",
            "java",
            "okhttp",
            "postman",
            "node",
            "axios",
            "wget",
            "perl",
        ],
        by_clock: true,
        fixed: true,
        fix: None,
    },
    Thing {
        id: "mail-over-ropc",
        words: "a mail program or device whose basic authentication Exchange Online turns into ROPC",
        clients: &[ROPC],
        accounts: &["scan", "scanner", "printer", "mfp", "mail"],
        agents: &["bav2ropc", "cbainprod", "cbaintar", "aconsumerv2ropc"],
        by_clock: false,
        fixed: false,
        fix: Some(
            "move the program to OAuth (modern authentication); behind this user agent is an IMAP, POP, SMTP or ActiveSync client",
        ),
    },
    Thing {
        id: "older-client",
        words: "an older client",
        clients: &["Other clients"],
        accounts: &[],
        agents: &[],
        by_clock: false,
        fixed: false,
        fix: None,
    },
];

/// What is known of one use of a legacy client.
#[derive(Debug, Clone, Copy)]
pub struct Use<'u> {
    /// Client app in its canonical spelling.
    pub client: &'u str,
    /// User name in lower case.
    pub account: &'u str,
    /// User agents.
    pub agents: &'u [String],
    /// Distinct addresses.
    pub addresses: usize,
    /// When.
    pub rhythm: &'u Rhythm,
}

/// The thing that most clues speak for, and what they are. `None` for a client app that no thing uses.
pub fn behind(of: Use<'_>) -> (Option<&'static Thing>, Vec<String>) {
    let candidates = THINGS.iter().filter(|thing| thing.clients.contains(&of.client));
    let weighed = candidates.map(|thing| (thing, clues(thing, of)));
    let best = weighed.reduce(|best, next| if weight(&next.1) > weight(&best.1) { next } else { best });
    let (thing, clues) = best.map_or((None, Vec::new()), |(thing, clues)| (Some(thing), clues));
    let mut because = vec![format!("it uses {}", of.client)];
    because.extend(clues.into_iter().map(|(_, words)| words));
    (thing, because)
}

fn weight(clues: &[(u32, String)]) -> u32 {
    clues.iter().map(|(weight, _)| weight).sum()
}

/// The clues that speak for a thing, each with its weight: a user agent 6, a name 3, the clock 1, one address 1.
fn clues(thing: &Thing, of: Use<'_>) -> Vec<(u32, String)> {
    let mut clues = Vec::new();
    let speaks = |agent: &&String| {
        let agent = agent.to_lowercase();
        thing.agents.iter().any(|part| agent.contains(part))
    };
    if let Some(agent) = of.agents.iter().find(speaks) {
        let cut = if agent.chars().count() > 60 { "…" } else { "" };
        let shown: String = agent.chars().take(60).collect::<String>() + cut;
        clues.push((6, format!("user agent {shown}")));
    }
    if let Some(word) = name_words(of.account).find(|word| thing.accounts.contains(&word.as_str())) {
        clues.push((3, format!("the account's name says \"{word}\"")));
    }
    let regular = of.rhythm.words();
    if let Some(words) = &regular {
        clues.push((u32::from(thing.by_clock), words.clone()));
    }
    if of.addresses == 1 && of.rhythm.days.count() > 1 {
        let days = of.rhythm.days.count();
        let words = if regular.is_some() {
            "always one address".to_owned()
        } else {
            format!("one address on {days} days")
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
    use entrasift_core::text::time::{DAY, HOUR, Time};

    use super::*;

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

    fn every_six_hours() -> Rhythm {
        let mut rhythm = Rhythm::default();
        (0..10).for_each(|day| (0..4).for_each(|hour| rhythm.see(Time(day * DAY + hour * 6 * HOUR))));
        rhythm
    }

    #[test]
    fn things() {
        let check = |client, account, agent: &str, rhythm: &Rhythm, expect: &str| {
            let agents: Vec<String> = (!agent.is_empty()).then(|| agent.to_owned()).into_iter().collect();
            let (thing, because) = behind(Use { client, account, agents: &agents, addresses: 1, rhythm });
            assert_eq!(thing.map_or("", |thing| thing.id), expect, "{account}: {because:?}");
            assert!(because[0].contains(client));
        };
        let (once, clock) = (Rhythm::default(), every_six_hours());
        check("Authenticated SMTP", "ana.miller@x.example", "", &once, "sending-app");
        check("Authenticated SMTP", "svc-scan-hh-01@x.example", "", &clock, "printer");
        check("Authenticated SMTP", "erp@x.example", "", &once, "mailer");
        check("Authenticated SMTP", "ana.miller@x.example", "", &clock, "mailer");
        check("IMAP4", "crm-import@x.example", "", &clock, "mailbox-import");
        check("IMAP4", "ana.miller@x.example", "", &once, "mail-program");
        check("POP3", "svc-fax@x.example", "", &clock, "fax");
        check(
            "MAPI Over HTTP",
            "a@x.example",
            "Microsoft Office/15.0 (Windows NT 6.1)",
            &once,
            "old-outlook",
        );
        check("Exchange ActiveSync", "a@x.example", "Apple-iPhone15C4/2201.72", &once, "phone-mail");
        check("ROPC", "a@x.example", "", &once, "ropc-app");
        check("ROPC", "svc-backup@x.example", "", &clock, "script");
        check("ROPC", "svc-monitoring@x.example", "BAV2ROPC", &clock, "mail-over-ropc");
        check("Other clients", "a@x.example", "python-requests/2.32", &once, "script");
        check("Other clients", "a@x.example", "Microsoft Office/15.0", &once, "old-outlook");
        check("Something new", "a@x.example", "", &once, "");
    }

    #[test]
    fn words_of_names() {
        let words: Vec<String> = name_words("Svc-Scan-hh_01@x.example").collect();
        assert_eq!(words, ["svc", "scan", "hh"]);
        assert_eq!(name_words("").count(), 0);
    }
}
