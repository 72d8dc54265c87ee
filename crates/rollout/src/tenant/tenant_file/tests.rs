use super::sections::SECTIONS;
use super::*;

/// A text and either a debug view of what it means, or what is said against it.
#[track_caller]
fn check<T: std::fmt::Debug>(text: &str, look: impl Fn(&TenantFile) -> T, expect: &str) {
    let found = match parse(text) {
        Ok(file) => format!("{:?}", look(&file)),
        Err(error) => error.to_string(),
    };
    assert_eq!(found, expect, "\n{text}");
}

/// Of a text that cannot be right, what is said against it.
#[track_caller]
fn refused(text: &str, expect: &str) {
    check(text, |_| "nothing is wrong", expect);
}

/// The tenant file as the documentation has it.
const WHOLE: &str = r#"
[tenant]
name = "Northwind Engineering"
home_tenant_id = "B7F39B0F-9BFC-4FC9-BE2E-1FBBBC509E0A"
timezone = "Europe/Berlin"
break_glass = ["svc-emergency-alpha@northwind.example", "3F0C0000-0000-4000-8000-000000000001"]
break_glass_profile = "auto"            # or "classic", "modern"
admins = ["Adm-KVogt@northwind.example"]

[rollout]
start = 2026-11-04
registration_start = 2026-11-06
enforced_at = 2026-11-23T08:00:00Z
policy = "CA002 - Require MFA - All users"
pilot_policy = "CA001 - Require MFA - Pilot"
pilot_users = "it-team.txt"
registration_days = 14
target_rate = 0.95
remind_below = 0.90
contact_from_day = 12
max_gap_hours = 12

[exceptions]
service_accounts = ["svc-*@*"]
shared_mailboxes = []
rooms = ["room-*@*"]
excluded = []
guests = false

[[planned_tests]]
account = "svc-emergency-ALPHA@northwind.example"
at = 2026-11-24T10:00:00Z
tolerance_minutes = 30

[[accepted]]
user = "crm-import@northwind.example"
rule = "legacy-auth"
owner = "IT operations"
reason = "vendor migrates in January"
until = 2027-01-31

[networks]
trusted = ["203.0.113.0/24"]
home_countries = ["DE", "at"]

[rules]
failed-mfa.pending_minutes = 60         # or a section [rules.failed-mfa]
"#;

#[test]
fn the_whole_file() {
    let file = parse(WHOLE).expect("the documentation is right");
    let bound = |text: &str| Time::parse_bound(text);
    assert_eq!(file.pilot_users_file.as_deref(), Some("it-team.txt"));
    let accepted = Accepted {
        user: "crm-import@northwind.example".into(),
        rule: "legacy-auth".into(),
        owner: "IT operations".into(),
        reason: "vendor migrates in January".into(),
        until: bound("2027-02-01"),
    };
    let test = PlannedTest {
        account: "svc-emergency-alpha@northwind.example".into(),
        at: bound("2026-11-24T10:00:00Z").unwrap(),
        tolerance_minutes: 30,
    };
    let expect = Tenant {
        name: Some("Northwind Engineering".into()),
        home_tenant_id: Some("b7f39b0f-9bfc-4fc9-be2e-1fbbbc509e0a".into()),
        timezone: Some("Europe/Berlin".into()),
        break_glass: vec![
            "svc-emergency-alpha@northwind.example".into(),
            "3F0C0000-0000-4000-8000-000000000001".into(),
        ],
        break_glass_profile: BreakGlassProfile::Auto,
        admins: vec!["adm-kvogt@northwind.example".into()],
        rollout: Rollout {
            start: bound("2026-11-04"),
            registration_start: bound("2026-11-06"),
            enforced_at: bound("2026-11-23T08:00:00Z"),
            policy: "CA002 - Require MFA - All users".into(),
            pilot_policy: "CA001 - Require MFA - Pilot".into(),
            ..Rollout::default()
        },
        exceptions: Exceptions {
            service_accounts: vec!["svc-*@*".into()],
            rooms: vec!["room-*@*".into()],
            ..Exceptions::default()
        },
        planned_tests: vec![test],
        accepted: vec![accepted],
        trusted: vec!["203.0.113.0/24".parse().unwrap()],
        home_countries: vec!["DE".into(), "AT".into()],
        settings: vec![
            entrasift_rules::tuning::parse(&entrasift_rules::list::all(), "failed-mfa.pending_minutes=60")
                .unwrap(),
        ],
    };
    assert_eq!(file.tenant, expect);
}

