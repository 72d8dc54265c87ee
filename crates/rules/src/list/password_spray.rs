//! The rule `password-spray`.

use entrasift_core::{DAY, Field, FieldSet, Time};

use crate::derive::person::Person;
use crate::engine::lookup::{Found, Lookup, LookupKey, Split};
use crate::predicate::{Predicate, Test};
use crate::rule::burst::{Burst, Counted, GroupBy, Grouping, Suspect, shifted};
use crate::rule::case::Case;
use crate::rule::{Severity, Shape, rule};
use crate::setting::Setting;

rule! {
    /// One password, many accounts.
    ///
    /// ## What it finds
    ///
    /// Failures because of the password (50126, 50053, 50055) of five or more users from one address within 20 minutes, over any
    /// protocol, ROPC and legacy ones included, where more users failed there than succeeded. Because a patient attacker changes the address, the same
    /// is counted per network (autonomous system number) and per user agent over 24 hours: there ten users must have failed, and four for each
    /// one who succeeded. Addresses in trusted networks are spared.
    ///
    /// A success from that address, up to a day later, of someone who had never succeeded from there before, makes the case critical: a
    /// password was found. In a network, or with a user agent, only a success of one of the users who failed counts, within the burst.
    ///
    /// ## Why it matters
    ///
    /// A single hit is enough, and nearly all sprays use protocols that cannot do MFA.
    ///
    /// ## When it is harmless
    ///
    /// An office or a school behind one address on the day after all passwords expired: put its address into `[networks] trusted`. A
    /// monitoring service or gateway that tries old passwords for many mailboxes.
    ///
    /// ## What to do
    ///
    /// Critical: reset those passwords, revoke the sessions. Else: block legacy authentication, and see that smart lock-out and the list of banned
    /// passwords are on. Single addresses are not worth a block rule.
    ///
    /// ## Examples
    ///
    /// ```signins finds 5
    /// time  | user | code  | ip
    /// 03:00 | ana  | 50126 | 192.0.2.7
    /// 03:05 | bo   | 50053 | 192.0.2.7
    /// 03:10 | cy   | 50126 | 192.0.2.7
    /// 03:15 | di   | 50055 | 192.0.2.7
    /// 03:20 | ed   | 50126 | 192.0.2.7
    /// ```
    ///
    /// Four users, a fifth one too late, and other addresses are none; nor is an office where as many succeed.
    ///
    /// ```signins finds 0
    /// time  | user | code  | ip
    /// 03:00 | ana  | 50126 | 192.0.2.7
    /// 03:00 | ana  | 50126 | 192.0.2.7
    /// 03:05 | bo   | 50126 | 192.0.2.7
    /// 03:10 | cy   | 50126 | 192.0.2.7
    /// 03:15 | di   | 50126 | 192.0.2.7
    /// 03:21 | ed   | 50126 | 192.0.2.7
    /// 03:15 | fay  | 50126 | 192.0.2.8
    /// ```
    ///
    /// ```signins finds 0
    /// time  | user | code  | ip
    /// 08:00 | ana  | 50126 | 198.51.100.9
    /// 08:01 | bo   | 50126 | 198.51.100.9
    /// 08:02 | cy   | 50126 | 198.51.100.9
    /// 08:03 | di   | 50126 | 198.51.100.9
    /// 08:04 | ed   | 50126 | 198.51.100.9
    /// 08:01 | ana  | 0     | 198.51.100.9
    /// 08:02 | bo   | 0     | 198.51.100.9
    /// 08:03 | cy   | 0     | 198.51.100.9
    /// 08:04 | di   | 0     | 198.51.100.9
    /// 08:15 | gus  | 0     | 198.51.100.9
    /// ```
    ///
    /// Many addresses, one network, one day.
    ///
    /// ```signins finds 3 with network_users:3
    /// time  | user | code  | ip        | Autonomous system  number
    /// 01:00 | ana  | 50126 | 192.0.2.7 | 64500
    /// 09:00 | bo   | 50126 | 192.0.2.8 | 64500
    /// 19:00 | cy   | 50126 | 192.0.2.9 | 64500
    /// 19:00 | di   | 50126 | 192.0.2.9 | 64501
    /// ```
    password_spray {
        id: "password-spray",
        title: "Password sprays",
        severity: Severity::High,
        attack: &["T1110.003"],
        needs: FieldSet::new([Field::Code, Field::Ip]),
        when: Predicate::Is(Field::Code, Test::Codes(&[50126, 50053, 50055])) & Predicate::User & !Predicate::BreakGlass,
        shape: Shape::Burst(Burst {
            keeps: [Field::Ip, Field::Asn, Field::UserAgent],
            unless: None,
            spares_trusted: true,
            groupings: vec![
                Grouping { by: GroupBy::Value(ADDRESS), counts: Counted::People, minutes: "minutes", least: "users" },
                Grouping { by: GroupBy::Value(1), counts: Counted::People, minutes: "network_minutes", least: "network_users" },
                Grouping { by: GroupBy::Value(2), counts: Counted::People, minutes: "network_minutes", least: "network_users" },
            ],
            ask,
            judge,
        }),
        settings: vec![
            Setting::number("users", 5, "users", "How many users must fail from one address."),
            Setting::number("minutes", 20, "minutes", "In how much time."),
            Setting::number("network_users", 10, "users", "How many users must fail in one network, or with one user agent."),
            Setting::number("network_minutes", 1440, "minutes", "In how much time."),
        ],
    }
}

