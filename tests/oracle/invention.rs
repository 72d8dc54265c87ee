//! Made-up people and sign-ins: every value that matters, and many that should not.

use std::collections::HashMap;

use super::random::Random;

/// Cells by column name in lower case.
pub type Cells = HashMap<String, String>;

/// Our tenant, and another one.
pub const OURS: &str = "aaaaaaaa-0000-4000-8000-000000000001";
/// Another tenant.
pub const ELSEWHERE: &str = "bbbbbbbb-0000-4000-8000-000000000002";

/// Somebody who signs in.
#[derive(Clone)]
pub struct Person {
    /// The object id.
    pub id: String,
    /// The user name.
    pub name: String,
    /// The display name.
    pub label: &'static str,
    /// The home tenant.
    pub home: &'static str,
    /// Whether this is the break-glass account, which only signs in by the book.
    pub emergency: bool,
}

const NAMES: [(&str, &str); 10] = [
    ("svc-emergency-alpha@northwind.example", "Emergency Alpha"),
    ("ada.hale@northwind.example", "Ada Hale"),
    ("bram.oake@northwind.example", "Oake, Bram"),
    ("cleo.finch@northwind.example", "Cleo \"C.\" Finch"),
    ("dov.marsh@northwind.example", "Dov\nMarsh"),
    ("svc-scanner@northwind.example", "Scanner"),
    ("edda.lund@northwind.example", "Édda Lund"),
    ("finn.guest@fabrikam.example", "Finn (guest)"),
    ("Sync_HOST01_0a1b2c@example.onmicrosoft.com", "Directory sync"),
    ("svc-dirsync@northwind.example", "On-Premises Directory Synchronization Service Account"),
];

const APPS: [(&str, &str); 11] = [
    ("c44b4083-3bb0-49c1-b47d-974e53cbdf3c", "Azure Portal"),
    ("00000002-0000-0ff1-ce00-000000000000", "Office 365 Exchange Online"),
    ("1fec8e78-bce4-4aaf-ab1b-5451cc387264", "Microsoft Teams"),
    ("dddddddd-0000-4000-8000-000000000004", "Northwind CRM"),
    ("", "Homegrown, without id"),
    ("38aa3b87-a06d-4817-b275-7a316988d93b", "Windows Sign In"),
    ("29d9ed98-a469-4536-ade2-f981bc1d605e", "Microsoft Authentication Broker"),
    ("d4ebce55-015a-49b5-a083-c84d1797ae8c", "Microsoft Intune Enrollment"),
    ("19db86c3-b2b9-44cc-b339-36da233a3be2", "My Signins"),
    ("01cb2876-7ebd-4aa4-9cc9-d28bd4d359a9", "Device Registration Service"),
    ("cb1056e2-e479-49de-ae31-7812af012ed8", "Microsoft Azure Active Directory Connect"),
];

const CODES: [(&str, &str); 34] = [
    ("50126", "Failure"),
    ("50126", "Failure"),
    ("50126", "Failure"),
    ("50034", "Failure"),
    ("50053", "Failure"),
    ("50055", "Failure"),
    ("50053", "Failure"),
    ("50057", "Failure"),
    ("500571", "Failure"),
    ("50005", "Failure"),
    ("53000", "Failure"),
    ("530002", "Failure"),
    ("530033", "Failure"),
    ("53003", "Failure"),
    ("530035", "Failure"),
    ("530084", "Failure"),
    ("50072", "Interrupted"),
    ("50074", "Interrupted"),
    ("50076", "Interrupted"),
    ("50079", "Failure"),
    ("50158", "Interrupted"),
    ("500121", "Failure"),
    ("50181", "Failure"),
    ("54008", "Failure"),
    ("50086", "Failure"),
    ("500881", "Failure"),
    ("50140", "Interrupted"),
    ("50058", "Failure"),
    ("50097", "Interrupted"),
    ("65001", "Interrupted"),
    ("399284", "Interrupted"),
    ("999999", "Success"),
    ("n/a", "Success"),
    ("", "Success"),
];

const LEGACY: [&str; 15] = [
    "Authenticated SMTP",
    "SMTP",
    "Other clients; SMTP",
    "IMAP4",
    "imap",
    "Other clients; IMAP",
    "POP3",
    "Exchange ActiveSync",
    "Exchange ActiveSync (unSupported)",
    "exchange activesync",
    "MAPI Over HTTP",
    "Exchange Web Services",
    "Outlook Anywhere (RPC over HTTP)",
    "Other clients",
    "Northwind Fax Gateway",
];