#[test]
fn every_key_is_in_the_documentation() {
    for (section, keys) in SECTIONS {
        let start = WHOLE.find(&format!("[{section}]")).unwrap_or_else(|| panic!("[{section}]"));
        let part = WHOLE[start + 1..].split("\n[").next().unwrap_or_default();
        for key in keys {
            assert!(part.contains(&format!("\n{key} = ")), "{section}.{key}");
        }
    }
}

#[test]
fn what_is_not_said() {
    let nothing = TenantFile { tenant: Tenant::default(), pilot_users_file: None };
    for text in
        ["", "# nothing\n", "\u{feff}", "[tenant]\n", "[tenant]\nname = \"\"\n[rollout]\n[networks]\n"]
    {
        assert_eq!(parse(text), Ok(nothing.clone()), "{text:?}");
    }
}

#[test]
fn lines_count_from_one_whatever_ends_them() {
    refused("nane = 1", "line 1: unknown key `nane`; the nearest known one is `tenant`");
    refused(
        "\u{feff}[tenant]\r\n\r\nnane = 1\r\n",
        "line 3: unknown key `nane` in [tenant]; the nearest known one is `name`",
    );
}

#[test]
fn unknown_keys() {
    refused(
        "[tenant]\nbrake_glass = []",
        "line 2: unknown key `brake_glass` in [tenant]; the nearest known one is `break_glass`",
    );
    refused(
        "[rollout]\nTarget-Rate = 0.9",
        "line 2: unknown key `Target-Rate` in [rollout]; the nearest known one is `target_rate`",
    );
    refused("[tenant]\ntrusted = []", "line 2: unknown key `trusted` in [tenant]; it belongs in [networks]");
    refused("break_glass = []", "line 1: unknown key `break_glass`; it belongs in [tenant]");
    refused("[netwroks]\n", "line 1: unknown key `netwroks`; the nearest known one is `networks`");
    refused(
        "[[accepted]]\nuser = \"a\"\nuntill = 2027-01-31",
        "line 3: unknown key `untill` in [[accepted]]; the nearest known one is `until`",
    );
    refused(
        "[exceptions]\nroomz = 1\naaa = 1",
        "line 2: unknown key `roomz` in [exceptions]; the nearest known one is `rooms`",
    );
}

#[test]
fn text_that_is_no_toml() {
    let line = |text: &str| parse(text).expect_err(text).line;
    assert_eq!(line("[tenant]\nname = Northwind\n"), 2);
    assert_eq!(line("[tenant]\nname = \"a\"\nname = \"b\"\n"), 3);
    assert_eq!(line("[tenant\n"), 1);
    assert_eq!(line("[rollout]\nstart = 2026-02-30\n"), 2);
    assert_eq!(line("[tenant]\nname = \"a"), 2);
    let why = "line 2: invalid float, expected `nan` in `name = Northwind # ours`; a text stands in quotes";
    refused("[tenant]\n  name = Northwind # ours\n", why);
}

#[test]
fn wrong_types() {
    refused("tenant = 3", "line 1: `tenant` is a section: write [tenant], and its keys below");
    refused("[planned_tests]\naccount = \"a\"", "line 1: `planned_tests` is a list: write [[planned_tests]]");
    refused("[[networks]]", "line 1: `networks` is a section: write [networks], and its keys below");
    refused("accepted = [1]", "line 1: `accepted` is a section: write [[accepted]], and its keys below");
    refused("[tenant]\nname = 3", "line 2: `name` must be a text in quotes, and is of type integer");
    refused(
        "[tenant]\nbreak_glass = \"a@northwind.example\"",
        "line 2: `break_glass` must be a list of texts: [\"…\", \"…\"], and is of type string",
    );
    refused(
        "[tenant]\nadmins = [\n  \"a\",\n  3,\n]",
        "line 4: `admins` must be a list of texts: [\"…\", \"…\"], and is of type integer",
    );
    refused(
        "[rollout]\npilot_users = 3",
        "line 2: `pilot_users` must be a list of user names, or the name of a file with one a line, and is of type integer",
    );
    refused(
        "[rollout]\nregistration_days = 14.0",
        "line 2: `registration_days` must be a whole number, and is of type float",
    );
    refused(
        "[rollout]\ntarget_rate = \"95 %\"",
        "line 2: `target_rate` must be a number from 0 to 1, and is of type string",
    );
    refused("[exceptions]\nguests = \"no\"", "line 2: `guests` must be true or false, and is of type string");
}

