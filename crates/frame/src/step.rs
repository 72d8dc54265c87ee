//! One authentication step and one policy, read from the lists that JSON exports carry.

use std::borrow::Cow;

use entrasift_core::Time;
use entrasift_core::text::json;
use entrasift_core::text::words::{flag, fold_word};

/// One authentication step. Empty text means absent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Step {
    /// Its number within the sign-in, from 1; 0 before it stands in one.
    pub number: i64,
    pub method: String,
    pub detail: String,
    pub succeeded: Option<bool>,
    pub result: String,
    pub requirement: String,
    pub at: Option<Time>,
}

/// One Conditional Access policy of one sign-in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Policy {
    pub id: String,
    pub name: String,
    /// In lower case, without spaces and hyphens.
    pub result: String,
}

fn text(value: &[u8]) -> String {
    let plain: Cow<'_, [u8]> = json::plain(value);
    match String::from_utf8_lossy(&plain).trim() {
        "null" if value.first() != Some(&b'"') => String::new(),
        text => text.to_owned(),
    }
}

/// The members of each object of a list, by their names in lower case; none where the text is no list.
fn objects<'l>(list: &'l [u8]) -> impl Iterator<Item = Vec<(String, String)>> + 'l {
    let list = list.trim_ascii();
    let list = if list.first() == Some(&b'[') { list } else { b"[]" };
    json::elements(list).map(|object| {
        let members = json::members(object).map_while(Result::ok);
        members.map(|(key, value)| (String::from_utf8_lossy(key).to_ascii_lowercase(), text(value))).collect()
    })
}

/// The steps of a list.
pub(crate) fn steps(list: &[u8]) -> Vec<Step> {
    let steps = objects(list).map(|members| {
        let mut step = Step::default();
        for (key, value) in members {
            match key.as_str() {
                "authenticationmethod" => step.method = value,
                "authenticationmethoddetail" => step.detail = value,
                "succeeded" => step.succeeded = flag(&value),
                "authenticationstepresultdetail" => step.result = value,
                "authenticationsteprequirement" => step.requirement = value,
                "authenticationstepdatetime" => step.at = Time::parse(value.as_bytes(), None),
                _ => {}
            }
        }
        step
    });
    steps.collect()
}

/// The policies of a list.
pub(crate) fn policies(list: &[u8]) -> Vec<Policy> {
    let policies = objects(list).map(|members| {
        let mut policy = Policy::default();
        for (key, value) in members {
            match key.as_str() {
                "id" => policy.id = value,
                "displayname" => policy.name = value,
                "result" => policy.result = fold_word(&value),
                _ => {}
            }
        }
        policy
    });
    policies.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_and_what_is_none_is_empty() {
        let list = br#"[{"authenticationStepDateTime":"2026-11-04T08:00:00Z","authenticationMethod":"Password","succeeded":true,
            "authenticationStepResultDetail":"Correct password","authenticationMethodDetail":null},{"authenticationMethod":"Text message"}]"#;
        let found = steps(list);
        assert_eq!((found.len(), found[0].method.as_str(), found[0].succeeded), (2, "Password", Some(true)));
        assert_eq!(
            (found[0].detail.as_str(), found[0].at.map(Time::rfc3339).as_deref()),
            ("", Some("2026-11-04T08:00:00Z"))
        );
        assert_eq!(found[1].succeeded, None);
        let found = policies(br#" [{"id":"a","displayName":"Require MFA","result":"reportOnlyFailure"}]"#);
        assert_eq!(
            found,
            [Policy { id: "a".into(), name: "Require MFA".into(), result: "reportonlyfailure".into() }]
        );
        for none in [&b""[..], b"null", b"none", b"{}", b"[", b"[1,", b"\xff"] {
            assert!(policies(none).iter().all(|policy| *policy == Policy::default()), "{none:?}");
        }
    }
}
