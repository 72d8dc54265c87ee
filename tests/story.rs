//! The story of Northwind Engineering, told in `docs/story.md` and `docs/story/`: every command on those pages is run, and must
//! print what the page shows. `TRYCMD=overwrite cargo test --test story` writes it anew.

use std::path::Path;

#[test]
fn the_story_is_what_the_program_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    // The pages are read by somebody who stands in the folder with the exports.
    std::env::set_current_dir(root.join("testdata/northwind")).expect("the folder is in the repository");
    let cases = trycmd::TestCases::new();
    cases.register_bin("entrasift", Path::new(env!("CARGO_BIN_EXE_entrasift")));
    cases.env("COLUMNS", "120").env("NO_COLOR", "1");
    cases.case(root.join("docs/story.md"));
}
