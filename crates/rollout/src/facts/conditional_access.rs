//! What Conditional Access did to one sign-in, read from the lists that JSON and Log Analytics exports carry.

use std::hash::BuildHasher;

use entrasift_core::text::json;
use entrasift_core::text::words::fold_word;
use entrasift_core::{Field, Row};
use foldhash::quality::FixedState;
use hashbrown::HashMap;

/// What the policies did to one sign-in, and what asked for MFA: a set of facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct PolicyEffects(u32);

impl PolicyEffects {
    /// The sign-in carries a list of policies (even an empty one).
    pub const LISTED: PolicyEffects = PolicyEffects(1);
    /// A policy that asks for MFA was enforced (satisfied or not).
    pub const MFA: PolicyEffects = PolicyEffects(1 << 1);
    /// Another policy was enforced.
    pub const OTHER: PolicyEffects = PolicyEffects(1 << 2);
    /// A policy would have taken part, in report-only mode.
    pub const REPORT_ONLY: PolicyEffects = PolicyEffects(1 << 3);
    /// The requirement came from security defaults.
    pub const SECURITY_DEFAULTS: PolicyEffects = PolicyEffects(1 << 4);
    /// The policy that was asked for is in the list.
    pub const NAMED_LISTED: PolicyEffects = PolicyEffects(1 << 5);
    /// The policy that was asked for was satisfied.
    pub const NAMED: PolicyEffects = PolicyEffects(1 << 6);
    /// The policy that was asked for was enforced and not satisfied.
    pub const NAMED_FAILED: PolicyEffects = PolicyEffects(1 << 7);
    /// The Conditional Access column says that policies were satisfied or evaluated.
    pub const WORD_SUCCESS: PolicyEffects = PolicyEffects(1 << 8);
    /// The Conditional Access column is filled.
    pub const WORD: PolicyEffects = PolicyEffects(1 << 9);

    /// Every fact of the other set is in this one.
    pub fn has(self, other: PolicyEffects) -> bool {
        self.0 & other.0 == other.0
    }

    /// The facts of both.
    #[must_use]
    pub fn and(self, other: PolicyEffects) -> PolicyEffects {
        PolicyEffects(self.0 | other.0)
    }

    /// As a number that means the same in every worker.
    pub fn number(self) -> u32 {
        self.0
    }

    /// The facts of such a number.
    pub fn from_number(number: u32) -> PolicyEffects {
        PolicyEffects(number)
    }

    /// What a list of policies says; `named` is a policy's display name or id, in any case.
    pub fn from_policies(list: &[u8], named: &str) -> PolicyEffects {
        if list.trim_ascii().first() != Some(&b'[') {
            return PolicyEffects::default();
        }
        json::elements(list.trim_ascii())
            .fold(PolicyEffects::LISTED, |all, policy| all.and(from_policy(policy, named)))
    }

    /// What the sources of the requirement say.
    pub fn from_sources(list: &[u8]) -> PolicyEffects {
        let provider = |source: &[u8]| {
            let members = json::members(source).flatten();
            let provider = members.filter(|(key, _)| key.eq_ignore_ascii_case(b"requirementProvider"));
            provider.map(|(_, value)| word(value)).collect::<String>()
        };
        match json::elements(list.trim_ascii()).any(|source| provider(source) == "securitydefaults") {
            true => PolicyEffects::SECURITY_DEFAULTS,
            false => PolicyEffects::default(),
        }
    }
}

fn word(value: &[u8]) -> String {
    fold_word(&String::from_utf8_lossy(&json::plain(value)))
}

fn from_policy(policy: &[u8], named: &str) -> PolicyEffects {
    let (mut result, mut controls, mut session) = (String::new(), String::new(), false);
    let (mut is_named, mut strength) = (false, false);
    for member in json::members(policy) {
        let Ok((key, value)) = member else { break };
        match String::from_utf8_lossy(key).to_ascii_lowercase().as_str() {
            "result" => result = word(value),
            "enforcedgrantcontrols" => controls = String::from_utf8_lossy(value).to_lowercase(),
            "enforcedsessioncontrols" => session = json::elements(value).next().is_some(),
            "authenticationstrength" => strength = value.first() == Some(&b'{'),
            "displayname" | "id" => {
                let text = String::from_utf8_lossy(&json::plain(value)).trim().to_lowercase();
                is_named |= !named.is_empty() && text == named.trim().to_lowercase();
            }
            _ => {}
        }
    }
    // A policy that says nothing of controls is given the benefit of the doubt: some shapes leave them out.
    let without = controls.chars().all(|c| "[] ".contains(c));
    let mfa = strength || controls.contains("mfa") || controls.contains("strength") || without && !session;
    let enforced = matches!(result.as_str(), "success" | "failure");
    let mut facts = match result.as_str() {
        _ if enforced && mfa => PolicyEffects::MFA,
        _ if enforced => PolicyEffects::OTHER,
        "reportonlysuccess" | "reportonlyfailure" | "reportonlyinterrupted" => PolicyEffects::REPORT_ONLY,
        _ => PolicyEffects::default(),
    };
    if is_named {
        facts = facts.and(PolicyEffects::NAMED_LISTED).and(match result.as_str() {
            "success" => PolicyEffects::NAMED,
            "failure" => PolicyEffects::NAMED_FAILED,
            _ => PolicyEffects::default(),
        });
    }
    facts
}

