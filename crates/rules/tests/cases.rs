//! What the rules with trails make of single cases: how grave, who got in, and what the tenant file changes.

use std::sync::Arc;

use entrasift_core::{LogType, Memory, Options, Steps, Time, Translation, recognise};
use entrasift_rules::derive::outcome::Verdict;
use entrasift_rules::engine::Background;
use entrasift_rules::engine::lookup::{AllFound, Lookup};
use entrasift_rules::engine::{Needs, Observe, Row, View, watch};
use entrasift_rules::list;
use entrasift_rules::rule::Severity::{self, Critical, High, Info, Low};
use entrasift_rules::rules::Rules;
use entrasift_rules::tenant::Tenant;

const HEADER: &str = "Date (UTC),Username,Sign-in error code,IP address,Location,Device ID,Compliant,\
    Multifactor authentication result,Application,Conditional Access,Authentication requirement,Request ID";

/// The cases of one rule: how grave, and who got in. `rows` hold cells in the order of the header, from the time as HH:MM on; cells at the end
/// may be left out.
fn cases(
    rule: &str,
    rows: &[&str],
    tenant: &Tenant,
    chunk_bytes: u64,
    threads: usize,
) -> Vec<(Severity, Vec<String>)> {
    let mut text = HEADER.to_owned();
    for (number, row) in rows.iter().enumerate() {
        let (time, rest) = row.split_once(',').expect("a time");
        let missing = ",".repeat(10 - rest.matches(',').count());
        text += &format!("\n2026-11-03T{time}:00Z,{rest}{missing}request-{number}");
    }
    let source = Arc::new(Memory::new("InteractiveSignIns_case.csv", text));
    let log = recognise(source, LogType::ByName).expect("a portal CSV");
    let rule = list::named(rule).expect("a rule").for_tenant(tenant);
    let options = Options { threads, chunk_bytes, ..Options::default() };
    let make = || Rules::new([rule.clone()]);
    let (rules, watched) =
        watch(&[log], &Arc::new(Steps::default()), &options, tenant, make).expect("memory can be read");
    let name = |person| watched.population.shown(person, &watched.dictionaries).to_owned();
    let findings = rules.conclude(None);
    let cases = findings.iter().flat_map(|finding| &finding.cases);
    let mut cases: Vec<_> = cases
        .map(|case| {
            let mut got_in: Vec<String> = case.got_in.iter().map(|person| name(*person)).collect();
            got_in.sort();
            (case.severity, got_in)
        })
        .collect();
    cases.sort();
    cases
}

/// Rules that say that they will ask for nothing: what they ask for all the same is looked for in the whole log.
struct Unannounced(Rules);

impl Observe for Unannounced {
    fn needs(&self, needs: &mut Needs) {
        self.0.needs(needs);
    }

    fn observe(&mut self, view: View<'_>) {
        self.0.observe(view);
    }

