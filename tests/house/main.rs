//! The house as it stands: who imports whom, how long files are, what types, functions and files are called.
//!
//! What does not hold yet is on a list of exceptions (`exceptions.txt`) that can only shrink: something bad that is not listed
//! fails, and so does an entry that is no longer needed.

mod circle;
mod drawing;
mod exceptions;
mod library;
mod source;
mod tokens;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use library::Library;

/// The crates, with the file that each starts from.
const CRATES: [(&str, &str); 8] = [
    ("core", "lib.rs"),
    ("rules", "lib.rs"),
    ("rollout", "lib.rs"),
    ("report", "lib.rs"),
    ("frame", "lib.rs"),
    ("cli", "main.rs"),
    ("demo", "lib.rs"),
    ("demo", "main.rs"),
];

/// Lints that every library denies.
const DENIED: [&str; 4] = [
    "clippy::disallowed_methods",
    "clippy::iter_over_hash_type",
    "clippy::print_stdout",
    "clippy::unwrap_used",
];

/// The files that may be unsafe: both call their own safe loops, compiled for a processor that was asked before.
const UNSAFE: [&str; 2] = ["nested", "structure"];

/// The most lines of a file.
const MOST_LINES: usize = 400;

/// Names that say nothing, so that anything ends up there.
const EMPTY_NAMES: [&str; 11] = [
    "common", "context", "contexts", "data", "helper", "helpers", "manager", "managers", "types", "util",
    "utils",
];

/// Types whose names nobody understood, and the names that took their place.
const OLD_TYPES: [&str; 15] = [
    "Applied", "Bag", "Catch", "Census", "Chase", "Few", "Hunt", "Known", "Late", "Pursuit", "Sieve",
    "Unseeing", "Watch", "Wish", "Wishes",
];

