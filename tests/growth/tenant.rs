//! A made-up tenant of any size along each axis, as the files that someone would hand over. The same numbers make the same bytes.

use std::fmt::Write;

/// How much there is of each thing.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// People who sign in on a few days, some without MFA, some with an old client.
    pub people: usize,
    /// Sign-ins of one emergency account.
    pub emergencies: usize,
    /// Planned tests of that account.
    pub planned: usize,
    /// Findings that the tenant file accepts, each of another user.
    pub accepted: usize,
    /// User names and patterns that the tenant file excepts.
    pub exceptions: usize,
    /// Attempts of a few people that MFA stopped.
    pub flows: usize,
    /// Devices of one person.
    pub devices: usize,
    /// Addresses of one person.
    pub addresses: usize,
}

/// A small tenant: what the axes are measured against.
pub const SMALL: Size = Size {
    people: 40,
    emergencies: 4,
    planned: 2,
    accepted: 4,
    exceptions: 4,
    flows: 10,
    devices: 4,
    addresses: 4,
};

/// The days that have sign-ins, in November 2026.
const DAYS: usize = 10;
/// Every so many people, one of a kind.
const OLD_CLIENT: usize = 11;
const WITHOUT_MFA: usize = 7;
const ABROAD: usize = 13;

/// The account of the emergency sign-ins.
pub const EMERGENCY: &str = "svc-emergency-alpha@fabrikon.example";
/// The person whom `user` is asked about, and who has the devices and addresses.
pub const SOMEBODY: &str = "person-0@fabrikon.example";
/// The request id of a sign-in that is always there.
pub const REQUEST: &str = "aaaaaaaa-0000-4000-8000-000000000001";

/// The user name of a number.
pub fn person(number: usize) -> String {
    format!("person-{number}@fabrikon.example")
}

/// One sign-in, as far as it differs.
struct SignIn<'s> {
    day: usize,
    minute: usize,
    user: &'s str,
    user_id: usize,
    code: i64,
    client: &'s str,
    app: usize,
    address: String,
    country: &'s str,
    device: String,
    mfa: bool,
}

/// The user id of the emergency account.
const EMERGENCY_ID: usize = 900_000_000;

/// The sign-in log, as the objects of Microsoft Graph, one a line.
pub fn log(size: Size) -> String {
    let mut text = String::new();
    let mut row = 0;
    let mut add = |one: &SignIn<'_>| {
        row += 1;
        write_sign_in(&mut text, row, one);
    };
    for number in 0..size.people {
        let user = person(number);
        let old = number % OLD_CLIENT == 3;
        for visit in 0..5 {
            add(&SignIn {
                day: (number + 2 * visit) % DAYS,
                minute: 480 + (number * 7 + visit * 31) % 300,
                user: &user,
                user_id: number,
                code: if visit == 4 && number % 5 == 0 { 50126 } else { 0 },
                client: if old { "IMAP4" } else { "Browser" },
                app: (number + visit) % 6,
                address: format!("198.51.{}.{}", number / 250 % 250, number % 250),
                country: if number % ABROAD == 5 && visit > 2 { "US" } else { "DE" },
                device: if number % 3 == 0 {
                    String::new()
                } else {
                    format!("d0000000-0000-4000-8000-{number:012}")
                },
                mfa: !old && number % WITHOUT_MFA != 2,
            });
        }
    }
    let usual = |minute: usize| SignIn {
        day: minute / 600 % DAYS,
        minute: 420 + minute % 600,
        user: SOMEBODY,
        user_id: 0,
        code: 0,
        client: "Browser",
        app: minute % 6,
        address: "198.51.0.0".to_owned(),
        country: "DE",
        device: String::new(),
        mfa: true,
    };
    for number in 0..size.emergencies {
        add(&SignIn { user: EMERGENCY, user_id: EMERGENCY_ID, mfa: false, ..usual(number * 13) });
    }
    for number in 0..size.devices {
        add(&SignIn { device: format!("e0000000-0000-4000-8000-{number:012}"), ..usual(number * 17) });
    }
    for number in 0..size.addresses {
        add(&SignIn { address: format!("203.{}.{}.7", number / 250, number % 250), ..usual(number * 19) });
    }
    for number in 0..size.flows {
        let whose = number % 8;
        let user = person(whose);
        add(&SignIn { user: &user, user_id: whose, code: 500_121, mfa: true, ..usual(number * 23) });
    }
    text
}

