//! Words: how texts are compared if case, spaces and punctuation do not matter.

/// Words for yes: of the reports, and of the languages in which Excel and the portals write truth values.
const YES: &[&str] = &[
    "1",
    "ano",
    "capable",
    "da",
    "doğru",
    "enabled",
    "evet",
    "igaz",
    "igen",
    "ja",
    "kyllä",
    "oui",
    "pravda",
    "prawda",
    "registered",
    "sand",
    "sann",
    "sant",
    "sim",
    "sì",
    "sí",
    "tak",
    "tosi",
    "true",
    "verdadeiro",
    "verdadero",
    "vero",
    "vrai",
    "waar",
    "wahr",
    "yes",
    "αληθεσ",
    "да",
    "истина",
    "はい",
    "是",
    "예",
];

/// Words for no, likewise. Turkish capitals lose the dot of their i in lower case, so that two words stand there twice.
const NO: &[&str] = &[
    "0",
    "disabled",
    "ei",
    "epätosi",
    "falsch",
    "false",
    "falsk",
    "falskt",
    "falso",
    "faux",
    "fałsz",
    "hamis",
    "hayir",
    "hayır",
    "ne",
    "nee",
    "nei",
    "nein",
    "nej",
    "nem",
    "nepravda",
    "nie",
    "no",
    "non",
    "not capable",
    "not enabled",
    "not registered",
    "não",
    "onwaar",
    "usann",
    "yanliş",
    "yanlış",
    "ψευδεσ",
    "ложь",
    "нет",
    "いいえ",
    "否",
    "아니요",
];

/// Yes or no, in any of the words that logs and reports use, and that spreadsheets of other languages make of them. `None` for a word
/// that nobody knows.
pub fn flag(text: &str) -> Option<bool> {
    let word = text.trim().to_lowercase().replace('ς', "σ");
    match (YES.contains(&word.as_str()), NO.contains(&word.as_str())) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    }
}

/// A word of a vocabulary without case, spaces, hyphens and underscores.
pub fn fold_word(value: &str) -> String {
    value
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// The title of a column for comparing: without byte order mark, trimmed, white space collapsed, in lower case, with plain apostrophes.
pub fn header_key(title: &str) -> String {
    let plain = title.trim_start_matches('\u{feff}').replace('\u{2019}', "'");
    plain.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn truth_in_many_languages() {
        for (yes, no) in [
            ("TRUE", "FALSE"),
            ("WAHR", "FALSCH"),
            ("VRAI", "FAUX"),
            ("VERDADERO", "FALSO"),
            ("VERO", "FALSO"),
            ("VERDADEIRO", "FALSO"),
            ("WAAR", "ONWAAR"),
            ("SANT", "FALSKT"),
            ("SAND", "FALSK"),
            ("SANN", "USANN"),
            ("TOSI", "EPÄTOSI"),
            ("PRAWDA", "FAŁSZ"),
            ("PRAVDA", "NEPRAVDA"),
            ("IGAZ", "HAMIS"),
            ("DOĞRU", "YANLIŞ"),
            ("ИСТИНА", "ЛОЖЬ"),
            ("ΑΛΗΘΕΣ", "ΨΕΥΔΕΣ"),
            ("Ja", "Nein"),
            ("Oui", "Non"),
            ("Sí", "No"),
            ("Sim", "Não"),
            ("Tak", "Nie"),
            ("はい", "いいえ"),
            ("是", "否"),
        ] {
            assert_eq!((flag(yes), flag(no)), (Some(true), Some(false)), "{yes}, {no}");
        }
        assert_eq!((flag(""), flag("perhaps"), flag(" yes ")), (None, None, Some(true)));
        assert!(YES.iter().all(|word| !NO.contains(word)));
    }
}
