//! The sweep: what is known to be a name, and what looks like one, replaced within any text.

use std::collections::{BTreeSet, HashMap, HashSet};

use aho_corasick::{AhoCorasick, AhoCorasickBuilder};

use super::lookalike::{Found, accounts, looks_like_id, numbers_of_machines};
use super::{Files, Redaction, canonical};
use entrasift_rollout::answer::Holds;

/// A shorter name is replaced where it stands alone, not within sentences: it would be found in every other word.
const SHORTEST: usize = 3;

/// The same for a name of digits, which a count could be.
const SHORTEST_NUMBER: usize = 5;

/// Words of which the portal makes its file names: a name of these and of dates tells nothing.
const PORTAL: &[&str] = &[
    "applicationsignins",
    "authdetails",
    "csv",
    "exportuserregistrationdetails",
    "gz",
    "interactivesignins",
    "json",
    "managedidentitysignins",
    "msisignins",
    "noninteractivesignins",
    "signinlogs",
    "signins",
    "userregistrationdetails",
    "zip",
];

/// Endings of file names that are kept.
const ENDINGS: &[&str] = &["csv", "gz", "json", "jsonl", "ndjson", "txt", "zip"];

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
        if let (Holds::User, Some((_, domain))) = (kind, name.rsplit_once('@')) {
            *self.domains.entry(domain.to_lowercase()).or_default() += 1;
        }
    }

    /// Adds what follows from the names: domains of users, and the words by which a tenant is known. Then nothing more is learnt.
    pub(super) fn close(mut self, redaction: &Redaction) -> Sweep {
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
        let files = shown_files(&self.files, redaction);
        let mut patterns: Vec<String> =
            self.spelt.iter().filter(|name| is_findable(name)).flat_map(|name| spellings(name)).collect();
        patterns.extend(self.files.iter().filter(|file| file.len() > 1).cloned());
        patterns.sort_unstable();
        patterns.dedup();
        let finder = AhoCorasickBuilder::new().ascii_case_insensitive(true).build(&patterns).ok();
        Sweep { redaction: redaction.clone(), known: self, files, finder, patterns }
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

/// What each file is called: names of the portal's own words stay, without the folder; others, and those of two files, do not.
fn shown_files(files: &BTreeSet<String>, redaction: &Redaction) -> Files {
    let bare = |file: &str| file.rsplit(['/', '\\']).next().unwrap_or(file).to_owned();
    let is_portal = |name: &str| {
        let mut words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.all(|word| {
            word.len() <= 8 && word.bytes().all(|byte| byte.is_ascii_digit())
                || PORTAL.contains(&word.to_ascii_lowercase().as_str())
        })
    };
    let shown = files.iter().map(|file| {
        let name = bare(file);
        let is_alone = files.iter().filter(|other| bare(other) == name).count() == 1;
        if is_portal(&name) && is_alone {
            return (file.clone(), name);
        }
        let pseudonym = redaction.pseudonym(Holds::File, file);
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
        match ending.filter(|ending| ENDINGS.contains(&ending.as_str())) {
            Some(ending) => (file.clone(), format!("{pseudonym}.{ending}")),
            None => (file.clone(), pseudonym),
        }
    });
    shown.collect()
}

/// `ana@northwind.example`, and ` (3)`.
fn counted(text: &str) -> (&str, &str) {
    match text.rfind(" (") {
        Some(at) if text.ends_with(')') => text.split_at(at),
        _ => (text, ""),
    }
}

/// Replaces names within texts.
pub(super) struct Sweep {
    redaction: Redaction,
    known: Names,
    files: Files,
    finder: Option<AhoCorasick>,
    patterns: Vec<String>,
}

impl Sweep {
    /// What stands for a text of that kind.
    pub(super) fn replaced(&self, kind: Holds, text: &str) -> String {
        if text.trim().is_empty() {
            return text.to_owned();
        }
        match kind {
            Holds::CountedUser => {
                let (name, count) = counted(text);
                format!("{}{count}", self.name(Holds::User, name))
            }
            Holds::File => self.files.get(text).cloned().unwrap_or_else(|| self.name(kind, text)),
            Holds::Free | Holds::Number | Holds::Time => self.name(Holds::Free, text),
            Holds::PublicId
                if looks_like_id(text.trim()) && !self.known.kinds.contains_key(&canonical(text)) =>
            {
                text.to_owned()
            }
            Holds::Quoted => self.swept(&unquoted(text), Holds::Id),
            Holds::TenantWords => self.swept(text, Holds::Tenant),
            Holds::Words | Holds::PublicId => self.swept(text, Holds::Id),
            name => self.name(name, text),
        }
    }

    fn name(&self, kind: Holds, text: &str) -> String {
        let kind = self.known.kinds.get(&canonical(text)).copied().unwrap_or(kind);
        self.redaction.pseudonym(kind, text)
    }

    /// The text, in which an id that nobody knows becomes one of kind `id`.
    fn swept(&self, text: &str, id: Holds) -> String {
        let mut found = self.known_names(text);
        found.extend(accounts(text));
        found.extend(
            numbers_of_machines(text, id)
                .into_iter()
                .filter(|found| !self.known.public.contains(&canonical(&text[found.start..found.end]))),
        );
        if found.is_empty() {
            return text.to_owned();
        }
        found.sort_by_key(|found| (found.start, std::cmp::Reverse(found.end)));
        let mut out = String::with_capacity(text.len());
        let mut from = 0;
        let mut rest = found.into_iter().peekable();
        while let Some(mut one) = rest.next() {
            // What overlaps goes together: nothing of either stays.
            while let Some(next) = rest.next_if(|next| next.start < one.end) {
                one.end = one.end.max(next.end);
            }
            out.push_str(&text[from..one.start]);
            let original = &text[one.start..one.end];
            match self.files.get(original) {
                Some(shown) => out.push_str(shown),
                None => out.push_str(&self.name(one.kind, original)),
            }
            from = one.end;
        }
        out.push_str(&text[from..]);
        out
    }

    fn known_names(&self, text: &str) -> Vec<Found> {
        let Some(finder) = &self.finder else { return Vec::new() };
        let matches = finder.find_overlapping_iter(text);
        let whole = matches.filter(|found| stands_alone(text, found.start(), found.end()));
        let found = whole.map(|found| {
            let name = &self.patterns[found.pattern().as_usize()];
            let kind = self.known.kinds.get(&canonical(name)).copied().unwrap_or(Holds::File);
            Found { start: found.start(), end: found.end(), kind }
        });
        found.collect()
    }
}

/// Whether no letter or digit goes on where the stretch begins and ends.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    if !text.is_char_boundary(start) || !text.is_char_boundary(end) {
        return false;
    }
    let edge = |inner: Option<char>, outer: Option<char>| {
        !(inner.is_some_and(char::is_alphanumeric) && outer.is_some_and(char::is_alphanumeric))
    };
    let inner = &text[start..end];
    edge(inner.chars().next(), text[..start].chars().next_back())
        && edge(inner.chars().next_back(), text[end..].chars().next())
}