fn write_sign_in(text: &mut String, row: usize, one: &SignIn<'_>) {
    let SignIn { day, minute, user, user_id, code, client, app, address, country, device, mfa } = one;
    let requirement = if *mfa { "multiFactorAuthentication" } else { "singleFactorAuthentication" };
    let applied = if *mfa { "success" } else { "notApplied" };
    let system = if user_id % 2 == 0 { "Windows 10" } else { "iOS 26" };
    let steps = match (*mfa, *code) {
        (true, 0) => concat!(
            r#"[{"authenticationMethod":"Password","succeeded":true,"authenticationStepResultDetail":"","authenticationStepRequirement":"Primary authentication"},"#,
            r#"{"authenticationMethod":"Mobile app notification","succeeded":true,"authenticationStepResultDetail":"MFA completed in Azure AD"}]"#
        ),
        _ => {
            r#"[{"authenticationMethod":"Password","succeeded":true,"authenticationStepResultDetail":"","authenticationStepRequirement":"Primary authentication"}]"#
        }
    };
    writeln!(
        text,
        concat!(
            r#"{{"id":"aaaaaaaa-0000-4000-8000-{row:012}","createdDateTime":"2026-11-{day:02}T{hour:02}:{minute:02}:{second:02}Z","#,
            r#""userDisplayName":"P {user_id}","userPrincipalName":"{user}","userId":"eeeeeeee-0000-4000-8000-{user_id:012}","#,
            r#""appId":"ffffffff-0000-4000-8000-{app:012}","appDisplayName":"App {app}","ipAddress":"{address}","#,
            r#""clientAppUsed":"{client}","userAgent":"Mozilla/5.0 {system}","conditionalAccessStatus":"{applied}","isInteractive":true,"#,
            r#""authenticationRequirement":"{requirement}","resourceDisplayName":"Microsoft Graph","userType":"member","#,
            r#""homeTenantId":"bbbbbbbb-0000-4000-8000-000000000001","resourceTenantId":"bbbbbbbb-0000-4000-8000-000000000001","#,
            r#""status":{{"errorCode":{code},"failureReason":"Other.","additionalDetails":null}},"#,
            r#""deviceDetail":{{"deviceId":"{device}","displayName":"","operatingSystem":"{system}","browser":"Edge 142","isCompliant":false,"isManaged":false,"trustType":""}},"#,
            r#""location":{{"city":"X","state":"Y","countryOrRegion":"{country}"}},"authenticationDetails":{steps},"#,
            r#""appliedConditionalAccessPolicies":[{{"id":"cccccccc-0000-4000-8000-000000000001","displayName":"MFA for all","#,
            r#""enforcedGrantControls":["Mfa"],"result":"{applied}"}}]}}"#
        ),
        row = row,
        day = day + 2,
        hour = minute / 60,
        minute = minute % 60,
        second = row % 60,
        user = user,
        user_id = user_id,
        app = app,
        address = address,
        client = client,
        system = system,
        applied = applied,
        requirement = requirement,
        code = code,
        device = device,
        country = country,
        steps = steps,
    )
    .expect("text");
}

/// The registration report of a day, as the portal downloads it.
pub fn registration(size: Size, day: usize) -> String {
    let mut text = String::from(
        "userPrincipalName,userDisplayName,isMfaCapable,isPasswordlessCapable,isSsprCapable,defaultMfaMethod,methodsRegistered,lastUpdatedDateTime\n",
    );
    for number in 0..size.people {
        let registered = number % 4 != 1 || number % DAYS < day;
        let (capable, methods) =
            if registered { ("True", r#""[""microsoftAuthenticatorPush""]""#) } else { ("False", "[]") };
        let user = person(number);
        writeln!(
            text,
            "{user},P {number},{capable},False,{capable},none,{methods},2026-11-{:02}T05:40:30Z",
            day + 2
        )
        .expect("text");
    }
    text
}

/// The tenant file.
pub fn tenant_file(size: Size) -> String {
    let mut text = format!(
        concat!(
            "[tenant]\nbreak_glass = [\"{}\"]\nhome_tenant_id = \"bbbbbbbb-0000-4000-8000-000000000001\"\n",
            "[networks]\nhome_countries = [\"DE\"]\n",
            "[rollout]\nstart = 2026-11-02\nenforced_at = 2026-11-08T00:00:00Z\npolicy = \"MFA for all\"\n",
            "pilot_policy = \"MFA for all\"\npilot_users = {:?}\n"
        ),
        EMERGENCY,
        (0..size.people / 2).map(person).collect::<Vec<_>>(),
    );
    let excepted: Vec<String> = (0..size.exceptions)
        .map(|number| match number % 2 {
            0 => format!("mailbox-{number}@fabrikon.example"),
            _ => format!("svc-{number}-*@fabrikon.example"),
        })
        .collect();
    writeln!(text, "[exceptions]\nexcluded = {excepted:?}").expect("text");
    for number in 0..size.planned {
        let (day, hour) = (2 + number / 20 % DAYS, number % 20);
        writeln!(
            text,
            "[[planned_tests]]\naccount = \"{EMERGENCY}\"\nat = 2026-11-{day:02}T{hour:02}:00:00Z"
        )
        .expect("text");
    }
    for number in 0..size.accepted {
        writeln!(
            text,
            "[[accepted]]\nuser = \"{}\"\nrule = \"legacy-auth\"\nreason = \"until the scanner is replaced\"",
            person(number)
        )
        .expect("text");
    }
    text
}
