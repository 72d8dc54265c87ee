//! The rule `mfa-fatigue`.

use entrasift_core::{ABSENT, Field, FieldSet};

use crate::engine::lookup::{Found, Lookup, Sought};
use crate::predicate::{Predicate, Test};
use crate::rule::burst::{Burst, Counted, GroupBy, Grouping, Suspect};
use crate::rule::case::{Case, lasting};
use crate::rule::{Severity, Shape, rule};
use crate::setting::Setting;

rule! {
    /// Someone was sent one MFA prompt after the other, and perhaps approved one to have peace.
    ///
    /// ## What it finds
    ///
    /// Three or more challenges of one user within an hour that were declined, not answered or answered wrongly (500121), from a place
    /// where this user had not succeeded before. Failed codes and faults of the service are left out where the log tells them apart, and so
    /// are the trusted networks. A success from a new place, after the third denial and up to an hour after the last one, makes
    /// the case critical.
    ///
    /// ## Why it matters
    ///
    /// Nobody is asked for a second factor before the password was right. Whoever sends the prompts has the password, and needs one tap in the
    /// wrong moment. Number matching makes that tap harder, not impossible.
    ///
    /// ## When it is harmless
    ///
    /// A user with a new phone whose old one still gets the prompts, in a hotel or with a new provider. A notification that
    /// never arrives because the phone is off. In the user's usual places this rule is silent: `failed-mfa` lists those.
    ///
    /// ## What to do
    ///
    /// Ask the user, by phone. If the prompts were not theirs: reset the password and revoke all sessions; after an approval look for new
    /// mailbox rules, new devices and new methods first. Then require number matching, or phishing-resistant methods for the people at risk.
    ///
    /// ## Examples
    ///
    /// The third denial within an hour makes a case; order and place in the file do not matter.
    ///
    /// ```signins finds 3
    /// time  | user | code   | ip
    /// 00:59 | ana  | 500121 | 192.0.2.7
    /// 00:31 | ana  | 500121 | 192.0.2.7
    /// 00:02 | ana  | 500121 | 192.0.2.7
    /// ```
    ///
    /// Three in 61 minutes are none; nor are those of two people.
    ///
    /// ```signins finds 0
    /// time  | user | code   | ip
    /// 00:00 | ana  | 500121 | 192.0.2.7
    /// 00:31 | ana  | 500121 | 192.0.2.7
    /// 01:01 | ana  | 500121 | 192.0.2.7
    /// 00:31 | bo   | 500121 | 192.0.2.7
    /// 00:32 | bo   | 500121 | 192.0.2.7
    /// ```
    ///
    /// Where the user had succeeded before, it is trouble with the phone. Wrong codes are no prompts that someone declined.
    ///
    /// ```signins finds 0
    /// time  | user | code   | ip        | mfa result
    /// 08:00 | ana  | 0      | 192.0.2.7 |
    /// 09:00 | ana  | 500121 | 192.0.2.7 |
    /// 09:01 | ana  | 500121 | 192.0.2.7 |
    /// 09:02 | ana  | 500121 | 192.0.2.7 |
    /// 09:00 | bo   | 500121 | 192.0.2.8 | MFA denied; invalid verification code
    /// 09:01 | bo   | 500121 | 192.0.2.8 | MFA denied; invalid verification code
    /// 09:02 | bo   | 500121 | 192.0.2.8 | MFA denied; invalid verification code
    /// ```
    ///
    /// ```signins finds 2 with denials:2 minutes:10
    /// time  | user | code   | ip
    /// 00:00 | ana  | 500121 | 192.0.2.7
    /// 00:10 | ana  | 500121 | 192.0.2.7
    /// 00:12 | ana  | 0      | 192.0.2.7
    /// ```
    mfa_fatigue {
        id: "mfa-fatigue",
        title: "Users pressed with MFA prompts",
        severity: Severity::High,
        attack: &["T1621"],
        needs: FieldSet::new([Field::Code]),
        when: Predicate::Is(Field::Code, Test::Codes(&[500_121])) & Predicate::User & !Predicate::BreakGlass,
        shape: Shape::Burst(Burst {
            keeps: [Field::Ip, Field::Country, Field::App],
            unless: Some(no_prompt()),
            spares_trusted: true,
            groupings: vec![Grouping { by: GroupBy::Person, counts: Counted::SignIns, minutes: "minutes", least: "denials" }],
            ask,
            judge,
        }),
        settings: vec![
            Setting::number("denials", 3, "denials", "How many challenges must be denied or time out."),
            Setting::number("minutes", 60, "minutes", "In how much time; and how long afterwards a success counts."),
        ],
    }
}

/// The challenge failed, and not because a prompt was declined or not answered.
fn no_prompt() -> Predicate {
    let says = |part| {
        let digest = Predicate::Is(Field::StepsDigest, Test::Contains(part));
        Predicate::Is(Field::MfaResult, Test::Contains(part)) | digest
    };
    let other = [
        "verification code",
        "incorrect code",
        "incorrect PIN",
        "unable to",
        "service error",
        "misconfiguration",
        "invalid format",
        "user not found",
        "user is blocked",
        "duplicate authentication",
    ];
    Predicate::Any(other.into_iter().map(says).collect())
}

fn ask(suspect: &Suspect<'_>) -> Option<Vec<Lookup>> {
    Some(vec![suspect.after(Sought::Success, suspect.window())])
}

fn judge(suspect: &Suspect<'_>, found: &[Found]) -> Option<Case> {
    let after = found.first()?;
    let is_known = |address: u32| address != ABSENT && after.knew(address);
    if suspect.values(0).into_iter().all(is_known) {
        return None;
    }
    let count = suspect.events.len();
    let minutes = (suspect.last().0 - suspect.first().0) / entrasift_core::MINUTE;
    let approved: Vec<_> = after
        .traces()
        .filter(|(address, _)| !is_known(*address) && !suspect.background.trusts(*address))
        .map(|(_, trace)| trace)
        .collect();
    let (severity, end) = match approved.is_empty() {
        true => (Severity::High, ", and no success after them"),
        false => (Severity::Critical, ", then a success from a new place"),
    };
    let what = format!("{count} MFA prompts denied or not answered within {}{end}", lasting(minutes));
    let mut case = suspect.case(severity, what, &[0, 1, 2]);
    approved.into_iter().for_each(|trace| case.let_in(suspect.events[0].person, trace));
    Some(case)
}