/// Files whose names nobody understood.
const OLD_FILES: [&str; 10] =
    ["applied", "bag", "census", "few", "late", "pursuit", "seen", "sieve", "special", "wish"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn libraries() -> Vec<Library> {
    CRATES.iter().map(|(name, start)| Library::read(&root().join("crates").join(name), start)).collect()
}

/// Every Rust file below a folder of the repository.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() && !path.ends_with("target") {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

/// What a source file is named after.
fn stem(file: &str) -> &str {
    file.trim_end_matches(".rs").trim_end_matches("/mod").rsplit('/').next().unwrap_or(file)
}

/// A path as the repository knows it.
fn below_root(path: &Path) -> String {
    path.strip_prefix(root()).expect("a path of the repository").to_string_lossy().replace('\\', "/")
}

/// Whether the files that this test compares with are to be written anew.
fn is_update() -> bool {
    std::env::var_os("UPDATE").is_some()
}

/// Fails for what is bad and not on the list of that name, and for what is on the list and not bad. `explain` says more of something bad.
fn expect_only(list: &str, bad: &BTreeSet<String>, explain: impl Fn(&str) -> String) {
    let listed = exceptions::listed(list);
    let new: Vec<String> =
        bad.difference(&listed).map(|name| format!("\n  {name}{}", explain(name))).collect();
    let old: BTreeSet<String> = listed.difference(bad).cloned().collect();
    assert!(new.is_empty(), "{list}:{}", new.concat());
    if is_update() {
        exceptions::take_out(list, &old);
    } else {
        assert!(
            old.is_empty(),
            "{list}: these are not any more, run UPDATE=1 cargo test --test house: {old:#?}"
        );
    }
}

#[test]
fn no_two_files_import_each_other() {
    let mut bad = BTreeSet::new();
    let mut why: BTreeMap<String, String> = BTreeMap::new();
    for library in libraries() {
        let arrows = library.arrows();
        let pairs = arrows.keys().map(|(from, to)| (from.as_str(), to.as_str()));
        for circle in circle::circles(pairs) {
            for ((from, to), names) in &arrows {
                if circle.contains(&from.as_str()) && circle.contains(&to.as_str()) {
                    let name = format!("{}/{from}", library.name);
                    let names: Vec<&str> = names.iter().map(String::as_str).collect();
                    *why.entry(name.clone()).or_default() += &format!("\n    → {to}: {}", names.join(", "));
                    bad.insert(name);
                }
            }
        }
    }
    expect_only("files that import each other", &bad, |name| why[name].clone());
}

#[test]
fn no_two_wings_import_each_other() {
    let mut bad = BTreeSet::new();
    for library in libraries() {
        let wings = drawing::wings(&library);
        let pairs = wings.iter().flat_map(|(from, used)| used.iter().map(|to| (from.as_str(), to.as_str())));
        for circle in circle::circles(pairs) {
            bad.extend(circle.into_iter().map(|wing| format!("{}/{wing}", library.name)));
        }
    }
    expect_only("wings that import each other", &bad, |_| String::new());
}

#[test]
fn the_drawing_is_what_the_imports_are() {
    let page = root().join("ARCHITECTURE.md");
    let text = std::fs::read_to_string(&page).expect("ARCHITECTURE.md");
    let (before, rest) = text.split_once(drawing::BEGIN).expect("the place of the drawing");
    let (drawn, after) = rest.split_once(drawing::END).expect("the end of the drawing");
    let wanted = drawing::drawing(&libraries());
    if is_update() {
        let text = [before, drawing::BEGIN, &wanted, drawing::END, after].concat();
        std::fs::write(&page, text).expect("ARCHITECTURE.md");
    } else {
        assert_eq!(drawn, wanted, "run UPDATE=1 cargo test --test house");
    }
}

/// Paths in backticks: of the repository, or of files beside the one named last.
#[test]
fn pages_name_files_that_exist() {
    for page in ["ARCHITECTURE.md", "CONTRIBUTING.md"] {
        let text = std::fs::read_to_string(root().join(page)).expect(page);
        let prose = text.split("```").step_by(2);
        let mut beside = root().to_path_buf();
        let mut checked = 0;
        for name in prose.flat_map(|part| part.split('`').skip(1).step_by(2)) {
            let is_path =
                name.ends_with('/') || [".rs", ".md", ".toml"].iter().any(|end| name.ends_with(end));
            if !is_path || name.contains(' ') {
                continue;
            }
            let is_whole = name.contains('/') || root().join(name).exists();
            let path = if is_whole { root().join(name) } else { beside.join(name) };
            assert!(path.exists(), "{page} names `{name}`, which is not there");
            beside = if path.is_dir() { path } else { path.parent().expect("a folder").to_path_buf() };
            checked += 1;
        }
        assert!(checked > 20, "{page} names files");
    }
}

/// What the compiler and clippy must hold every library to.
#[test]
fn libraries_deny_what_they_promise() {
    for (name, start) in CRATES.iter().filter(|(name, start)| *start == "lib.rs" && *name != "demo") {
        let text = std::fs::read_to_string(root().join("crates").join(name).join("src").join(start));
        let denied = text.expect("the root of a crate");
        let denied =
            denied.split("#![deny(").nth(1).and_then(|rest| rest.split(")]").next()).unwrap_or_default();
        for lint in DENIED {
            assert!(denied.contains(lint), "crates/{name}/src/lib.rs does not deny {lint}");
        }
    }
}

#[test]
fn unsafe_is_where_it_may_be() {
    let libraries = libraries();
    let files =
        libraries.iter().flat_map(|library| library.files().map(|file| (library.name.as_str(), file)));
    let found: Vec<(&str, &str)> = files
        .filter(|(_, (_, source))| source.is_unsafe)
        .map(|(name, (file, _))| (name, stem(file)))
        .collect();
    assert_eq!(found.iter().map(|(_, file)| *file).collect::<BTreeSet<_>>(), BTreeSet::from(UNSAFE));
    assert!(found.iter().all(|(name, _)| *name == "core"), "{found:?}");
}

#[test]
fn every_file_is_a_module() {
    let (mut known, mut tests) = (BTreeSet::new(), Vec::new());
    for library in libraries() {
        let source = library.folder.join("src");
        for (file, says) in library.files() {
            let path = source.join(file);
            let is_front = file == "lib.rs" || file == "main.rs" || file.ends_with("/mod.rs");
            let below = if is_front { source.join(file).with_file_name("") } else { path.with_extension("") };
            tests.extend(says.test_children.iter().map(|name| below.join(name)));
            known.insert(path);
            assert!(says.inline_modules.is_empty(), "{file}: {:?} deserve a file", says.inline_modules);
        }
    }
    for (name, _) in CRATES {
        for path in rust_files(&root().join("crates").join(name).join("src")) {
            let is_test = tests.iter().any(|test| path.with_extension("").starts_with(test));
            assert!(known.contains(&path) || is_test, "{} is compiled nowhere", below_root(&path));
        }
    }
}

#[test]
fn files_are_short() {
    let folders = ["crates", "tests", "benches", "examples", "fuzz"];
    let files = folders.iter().flat_map(|folder| rust_files(&root().join(folder)));
    let lines = |path: &Path| std::fs::read_to_string(path).expect("a file").lines().count();
    let long: BTreeMap<String, usize> = files
        .map(|path| (below_root(&path), lines(&path)))
        .filter(|(_, lines)| *lines > MOST_LINES)
        .collect();
    let bad = long.keys().cloned().collect();
    expect_only(&format!("files of more than {MOST_LINES} lines"), &bad, |name| {
        format!(": {} lines", long[name])
    });
}

#[test]
fn a_type_name_means_one_thing_in_its_crate() {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for library in libraries() {
        for (file, source) in library.files() {
            for name in &source.types {
                places.entry(format!("{}: {name}", library.name)).or_default().push(file.to_string());
            }
        }
    }
    let bad = places.iter().filter(|(_, files)| files.len() > 1).map(|(name, _)| name.clone()).collect();
    expect_only("types with one name", &bad, |name| format!(": {}", places[name].join(", ")));
}

#[test]
fn names_say_what_a_thing_is() {
    let (mut types, mut files, mut of) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for library in libraries() {
        for (file, source) in library.files() {
            let place = format!("{}/{file}", library.name);
            let old = source.types.iter().filter(|name| OLD_TYPES.contains(&name.as_str()));
            types.extend(old.map(|name| format!("{place}: {name}")));
            let stem =
                file.trim_end_matches(".rs").trim_end_matches("/mod").rsplit('/').next().unwrap_or(file);
            if EMPTY_NAMES.contains(&stem) || OLD_FILES.contains(&stem) {
                files.insert(place.clone());
            }
            if source.functions.iter().any(|name| name == "of") {
                of.insert(place);
            }
        }
    }
    let nothing = |_: &str| String::new();
    expect_only("files whose names say nothing", &files, nothing);
    expect_only("types whose names nobody understood", &types, nothing);
    expect_only("files with a function `of`", &of, nothing);
}

/// The reader of Rust above is small: what it must not be fooled by.
#[test]
fn source_is_read_as_the_compiler_reads_it() {
    let text = r##"
        //! use crate::a::Comment;
        use std::fmt;
        use crate::{a::{self, B as C, d::*}, e};
        pub use self::f::G;
        mod f;
        #[cfg(test)]
        mod tests { use crate::hidden::H; }
        #[cfg(test)]
        mod more;
        /* use crate::a::Nested; /* deeper */ */
        pub(in crate::nowhere) struct S<'a, const N: usize>(&'a str);
        impl S<'_, 1> { pub fn of(self) -> char { let text = "crate::text::T"; crate::i::j(r#"" crate::k::L"#); '"' } }
        const ESCAPED: char = '\''; const BYTES: &[u8] = b"\" crate::m::n";
        fn p() -> impl Iterator<Item = u8> + use<> { super::q::r::<u8>(<u8 as crate::t::U>::v) }
        macro_rules! w { () => { pub enum X {} } }
    "##;
    let source = source::Source::parse(text);
    let joined =
        |paths: Vec<&source::Path>| paths.iter().map(|path| path.join("::")).collect::<Vec<_>>().join(" ");
    let imports: Vec<String> =
        source.imports.iter().map(|(name, path)| format!("{name}={}", path.join("::"))).collect();
    assert_eq!(imports.join(" "), "fmt=std::fmt a=crate::a C=crate::a::B e=crate::e G=self::f::G");
    assert_eq!(joined(source.globs.iter().collect()), "crate::a::d");
    assert_eq!(joined(source.paths.iter().collect()), "crate::i::j super::q::r crate::t::U");
    assert_eq!(
        (source.children, source.test_children),
        (vec!["f".to_string()], vec!["tests".into(), "more".into()])
    );
    assert_eq!(source.names.join(" "), "S ESCAPED BYTES p w X");
    assert_eq!(source.types.join(" "), "S X");
    assert_eq!(source.functions.join(" "), "of p");
}

