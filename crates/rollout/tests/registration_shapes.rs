//! Every shape of a registration report is read, with what it can tell.

use std::sync::Arc;

use entrasift_core::{Memory, Registration};
use entrasift_rollout::reading::intake::{Given, Intake, ReportFile};

fn report(name: &str, text: &str) -> ReportFile {
    let source = Arc::new(Memory::new(name, text));
    let given = Given { source, named: true, log_type: Default::default() };
    let mut intake = Intake::new(vec![given]).unwrap_or_else(|why| panic!("{name}: {why}"));
    let report = intake.reports.pop().expect("it is a report");
    assert!(report.ledger.reconciles(), "{name}");
    report
}

/// Name, capable, registered, methods.
type Line<'t> = (&'t str, Option<bool>, Option<bool>, &'t [&'t str]);

/// Ana has an authenticator app and a phone, and Bo has nothing that counts.
#[track_caller]
fn check(name: &str, text: &str, expect: [Line<'_>; 2]) -> Vec<Registration> {
    let ReportFile { users, problems, .. } = report(name, text);
    assert_eq!(problems, [], "{name}");
    assert_eq!(users.len(), 2, "{name}");
    for (user, (key, capable, registered, methods)) in users.iter().zip(expect) {
        assert_eq!((user.user.as_str(), user.capable, user.registered), (key, capable, registered), "{name}");
        assert_eq!(user.methods, methods, "{name}: {key}");
    }
    users
}

const ANA: &str = "ana@northwind.example";
const BO: &str = "bo@northwind.example";
const PUSH: &str = "microsoftAuthenticatorPush";

#[test]
fn portal_csv_of_2026() {
    let text = "userPrincipalName,userDisplayName,isMfaCapable,isPasswordlessCapable,isSsprCapable,defaultMfaMethod,methodsRegistered,lastUpdatedDateTime\r\n\
        Ana@northwind.example,Ana,True,False,True,microsoftAuthenticatorPush,\"[\"\"microsoftAuthenticatorPush\"\",\"\"mobilePhone\"\"]\",2026-09-23T05:06:07.12345Z\r\n\
        bo@northwind.example,Bo,False,False,False,none,[],2026-09-23T05:06:07.1234567Z\r\n";
    let name = "exportUserRegistrationDetails_2026-9-23.csv";
    let expect: [Line<'_>; 2] =
        [(ANA, Some(true), None, &[PUSH, "mobilePhone"]), (BO, Some(false), None, &[])];
    let users = check(name, text, expect);
    assert_eq!((users[0].default_method.as_str(), users[1].default_method.as_str()), (PUSH, ""));
    assert_eq!(users[0].updated.map(|time| time.rfc3339()).as_deref(), Some("2026-09-23T05:06:07.123450Z"));
}

#[test]
fn portal_csv_of_2023_with_words_of_the_page() {
    let text = "userPrincipalName;ssprRegistered;ssprEnabled;mfaCapable;methodsRegistered;defaultMfaMethod\n\
        ana@northwind.example;Registered;Enabled;Capable;Microsoft Authenticator app, Mobile phone;Microsoft Authenticator app\n\
        bo@northwind.example;Not Registered;Not Enabled;Not Capable;;None\n";
    let methods = ["Microsoft Authenticator app", "Mobile phone"];
    check("old.csv", text, [(ANA, Some(true), None, &methods), (BO, Some(false), None, &[])]);
}

#[test]
fn graph_json_in_every_sequence() {
    let ana = r#"{"id":"1","userPrincipalName":"ana@northwind.example","isAdmin":true,"isMfaCapable":true,"isMfaRegistered":true,"userType":"member","methodsRegistered":["microsoftAuthenticatorPush","mobilePhone"],"systemPreferredAuthenticationMethods":["PhoneAppNotification"],"lastUpdatedDateTime":"2026-11-06T01:02:03Z"}"#;
    let bo = r#"{"id":"2","userPrincipalName":"bo@northwind.example","isAdmin":false,"isMfaCapable":false,"isMfaRegistered":false,"userType":"guest","methodsRegistered":[],"defaultMfaMethod":null}"#;
    let context = "https://graph.microsoft.com/v1.0/$metadata#reports/x";
    for text in [
        format!(r#"{{"@odata.context":"{context}","value":[{ana},{bo}]}}"#),
        format!("[{ana},{bo}]"),
        format!("{ana}\n{bo}\n"),
        format!("[\r\n{ana}\r\n][{bo}]"),
    ] {
        let expect: [Line<'_>; 2] =
            [(ANA, Some(true), Some(true), &[PUSH, "mobilePhone"]), (BO, Some(false), Some(false), &[])];
        let users = check("userRegistrationDetails.json", &text, expect);
        assert_eq!((users[0].admin, users[1].is_guest()), (Some(true), true));
        assert!(!report("x.json", &text).ledger.cut);
    }
    assert!(report("x.json", &format!("[{ana},{bo}")).ledger.cut, "an array that never closes");
}

#[test]
fn powershell_export_of_graph() {
    let text = "#TYPE Microsoft.Graph.PowerShell.Models.MicrosoftGraphUserRegistrationDetails\r\n\
        \"AdditionalProperties\",\"DefaultMfaMethod\",\"Id\",\"IsAdmin\",\"IsMfaCapable\",\"IsMfaRegistered\",\"MethodsRegistered\",\"UserPrincipalName\",\"UserType\"\r\n\
        \"System.Object\",\"mobilePhone\",\"1\",\"False\",\"True\",\"True\",\"System.String[]\",\"ana@northwind.example\",\"member\"\r\n\
        \"System.Object\",\"none\",\"2\",\"False\",\"False\",\"False\",\"System.String[]\",\"bo@northwind.example\",\"member\"\r\n";
    check("x.csv", text, [(ANA, Some(true), Some(true), &[]), (BO, Some(false), Some(false), &[])]);
    assert_eq!(report("x.csv", text).destroyed, 2);
}

#[test]
fn extractor_suite_registration_details() {
    let text = "id,userPrincipalName,isMfaCapable,isMfaRegistered,methodsRegistered,MfaPhoneNumbers\n\
        1,ana@northwind.example,True,True,\"microsoftAuthenticatorPush, mobilePhone\",+XX XXXXXXX17\n\
        2,bo@northwind.example,False,False,,\n";
    let name = "20261106-081500-UserRegistrationDetails.csv";
    let expect: [Line<'_>; 2] =
        [(ANA, Some(true), Some(true), &[PUSH, "mobilePhone"]), (BO, Some(false), Some(false), &[])];
    check(name, text, expect);
}

/// Its `MFAstatus` counts e-mail as MFA: only the methods are read.
#[test]
fn extractor_suite_methods_file() {
    let text = "user,MFAstatus,email,fido2,app,password,phone,softwareoath,hellobusiness,temporaryAccessPass,certificateBasedAuthConfiguration,qrcodepin\n\
        Ana@northwind.example,Enabled,False,False,True,True,True,False,False,False,False,False\n\
        bo@northwind.example,Enabled,True,False,False,True,False,False,False,False,False,False\n";
    let name = "20261106-081500-AuthenticationMethods.csv";
    check(name, text, [(ANA, None, None, &[PUSH, "mobilePhone"]), (BO, None, None, &["email"])]);
}

#[test]
fn credential_user_registration_details() {
    let ana = r#"{"id":"1","userPrincipalName":"ana@northwind.example","authMethods":["appNotification","mobilePhone"],"isRegistered":true,"isEnabled":true,"isCapable":true,"isMfaRegistered":true}"#;
    let bo = r#"{"id":"2","userPrincipalName":"bo@northwind.example","authMethods":["email"],"isRegistered":true,"isEnabled":true,"isCapable":true,"isMfaRegistered":false}"#;
    let expect: [Line<'_>; 2] =
        [(ANA, None, Some(true), &["appNotification", "mobilePhone"]), (BO, None, Some(false), &["email"])];
    check("x.json", &format!(r#"{{"value":[{ana},{bo}]}}"#), expect);
    let csv = "userPrincipalName,authMethods,isRegistered,isCapable,isMfaRegistered\n\
        ana@northwind.example,\"appNotification,mobilePhone\",True,True,True\n\
        bo@northwind.example,email,True,True,False\n";
    check("x.csv", csv, expect);
}

#[test]
fn what_cannot_be_used_is_said() {
    let text = "userPrincipalName,isMfaCapable\nana@northwind.example,True\ntoo,many,cells\n";
    let report = report("x.csv", text);
    assert_eq!((report.users.len(), report.ledger.malformed), (1, 1));
    assert_eq!((report.problems[0].row, report.problems[0].fault.name()), (3, "field-count"));
}
