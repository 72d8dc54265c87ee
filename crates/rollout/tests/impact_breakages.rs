//! What `impact` concludes from a few sign-ins.

use std::sync::Arc;

use entrasift_core::{Memory, Time};
use entrasift_rollout::questions::conclude;
use entrasift_rollout::questions::prepare::impact::{BreakKind, ImpactOptions, PolicyImpact};
use entrasift_rollout::reading::intake::{Given, Intake};
use entrasift_rollout::reading::request::Request;
use entrasift_rules::tenant::Tenant;

/// One success of a user at a time of 2 Nov 2026, with more keys.
fn signin(user: &str, time: &str, more: &str) -> String {
    format!(
        r#"{{"id":"{user}-{time}","createdDateTime":"2026-11-02T{time}:00Z","userPrincipalName":"{user}@x.example","userId":"id-{user}","appDisplayName":"Azure CLI","appId":"04b07795-8ddb-461a-bbee-02f9e1bf7b46","clientAppUsed":"Browser","authenticationRequirement":"singleFactorAuthentication","isInteractive":true,"status":{{"errorCode":0}}{more}}}"#
    )
}

fn impact(signins: &[String]) -> Arc<PolicyImpact> {
    let source = Arc::new(Memory::new("signins.json", format!("[{}]", signins.join(","))));
    let given = Given { source, named: true, log_type: Default::default() };
    let intake = Intake::new(vec![given]).expect("a log");
    conclude(&ImpactOptions::default(), &Request::new(intake, Tenant::default())).expect("a conclusion")
}

#[test]
fn device_code_cites_its_own_rows() {
    let by_code = r#","authenticationProtocol":"deviceCode""#;
    let signins = [signin("ana", "08:00", ""), signin("ana", "09:00", by_code), signin("ana", "10:00", "")];
    let impact = impact(&signins);
    let mut found = impact.breaks.iter().filter(|one| one.kind == BreakKind::DeviceCode);
    let one = found.next().expect("a use of a device code");
    assert_eq!((one.count, one.evidence.total(), found.count()), (1, 1, 0));
    assert_eq!(one.last, Time::parse_bound("2026-11-02T09:00:00Z"));
    let place = impact.seen.place(one.evidence.rows()[0]);
    assert_eq!((place.path.as_str(), place.row), ("signins.json", 2));
    assert_eq!(one.words(&impact.seen, &impact.accounts), "device code to Azure CLI");
}

#[test]
fn two_shared_devices_of_one_name_are_two() {
    let at = |device: &str| format!(r#","deviceDetail":{{"deviceId":"{device}","displayName":"KIOSK"}}"#);
    let people = ["ana", "bo", "cy", "di"];
    let visits = people.iter().flat_map(|user| [(user, "08:00", at("d1")), (user, "09:00", at("d2"))]);
    let signins: Vec<String> = visits.map(|(user, time, device)| signin(user, time, &device)).collect();
    let impact = impact(&signins);
    let shared: Vec<_> = impact.breaks.iter().filter(|one| one.kind == BreakKind::SharedDevice).collect();
    assert_eq!(shared.len(), 8);
    for one in shared {
        assert_eq!((one.count, one.evidence.total()), (1, 1));
        assert_eq!(one.words(&impact.seen, &impact.accounts), "at KIOSK, where 4 people sign in");
    }
}
