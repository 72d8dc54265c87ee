//! Detail: the nested objects that the JSON shapes share, each in the dress of its shape.

use super::json::Json;
use crate::device::Join;
use crate::moment::Moment;
use crate::outcome::Word;
use crate::policy::{POLICIES, PolicyResult};
use crate::signin::{Provider, Requirement, Risk, SignIn};
use crate::world::World;

/// How a shape dresses nested values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dress {
    /// Graph and portal: every key is there, null where nothing is known.
    Graph,
    /// Azure Monitor and Log Analytics: missing keys, conditions as bit masks.
    Monitor,
}

pub(super) fn status(json: &mut Json, row: &SignIn<'_>, dress: Dress) {
    let success = row.outcome().word == Word::Success;
    json.object(|json| {
        json.key("errorCode").number(row.code.into());
        if dress == Dress::Graph || !success {
            json.key("failureReason").string(row.outcome().reason);
        }
        if dress == Dress::Graph || !row.mfa_result.is_empty() {
            json.key("additionalDetails").string_or_null(row.mfa_result);
        }
    });
}

pub(super) fn device(json: &mut Json, row: &SignIn<'_>, dress: Dress) {
    let device = row.device;
    json.object(|json| {
        match device.id {
            Some(id) => json.key("deviceId").guid(id),
            None => json.key("deviceId").string(""),
        }
        if dress == Dress::Graph || !device.name.is_empty() {
            json.key("displayName").string_or_null(&device.name);
        }
        json.key("operatingSystem").string(device.os);
        json.key("browser").string(row.browser);
        for (key, value) in [("isCompliant", device.compliant), ("isManaged", device.managed)] {
            match value {
                Some(value) => json.key(key).boolean(value),
                None if dress == Dress::Graph => json.key(key).null(),
                None => {}
            }
        }
        if dress == Dress::Graph || device.join != Join::None {
            json.key("trustType").string_or_null(trust(device.join));
        }
    });
}

fn trust(join: Join) -> &'static str {
    match join {
        Join::None => "",
        Join::Registered => "Azure AD registered",
        Join::Joined => "Azure AD joined",
        Join::Hybrid => "Hybrid Azure AD joined",
    }
}

pub(super) fn location(json: &mut Json, row: &SignIn<'_>, dress: Dress) {
    let place = row.place;
    json.object(|json| {
        for (key, value) in [("city", place.city), ("state", place.state), ("countryOrRegion", place.country)]
        {
            if dress == Dress::Graph || !value.is_empty() {
                json.key(key).string(value);
            }
        }
        json.key("geoCoordinates").object(|json| {
            if dress == Dress::Graph {
                json.key("altitude").null();
            }
            if !place.country.is_empty() {
                json.key("latitude").ten_thousandths(place.position_e4.0);
                json.key("longitude").ten_thousandths(place.position_e4.1);
            }
        });
    });
}

pub(super) fn policies(json: &mut Json, world: &World, row: &SignIn<'_>, dress: Dress) {
    json.array(|json| {
        for (index, policy) in POLICIES.iter().enumerate() {
            let result = row.policies[index];
            json.object(|json| {
                json.key("id").guid(world.policy_ids[index]);
                json.key("displayName").string(policy.name);
                json.key("enforcedGrantControls").array(|json| {
                    if !policy.control.is_empty() {
                        json.string(policy.control);
                    }
                });
                json.key("enforcedSessionControls").array(|json| {
                    if policy.control.is_empty() {
                        json.string("SignInTokenProtection");
                    }
                });
                json.key("result").string(result.text());
                conditions(json, result, dress);
            });
        }
    });
}

/// Application and users hold where a policy took part, users alone where it did not.
fn conditions(json: &mut Json, result: PolicyResult, dress: Dress) {
    let (held, missed) = match result {
        PolicyResult::NotEnabled => (("none", 0), ("none", 0)),
        PolicyResult::NotApplied | PolicyResult::ReportOnlyNotApplied => (("application", 1), ("users", 2)),
        _ => (("application,users", 3), ("none", 0)),
    };
    for (key, (text, mask)) in [("conditionsSatisfied", held), ("conditionsNotSatisfied", missed)] {
        match dress {
            Dress::Graph => json.key(key).string(text),
            Dress::Monitor => json.key(key).number(mask),
        }
    }
}