#[test]
fn impossible_values() {
    refused(
        "[tenant]\nbreak_glass_profile = \"strict\"",
        "line 2: `break_glass_profile`: \"strict\" is no profile; the profiles are auto, classic and modern",
    );
    refused("[tenant]\nbreak_glass = [\" \"]", "line 2: `break_glass`: \"\" says nothing");
    refused(
        "[rollout]\ntarget_rate = 95",
        "line 2: `target_rate` must be from 0 to 1 (0.95 for 95 %), and is 95",
    );
    for rate in ["-0.1", "1.01", "nan", "inf"] {
        refused(
            &format!("[rollout]\nremind_below = {rate}"),
            &format!("line 2: `remind_below` must be from 0 to 1 (0.95 for 95 %), and is {rate}"),
        );
    }
    refused("[rollout]\nregistration_days = 0", "line 2: `registration_days` must be at least 1, and is 0");
    refused("[rollout]\nmax_gap_hours = -1", "line 2: `max_gap_hours` must be at least 1, and is -1");
    refused(
        "[rollout]\nmax_gap_hours = 99999999999",
        "line 2: `max_gap_hours` must be at most 4294967295, and is 99999999999",
    );
    refused(
        "[exceptions]\nrooms = [\"room-*\", \"[a\"]",
        "line 2: `rooms`: \"[a\" is no pattern: unclosed character class; missing ']'",
    );
    refused(
        "[networks]\ntrusted = [\n\"203.0.113.0/33\"]",
        "line 3: `trusted`: \"203.0.113.0/33\" is no network; it is written 203.0.113.0/24",
    );
    refused(
        "[networks]\nhome_countries = [\"Germany\"]",
        "line 2: `home_countries`: \"Germany\" is no country code; it has two letters, such as DE",
    );
    refused(
        "[networks]\nhome_countries = [\"uk\"]",
        "line 2: `home_countries`: \"uk\" is no country code; the United Kingdom is GB",
    );
    refused("[rollout]\npilot_users = \"\"", "line 2: `pilot_users`: \"\" is no file name");
}

#[test]
fn what_a_list_entry_lacks() {
    refused("\n[[planned_tests]]\nat = 2026-11-24T10:00:00Z", "line 2: [[planned_tests]] lacks `account`");
    refused("[[planned_tests]]\naccount = \"a\"", "line 1: [[planned_tests]] lacks `at`");
    refused("[[accepted]]\nreason = \"all is well\"", "line 1: [[accepted]] lacks `user` or `rule`");
}

#[test]
fn times() {
    let enforced = |text: &str, expect: &str| {
        let text = format!("[rollout]\nenforced_at = {text}");
        check(&text, |file| file.tenant.rollout.enforced_at.map(Time::rfc3339).unwrap_or_default(), expect);
    };
    enforced("2026-11-23T08:00:00Z", "\"2026-11-23T08:00:00Z\"");
    enforced("2026-11-23 09:00:00+01:00", "\"2026-11-23T08:00:00Z\"");
    enforced("2026-11-23T09:00+01:00", "\"2026-11-23T08:00:00Z\"");
    enforced("2026-11-23T08:00:00.5Z", "\"2026-11-23T08:00:00.500Z\"");
    enforced("2026-11-23", "\"2026-11-23T00:00:00Z\"");
    enforced("2026-11-23T08:00:00", "line 2: `enforced_at` needs a zone: end it with Z for UTC, or +01:00");
    enforced("1066-10-14", "line 2: `enforced_at` is no time that can be");
    let wanted = "`enforced_at` must be a date, 2026-11-04, or a time with its zone, 2026-11-23T08:00:00Z, without quotes";
    enforced("08:00:00", &format!("line 2: {wanted}, and is of type datetime"));
    enforced("\"2026-11-23\"", &format!("line 2: {wanted}, and is of type string"));
    enforced("20261123", &format!("line 2: {wanted}, and is of type integer"));
}

#[test]
fn a_campaign_begins_two_days_after_the_rollout() {
    let begins = |text: &str, expect: &str| {
        let text = format!("[rollout]\n{text}");
        check(
            &text,
            |file| file.tenant.rollout.registration_start.map(Time::rfc3339).unwrap_or_default(),
            expect,
        );
    };
    begins("", "\"\"");
    begins("start = 2026-11-04", "\"2026-11-06T00:00:00Z\"");
    begins("start = 2026-11-04\nregistration_start = 2026-11-09", "\"2026-11-09T00:00:00Z\"");
}

#[test]
fn an_acceptance_lasts_to_the_end_of_its_day() {
    let until = |text: &str, expect: &str| {
        let text = format!("[[accepted]]\nrule = \"gap\"\nuntil = {text}");
        check(&text, |file| file.tenant.accepted[0].until.map(Time::rfc3339).unwrap_or_default(), expect);
    };
    until("2027-01-31", "\"2027-02-01T00:00:00Z\"");
    until("2027-01-31T12:00:00Z", "\"2027-01-31T12:00:00Z\"");
}