const ADDRESS: usize = 0;
/// In a network or with a user agent so many users must fail for each one who succeeds.
const FAILED_FOR_EACH: usize = 4;

fn key(suspect: &Suspect<'_>) -> LookupKey {
    let field = [Field::Ip, Field::Asn, Field::UserAgent][suspect.grouping];
    LookupKey::Value(field, suspect.events[0].values[suspect.grouping])
}

/// Who succeeded there while the burst lasted (at least a window long); and for an address, who did so for the first time until a day
/// after it.
fn ask(suspect: &Suspect<'_>) -> Option<Vec<Lookup>> {
    let (first, last, window) = (suspect.first(), suspect.last(), suspect.window());
    let (from, to) = (first.min(shifted(last, -window)), last.max(shifted(first, window)));
    let key = key(suspect);
    let lookup = |from: Time, to| Lookup { start: first, ..Lookup::successes(key, from, to, Split::Person) };
    let failed = suspect.people().len();
    let most = if suspect.grouping == ADDRESS { failed } else { failed / FAILED_FOR_EACH };
    let after = (suspect.grouping == ADDRESS)
        .then(|| Lookup { only_after_last: true, ..lookup(first, shifted(last, DAY)) });
    Some([Some(Lookup { most, ..lookup(from, to) }), after].into_iter().flatten().collect())
}

fn judge(suspect: &Suspect<'_>, found: &[Found]) -> Option<Case> {
    let [meanwhile, after @ ..] = found else { return None };
    if meanwhile.too_many {
        return None;
    }
    let failed = suspect.people();
    let succeeded = meanwhile.traces().count();
    let by_address = suspect.grouping == ADDRESS;
    let is_spray = match by_address {
        true => failed.len() > succeeded,
        false => failed.len() >= FAILED_FOR_EACH * succeeded,
    };
    if !is_spray {
        return None;
    }
    let ways = after.first().unwrap_or(meanwhile);
    let got_in: Vec<_> = ways
        .traces()
        .filter(|(person, trace)| {
            let first_time = !ways.knew(*person) && trace.span.first() >= Some(suspect.first());
            first_time && (by_address || failed.contains(&Person(*person)))
        })
        .collect();
    let place = ["from one address", "from one network", "with one user agent"][suspect.grouping];
    let severity = if got_in.is_empty() { Severity::High } else { Severity::Critical };
    let end = match got_in.len() {
        0 => ", nobody got in".to_owned(),
        1 => "; then a user got in there for the first time".to_owned(),
        many => format!("; then {many} users got in there for the first time"),
    };
    let what = format!("the passwords of {} users were tried {place}{end}", failed.len());
    let mut case = suspect.case(severity, what, if suspect.grouping == 2 { &[2] } else { &[0, 1] });
    got_in.into_iter().for_each(|(person, trace)| case.let_in(Person(person), trace));
    Some(case)
}
