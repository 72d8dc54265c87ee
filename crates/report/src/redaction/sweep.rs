//! The sweep: what is known to be a name, and what looks like one, replaced within any text.

use std::collections::HashMap;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder};
use entrasift_rollout::answer::Holds;

use super::files::shown_files;
use super::lookalike::{Found, accounts, looks_like_id, numbers_of_machines};
use super::names::{Names, counted};
use super::pseudonym::Pseudonyms;

/// Replaces names within texts.
pub(super) struct Sweep {
    pseudonyms: Pseudonyms,
    known: Names,
    /// What each file is called.
    files: HashMap<String, String>,
    finder: Option<AhoCorasick>,
    patterns: Vec<String>,
}

impl Sweep {
    /// A sweep for these names and what follows from them. Nothing more is learnt.
    pub(super) fn new(mut known: Names, pseudonyms: &Pseudonyms) -> Sweep {
        known.complete();
        let files = shown_files(known.files(), pseudonyms);
        let patterns = known.patterns();
        let finder = AhoCorasickBuilder::new().ascii_case_insensitive(true).build(&patterns).ok();
        Sweep { pseudonyms: pseudonyms.clone(), known, files, finder, patterns }
    }

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
            Holds::PublicId if looks_like_id(text.trim()) && self.known.kind(text).is_none() => {
                text.to_owned()
            }
            Holds::Quoted => self.swept(&unquoted(text), Holds::Id),
            Holds::TenantWords => self.swept(text, Holds::Tenant),
            Holds::Words | Holds::PublicId | Holds::ErrorCode => self.swept(text, Holds::Id),
            name => self.name(name, text),
        }
    }

    fn name(&self, kind: Holds, text: &str) -> String {
        let kind = self.known.kind(text).unwrap_or(kind);
        self.pseudonyms.pseudonym(kind, text)
    }

    /// The text, in which an id that nobody knows becomes one of kind `id`.
    fn swept(&self, text: &str, id: Holds) -> String {
        let mut found = self.known_names(text);
        found.extend(accounts(text));
        found.extend(
            numbers_of_machines(text, id)
                .into_iter()
                .filter(|found| !self.known.is_public(&text[found.start..found.end])),
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
            let kind = self.known.kind(name).unwrap_or(Holds::File);
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
        let pseudonyms = Pseudonyms::new(b"a key");
        let mut known = Names::default();
        known.see(Holds::User, "ann");
        known.see(Holds::User, "Ann Marie");
        known.see(Holds::User, "kerstin.vogt@northwind.example");
        known.see(Holds::Tenant, "Northwind Engineering");
        known.see(Holds::Device, "Émile-Laptop");
        known.see(Holds::PublicId, "00000002-0000-0ff1-ce00-000000000000");
        known.see(Holds::File, "clients/northwind/InteractiveSignIns_2026-11-04.csv");
        known.see(Holds::File, "clients/northwind/anna.csv");
        let text = Sweep::new(known, &pseudonyms).replaced(Holds::Words, text);
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

    const DIGITS_SHOWN: usize = super::super::pseudonym::DIGITS;

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
        let pseudonyms = Pseudonyms::new(b"a key");
        let mut known = Names::default();
        let app = "00000002-0000-0ff1-ce00-000000000000";
        known.see(Holds::PublicId, app);
        let sweep = Sweep::new(known, &pseudonyms);
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
