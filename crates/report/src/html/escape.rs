//! Texts and tones in HTML.

use entrasift_rollout::answer::Tone;

use crate::harmless;

/// Columns that one text may take.
pub(super) const LONGEST: usize = 4_000;

/// A text from anywhere, as it may stand in an element or an attribute.
pub(super) fn escaped(text: &str) -> String {
    harmless::html(&harmless::shortened(text, LONGEST))
}

/// The class of a tone in the style sheet.
pub(super) fn tone_name(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "plain",
        Tone::Good => "good",
        Tone::Warn => "warn",
        Tone::Bad => "bad",
        Tone::Dim => "dim",
    }
}