    fn classified(&mut self, rows: &[(Row<'_>, Verdict)]) {
        self.0.classified(rows);
    }

    fn merge(&mut self, other: Self, translation: &Translation) {
        self.0.merge(other.0, translation);
    }

    fn lookups(&mut self, background: Background<'_>) -> Vec<Lookup> {
        self.0.lookups(background)
    }

    fn judge(&mut self, background: Background<'_>, all_found: &mut AllFound) {
        self.0.judge(background, all_found);
    }
}

/// A busy log in which some people are pressed, sprayed and guessed, and most are not.
fn busy_log(seed: u64) -> String {
    let mut state = seed;
    let mut below = |bound: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % bound
    };
    let mut text = format!("{HEADER},User agent,Autonomous system  number,Correlation ID");
    for number in 0..3000 {
        let minute = number / 2 + below(3);
        let (user, from) = (below(40), below(30));
        let code = ["0", "0", "0", "50126", "500121", "50074", "50140", "53003", "50053"][below(9) as usize];
        let (country, agent) = (["DE", "DE", "DE", "BR", "AU"][(from % 5) as usize], from % 7);
        text += &format!(
            "\n2026-11-{:02}T{:02}:{:02}:00Z,user{user}@northwind.example,{code},192.0.2.{from},\
             \"Town, State, {country}\",,,,App {},{},Single-factor authentication,request-{number},\
             Agent {agent},{},{:08x}-0000-4000-8000-000000000000",
            3 + minute / 1440,
            minute / 60 % 24,
            minute % 60,
            below(4),
            ["success", "notApplied"][below(2) as usize],
            64_500 + from % 3,
            below(60),
        );
    }
    text
}

#[test]
fn what_the_index_lets_through_is_all_that_matters() {
    let mut seen = 0;
    for seed in 0..6 {
        let text = busy_log(seed);
        let source = Arc::new(Memory::new("InteractiveSignIns_busy.csv", text.clone()));
        let logs = [recognise(source, LogType::ByName).expect("a portal CSV")];
        let tenant = office();
        let conclude = |rules: Rules| {
            let findings = rules.conclude(None).into_iter().map(|finding| {
                let mut cases: Vec<String> = finding
                    .cases
                    .iter()
                    .map(|case| format!("{:?} {} {:?}", case.severity, case.what, case.evidence))
                    .collect();
                cases.sort();
                (finding.rule, finding.signins, finding.users, cases)
            });
            findings.collect::<Vec<_>>()
        };
        for (threads, chunk_bytes) in [(1, 1 << 19), (2, 4000), (3, 20_000)] {
            let options = Options { threads, chunk_bytes, ..Options::default() };
            let rules = || Rules::new(list::all());
            let steps = Arc::new(Steps::default());
            let (by_index, _) = watch(&logs, &steps, &options, &tenant, rules).expect("memory can be read");
            let (whole, _) =
                watch(&logs, &steps, &options, &tenant, || Unannounced(rules())).expect("memory");
            let by_index = conclude(by_index);
            assert_eq!(by_index, conclude(whole.0), "seed {seed}, chunks of {chunk_bytes}");
            seen += by_index.iter().map(|(_, _, _, cases)| cases.len()).sum::<usize>();
        }
    }
    assert!(seen > 500, "something was to be seen: {seen}");
}

fn check(rule: &str, rows: &[&str], tenant: &Tenant, expect: &[(Severity, &[&str])]) {
    let expect: Vec<(Severity, Vec<String>)> = expect
        .iter()
        .map(|(severity, names)| (*severity, names.iter().map(|name| (*name).to_owned()).collect()))
        .collect();
    let backwards: Vec<&str> = rows.iter().rev().copied().collect();
    for (rows, chunk_bytes, threads) in
        [(rows, 1 << 19, 1), (&backwards[..], 1 << 19, 1), (rows, 64, 3), (&backwards[..], 200, 2)]
    {
        assert_eq!(
            cases(rule, rows, tenant, chunk_bytes, threads),
            expect,
            "{rule}: {rows:?}, chunks of {chunk_bytes}"
        );
    }
}

fn office() -> Tenant {
    Tenant { trusted: vec!["203.0.113.0/24".parse().expect("a network")], ..Tenant::default() }
}

#[test]
fn an_approved_prompt_is_critical() {
    let denied =
        ["00:31,noor,500121,192.0.2.172", "00:33,noor,500121,192.0.2.172", "00:35,noor,500121,192.0.2.172"];
    let with = |row: &'static str| [&denied[..], &[row]].concat();
    let none = Tenant::default();
    check("mfa-fatigue", &denied, &none, &[(High, &[])]);
    check("mfa-fatigue", &with("01:35,noor,0,192.0.2.172"), &none, &[(Critical, &["noor"])]);
    // Too late; before the third denial; somebody else; the office.
    check("mfa-fatigue", &with("01:36,noor,0,192.0.2.172"), &none, &[(High, &[])]);
    check("mfa-fatigue", &with("00:34,noor,0,192.0.2.172"), &none, &[(High, &[])]);
    check("mfa-fatigue", &with("00:36,ana,0,192.0.2.172"), &none, &[(High, &[])]);
    check("mfa-fatigue", &with("00:36,noor,0,203.0.113.5"), &office(), &[(High, &[])]);
    check("mfa-fatigue", &with("00:01,noor,0,192.0.2.172"), &none, &[]);
}

#[test]
fn a_spray_that_found_a_password_is_critical() {
    let tried = [
        "03:00,a,50126,192.0.2.7",
        "03:01,b,50126,192.0.2.7",
        "03:02,c,50126,192.0.2.7",
        "03:03,d,50126,192.0.2.7",
        "03:04,e,50126,192.0.2.7",
    ];
    let with = |row: &'static str| [&tried[..], &[row]].concat();
    let none = Tenant::default();
    check("password-spray", &tried, &none, &[(High, &[])]);
    check("password-spray", &with("21:00,c,0,192.0.2.7"), &none, &[(Critical, &["c"])]);
    check("password-spray", &with("21:00,c,0,192.0.2.8"), &none, &[(High, &[])]);
    check(
        "password-spray",
        &[&with("21:00,c,0,192.0.2.7")[..], &["01:00,c,0,192.0.2.7"]].concat(),
        &none,
        &[(High, &[])],
    );
    let trusted = Tenant { trusted: vec!["192.0.2.0/24".parse().expect("a network")], ..Tenant::default() };
    check("password-spray", &tried, &trusted, &[]);
}

#[test]
fn a_forgotten_password_is_low() {
    let wrong: Vec<String> = (0..10).map(|minute| format!("22:0{minute},ana,50126,192.0.2.7")).collect();
    let with = |rows: &[&'static str]| {
        [wrong.iter().map(String::as_str).collect::<Vec<_>>(), rows.to_vec()].concat()
    };
    let none = Tenant::default();
    check("brute-force", &with(&[]), &none, &[]);
    check("brute-force", &with(&["22:10,ana,0,192.0.2.7"]), &none, &[(Critical, &["ana"])]);
    check(
        "brute-force",
        &with(&["22:10,ana,0,192.0.2.7", "08:00,ana,0,192.0.2.7"]),
        &none,
        &[(Low, &["ana"])],
    );
    check("brute-force", &with(&["22:10,bo,0,192.0.2.7"]), &none, &[]);
}

#[test]
fn a_vpn_is_told_from_a_stranger() {
    let none = Tenant::default();
    let hotel = "14:05,henning,0,192.0.2.44,US,11111111-0000-4000-8000-000000000001";
    let vpn = "14:20,henning,0,203.0.113.200,DE,11111111-0000-4000-8000-000000000001";
    check("impossible-travel", &[hotel, vpn], &none, &[(Low, &["henning"])]);
    check("impossible-travel", &[hotel, vpn], &office(), &[]);
    check("impossible-travel", &[hotel, "14:20,henning,0,203.0.113.200,DE"], &none, &[(High, &["henning"])]);
}

#[test]
fn a_new_country_is_as_grave_as_the_sign_in_is_bare() {
    let home = ["08:00,ana,0,,DE", "09:00,ana,0,,DE"];
    let with = |row: &'static str| [&home[..], &[row]].concat();
    let none = Tenant::default();
    let mfa = "MFA completed in Azure AD";
    check("new-country", &with("10:00,ana,0,,JP"), &none, &[(High, &["ana"])]);
    for (compliant, severity) in [("false", Low), ("true", Info)] {
        let row: &'static str = format!("10:00,ana,0,,JP,,{compliant},{mfa}").leak();
        check("new-country", &with(row), &none, &[(severity, &["ana"])]);
    }
    // Where the log begins is home, unless the tenant file says where home is.
    check("new-country", &with("07:00,ana,0,,JP"), &none, &[]);
    let german = Tenant { home_countries: vec!["DE".to_owned()], ..Tenant::default() };
    check("new-country", &with("07:00,ana,0,,JP"), &german, &[(High, &["ana"])]);
    check("new-country", &with("07:00,ana,0,,de"), &german, &[]);
}

#[test]
fn whoever_is_exempt_on_purpose_is_not_listed() {
    let passed = [
        "12:00,tobias,0,,,,,,Mail,Not Applied,singleFactorAuthentication",
        "13:00,tobias,0,,,,,,Mail,Not Applied,singleFactorAuthentication",
        "14:00,tobias,0,,,,,,Mail,Not Applied,singleFactorAuthentication",
    ];
    let others = [
        "12:00,a,0,,,,,MFA completed in Azure AD,Mail,Success",
        "12:00,b,0,,,,,MFA completed in Azure AD,Mail,Success",
        "12:00,c,0,,,,,MFA completed in Azure AD,Mail,Success",
    ];
    let rows = [&passed[..], &others[..]].concat();
    let mut tenant = Tenant::default();
    check("silently-exempt", &rows, &tenant, &[]);
    tenant.rollout.enforced_at = Time::parse_bound("2026-11-03T11:00:00Z");
    check("silently-exempt", &rows, &tenant, &[(High, &["tobias"])]);
    tenant.exceptions.excluded = vec!["tob*".to_owned()];
    check("silently-exempt", &rows, &tenant, &[]);
}
