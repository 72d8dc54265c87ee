//! The same text gives the same answers, whatever it is packed in and however it is encoded.

use std::path::Path;

use serde_json::Value;

use crate::{Folder, each, export, gzip, utf16, windows_1252, zip, zstd};

/// How one file of the demo tenant is written: its name and its bytes.
type Written = fn(&str, &str) -> (String, Vec<u8>);

/// The files of the demo tenant.
fn tenant() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/northwind");
    let of = |folder: &str| {
        let entries = std::fs::read_dir(root.join(folder)).expect("the demo tenant");
        let paths = entries.map(|entry| entry.expect("an entry").path());
        let csv = paths.filter(|path| path.extension().is_some_and(|extension| extension == "csv"));
        let name =
            |path: &Path| path.strip_prefix(&root).expect("below").display().to_string().replace('\\', "/");
        csv.map(|path| (name(&path), std::fs::read_to_string(&path).expect("a text"))).collect::<Vec<_>>()
    };
    [of(""), of("registration")].concat()
}

/// Without what may differ: when it was written, what was read, and the names of files.
fn comparable(mut answer: Value) -> Value {
    fn without_paths(value: &mut Value) {
        match value {
            Value::Object(object) => {
                object.remove("path");
                object.values_mut().for_each(without_paths);
            }
            Value::Array(list) => list.iter_mut().for_each(without_paths),
            _ => {}
        }
    }
    let object = answer.as_object_mut().expect("an object");
    ["generated", "inputs", "ignored"].iter().for_each(|key| drop(object.remove(*key)));
    object["warnings"]
        .as_array_mut()
        .expect("a list")
        .retain(|warning| warning["code"] != "encoding-guessed");
    without_paths(&mut answer);
    answer
}

fn answers(folder: &Folder) -> Vec<Value> {
    ["analyze", "gaps", "legacy"].map(|command| folder.json(&[command, "in"])).into()
}

#[test]
fn the_demo_tenant_in_every_packing_and_encoding() {
    let tenant = tenant();
    assert!(tenant.len() > 4, "the demo tenant is there");
    let write = |written: Written| {
        let files = tenant.iter().map(|(name, text)| written(name, text));
        let files: Vec<_> = files.map(|(name, bytes)| (format!("in/{name}"), bytes)).collect();
        Folder::with(&files.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect::<Vec<_>>())
    };
    let plain = answers(&write(|name, text| (name.to_owned(), text.as_bytes().to_vec())));
    let plain: Vec<_> = plain.into_iter().map(comparable).collect();
    assert_ne!(plain[0]["findings"].as_array().map(Vec::len), Some(0));
    let check = |folder: &Folder, compression: &str, encoding: &str| {
        for (answer, plain) in answers(folder).into_iter().zip(&plain) {
            let inputs = &answer["inputs"];
            assert!(each(inputs, "compression").iter().all(|found| *found == compression), "{inputs}");
            assert!(each(inputs, "encoding").iter().all(|found| *found == encoding), "{inputs}");
            let guessed = each(&answer["warnings"], "code").contains(&"encoding-guessed");
            assert_eq!(guessed, encoding == "windows-1252");
            let answer = comparable(answer);
            for key in plain.as_object().expect("an object").keys() {
                assert_eq!(answer[key], plain[key], "{key} of {compression}, {encoding}");
            }
        }
    };
    let ways: [(Written, &str, &str); 8] = [
        (|name, text| (format!("{name}.gz"), gzip(text.as_bytes())), "gzip", "utf-8"),
        (
            |name, text| {
                let (front, back) = text.as_bytes().split_at(text.len() / 3);
                (format!("{name}.gz"), [gzip(front), gzip(back)].concat())
            },
            "gzip",
            "utf-8",
        ),
        (|name, text| (format!("{name}.zst"), zstd(text.as_bytes())), "zstd", "utf-8"),
        (|name, text| (name.to_owned(), utf16(text, u16::to_le_bytes)), "none", "utf-16le"),
        (|name, text| (name.to_owned(), utf16(text, u16::to_be_bytes)), "none", "utf-16be"),
        (|name, text| (name.to_owned(), utf16(text, u16::to_le_bytes)[2..].to_vec()), "none", "utf-16le"),
        (|name, text| (format!("{name}.gz"), gzip(&utf16(text, u16::to_le_bytes))), "gzip", "utf-16le"),
        (
            |name, text| (name.to_owned(), text.trim_start_matches('\u{feff}').as_bytes().to_vec()),
            "none",
            "utf-8",
        ),
    ];
    for (written, compression, encoding) in ways {
        check(&write(written), compression, encoding);
    }
    let members: Vec<_> =
        tenant.iter().map(|(name, text)| (name.as_str(), text.as_bytes().to_vec())).collect();
    check(&Folder::with(&[("in/exports.zip", zip(&members))]), "zip", "utf-8");
}

