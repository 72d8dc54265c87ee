//! The commands that an answer proposes, with the inputs of this run, so that they can be pasted.

use std::ffi::OsString;

use entrasift_rollout::answer::Step;
use entrasift_rollout::answer::step::INPUTS;

use crate::files::shown;
use crate::globals::Globals;

/// A longer command is no longer read: its inputs are left to the reader.
const LONGEST: usize = 72;

/// Puts the inputs, and the options that decide what is read and how it is judged, in their place.
pub fn fill(steps: &mut [Step], inputs: &[OsString], globals: &Globals) {
    let Some(given) = given(inputs, globals) else { return };
    for step in steps {
        if let Step::Run { inputs: Some(inputs), .. } = step {
            inputs.clone_from(&given);
        }
    }
}

/// The words as a shell takes them; `None` where it would not take one as it stands.
fn given(inputs: &[OsString], globals: &Globals) -> Option<String> {
    let options = quoted_all(options(globals))?;
    let with_options =
        |inputs: &str| if options.is_empty() { inputs.to_owned() } else { format!("{inputs} {options}") };
    let whole = quoted_all(inputs.iter().map(shown).collect()).map(|inputs| with_options(&inputs));
    let is_short = |words: &String| words.chars().count() <= LONGEST;
    whole.filter(is_short).or_else(|| Some(with_options(INPUTS)).filter(is_short))
}

/// The options without which the same command would read or judge otherwise.
fn options(globals: &Globals) -> Vec<String> {
    let mut words = Vec::new();
    let mut option = |name: &str, value: String| words.extend([name.to_owned(), value]);
    for path in &globals.non_interactive {
        option("--non-interactive", shown(path));
    }
    if let Some(path) = &globals.config {
        option("--config", shown(path));
    }
    for account in &globals.break_glass {
        option("--break-glass", account.clone());
    }
    if let Some(order) = globals.date_order {
        option("--date-order", order.name().to_owned());
    }
    for set in &globals.set {
        option("--set", set.words.clone());
    }
    if let Some(bytes) = globals.max_inflate {
        option("--max-inflate", bytes.to_string());
    }
    if let Some(zone) = globals.tz {
        option("--tz", zone.name().to_owned());
    }
    let bounds = [("--from", globals.from), ("--to", globals.to), ("--as-of", globals.as_of)];
    for (name, time) in bounds.into_iter().filter_map(|(name, time)| Some((name, time?))) {
        let text = time.rfc3339();
        // A day is enough where it is meant.
        option(name, text.strip_suffix("T00:00:00Z").unwrap_or(&text).to_owned());
    }
    words
}

fn quoted_all(words: Vec<String>) -> Option<String> {
    let words: Option<Vec<String>> = words.into_iter().map(quoted).collect();
    Some(words?.join(" "))
}

fn quoted(word: String) -> Option<String> {
    let is_plain = |c: char| c.is_alphanumeric() || "_./\\-:@+,=".contains(c);
    match () {
        () if word == "-" => None,
        () if word.chars().all(is_plain) => Some(word),
        () if word.chars().all(|c| is_plain(c) || " ()[]{}*?'&;#~".contains(c)) => {
            Some(format!("\"{word}\""))
        }
        () => None,
    }
}
