//! Accounts that the tenant file excepts by a pattern on the user name, and under which heading.

use globset::{Glob, GlobBuilder, GlobSet};
use hashbrown::HashSet;

use crate::tenant::Exceptions;

/// How many patterns are compiled together: the compiled form of one set has a bound on its size.
const PATTERNS_IN_A_SET: usize = 256;

/// User names, given one by one or by patterns, in any case. It costs the same to ask however many plain names there are.
#[derive(Debug, Default)]
pub struct UserNames {
    plain: HashSet<String>,
    patterns: Vec<GlobSet>,
}

impl UserNames {
    /// Compiles a list. What is no pattern matches nothing; the tenant file refuses it.
    pub fn new(list: &[String]) -> UserNames {
        let is_pattern = |name: &&String| name.contains(['*', '?', '[', ']', '{', '}', '\\']);
        let (patterns, plain): (Vec<&String>, Vec<&String>) = list.iter().partition(is_pattern);
        let compiled = |pattern: &String| GlobBuilder::new(pattern).case_insensitive(true).build().ok();
        let patterns: Vec<Glob> = patterns.into_iter().filter_map(compiled).collect();
        UserNames {
            plain: plain.into_iter().map(|name| name.to_lowercase()).collect(),
            patterns: patterns.chunks(PATTERNS_IN_A_SET).flat_map(sets).collect(),
        }
    }

    /// Whether a name is one of them.
    pub fn holds(&self, name: &str) -> bool {
        !self.plain.is_empty() && self.plain.contains(&name.to_lowercase())
            || self.patterns.iter().any(|set| set.is_match(name))
    }
}

/// The patterns as one set, or each on its own where they are too large together.
fn sets(patterns: &[Glob]) -> Vec<GlobSet> {
    match GlobSet::new(patterns) {
        Ok(set) => vec![set],
        Err(_) => patterns.iter().filter_map(|pattern| GlobSet::new([pattern]).ok()).collect(),
    }
}

/// The lists of `[exceptions]`, in the order in which they are asked.
#[derive(Debug)]
pub struct Excepted([(UserNames, &'static str); 4]);

impl Excepted {
    /// Compiles what the tenant file says, once for all accounts.
    pub fn new(exceptions: &Exceptions) -> Excepted {
        let Exceptions { service_accounts, shared_mailboxes, rooms, excluded, guests: _ } = exceptions;
        Excepted([
            (UserNames::new(service_accounts), "service account"),
            (UserNames::new(shared_mailboxes), "shared mailbox"),
            (UserNames::new(rooms), "room or resource"),
            (UserNames::new(excluded), "excluded in the tenant file"),
        ])
    }

    /// Under which heading a user stands; `None`: not excepted.
    pub fn because(&self, user: &str) -> Option<&'static str> {
        self.0.iter().find(|(names, _)| names.holds(user)).map(|(_, because)| *because)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_patterns() {
        let check = |list: &[&str], name: &str, expect: bool| {
            let list: Vec<String> = list.iter().map(|name| (*name).to_owned()).collect();
            assert_eq!(UserNames::new(&list).holds(name), expect, "{list:?} {name}");
        };
        check(&[], "ana@x.example", false);
        check(&["Ana@x.example"], "ANA@X.example", true);
        check(&["ana@x.example"], "joana@x.example", false);
        check(&["svc-*@*"], "SVC-Scan@x.example", true);
        check(&["svc-*@*", "["], "scan@x.example", false);
    }

    #[test]
    fn a_long_list_is_held_whole() {
        let mut list: Vec<String> = (0..6000).map(|number| format!("svc-{number}-*@x.example")).collect();
        list.push("ana@x.example".to_owned());
        let names = UserNames::new(&list);
        let asked = ["svc-0-a@x.example", "svc-5999-b@x.example", "ana@x.example", "svc-6000-a@x.example"];
        assert_eq!(asked.map(|name| names.holds(name)), [true, true, true, false]);
    }
}
