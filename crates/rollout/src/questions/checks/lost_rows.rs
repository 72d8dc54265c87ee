//! `coverage`, where nobody says what window the logs should cover: no row of them is lost.

use entrasift_core::content::registrations::REGISTRATION;
use entrasift_core::{Field, Input, Layout, Problem, Time};

use super::check::{Check, CheckStatus};
use super::material::Material;
use super::window::Window;
use crate::answer::Place;
use crate::answer::wording::count_of;

/// Passes when no row that may lie in the window is lost. Whether the logs reach its edges is not asked: whoever ran the pilot chose it.
pub fn check(material: &Material<'_>) -> Check {
    let mut check = Check::new("coverage", "No row of the logs is lost");
    let mut doubts: Vec<String> = cut(material).into_iter().collect();
    doubts.extend(malformed(material, &mut check));
    doubts.extend(left_aside(material));
    if doubts.is_empty() {
        return check.ends(CheckStatus::Pass, "every row could be read");
    }
    if check.count == 0 {
        check.count = doubts.len() as u64;
    }
    check
        .ends(CheckStatus::Inconclusive, doubts.join("; "))
        .so("download the logs again, and do not open them in a spreadsheet")
}

/// Files whose end is missing.
pub fn cut(material: &Material<'_>) -> Option<String> {
    let files = material.seen.files();
    let cut: Vec<&str> = files
        .iter()
        .filter(|(_, file)| file.is_cut && *file.format != REGISTRATION)
        .map(|(path, _)| *path)
        .collect();
    (!cut.is_empty()).then(|| format!("the end is missing of {}", cut.join(", ")))
}

/// Malformed rows that may lie in the window.
pub fn malformed(material: &Material<'_>, check: &mut Check) -> Option<String> {
    let (logs, watched) = (&material.seen.request.intake.logs, &material.seen.watched);
    let mut count = 0;
    for (file, (input, ledger)) in logs.iter().zip(&watched.ledgers).enumerate() {
        let shown: Vec<&Problem> = watched.problems.iter().filter(|one| one.file as usize == file).collect();
        let doubtful: Vec<&&Problem> =
            shown.iter().filter(|one| may_lie_in(input, one, material.window)).collect();
        count += doubtful.len() as u64 + ledger.malformed.saturating_sub(shown.len() as u64);
        check.places.extend(doubtful.iter().map(|one| Place { path: input.path().to_owned(), row: one.row }));
    }
    check.count += count;
    let rows = count_of(count, "malformed row", "malformed rows");
    (count > 0).then(|| format!("{rows} may lie in the window, and may be the ones that matter"))
}

/// How many bytes of a malformed record are read to find its time.
const RECORD_HEAD: usize = 256;

/// A malformed row may lie in the window. Its time can only be told in a CSV whose first column it is.
fn may_lie_in(input: &Input, problem: &Problem, window: Window) -> bool {
    let first = input.shape.place(Field::Time).is_some_and(|(column, _)| column == 0);
    if input.layout != Layout::Csv || input.transcoder.is_some() || !first {
        return true;
    }
    let mut head = vec![0; RECORD_HEAD];
    let Ok(read) = input.source.read_at(problem.offset, &mut head) else { return true };
    let cell =
        head[..read].split(|byte| *byte == input.delimiter || *byte == b'\n').next().unwrap_or_default();
    let cell: Vec<u8> = cell.iter().copied().filter(|byte| *byte != b'"').collect();
    Time::parse(cell.trim_ascii(), input.shape.date_order).is_none_or(|time| window.holds(time))
}

/// Files of a folder that could not be read, and by their names are sign-ins.
pub fn left_aside(material: &Material<'_>) -> Option<String> {
    let is_log = |path: &str| {
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path).to_lowercase();
        name.contains("signin") || name.contains("sign-in") || name.contains("sign_in")
    };
    let ignored = &material.seen.request.intake.ignored;
    let aside: Vec<&str> =
        ignored.iter().map(|(path, _)| path.as_str()).filter(|path| is_log(path)).collect();
    (!aside.is_empty()).then(|| format!("not read, and by name a sign-in log: {}", aside.join(", ")))
}