/// Texts of the MFA result column and of steps.
pub const RESULTS: [&str; 22] = [
    "MFA completed in Azure AD",
    "MFA successfully completed",
    "mfa successfully completed",
    "MFA requirement satisfied by strong authentication",
    "MFA requirement satisfied by claim in the token",
    "MFA requirement satisfied by claim in the token",
    "MFA requirement satisfied by claim provided by external provider",
    "First factor requirement satisfied by claim in the token",
    "Authentication in progress",
    "MFA requirement skipped due to registered device",
    "MFA requirement skipped due to IP address",
    "MFA requirement skipped due to location",
    "MFA requirement skipped due to app password",
    "MFA requirement skipped due to remembered device",
    "MFA requirement skipped as flow exercised was Windows broker logon flow",
    "MFA denied; user declined the authentication",
    "MFA denied; Phone App Reported Fraud",
    "Correct password",
    "Incorrect password",
    "The user didn't enter the right credentials. \u{a0}It's expected to see some number of these errors.",
    "The user didn't complete the MFA prompt. They may have decided not to authenticate.",
    "Expected - auth codes, refresh tokens, and sessions expire over time",
];

/// Methods of the method column and of steps.
pub const METHODS: [&str; 20] = [
    "Password",
    "Password",
    "password",
    "Password",
    "Mobile app notification",
    "OATH verification code",
    "Text message",
    "SMS",
    "Voice",
    "Phone call approval (Authentication phone)",
    "Authenticator App",
    "Windows Hello for Business",
    "FIDO2 security key",
    "Passkey (device-bound)",
    "Passwordless phone sign-in",
    "Passwordless Microsoft Authenticator",
    "Temporary Access Pass",
    "X.509 Certificate",
    "Previously satisfied",
    "Other",
];

const PLACES: [(&str, &str); 8] = [
    ("Berlin, Berlin, DE", "64496"),
    ("Berlin, Berlin, DE", "64496"),
    ("Berlin, Berlin, DE", "64497"),
    ("Vienna, Vienna, AT", "64498"),
    ("Graz, Styria, at", "64498"),
    (", , FR", "64499"),
    ("Example City, , BR", "64511"),
    ("", ""),
];

const DEVICES: [(&str, &str, &str); 6] = [
    ("eeeeeeee-0000-4000-8000-000000000005", "Windows10", "Chrome 143.0.0"),
    ("", "Windows10", "Chrome 143.0.0"),
    ("", "Ios 18", ""),
    ("", "", "Rich Client 4.0"),
    ("", "", ""),
    ("", "", ""),
];

const AGENTS: [&str; 9] = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64)",
    "Mozilla/5.0 (X11; \"Linux\"; x86_64)",
    "BAV2ROPC",
    "cbainprod",
    "CBAinTAR",
    "Apple-iPhone/1802.77",
    "Apple-iPhone/1803.1",
    "python-requests/2.31.0",
    "",
];

/// Ten people, some of them no people.
pub fn people() -> Vec<Person> {
    let mut people = Vec::new();
    for (at, (name, label)) in NAMES.iter().enumerate() {
        people.push(Person {
            id: format!("c0ffee{at:02}-1111-4222-8333-44444444440{at}"),
            name: name.to_string(),
            label,
            home: if name.contains("fabrikam") { ELSEWHERE } else { OURS },
            emergency: at == 0,
        });
    }
    people
}

/// An address from the documentation ranges; as text they sort as they do as numbers.
fn address(random: &mut Random, legacy: bool) -> String {
    if legacy && random.chance(30) {
        return ["198.51.100.150", "198.51.100.151"][random.below(2)].to_string();
    }
    match random.below(20) {
        0 => String::new(),
        1 => format!("3fff::{}", 101 + random.below(3)),
        2..=4 => format!("203.0.113.{}", 101 + random.below(3)),
        5..=7 => format!("198.51.100.{}", 101 + random.below(4)),
        _ => format!("192.0.2.{}", 101 + random.below(9)),
    }
}

/// A word in another case now and then.
fn varied(text: &str, random: &mut Random) -> String {
    match random.below(12) {
        0 => text.to_uppercase(),
        1 => text.to_lowercase(),
        _ => text.to_string(),
    }
}

