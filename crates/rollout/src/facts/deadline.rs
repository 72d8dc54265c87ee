//! When Microsoft turns off what legacy clients use: dates, what happens, and where it was announced.

use entrasift_core::Time;

/// One announced step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// Client app in its canonical spelling.
    pub client: &'static str,
    /// The last day before, or the day of, the change: `YYYY-MM-DD`, UTC.
    pub date: &'static str,
    /// What happens.
    pub what: &'static str,
    /// Where it was announced.
    pub source: &'static str,
}

const BASIC_OFF: &str =
    "basic authentication was turned off for good; what still succeeds uses a token or a certificate";
const BASIC_SOURCE: &str = "Microsoft: deprecation of basic authentication in Exchange Online";

const fn basic_off(client: &'static str) -> Deadline {
    Deadline { client, date: "2022-12-31", what: BASIC_OFF, source: BASIC_SOURCE }
}

/// Every step, by client app and date. Dates are those of the announcements as of August 2026; earlier plans are left out.
pub const DEADLINES: &[Deadline] = &[
    Deadline {
        client: "Authenticated SMTP",
        date: "2026-12-31",
        what: "SMTP AUTH is turned off by default in existing tenants; it can be turned on again, and the final date will be \
               announced in the second half of 2027",
        source: "MC786329 (2026-01-27)",
    },
    basic_off("Autodiscover"),
    basic_off("Exchange ActiveSync"),
    Deadline {
        client: "Exchange ActiveSync",
        date: "2026-03-01",
        what: "devices with ActiveSync below 16.1 are refused",
        source: "MC1197103",
    },
    Deadline {
        client: "Exchange Online PowerShell",
        date: "2026-07-01",
        what: "module versions from July 2026 no longer take -Credential",
        source: "MC1248389",
    },
    basic_off("Exchange Web Services"),
    Deadline {
        client: "Exchange Web Services",
        date: "2026-10-01",
        what: "EWS is blocked unless it is enabled and the app stands on the tenant's allow-list",
        source: "Microsoft: retirement of Exchange Web Services",
    },
    Deadline {
        client: "Exchange Web Services",
        date: "2027-04-01",
        what: "EWS is turned off for good",
        source: "Microsoft: retirement of Exchange Web Services",
    },
    basic_off("IMAP4"),
    basic_off("MAPI Over HTTP"),
    basic_off("Offline Address Book"),
    basic_off("Outlook Anywhere (RPC over HTTP)"),
    basic_off("POP3"),
];

/// The next step for a client app, else the latest that is past; `None` where nothing is announced.
pub fn next(client: &str, now: Option<Time>) -> Option<&'static Deadline> {
    let mut own = DEADLINES.iter().filter(|deadline| deadline.client == client);
    let is_ahead = |deadline: &&Deadline| {
        now.is_none_or(|now| Time::parse_bound(deadline.date).is_some_and(|date| date >= now))
    };
    own.clone().find(is_ahead).or_else(|| own.next_back())
}

#[cfg(test)]
mod tests {
    use entrasift_core::field::catalogue;

    use super::*;

    #[test]
    fn the_table_is_sound() {
        for deadline in DEADLINES {
            assert_eq!(catalogue::client_app(deadline.client).map(|app| app.name), Some(deadline.client));
            assert!(Time::parse_bound(deadline.date).is_some(), "{}", deadline.date);
            assert!(!deadline.source.is_empty());
        }
        assert!(
            DEADLINES.windows(2).all(|pair| (pair[0].client, pair[0].date) < (pair[1].client, pair[1].date))
        );
    }

    #[test]
    fn the_next_step_counts() {
        let check = |client, now: &str, expect: Option<&str>| {
            let found = next(client, Time::parse_bound(now)).map(|deadline| deadline.date);
            assert_eq!(found, expect, "{client} {now}");
        };
        check("Exchange Web Services", "2026-09-01", Some("2026-10-01"));
        check("Exchange Web Services", "2026-10-01", Some("2026-10-01"));
        check("Exchange Web Services", "2026-11-04", Some("2027-04-01"));
        check("Exchange Web Services", "2027-11-04", Some("2027-04-01"));
        check("IMAP4", "2026-11-04", Some("2022-12-31"));
        check("Other clients", "2026-11-04", None);
    }
}
