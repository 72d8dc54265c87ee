//! What files are called where their names must not be shown.

use std::collections::{BTreeSet, HashMap};

use entrasift_rollout::answer::Holds;

use super::pseudonym::Pseudonyms;

/// Words of which the portal makes its file names: a name of these and of dates tells nothing.
const PORTAL: &[&str] = &[
    "applicationsignins",
    "authdetails",
    "csv",
    "exportuserregistrationdetails",
    "gz",
    "interactivesignins",
    "json",
    "managedidentitysignins",
    "msisignins",
    "noninteractivesignins",
    "signinlogs",
    "signins",
    "userregistrationdetails",
    "zip",
];

/// Endings of file names that are kept.
const ENDINGS: &[&str] = &["csv", "gz", "json", "jsonl", "ndjson", "txt", "zip"];

/// What each file is called: names of the portal's own words stay, without the folder; others, and those of two files, do not.
pub(super) fn shown_files(files: &BTreeSet<String>, pseudonyms: &Pseudonyms) -> HashMap<String, String> {
    let bare = |file: &str| file.rsplit(['/', '\\']).next().unwrap_or(file).to_owned();
    let is_portal = |name: &str| {
        let mut words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.all(|word| {
            word.len() <= 8 && word.bytes().all(|byte| byte.is_ascii_digit())
                || PORTAL.contains(&word.to_ascii_lowercase().as_str())
        })
    };
    let shown = files.iter().map(|file| {
        let name = bare(file);
        let is_alone = files.iter().filter(|other| bare(other) == name).count() == 1;
        if is_portal(&name) && is_alone {
            return (file.clone(), name);
        }
        let pseudonym = pseudonyms.pseudonym(Holds::File, file);
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
        match ending.filter(|ending| ENDINGS.contains(&ending.as_str())) {
            Some(ending) => (file.clone(), format!("{pseudonym}.{ending}")),
            None => (file.clone(), pseudonym),
        }
    });
    shown.collect()
}
