//! Suspicions: what speaks for somebody else behind a legacy client that knows the password.

use entrasift_core::{ABSENT, Field, Symbol};
use entrasift_rules::derive::person::Person;
use entrasift_rules::measure::Distinct;

use super::client_use::ClientUse;
use super::sums::LegacySums;
use crate::reading::read_logs::Seen;

/// One reason to believe that it is not the owner who signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suspicion {
    /// An address that is not trusted tried the passwords of other users, too.
    SharedAddress(Symbol),
    /// It succeeded from a country from which the user never signs in with MFA.
    StrangeCountry(Symbol),
    /// It succeeded from an autonomous system from which the user never signs in with MFA.
    StrangeNetwork(Symbol),
}

impl Suspicion {
    /// In words.
    pub fn words(self, seen: &Seen) -> String {
        match self {
            Suspicion::SharedAddress(ip) => {
                format!("{} also tried other users' passwords", seen.text(Field::Ip, ip))
            }
            Suspicion::StrangeCountry(country) => {
                let country = seen.text(Field::Country, country);
                format!("succeeded from {country}, where this user never signs in with MFA")
            }
            Suspicion::StrangeNetwork(network) => {
                let network = seen.text(Field::Asn, network);
                format!("succeeded from AS{network}, where this user never signs in with MFA")
            }
        }
    }
}

/// The suspicions of one use of a legacy client. Of several addresses, countries or networks, the first by its text counts.
pub(super) fn suspicions(seen: &Seen, sums: &LegacySums, person: Person, used: &ClientUse) -> Vec<Suspicion> {
    let mut found = Vec::new();
    let tries_others = |ip: &Symbol| {
        sums.addresses.get(ip).is_some_and(|address| address.refused.has_other_than(person))
            && !seen.request.tenant.trusts(seen.text(Field::Ip, *ip))
    };
    found.extend(first(seen, Field::Ip, &used.ips, tries_others).map(Suspicion::SharedAddress));
    let Some(protected) = sums.protected.get(person) else { return found };
    let places = || protected.iter().map(|(place, ())| *place);
    if places().any(|(country, _)| country != ABSENT) {
        let strange = |country: &Symbol| places().all(|(usual, _)| usual != *country);
        let country = first(seen, Field::Country, &used.success_countries, strange);
        found.extend(country.map(Suspicion::StrangeCountry));
    }
    if places().any(|(_, network)| network != ABSENT) {
        let strange = |network: &Symbol| places().all(|(_, usual)| usual != *network);
        let network = first(seen, Field::Asn, &used.success_asns, strange);
        found.extend(network.map(Suspicion::StrangeNetwork));
    }
    found
}

/// Of the values for which `is` holds the one whose text comes first.
fn first(seen: &Seen, field: Field, values: &Distinct, is: impl Fn(&Symbol) -> bool) -> Option<Symbol> {
    let symbols = values.iter().map(|(symbol, _)| symbol).filter(is);
    symbols.min_by_key(|symbol| seen.text(field, *symbol))
}