/// Reads what the policies did to rows, each distinct list once.
#[derive(Debug, Default)]
pub struct PolicyReader {
    named: String,
    known: HashMap<u64, PolicyEffects>,
}

impl PolicyReader {
    /// A reader that also looks for this policy.
    pub fn naming(policy: &str) -> PolicyReader {
        PolicyReader { named: policy.to_owned(), known: HashMap::new() }
    }

    /// What the policies did to one sign-in.
    pub fn read(&mut self, row: Row<'_>) -> PolicyEffects {
        let ca = row.cell(Field::CaStatus);
        let ca = match ca.trim_ascii() {
            b"" => PolicyEffects::default(),
            word if word.eq_ignore_ascii_case(b"success") => {
                PolicyEffects::WORD.and(PolicyEffects::WORD_SUCCESS)
            }
            _ => PolicyEffects::WORD,
        };
        let (policies, sources) = (row.cell(Field::Policies), row.cell(Field::RequirementPolicies));
        let named = &self.named;
        let policies =
            read_list(&mut self.known, 1, &policies, |list| PolicyEffects::from_policies(list, named));
        let sources = read_list(&mut self.known, 2, &sources, PolicyEffects::from_sources);
        ca.and(policies).and(sources)
    }
}

/// What one list says. Lists repeat, so a hash of 64 bits of each is remembered instead of its text.
fn read_list(
    known: &mut HashMap<u64, PolicyEffects>,
    seed: u64,
    list: &[u8],
    ask: impl FnOnce(&[u8]) -> PolicyEffects,
) -> PolicyEffects {
    if list.is_empty() {
        return PolicyEffects::default();
    }
    *known.entry(FixedState::with_seed(seed).hash_one(list)).or_insert_with(|| ask(list))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn policies() {
        let check = |list: &str, expect: &[PolicyEffects]| {
            let all = expect.iter().fold(PolicyEffects::default(), |all, one| all.and(*one));
            assert_eq!(PolicyEffects::from_policies(list.as_bytes(), "ca002"), all, "{list}");
        };
        let listed = PolicyEffects::LISTED;
        check("", &[]);
        check("none", &[]);
        check("[]", &[listed]);
        check(r#"[{"displayName":"x","enforcedGrantControls":["Mfa"],"result":"notApplied"}]"#, &[listed]);
        check(
            r#"[{"displayName":"x","enforcedGrantControls":["Mfa"],"result":"success"}]"#,
            &[listed, PolicyEffects::MFA],
        );
        check(
            r#"[{"displayName":"x","enforcedGrantControls":["Mfa"],"result":"failure"}]"#,
            &[listed, PolicyEffects::MFA],
        );
        check(
            r#"[{"displayName":"x","enforcedGrantControls":["Block"],"result":"success"}]"#,
            &[listed, PolicyEffects::OTHER],
        );
        check(
            r#"[{"displayName":"x","enforcedGrantControls":[],"enforcedSessionControls":["SignInTokenProtection"],"result":"success"}]"#,
            &[listed, PolicyEffects::OTHER],
        );
        check(
            r#"[{"displayName":"x","enforcedGrantControls":["Mfa"],"result":"reportOnlyInterrupted"}]"#,
            &[listed, PolicyEffects::REPORT_ONLY],
        );
        check(r#"[{"displayName":"x","result":"reportOnlyNotApplied"}]"#, &[listed]);
        check(
            r#"[{"displayName":"CA002","enforcedGrantControls":["Mfa"],"result":"success"}]"#,
            &[listed, PolicyEffects::MFA, PolicyEffects::NAMED_LISTED, PolicyEffects::NAMED],
        );
        check(r#"[{"displayName":"CA002","result":"notEnabled"}]"#, &[listed, PolicyEffects::NAMED_LISTED]);
    }

    #[test]
    fn sources_of_the_requirement() {
        let check = |list: &str, expect: PolicyEffects| {
            assert_eq!(PolicyEffects::from_sources(list.as_bytes()), expect, "{list}")
        };
        check("[]", PolicyEffects::default());
        check(
            r#"[{"requirementProvider":"securityDefaults","detail":""}]"#,
            PolicyEffects::SECURITY_DEFAULTS,
        );
        check(
            r#"[{"requirementProvider":"user"},{"RequirementProvider":"securitydefaults"}]"#,
            PolicyEffects::SECURITY_DEFAULTS,
        );
        check(r#"[{"requirementProvider":"multiConditionalAccess"}]"#, PolicyEffects::default());
    }
}