/// The cells of one sign-in of `person`, without its time.
pub fn signin(person: &Person, random: &mut Random) -> Cells {
    let legacy = !person.emergency && random.chance(35);
    let mut cells = Cells::new();
    let mut put = |name: &str, value: String| drop(cells.insert(name.to_string(), value));
    put("request id", random.guid());
    put("correlation id", random.guid());
    put("user id", if random.chance(10) { person.id.to_uppercase() } else { person.id.clone() });
    put("user", person.label.to_string());
    put("username", if random.chance(15) { person.name.to_uppercase() } else { person.name.clone() });
    put("user type", random.weighted(&[("member", 85), ("Guest", 4), ("Member", 6), ("", 5)]));
    if person.home == ELSEWHERE {
        put("user type", random.weighted(&[("guest", 70), ("member", 30)]));
    }
    let crossings = [
        ("none", 80),
        ("b2bCollaboration", 8),
        ("b2bDirectConnect", 3),
        ("passthrough", 3),
        ("serviceProvider", 3),
        ("Microsoft Support", 3),
    ];
    put("cross tenant access type", random.weighted(&crossings));
    put("home tenant id", random.weighted(&[(person.home, 94), (ELSEWHERE, 6)]));
    put("resource tenant id", random.weighted(&[(OURS, 93), (ELSEWHERE, 5), ("", 2)]));
    put("incoming token type", "none".to_string());
    put("original transfer method", random.weighted(&[("none", 90), ("deviceCodeFlow", 10)]));
    let client = match random.below(if legacy { 1 } else { 20 }) {
        0 if legacy => random.pick(&LEGACY).to_string(),
        0 if !person.emergency => String::new(),
        1..=9 => "Browser".to_string(),
        _ => "Mobile Apps and Desktop clients".to_string(),
    };
    let plain_client = client.is_empty() || person.emergency;
    put("client app", if plain_client { client.clone() } else { varied(&client, random) });
    if client == "Northwind Fax Gateway" {
        put("client app", client);
    }
    let protocols = [("none", 60), ("oAuth2", 25), ("deviceCode", 5), ("ropc", 7), ("", 3)];
    let protocol = random.weighted(&protocols);
    put("authentication protocol", if plain_client { "none".to_string() } else { protocol });
    let odd_agent = !plain_client && (legacy || random.chance(15));
    let agent = if odd_agent { random.pick(&AGENTS) } else { AGENTS[0] };
    put("user agent", agent.to_string());
    let (app_id, app) = APPS[if random.chance(70) { random.below(5) } else { random.below(APPS.len()) }];
    put("application id", app_id.to_string());
    put("application", app.to_string());
    let (resource_id, resource) = APPS[[1, 1, 2, 3, 9][random.below(5)]];
    put("resource id", resource_id.to_string());
    put("resource", resource.to_string());
    let ip = if person.emergency { "203.0.113.199".to_string() } else { address(random, legacy) };
    put("ip address", ip);
    let (location, network) = PLACES[random.below(PLACES.len())];
    put("location", location.to_string());
    put("autonomous system number", network.to_string());
    outcome(random, &mut cells);
    authentication(random, &mut cells);
    let mut put = |name: &str, value: String| drop(cells.insert(name.to_string(), value));
    let (device, system, browser) = DEVICES[random.below(DEVICES.len())];
    put("device id", device.to_string());
    put("operating system", system.to_string());
    put("browser", browser.to_string());
    let session = if random.chance(60) { format!("session-{}", random.below(2)) } else { String::new() };
    put("session id", session);
    cells
}

/// Status, code and reason.
fn outcome(random: &mut Random, cells: &mut Cells) {
    let (code, word) = if random.chance(50) { ("0", "Success") } else { CODES[random.below(CODES.len())] };
    let word = match random.below(20) {
        0 if !code.is_empty() => "",
        1 => ["Success", "Failure", "Interrupted"][random.below(3)],
        _ => word,
    };
    let reason = random.weighted(&[
        ("Other.", 30),
        ("", 20),
        ("Said \"no\", and\nmeant it; twice", 20),
        ("The account is LOCKED, you've tried too often", 14),
        ("Blocked: an IP address with malicious activity", 10),
        ("The account is locked, or the address is malicious", 6),
    ]);
    cells.insert("sign-in error code".to_string(), code.to_string());
    cells.insert("status".to_string(), varied(word, random));
    cells.insert("failure reason".to_string(), reason);
}

/// What the row says of MFA, device and policy.
fn authentication(random: &mut Random, cells: &mut Cells) {
    let code = cells["sign-in error code"].clone();
    let mut put = |name: &str, value: String| drop(cells.insert(name.to_string(), value));
    let fraud = code == "500121" && random.chance(20);
    let result = match random.chance(50) {
        _ if fraud => "MFA denied; Phone App Reported Fraud",
        true => "",
        false => random.pick(&RESULTS),
    };
    put("multifactor authentication result", varied(result, random));
    let method = if random.chance(55) { "" } else { random.pick(&METHODS) };
    put("multifactor authentication auth method", method.to_string());
    let requirements = [
        ("Single-factor authentication", 40),
        ("singleFactorAuthentication", 15),
        ("Multifactor authentication", 25),
        ("multiFactorAuthentication", 10),
        ("", 10),
    ];
    put("authentication requirement", random.weighted(&requirements));
    let policies = [
        ("Success", 35),
        ("Not Applied", 25),
        ("notApplied", 10),
        ("Not applied", 10),
        ("Failure", 10),
        ("", 10),
    ];
    put("conditional access", random.weighted(&policies));
    put(
        "compliant",
        random.weighted(&[("FALSE", 50), ("true", 10), ("TRUE", 10), ("Yes", 5), ("No", 10), ("", 15)]),
    );
    put("managed", random.weighted(&[("FALSE", 60), ("TRUE", 20), ("", 20)]));
    let joins = [
        ("", 50),
        ("Azure AD registered", 15),
        ("Microsoft Entra joined", 15),
        ("Hybrid Azure AD joined", 10),
        ("Hybrid Microsoft Entra joined", 10),
    ];
    put("join type", random.weighted(&joins));
}