#[test]
fn networks_and_single_addresses() {
    let text = "[networks]\ntrusted = [\"203.0.113.7\", \"2001:db8::/32\", \" 198.51.100.0/24 \"]";
    check(text, |file| file.tenant.trusted.clone(), "[203.0.113.7/32, 2001:db8::/32, 198.51.100.0/24]");
}

#[test]
fn pilot_users_in_the_file_or_beside_it() {
    let look = |file: &TenantFile| (file.tenant.rollout.pilot_users.clone(), file.pilot_users_file.clone());
    check(
        "[rollout]\npilot_users = [\"Ana@northwind.example\"]",
        look,
        "([\"ana@northwind.example\"], None)",
    );
    check("[rollout]\npilot_users = \"lists/it.txt\"", look, "([], Some(\"lists/it.txt\"))");
    check("[rollout]\npilot_users = []", look, "([], None)");
    assert_eq!(
        users("\u{feff}Ana@northwind.example\r\n\r\n # the team\n  bo@northwind.example  \n"),
        ["ana@northwind.example", "bo@northwind.example"]
    );
}

#[test]
fn globs_are_kept_as_they_are() {
    let text = "[exceptions]\nservice_accounts = [\"svc-*@*\", \"{crm,erp}-import@*\"]\nguests = true";
    let look =
        |file: &TenantFile| (file.tenant.exceptions.service_accounts.clone(), file.tenant.exceptions.guests);
    check(text, look, "([\"svc-*@*\", \"{crm,erp}-import@*\"], true)");
}

#[test]
fn settings_of_a_rule_of_ones_own() {
    let mut rule = entrasift_rules::list::named("lockout-burst").expect("a rule of the list");
    rule.id = "northwind-lockouts";
    let own = [rule];
    let set = |text: &str| {
        let file = parse_for(text, &own).map_err(|error| error.to_string())?;
        Ok::<_, String>(own[0].clone().for_tenant(&file.tenant).value("minutes"))
    };
    assert_eq!(set("[rules.northwind-lockouts]\nminutes = 7\n"), Ok(7));
    let unknown = "line 2: there is no rule `lockout-burst`; the nearest is `northwind-lockouts`";
    assert_eq!(set("[rules.lockout-burst]\nminutes = 7\n"), Err(unknown.to_owned()));
    assert!(parse("[rules.northwind-lockouts]\nminutes = 7\n").is_err(), "the built-in rules are others");
}

#[test]
fn settings_of_rules() {
    let look = |file: &TenantFile| {
        let rules = entrasift_rules::list::all_for(&file.tenant);
        rules.iter().find(|rule| rule.id == "failed-mfa").map(|rule| rule.value("pending_minutes"))
    };
    check("", look, "Some(120)");
    check("[rules]\n[rules.failed-mfa]\n", look, "Some(120)");
    check("[rules.failed-mfa]\npending_minutes = 30\n", look, "Some(30)");
    check("[rules.failed-mfa]\npending_minutes = 0x1e\n", look, "Some(30)");
    check("rules = { failed-mfa = { pending_minutes = 0 } }\n", look, "Some(0)");
    refused("rules = 7\n", "line 1: `rules` holds sections: write [rules.RULE]");
    refused(
        "[rules]\n\nfailed-mfa = 7\n",
        "line 3: `failed-mfa` is a section: write [rules.failed-mfa], and its settings below",
    );
    refused(
        "[rules.faild-mfa]\npending_minutes = 7\n",
        "line 2: there is no rule `faild-mfa`; the nearest is `failed-mfa`",
    );
    refused(
        "[rules.failed-mfa]\n\npending = 7\n",
        "line 3: unknown key `pending` of the rule `failed-mfa`; the nearest known one is `pending_minutes`",
    );
    refused(
        "[rules.legacy-auth]\nminutes = 7\n",
        "line 2: unknown key `minutes`: the rule `legacy-auth` has no settings",
    );
    refused(
        "[rules.failed-mfa]\npending_minutes = [\"7\"]\n",
        "line 2: `pending_minutes` of `failed-mfa` must be a whole number of minutes",
    );
    refused(
        "[rules.failed-mfa]\npending_minutes = -7\n",
        "line 2: `pending_minutes` must be from 0 to 4294967295",
    );
    refused(
        "[rules.failed-mfa]\npending_minutes = \"7\"\n",
        "line 2: `pending_minutes` must be a whole number, or a list of texts, and is of type string",
    );
}