/// A piece of a file between backticks is not said.
fn unquoted(text: &str) -> String {
    match (text.find('`'), text.rfind('`')) {
        (Some(first), Some(last)) if first < last => format!("{}`…`{}", &text[..first], &text[last + 1..]),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn swept(text: &str) -> String {
        let redaction = Redaction::new(b"a key");
        let mut known = Names::default();
        known.see(Holds::User, "ann");
        known.see(Holds::User, "Ann Marie");
        known.see(Holds::User, "kerstin.vogt@northwind.example");
        known.see(Holds::Tenant, "Northwind Engineering");
        known.see(Holds::Device, "Émile-Laptop");
        known.see(Holds::PublicId, "00000002-0000-0ff1-ce00-000000000000");
        known.see(Holds::File, "clients/northwind/InteractiveSignIns_2026-11-04.csv");
        known.see(Holds::File, "clients/northwind/anna.csv");
        let text = known.close(&redaction).replaced(Holds::Words, text);
        let is_digit = |c: char| c.is_ascii_hexdigit();
        // Only what kind of pseudonym it is.
        let mut out = String::new();
        for (at, part) in text.split('-').enumerate() {
            let digits = at > 0 && part.len() >= DIGITS_SHOWN && part[..DIGITS_SHOWN].chars().all(is_digit);
            out.push_str(if at == 0 || digits { "" } else { "-" });
            out.push_str(if digits { &part[DIGITS_SHOWN..] } else { part });
        }
        out
    }

    const DIGITS_SHOWN: usize = super::super::DIGITS;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        assert_eq!(swept(text), expect);
    }

    #[test]
    fn known_names_are_found_within_sentences() {
        check("ann is here, not Annapolis", "user is here, not Annapolis");
        check("ANN MARIE and Ann Mariella", "user and user Mariella");
        check("the laptop ÉMILE-LAPTOP", "the laptop device");
        check("Northwind Backup Script of northwind.example", "tenant Backup Script of tenant");
        check("kerstin.vogt's phone", "user's phone");
        check("see clients/northwind/anna.csv", "see file.csv");
        check(
            "in clients/northwind/InteractiveSignIns_2026-11-04.csv row 3",
            "in InteractiveSignIns_2026-11-04.csv row 3",
        );
    }

    #[test]
    fn what_looks_like_a_name_is_found_too() {
        check("from bo_partner.example#EXT#@x.onmicrosoft.com (3)", "from user (3)");
        check("bo%40partner.example", "user");
        check("203.0.113.66 also tried", "ip also tried");
        check("[2001:db8::1]:443 and ::ffff:10.0.0.1", "[ip]:443 and ip");
        check("id 739ecc96-82fb-4588-87da-e62bddba5c35.", "id id.");
    }

    #[test]
    fn what_all_tenants_share_stays() {
        let redaction = Redaction::new(b"a key");
        let mut known = Names::default();
        let app = "00000002-0000-0ff1-ce00-000000000000";
        known.see(Holds::PublicId, app);
        let sweep = known.close(&redaction);
        assert_eq!(sweep.replaced(Holds::PublicId, app), app);
        assert_eq!(sweep.replaced(Holds::Words, app), app);
        assert_ne!(sweep.replaced(Holds::PublicId, "ana@northwind.example"), "ana@northwind.example");
    }

    #[test]
    fn times_counts_and_versions_stay() {
        for text in [
            "12,480 sign-ins",
            "2026-11-02T00:00:03Z",
            "at 09:15:20",
            "Chrome Mobile 140.0.0",
            "AS64496",
            "@ 5",
            "-",
        ] {
            check(text, text);
        }
    }
}