pub(super) fn steps(json: &mut Json, row: &SignIn<'_>, dress: Dress, unfinished: bool) {
    json.array(|json| {
        for (index, step) in row.steps.iter().enumerate() {
            let open = unfinished && index > 0;
            json.object(|json| {
                json.key("authenticationStepDateTime").string(&time(step.time, dress));
                json.key("authenticationMethod").string(step.method);
                json.key("authenticationMethodDetail").string(step.detail);
                json.key("succeeded").boolean(step.succeeded && !open);
                let result = if open { "Authentication in progress" } else { step.result };
                json.key("authenticationStepResultDetail").string(result);
                json.key("authenticationStepRequirement").string("");
            });
        }
    });
}

pub(super) fn requirement_policies(json: &mut Json, row: &SignIn<'_>) {
    json.array(|json| {
        let (provider, detail) = match row.provider {
            Provider::None => return,
            Provider::User => ("user", "Per-user MFA"),
            Provider::ConditionalAccess => ("multiConditionalAccess", "Conditional Access"),
        };
        json.object(|json| {
            json.key("requirementProvider").string(provider);
            json.key("detail").string(detail);
        });
    });
}

pub(super) fn mfa(json: &mut Json, row: &SignIn<'_>) {
    if row.mfa_method.is_empty() {
        return json.null();
    }
    json.object(|json| {
        json.key("authMethod").string(row.mfa_method);
        json.key("authDetail").string_or_null(row.mfa_detail);
    });
}

pub(super) fn networks(json: &mut Json, row: &SignIn<'_>) {
    json.array(|json| {
        if row.place.ip.starts_with("203.0.113.") {
            json.object(|json| {
                json.key("networkType").string("trustedNamedLocation");
                json.key("networkNames").array(|json| json.string("Offices and VPN"));
            });
        }
    });
}

pub(super) fn token_protection(json: &mut Json, row: &SignIn<'_>) {
    json.object(|json| {
        json.key("signInSessionStatus").string(row.token_protection.0);
        json.key("signInSessionStatusCode").number(row.token_protection.1.unwrap_or(0).into());
    });
}

pub(super) fn event_types(json: &mut Json, row: &SignIn<'_>) {
    json.array(|json| json.string(if row.interactive { "interactiveUser" } else { "nonInteractiveUser" }));
}

pub(super) fn risk_events(json: &mut Json, row: &SignIn<'_>) {
    json.array(|json| match row.risk {
        Risk::None => {}
        Risk::Medium => json.string("unfamiliarFeatures"),
        Risk::High => json.string("anonymizedIPAddress"),
    });
}

/// The risk level, and the state that goes with it.
pub(super) fn risk(row: &SignIn<'_>) -> (&'static str, &'static str) {
    match row.risk {
        Risk::None => ("none", "none"),
        Risk::Medium => ("medium", "atRisk"),
        Risk::High => ("high", "atRisk"),
    }
}

pub(super) fn requirement(row: &SignIn<'_>) -> &'static str {
    match row.requirement {
        Requirement::Single => "singleFactorAuthentication",
        Requirement::Multi => "multiFactorAuthentication",
    }
}

/// Whole seconds with `Z`, or seven digits with an offset.
pub(super) fn time(moment: Moment, dress: Dress) -> String {
    match dress {
        Dress::Graph => moment.to_string(),
        Dress::Monitor => format!("{}.0000000+00:00", moment.to_string().trim_end_matches('Z')),
    }
}

/// The user name as this row writes it.
pub(super) fn username(row: &SignIn<'_>) -> String {
    row.id_as_username.map_or_else(|| row.account.upn.clone(), |id| id.to_string())
}

pub(super) fn token_id(row: &SignIn<'_>) -> String {
    row.token_id.base64().iter().map(|letter| char::from(*letter)).collect()
}
