//! The rule `suspicious-user-agent`.

use entrasift_core::{Field, FieldSet};

use crate::predicate::{Predicate, Test, Words};
use crate::rule::{Kind, Severity, Shape, rule};
use crate::setting::Setting;

rule! {
    /// A program library or an attack tool signed in where people use browsers.
    ///
    /// ## What it finds
    ///
    /// Sign-ins of users whose user agent contains one of the listed texts: names of attack tools, and of the libraries that phishing
    /// kits and password sprayers are built with and leave unchanged.
    ///
    /// ## Why it matters
    ///
    /// A phishing page that passes on the password and the MFA answer signs in from its own server, and often with its library's own user agent.
    /// A success is then a stolen session although MFA was done.
    ///
    /// ## When it is harmless
    ///
    /// Scripts of your own that sign in as a user: give them an application identity, or take their word off the list
    /// with the setting `agents`.
    ///
    /// ## What to do
    ///
    /// For each success ask the person what it was. If nobody knows: revoke the sessions, reset the password, look at the methods
    /// registered since.
    ///
    /// ## Examples
    ///
    /// ```signins finds 3
    /// time  | user | user agent                 | code
    /// 09:00 | ana  | axios/1.7.9                | 0
    /// 09:01 | bo   | Python-Requests/2.32.3     | 50126
    /// 09:02 | bo   | Go-http-client/2.0         | 53003
    /// 09:02 | cy   | Mozilla/5.0 (Windows NT 10.0) | 0
    /// ```
    ///
    /// ```signins finds 0
    /// time  | user | user agent | code
    /// 09:00 | ana  |            | 0
    /// 09:01 | bo   | Mozilla/5.0 (Windows NT 10.0) Edg/139 | 0
    /// ```
    ///
    /// ```signins finds 1 with agents:northwind-probe,axios
    /// time  | user | user agent          | code
    /// 09:00 | ana  | Northwind-Probe/2.0 | 0
    /// 09:01 | bo   | python-requests/2.3 | 0
    /// ```
    suspicious_user_agent {
        id: "suspicious-user-agent",
        title: "User agents of tools",
        severity: Severity::High,
        attack: &["T1078.004", "T1557", "T1087.004"],
        needs: FieldSet::EMPTY,
        when: Predicate::Is(Field::UserAgent, Test::ContainsAny(Words::Setting("agents")))
            & Predicate::User
            & !Predicate::BreakGlass,
        shape: Shape::Each { per: Field::UserAgent },
        kinds: Kind::by_success(),
        settings: vec![Setting::words("agents", AGENTS, "Texts in a user agent that make it suspicious, in any case.")],
    }
}

/// Tools first, then libraries. Left out on purpose: what the service writes itself (`BAV2ROPC`: see the rule `ropc`), Microsoft's own command
/// lines, and libraries that ordinary phone apps use (`okhttp`).
const AGENTS: &[&str] = &[
    "AADInternals",
    "azurehound",
    "bloodhound",
    "sharphound",
    // What one spraying tool pretends to be, a version of Teams from 2020.
    "Teams/1.3.00.30866",
    "aiohttp",
    "axios",
    "curl/",
    "fasthttp",
    "Go-http-client",
    "go-resty",
    "GuzzleHttp",
    "node-fetch",
    "PostmanRuntime",
    "python-httpx",
    "python-requests",
    "python-urllib",
    "undici",
    "Wget/",
];
