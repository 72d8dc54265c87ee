//! The names that an answer holds, learnt before anything is replaced.

use std::collections::{BTreeSet, HashMap, HashSet};

use entrasift_rollout::answer::Holds;

use super::pseudonym::canonical;

/// A shorter name is replaced where it stands alone, not within sentences: it would be found in every other word.
const SHORTEST: usize = 3;

/// The same for a name of digits, which a count could be.
const SHORTEST_NUMBER: usize = 5;

/// Domains under which people of all tenants have their mail.
const SHARED: &[&str] =
    &["gmail.com", "googlemail.com", "hotmail.com", "live.com", "outlook.com", "yahoo.com"];

/// Whether a whole text is a name, which is replaced wherever else it stands.
fn is_name(holds: Holds) -> bool {
    holds <= Holds::File
}

/// The names that stand in columns of a known kind.
#[derive(Default)]
pub(super) struct Names {
    kinds: HashMap<String, Holds>,
    /// Names as they were spelt.
    spelt: HashSet<String>,
    public: HashSet<String>,
    files: BTreeSet<String>,
    /// How many users each domain has.
    domains: HashMap<String, usize>,
}

impl Names {
    /// Looks at a text of an answer.
    pub(super) fn see(&mut self, kind: Holds, text: &str) {
        match kind {
            Holds::CountedUser => self.add(Holds::User, counted(text).0),
            Holds::PublicId => {
                self.public.insert(canonical(text));
            }
            Holds::File => {
                self.files.insert(text.to_owned());
            }
            name if is_name(name) => self.add(name, text),
            _ => {}
        }
    }

    fn add(&mut self, kind: Holds, text: &str) {
        let name = text.trim();
        if name.is_empty() || !self.spelt.insert(name.to_owned()) {
            return;
        }
        let known = self.kinds.entry(canonical(name)).or_insert(kind);
        *known = kind.min(*known);
        if let (Holds::User | Holds::UserId, Some((_, domain))) = (kind, name.rsplit_once('@')) {
            *self.domains.entry(domain.to_lowercase()).or_default() += 1;
        }
    }

    /// Adds what follows from the names: domains of users, and the words by which a tenant is known.
    pub(super) fn complete(&mut self) {
        let tenants: Vec<String> = self
            .kinds
            .iter()
            .filter(|(_, kind)| **kind == Holds::Tenant)
            .map(|(name, _)| name.clone())
            .collect();
        let own = self
            .domains
            .iter()
            .max_by_key(|(domain, users)| (**users, (*domain).clone()))
            .map(|(domain, _)| domain.clone());
        let labels = own.iter().filter_map(|domain| domain.rsplit('.').nth(1)).map(str::to_owned);
        let words = tenants.iter().filter_map(|name| name.split_whitespace().next()).map(str::to_owned);
        let words: Vec<String> = labels.chain(words).filter(|word| word.chars().count() > SHORTEST).collect();
        let locals = self.spelt.iter().filter_map(|name| name.split_once('@')).map(|(local, _)| local);
        let locals: Vec<String> = locals.filter(|local| is_telling(local)).map(str::to_owned).collect();
        let domains: Vec<String> =
            self.domains.keys().filter(|domain| !SHARED.contains(&domain.as_str())).cloned().collect();
        domains.iter().chain(&words).for_each(|name| self.add(Holds::Tenant, name));
        locals.iter().for_each(|name| self.add(Holds::User, name));
    }

    /// What is searched for within texts, in every case that the search does not fold itself.
    pub(super) fn patterns(&self) -> Vec<String> {
        let mut patterns: Vec<String> =
            self.spelt.iter().filter(|name| is_findable(name)).flat_map(|name| spellings(name)).collect();
        patterns.extend(self.files.iter().filter(|file| file.len() > 1).cloned());
        patterns.sort_unstable();
        patterns.dedup();
        patterns
    }

    /// What a name is; `None` where it is not known.
    pub(super) fn kind(&self, name: &str) -> Option<Holds> {
        self.kinds.get(&canonical(name)).copied()
    }

    /// Whether an id is one that all tenants share.
    pub(super) fn is_public(&self, id: &str) -> bool {
        self.public.contains(&canonical(id))
    }

    /// The files.
    pub(super) fn files(&self) -> &BTreeSet<String> {
        &self.files
    }
}

/// All three cases of a name: the search itself folds ASCII only.
fn spellings(name: &str) -> Vec<String> {
    match name.is_ascii() {
        true => vec![name.to_ascii_lowercase()],
        false => vec![name.to_owned(), name.to_lowercase(), name.to_uppercase()],
    }
}

fn is_findable(name: &str) -> bool {
    let shortest = if name.bytes().all(|byte| byte.is_ascii_digit()) { SHORTEST_NUMBER } else { SHORTEST };
    name.chars().count() >= shortest
}

/// Whether the part before the `@` is no word of a language: `kerstin.vogt`, `svc-scan-01`, not `helpdesk`.
fn is_telling(local: &str) -> bool {
    local.chars().count() >= 5 && local.contains(|c: char| !c.is_alphabetic())
}

/// `ana@northwind.example`, and ` (3)`.
pub(super) fn counted(text: &str) -> (&str, &str) {
    match text.rfind(" (") {
        Some(at) if text.ends_with(')') => text.split_at(at),
        _ => (text, ""),
    }
}
