//! What single words of the command line mean: times, amounts, shares, names from closed lists.

use entrasift_core::Time;
use entrasift_rollout::questions::prepare::impact::Policy;
use entrasift_rollout::questions::validate::Covers;
use entrasift_rules::list;
use entrasift_rules::rule::Severity;
use entrasift_rules::setting::Assignment;
use entrasift_rules::tuning;

/// A setting of a built-in rule, with the words that set it.
#[derive(Debug, Clone)]
pub struct Set {
    /// `password-spray.users=10`.
    pub words: String,
    /// What they mean.
    pub assignment: Assignment,
}

/// What is switched on.
pub fn policy(word: &str) -> Result<Policy, String> {
    Policy::named(&word.to_ascii_lowercase())
        .ok_or_else(|| "the policies are mfa and legacy-block".to_owned())
}

/// `2026-11-23..2026-11-27`: both ends as times.
pub fn covers(word: &str) -> Result<Covers, String> {
    let (from, to) = word.split_once("..").ok_or("a range is written 2026-11-23..2026-11-27")?;
    let covers = Covers { from: bound(from)?, to: bound(to)? };
    if covers.from < covers.to { Ok(covers) } else { Err("the range ends before it begins".to_owned()) }
}

/// The severity of a finding.
pub fn severity(word: &str) -> Result<Severity, String> {
    let severity = Severity::named(&word.to_ascii_lowercase());
    severity.ok_or_else(|| "the severities are info, low, medium, high, critical".to_owned())
}

/// A share as people write it: `0.95`, `95%`, `95 %`; a number above 1 is percent.
pub fn share(word: &str) -> Result<f64, String> {
    let word = word.trim();
    let (number, percent) = match word.strip_suffix('%') {
        Some(number) => (number.trim_end(), true),
        None => (word, false),
    };
    let share = number
        .parse::<f64>()
        .ok()
        .map(|number| if percent || number > 1.0 { number / 100.0 } else { number });
    share
        .filter(|share| (0.0..=1.0).contains(share))
        .ok_or_else(|| "a share is written 0.95 or 95%".to_owned())
}

/// A user name or an object id.
pub fn account(word: &str) -> Result<String, String> {
    match word.trim() {
        "" => Err("a user name or an object id is wanted".to_owned()),
        account => Ok(account.to_owned()),
    }
}

/// A setting of a built-in rule.
pub fn setting(words: &str) -> Result<Set, String> {
    let assignment = tuning::parse(&list::all(), words)?;
    Ok(Set { words: words.to_owned(), assignment })
}

/// An amount of bytes: `1048576`, `1024K`, `1M`, `1 MiB`.
pub fn amount(word: &str) -> Result<u64, String> {
    let word = word.trim().to_ascii_lowercase();
    let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
    let shift = match word[digits.len()..].trim() {
        "" | "b" => 0,
        "k" | "kb" | "kib" => 10,
        "m" | "mb" | "mib" => 20,
        "g" | "gb" | "gib" => 30,
        "t" | "tb" | "tib" => 40,
        _ => 64,
    };
    let bytes = digits.parse::<u64>().ok().and_then(|count| count.checked_mul(1_u64.checked_shl(shift)?));
    bytes.ok_or_else(|| "an amount is written 500M or 32G".to_owned())
}

/// A time as the contract has it: RFC 3339 with its zone, with or without seconds, or a day (its midnight in UTC).
pub fn bound(word: &str) -> Result<Time, String> {
    match word.len() {
        10 => Time::parse_bound(word).ok_or_else(|| TIMES.to_owned()),
        _ => instant(word, TIMES),
    }
}

/// The time of an event, which a day does not tell.
pub fn moment(word: &str) -> Result<Time, String> {
    match word.len() {
        10 if Time::parse_bound(word).is_some() => {
            Err(format!("a day is not enough: say the time and its zone, such as {word}T08:00Z for 8:00 UTC"))
        }
        _ => instant(word, "a time is written 2026-11-23T08:00Z"),
    }
}

