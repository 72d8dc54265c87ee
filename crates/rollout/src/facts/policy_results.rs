//! What Conditional Access policies said of one sign-in, read from the list that JSON and Log Analytics exports carry.

use entrasift_core::Field;
use entrasift_core::text::json;
use entrasift_core::text::words::fold_word;
use entrasift_rules::measure::Distinct;

use crate::reading::read_logs::Seen;

/// One policy of one sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyResult {
    /// Display name, else id.
    pub name: String,
    /// Its result, in lower case without spaces and hyphens: `success`, `reportonlyfailure` and so on.
    pub result: String,
}

impl PolicyResult {
    /// Report-only: it would have stopped the sign-in.
    pub fn would_block(&self) -> bool {
        self.result == "reportonlyfailure"
    }

    /// Report-only: it would have asked the user for something.
    pub fn would_interrupt(&self) -> bool {
        self.result == "reportonlyinterrupted"
    }

    /// It is in report-only mode and was evaluated.
    pub fn is_report_only(&self) -> bool {
        self.result.starts_with("reportonly")
    }
}

/// The policies of one sign-in; none where the text is no list.
pub fn results(list: &str) -> Vec<PolicyResult> {
    json::elements(list.as_bytes()).filter_map(result).collect()
}

fn result(object: &[u8]) -> Option<PolicyResult> {
    let (mut id, mut name, mut result) = (String::new(), String::new(), String::new());
    for member in json::members(object) {
        let Ok((key, value)) = member else { break };
        let value = || String::from_utf8_lossy(&json::plain(value)).trim().to_owned();
        match String::from_utf8_lossy(key).to_ascii_lowercase().as_str() {
            "id" => id = value(),
            "displayname" => name = value(),
            "result" => result = fold_word(&value()),
            _ => {}
        }
    }
    let name = if name.is_empty() { id } else { name };
    (!result.is_empty()).then_some(PolicyResult { name, result })
}

/// Why a file cannot say what report-only policies would have done.
pub const NO_POLICIES: &str = "the file does not list the policies of a sign-in (portal CSVs never do): export the logs as JSON, or \
                               from Log Analytics";

/// What report-only policies would have done to the sign-ins of a group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Foreseen {
    /// Sign-ins that some report-only policy was evaluated for.
    pub evaluated: u64,
    /// Of these, some report-only policy would have stopped them.
    pub blocked: u64,
    /// Of these, some report-only policy would have asked for more, and none stopped them.
    pub interrupted: u64,
    /// The policies that would have stopped or asked, ascending.
    pub policies: Vec<String>,
}

impl Foreseen {
    /// Sums up the policy lists of a group of sign-ins; each distinct list is read once.
    pub fn new(seen: &Seen, lists: &Distinct) -> Foreseen {
        let mut foreseen = Foreseen::default();
        for (list, times) in lists.iter() {
            let results = results(seen.text(Field::Policies, list));
            let any = |holds: fn(&PolicyResult) -> bool| results.iter().any(holds);
            if !any(PolicyResult::is_report_only) {
                continue;
            }
            foreseen.evaluated += times;
            if any(PolicyResult::would_block) {
                foreseen.blocked += times;
            } else if any(PolicyResult::would_interrupt) {
                foreseen.interrupted += times;
            }
            let acting = results.iter().filter(|one| one.would_block() || one.would_interrupt());
            foreseen.policies.extend(acting.map(|one| one.name.clone()));
        }
        foreseen.policies.sort_unstable();
        foreseen.policies.dedup();
        foreseen
    }

    /// Whether a policy in report-only mode would stop these sign-ins; `None` where no export says.
    pub fn verdict(&self) -> Option<&'static str> {
        match (self.evaluated, self.blocked) {
            (0, _) => None,
            (_, 0) => Some("would-not-stop"),
            (all, some) if some < all => Some("would-stop-some"),
            _ => Some("would-stop"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read() {
        let check = |list: &str, expect: &[(&str, &str)]| {
            let results = results(list);
            let found: Vec<(&str, &str)> =
                results.iter().map(|one| (one.name.as_str(), one.result.as_str())).collect();
            assert_eq!(found, expect, "{list}");
        };
        check("", &[]);
        check("[]", &[]);
        check("none", &[]);
        check(
            r#"[{"id":"a","displayName":"Block legacy","result":"reportOnlyFailure"}]"#,
            &[("Block legacy", "reportonlyfailure")],
        );
        check(
            r#"[{"id":"a","displayName":"","enforcedGrantControls":["Mfa"],"result":"success"},{"displayName":"b"},{"id":"c","result":"reportOnlyInterrupted"}]"#,
            &[("a", "success"), ("c", "reportonlyinterrupted")],
        );
    }

    #[test]
    fn verdicts() {
        let check = |evaluated, blocked, expect| {
            let foreseen = Foreseen { evaluated, blocked, ..Foreseen::default() };
            assert_eq!(foreseen.verdict(), expect, "{evaluated} {blocked}");
        };
        check(0, 0, None);
        check(3, 0, Some("would-not-stop"));
        check(3, 2, Some("would-stop-some"));
        check(3, 3, Some("would-stop"));
    }
}
