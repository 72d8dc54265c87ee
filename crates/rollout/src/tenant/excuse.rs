//! What the tenant file excuses: accounts that are outside the policy on purpose, and findings that someone answers for.

use std::collections::HashMap;

use entrasift_core::Time;
use entrasift_rules::excepted::Excepted;
use entrasift_rules::tenant::{Accepted, Tenant};

/// An accepted exception: something that would count against a check and does not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Acceptance {
    /// The check.
    pub check: &'static str,
    /// The user; empty: nobody in particular.
    pub user: String,
    /// What it is.
    pub what: String,
    /// Why it is excused: the list of the tenant file, or the reason given.
    pub because: String,
    /// Who answers for it.
    pub owner: String,
    /// Until when.
    pub until: Option<Time>,
    /// How many sign-ins.
    pub count: u64,
}

/// Why something is excused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excuse {
    because: String,
    owner: String,
    until: Option<Time>,
}

impl Excuse {
    /// The exception that it makes in a check.
    pub fn accepts(self, check: &'static str, user: &str, what: impl Into<String>, count: u64) -> Acceptance {
        let Excuse { because, owner, until } = self;
        Acceptance { check, user: user.to_owned(), what: what.into(), because, owner, until, count }
    }
}

/// What the tenant file excuses at a time.
pub struct Excuses<'t> {
    tenant: &'t Tenant,
    excepted: Excepted,
    /// The first entry of `tenant.accepted` that still holds, by user and by rule, in lower case; an empty text is any.
    accepted: HashMap<String, HashMap<String, usize>>,
}

impl<'t> Excuses<'t> {
    /// From the tenant file. Entries that ended before `now` are left out.
    pub fn new(tenant: &'t Tenant, now: Option<Time>) -> Excuses<'t> {
        let mut accepted: HashMap<String, HashMap<String, usize>> = HashMap::new();
        for (place, one) in tenant.accepted.iter().enumerate() {
            if one.until.is_none_or(|until| now.is_none_or(|now| now < until)) {
                let of_user = accepted.entry(folded(&one.user)).or_default();
                of_user.entry(folded(&one.rule)).or_insert(place);
            }
        }
        Excuses { tenant, excepted: Excepted::new(&tenant.exceptions), accepted }
    }

    /// The account is outside the policy on purpose. A declared break-glass account never is by a pattern.
    pub fn account(&self, user: &str) -> Option<Excuse> {
        if self.tenant.break_glass_index(user).is_some() {
            return None;
        }
        let because = self.excepted.because(user)?.to_owned();
        Some(Excuse { because, owner: String::new(), until: None })
    }

    /// Guests are outside the policy on purpose.
    pub fn guest(&self) -> Option<Excuse> {
        let because = "guests are outside the policy".to_owned();
        self.tenant.exceptions.guests.then(|| Excuse { because, owner: String::new(), until: None })
    }

    /// Someone answers for this finding: one of `rules` (rules, or the check's own id) of an account, under any of its names.
    pub fn finding(&self, names: &[&str], rules: &[&str]) -> Option<Excuse> {
        let accepted = self.accepted(names, rules)?;
        let because = if accepted.reason.is_empty() { "accepted" } else { &accepted.reason };
        Some(Excuse { because: because.to_owned(), owner: accepted.owner.clone(), until: accepted.until })
    }

    /// The first entry of the tenant file that is about one of these names, or anybody, and one of these rules, or any.
    fn accepted(&self, names: &[&str], rules: &[&str]) -> Option<&'t Accepted> {
        let any = std::iter::once("");
        let of_users =
            names.iter().copied().chain(any.clone()).filter_map(|name| self.accepted.get(&folded(name)));
        let places = of_users.filter_map(|by_rule| {
            rules.iter().copied().chain(any.clone()).filter_map(|rule| by_rule.get(&folded(rule))).min()
        });
        places.min().map(|place| &self.tenant.accepted[*place])
    }

    /// The account or the finding is excused.
    pub fn any(&self, user: &str, id: &str, rules: &[&str]) -> Option<Excuse> {
        self.account(user).or_else(|| self.finding(&[user, id], rules))
    }
}

/// A name or rule in the form in which they are compared.
fn folded(text: &str) -> String {
    text.trim().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use entrasift_rules::tenant::{Accepted, Exceptions};

    use super::*;

    fn tenant() -> Tenant {
        let accepted = |user: &str, rule: &str, until| Accepted {
            user: user.to_owned(),
            rule: rule.to_owned(),
            owner: "it".to_owned(),
            reason: "soon".to_owned(),
            until,
        };
        Tenant {
            break_glass: vec!["svc-alpha@x.example".to_owned()],
            exceptions: Exceptions { service_accounts: vec!["SVC-*@*".to_owned()], ..Exceptions::default() },
            accepted: vec![
                accepted("crm@x.example", "legacy-auth", Some(Time(100))),
                accepted("", "app-broken", None),
            ],
            ..Tenant::default()
        }
    }

    #[test]
    fn accounts() {
        let tenant = tenant();
        let check = |user: &str, expect: bool| {
            assert_eq!(Excuses::new(&tenant, None).account(user).is_some(), expect, "{user}");
        };
        check("svc-scan@x.example", true);
        check("Svc-Scan@X.example", true);
        check("svc-alpha@x.example", false);
        check("ana@x.example", false);
    }

    #[test]
    fn findings() {
        let tenant = tenant();
        let check = |user: &str, rule: &str, now: i64, expect: bool| {
            let excuses = Excuses::new(&tenant, Some(Time(now)));
            assert_eq!(excuses.finding(&[user], &[rule]).is_some(), expect, "{user} {rule} {now}");
        };
        check("CRM@x.example", "legacy-auth", 99, true);
        check("crm@x.example", "legacy-auth", 100, false);
        check("crm@x.example", "failed-mfa", 99, false);
        check("ana@x.example", "legacy-auth", 99, false);
        check("ana@x.example", "app-broken", 99, true);
    }
}