#[test]
fn windows_1252_is_read_and_said() {
    let plain = Folder::with(&[("in/a.csv", export().into_bytes())]).json(&["gaps", "in"]);
    let folder = Folder::with(&[("in/a.csv", windows_1252(&export()))]);
    let answer = folder.json(&["gaps", "in"]);
    assert_eq!(each(&answer["inputs"], "encoding"), ["windows-1252"]);
    assert_eq!(each(&answer["gaps"], "user"), ["bo@northwind.example", "j\u{fc}rgen@northwind.example"]);
    let guess =
        answer["warnings"].as_array().expect("a list").iter().find(|one| one["code"] == "encoding-guessed");
    assert_eq!(guess.expect("it is said")["path"], "in/a.csv");
    assert_eq!(comparable(answer), comparable(plain));
}

#[test]
fn the_name_within_an_archive_tells_interactive_from_not() {
    let text = export().into_bytes();
    let both =
        [("logs/InteractiveSignIns_1.csv", text.clone()), ("NonInteractiveSignIns_1.csv", text.clone())];
    let folder = Folder::with(&[
        ("exports.zip", zip(&both)),
        ("NonInteractiveSignIns_2.csv.gz", gzip(&text)),
        ("signins.zip", zip(&[("signins.csv", text)])),
    ]);
    let formats = |arguments: &[&str]| {
        let answer = folder.json(arguments);
        let inputs = answer["inputs"].as_array().expect("a list").clone();
        inputs
            .iter()
            .map(|input| (input["path"].to_string(), input["format"].to_string()))
            .collect::<Vec<_>>()
    };
    let expect = |pairs: &[(&str, &str)]| {
        pairs.iter().map(|(path, format)| (format!("{path:?}"), format!("{format:?}"))).collect::<Vec<_>>()
    };
    assert_eq!(
        formats(&["gaps", "exports.zip", "NonInteractiveSignIns_2.csv.gz"]),
        expect(&[
            ("NonInteractiveSignIns_2.csv.gz", "portal-noninteractive"),
            ("exports.zip/NonInteractiveSignIns_1.csv", "portal-noninteractive"),
            ("exports.zip/logs/InteractiveSignIns_1.csv", "portal-interactive"),
        ])
    );
    assert_eq!(formats(&["gaps", "signins.zip"]), expect(&[("signins.zip/signins.csv", "portal-user")]));
    assert_eq!(
        formats(&["gaps", "--non-interactive", "signins.zip", "exports.zip"])[2],
        expect(&[("signins.zip/signins.csv", "portal-noninteractive")])[0]
    );
}

#[test]
fn standard_input_may_be_packed() {
    let folder = Folder::with(&[]);
    let text = export().into_bytes();
    let paths = |bytes: &[u8]| {
        let answer = folder.run_on(&["gaps", "-", "--format", "json"], bytes).json();
        assert_eq!(answer["totals"]["signins"], 2);
        let input = &answer["inputs"][0];
        format!("{} {} {}", input["path"], input["compression"], input["encoding"]).replace('"', "")
    };
    assert_eq!(paths(&text), "- none utf-8");
    assert_eq!(paths(&gzip(&text)), "- gzip utf-8");
    assert_eq!(paths(&zstd(&text)), "- zstd utf-8");
    assert_eq!(paths(&utf16(&export(), u16::to_be_bytes)), "- none utf-16be");
    assert_eq!(paths(&zip(&[("a.csv", text)])), "-/a.csv zip utf-8");
}