const TIMES: &str = "a time is written 2026-11-23T08:00Z or 2026-11-23";

/// A date, a time of day of which the seconds may be missing, and a zone.
fn instant(word: &str, written: &str) -> Result<Time, String> {
    /// How long a date and a time of day without seconds are.
    const MINUTES: usize = "2026-11-23T08:00".len();
    let (Some(minutes), Some(rest)) = (word.get(..MINUTES), word.get(MINUTES..)) else {
        return Err(written.to_owned());
    };
    let whole = if rest.starts_with(':') { word.to_owned() } else { format!("{minutes}:00{rest}") };
    let zoned = whole.ends_with(['Z', 'z']) || whole.get(19..).is_some_and(|zone| zone.contains(['+', '-']));
    match Time::parse_bound(&whole) {
        Some(time) if zoned => Ok(time),
        Some(_) => {
            Err(format!("a time needs its zone: {word}Z for UTC, {word}+01:00 for an hour ahead of it"))
        }
        None => Err(written.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds() {
        let check = |word: &str, expect: Result<&str, &str>| {
            let found = bound(word).map(Time::rfc3339);
            match expect {
                Ok(time) => assert_eq!(found.as_deref(), Ok(time), "{word}"),
                Err(words) => {
                    assert!(found.as_ref().is_err_and(|why| why.contains(words)), "{word}: {found:?}")
                }
            }
        };
        check("2026-11-23", Ok("2026-11-23T00:00:00Z"));
        check("2026-11-23T08:00:00Z", Ok("2026-11-23T08:00:00Z"));
        check("2026-11-23T08:00:00.25+02:00", Ok("2026-11-23T06:00:00.250Z"));
        check("2026-11-23T08:00Z", Ok("2026-11-23T08:00:00Z"));
        check("2026-11-23T08:00+02:00", Ok("2026-11-23T06:00:00Z"));
        check("2026-11-23T08:00:00", Err("08:00:00Z for UTC"));
        check("2026-11-23T08:00", Err("2026-11-23T08:00Z for UTC"));
        check("2026-11-23 08:00", Err("needs its zone"));
        check("2026-02-30", Err("is written"));
        check("23.11.2026", Err("is written"));
        check("yesterday", Err("is written"));
        check("2026-11-2\u{661}", Err("is written"));
        check("", Err("is written"));
        check("2026-11-23T08:00:0\u{e9}+01:00", Err("is written"));
    }

    #[test]
    fn amounts() {
        let check = |word: &str, expect: Option<u64>| assert_eq!(amount(word).ok(), expect, "{word}");
        check("1000", Some(1000));
        check("64K", Some(64 << 10));
        check("500m", Some(500 << 20));
        check("2 GiB", Some(2 << 30));
        check("0", Some(0));
        for word in ["", "G", "-1", "1.5G", "1X", "99999999999G", "1G1", "\u{661}K"] {
            check(word, None);
        }
    }

    #[test]
    fn shares() {
        let check = |word: &str, expect: Option<f64>| assert_eq!(share(word).ok(), expect, "{word}");
        check("0.95", Some(0.95));
        check("95%", Some(0.95));
        check("95 %", Some(0.95));
        check("95", Some(0.95));
        check("1", Some(1.0));
        check("1%", Some(0.01));
        for word in ["", "%", "-1", "101", "101%", "NaN", "inf", "many"] {
            check(word, None);
        }
    }

    #[test]
    fn moments() {
        assert_eq!(moment("2026-11-23T08:00Z").map(Time::rfc3339).as_deref(), Ok("2026-11-23T08:00:00Z"));
        assert!(moment("2026-11-23").is_err_and(|why| why.contains("2026-11-23T08:00Z for 8:00 UTC")));
        assert!(moment("2026-11-23T08:00").is_err_and(|why| why.contains("zone")));
        assert!(moment("2026-13-23").is_err_and(|why| why.contains("is written")));
    }
}
