//! The commands that an answer proposes, with the inputs of this run, so that they can be pasted.

use std::ffi::OsString;

use entrasift_rollout::answer::Step;

use crate::files::shown;
use crate::globals::Globals;

/// A longer command is no longer read: the place stays.
const LONGEST: usize = 72;

/// Puts the inputs, and the options that decide what is read, in their place.
pub fn fill(steps: &mut [Step], inputs: &[OsString], globals: &Globals) {
    let Some(given) = given(inputs, globals).filter(|given| given.chars().count() <= LONGEST) else { return };
    for step in steps {
        if let Step::Run { inputs: Some(inputs), .. } = step {
            inputs.clone_from(&given);
        }
    }
}

/// The words as a shell takes them; `None` where it would not take one as it stands.
fn given(inputs: &[OsString], globals: &Globals) -> Option<String> {
    let mut words: Vec<String> = inputs.iter().map(shown).collect();
    for path in &globals.non_interactive {
        words.extend(["--non-interactive".to_owned(), shown(path)]);
    }
    if let Some(path) = &globals.config {
        words.extend(["--config".to_owned(), shown(path)]);
    }
    for account in &globals.break_glass {
        words.extend(["--break-glass".to_owned(), account.clone()]);
    }
    let bounds = [("--from", globals.from), ("--to", globals.to), ("--as-of", globals.as_of)];
    for (option, time) in bounds.into_iter().filter_map(|(option, time)| Some((option, time?))) {
        let text = time.rfc3339();
        // A day is enough where it is meant.
        words.extend([option.to_owned(), text.strip_suffix("T00:00:00Z").unwrap_or(&text).to_owned()]);
    }
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
