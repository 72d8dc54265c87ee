//! The committed folder is what the generator writes, byte for byte.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use entrasift_demo::northwind::{FolderOptions, northwind};

fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).expect("the folder can be read") {
            let path = entry.expect("the entry can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("the entry is below the folder").to_path_buf();
                found.insert(name, fs::read(&path).expect("the file can be read"));
            }
        }
    }
    found
}

#[test]
fn committed_folder_is_what_the_generator_writes() {
    let fresh = tempfile::tempdir().expect("a temporary folder");
    northwind(fresh.path(), &FolderOptions::default()).expect("the folder can be written");
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/northwind");
    let (fresh, committed) = (files(fresh.path()), files(&committed));
    let names = |files: &BTreeMap<PathBuf, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&fresh), names(&committed));
    for (name, bytes) in &fresh {
        assert!(
            committed[name] == *bytes,
            "{} differs; testdata/README.md says how to regenerate",
            name.display()
        );
    }
    let total: usize = committed.values().map(Vec::len).sum();
    assert!(total < 6_000_000, "{total} bytes are too many for a repository");
}