#[test]
fn circles_are_found() {
    let arrows = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("e", "a"), ("f", "g"), ("g", "f")];
    assert_eq!(circle::circles(arrows.into_iter()), [vec!["a", "b", "c"], vec!["f", "g"]]);
}

/// A made-up crate: what a front page re-exports leads to the file behind it, and a module alone is no import.
#[test]
fn arrows_lead_to_the_file_that_defines_a_name() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("house");
    let files = [
        ("lib.rs", "mod a; mod b; pub use a::A;"),
        ("a.rs", "mod deep; pub use self::deep::{A, Other as Renamed}; pub fn front() {}"),
        ("a/deep.rs", "pub struct A; pub struct Other; fn f() { super::super::b::g(); }"),
        (
            "b/mod.rs",
            "use crate::A; use crate::a::{self, Renamed}; pub fn g() { a::front(); std::mem::drop(1) }",
        ),
    ];
    for (file, text) in files {
        let path = folder.join("src").join(file);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    let arrows = Library::read(&folder, "lib.rs").arrows();
    let lines: Vec<String> =
        arrows.iter().map(|((from, to), names)| format!("{from} {to} {names:?}")).collect();
    let wanted = [
        r#"a.rs a/deep.rs {"A", "Other"}"#,
        r#"a/deep.rs b/mod.rs {"g"}"#,
        r#"b/mod.rs a.rs {"front"}"#,
        r#"b/mod.rs a/deep.rs {"A", "Other"}"#,
        r#"lib.rs a/deep.rs {"A"}"#,
    ];
    assert_eq!(lines, wanted);
}
