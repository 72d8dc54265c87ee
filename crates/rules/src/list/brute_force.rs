//! The rule `brute-force`.

use entrasift_core::{ABSENT, Field, FieldSet};

use crate::engine::lookup::{Found, Lookup, Sought, WITH_PASSWORD};
use crate::predicate::{Predicate, Test};
use crate::rule::burst::{Burst, Counted, GroupBy, Grouping, Suspect};
use crate::rule::case::Case;
use crate::rule::{Severity, Shape, rule};
use crate::setting::Setting;

rule! {
    /// One account, many wrong passwords, then the right one.
    ///
    /// ## What it finds
    ///
    /// Ten or more failures of one user within 20 minutes because of the password (50126, 50053, 50055), and then, up to 20 minutes after
    /// the last of them, a sign-in in which the password was right: a success (0), or an interrupt that comes after the password (50125,
    /// 50140, 70043, 70044). The way in must be an address that failed before, or one that is new for this user.
    ///
    /// ## Why it matters
    ///
    /// Somebody guessed a password. Where no MFA stood behind it, the account is theirs.
    ///
    /// ## When it is harmless
    ///
    /// A user who has forgotten the new password and remembers it in the end. Such a case is told as low where the user had been at that address
    /// before. A phone with an old password that fails every minute, while its owner works on a computer, is no case.
    ///
    /// ## What to do
    ///
    /// If the address means nothing to the user: reset the password, revoke the sessions, look at what the session did. Then see why no
    /// MFA was asked for: `entrasift gaps` has the sign-in.
    ///
    /// ## Examples
    ///
    /// ```signins finds 10
    /// time  | user | code  | ip
    /// 22:00 | ana  | 50126 | 192.0.2.7
    /// 22:01 | ana  | 50126 | 192.0.2.7
    /// 22:02 | ana  | 50126 | 192.0.2.7
    /// 22:03 | ana  | 50126 | 192.0.2.7
    /// 22:04 | ana  | 50053 | 192.0.2.7
    /// 22:05 | ana  | 50126 | 192.0.2.7
    /// 22:06 | ana  | 50126 | 192.0.2.7
    /// 22:07 | ana  | 50126 | 192.0.2.7
    /// 22:08 | ana  | 50126 | 192.0.2.7
    /// 22:09 | ana  | 50126 | 192.0.2.7
    /// 22:10 | ana  | 0     | 192.0.2.7
    /// ```
    ///
    /// Nine failures are too few; a success before them, or from where the user works anyway, is no way in.
    ///
    /// ```signins finds 0 with failures:3
    /// time  | user | code  | ip
    /// 08:00 | ana  | 0     | 192.0.2.1
    /// 22:00 | ana  | 50126 | 192.0.2.7
    /// 22:01 | ana  | 50126 | 192.0.2.7
    /// 22:02 | ana  | 50126 | 192.0.2.7
    /// 22:10 | ana  | 0     | 192.0.2.1
    /// 22:00 | bo   | 0     | 192.0.2.7
    /// 22:01 | bo   | 50126 | 192.0.2.7
    /// 22:02 | bo   | 50126 | 192.0.2.7
    /// 22:03 | bo   | 50126 | 192.0.2.7
    /// ```
    ///
    /// The right password is a way in, though the sign-in was interrupted; but not an hour later.
    ///
    /// ```signins finds 3 with failures:3
    /// time  | user | code  | ip
    /// 22:00 | ana  | 50126 | 192.0.2.7
    /// 22:01 | ana  | 50126 | 192.0.2.7
    /// 22:02 | ana  | 50126 | 192.0.2.7
    /// 22:22 | ana  | 50140 | 192.0.2.7
    /// 22:00 | bo   | 50126 | 192.0.2.8
    /// 22:01 | bo   | 50126 | 192.0.2.8
    /// 22:02 | bo   | 50126 | 192.0.2.8
    /// 23:02 | bo   | 0     | 192.0.2.8
    /// ```
    brute_force {
        id: "brute-force",
        title: "Passwords guessed: many failures, then a way in",
        severity: Severity::Critical,
        attack: &["T1110.001", "T1078.004"],
        needs: FieldSet::new([Field::Code, Field::Ip]),
        when: Predicate::Is(Field::Code, Test::Codes(&[50126, 50053, 50055])) & Predicate::User & !Predicate::BreakGlass,
        shape: Shape::Burst(Burst {
            keeps: [Field::Ip, Field::Country, Field::App],
            unless: None,
            spares_trusted: false,
            groupings: vec![Grouping { by: GroupBy::Person, counts: Counted::SignIns, minutes: "minutes", least: "failures" }],
            ask,
            judge,
        }),
        settings: vec![
            Setting::number("failures", 10, "failures", "How many failures there must be."),
            Setting::number("minutes", 20, "minutes", "In how much time."),
            Setting::number("then_minutes", 20, "minutes", "How long after the last failure a way in counts."),
        ],
    }
}

fn ask(suspect: &Suspect<'_>) -> Option<Vec<Lookup>> {
    Some(vec![suspect.after(Sought::Accepted(WITH_PASSWORD), suspect.minutes("then_minutes"))])
}

fn judge(suspect: &Suspect<'_>, found: &[Found]) -> Option<Case> {
    let after = found.first()?;
    let tried = suspect.values(0);
    let ways: Vec<_> = after
        .traces()
        .filter(|(address, _)| *address == ABSENT || tried.contains(address) || !after.knew(*address))
        .collect();
    let failures = suspect.events.len();
    let (severity, from) = match ways.iter().any(|(address, _)| !after.knew(*address)) {
        _ if ways.is_empty() => return None,
        true => (Severity::Critical, "from an address that is new for this user"),
        false => (Severity::Low, "from an address that this user knows: most likely a forgotten password"),
    };
    let what = format!("{failures} wrong passwords, then the right one, {from}");
    let mut case = suspect.case(severity, what, &[0, 1, 2]);
    ways.into_iter().for_each(|(_, trace)| case.let_in(suspect.events[0].person, trace));
    Some(case)
}
