//! What Conditional Access did to one sign-in, read from the lists that JSON and Log Analytics exports carry.

use std::hash::BuildHasher;

use entrasift_core::field::Field;
use entrasift_core::field::catalogue::fold_word;
use entrasift_core::log::row::Row;
use entrasift_core::text::json;
use foldhash::quality::FixedState;
use hashbrown::HashMap;

/// What the policies, and who asked for MFA, were for one sign-in: a set of facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Applied(u32);

impl Applied {
    /// The sign-in carries a list of policies (even an empty one).
    pub const LISTED: Applied = Applied(1);
    /// A policy that asks for MFA was enforced (satisfied or not).
    pub const MFA: Applied = Applied(1 << 1);
    /// Another policy was enforced.
    pub const OTHER: Applied = Applied(1 << 2);
    /// A policy would have taken part, in report-only mode.
    pub const REPORT_ONLY: Applied = Applied(1 << 3);
    /// The requirement came from security defaults.
    pub const SECURITY_DEFAULTS: Applied = Applied(1 << 4);
    /// The policy that was asked for stands in the list.
    pub const NAMED_LISTED: Applied = Applied(1 << 5);
    /// The policy that was asked for was satisfied.
    pub const NAMED: Applied = Applied(1 << 6);
    /// The policy that was asked for was enforced and not satisfied.
    pub const NAMED_FAILED: Applied = Applied(1 << 7);
    /// The Conditional Access word says that policies were satisfied or evaluated.
    pub const WORD_SUCCESS: Applied = Applied(1 << 8);
    /// There is a Conditional Access word.
    pub const WORD: Applied = Applied(1 << 9);

    /// Every fact of the other set is in this one.
    pub fn has(self, other: Applied) -> bool {
        self.0 & other.0 == other.0
    }

    /// The facts of both.
    #[must_use]
    pub fn and(self, other: Applied) -> Applied {
        Applied(self.0 | other.0)
    }

    /// As a number that means the same in every worker.
    pub fn number(self) -> u32 {
        self.0
    }

    /// The facts of such a number.
    pub fn of_number(number: u32) -> Applied {
        Applied(number)
    }

    /// What a list of policies says; `named` is a policy's display name or id, in any case.
    pub fn of_policies(list: &[u8], named: &str) -> Applied {
        if list.trim_ascii().first() != Some(&b'[') {
            return Applied::default();
        }
        json::elements(list.trim_ascii())
            .fold(Applied::LISTED, |all, policy| all.and(of_policy(policy, named)))
    }

    /// What the sources of the requirement say.
    pub fn of_sources(list: &[u8]) -> Applied {
        let provider = |source: &[u8]| {
            let members = json::members(source).flatten();
            let provider = members.filter(|(key, _)| key.eq_ignore_ascii_case(b"requirementProvider"));
            provider.map(|(_, value)| word(value)).collect::<String>()
        };
        match json::elements(list.trim_ascii()).any(|source| provider(source) == "securitydefaults") {
            true => Applied::SECURITY_DEFAULTS,
            false => Applied::default(),
        }
    }
}

fn word(value: &[u8]) -> String {
    fold_word(&String::from_utf8_lossy(&json::plain(value)))
}

fn of_policy(policy: &[u8], named: &str) -> Applied {
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
        _ if enforced && mfa => Applied::MFA,
        _ if enforced => Applied::OTHER,
        "reportonlysuccess" | "reportonlyfailure" | "reportonlyinterrupted" => Applied::REPORT_ONLY,
        _ => Applied::default(),
    };
    if is_named {
        facts = facts.and(Applied::NAMED_LISTED).and(match result.as_str() {
            "success" => Applied::NAMED,
            "failure" => Applied::NAMED_FAILED,
            _ => Applied::default(),
        });
    }
    facts
}

/// Reads what was applied to rows, each distinct list once.
#[derive(Debug, Default)]
pub struct Applications {
    named: String,
    known: HashMap<u64, Applied>,
}

impl Applications {
    /// Looks for this policy, too.
    pub fn naming(policy: &str) -> Applications {
        Applications { named: policy.to_owned(), known: HashMap::new() }
    }

    /// What was applied to one row.
    pub fn of(&mut self, row: Row<'_>) -> Applied {
        let ca = row.cell(Field::CaStatus);
        let ca = match ca.trim_ascii() {
            b"" => Applied::default(),
            word if word.eq_ignore_ascii_case(b"success") => Applied::WORD.and(Applied::WORD_SUCCESS),
            _ => Applied::WORD,
        };
        let (policies, sources) = (row.cell(Field::Policies), row.cell(Field::RequirementPolicies));
        let named = &self.named;
        let policies = read(&mut self.known, 1, &policies, |list| Applied::of_policies(list, named));
        let sources = read(&mut self.known, 2, &sources, Applied::of_sources);
        ca.and(policies).and(sources)
    }
}

/// Lists repeat: 64 bits of each are kept, not its text.
fn read(
    known: &mut HashMap<u64, Applied>,
    seed: u64,
    list: &[u8],
    ask: impl FnOnce(&[u8]) -> Applied,
) -> Applied {
    if list.is_empty() {
        return Applied::default();
    }
    *known.entry(FixedState::with_seed(seed).hash_one(list)).or_insert_with(|| ask(list))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn policies() {
        let check = |list: &str, expect: &[Applied]| {
            let all = expect.iter().fold(Applied::default(), |all, one| all.and(*one));
            assert_eq!(Applied::of_policies(list.as_bytes(), "ca002"), all, "{list}");
        };
        let listed = Applied::LISTED;
        check("", &[]);
        check("none", &[]);
        check("[]", &[listed]);
        check(r#"[{"displayName":"x","enforcedGrantControls":["Mfa"],"result":"notApplied"}]"#, &[listed]);
        check(
            r#"[{"displayName":"x","enforcedGrantControls":["Mfa"],"result":"success"}]"#,
            &[listed, Applied::MFA],
        );
        check(
            r#"[{"displayName":"x","enforcedGrantControls":["Mfa"],"result":"failure"}]"#,
            &[listed, Applied::MFA],
        );
        check(
            r#"[{"displayName":"x","enforcedGrantControls":["Block"],"result":"success"}]"#,
            &[listed, Applied::OTHER],
        );
        check(
            r#"[{"displayName":"x","enforcedGrantControls":[],"enforcedSessionControls":["SignInTokenProtection"],"result":"success"}]"#,
            &[listed, Applied::OTHER],
        );
        check(
            r#"[{"displayName":"x","enforcedGrantControls":["Mfa"],"result":"reportOnlyInterrupted"}]"#,
            &[listed, Applied::REPORT_ONLY],
        );
        check(r#"[{"displayName":"x","result":"reportOnlyNotApplied"}]"#, &[listed]);
        check(
            r#"[{"displayName":"CA002","enforcedGrantControls":["Mfa"],"result":"success"}]"#,
            &[listed, Applied::MFA, Applied::NAMED_LISTED, Applied::NAMED],
        );
        check(r#"[{"displayName":"CA002","result":"notEnabled"}]"#, &[listed, Applied::NAMED_LISTED]);
    }

    #[test]
    fn sources_of_the_requirement() {
        let check =
            |list: &str, expect: Applied| assert_eq!(Applied::of_sources(list.as_bytes()), expect, "{list}");
        check("[]", Applied::default());
        check(r#"[{"requirementProvider":"securityDefaults","detail":""}]"#, Applied::SECURITY_DEFAULTS);
        check(
            r#"[{"requirementProvider":"user"},{"RequirementProvider":"securitydefaults"}]"#,
            Applied::SECURITY_DEFAULTS,
        );
        check(r#"[{"requirementProvider":"multiConditionalAccess"}]"#, Applied::default());
    }
}
