//! The tenant file.

use crate::{Folder, each, export};

#[test]
fn the_default_file_and_another_one() {
    let ana = "[tenant]\nname = \"Northwind\"\nbreak_glass = [\"ana@northwind.example\"]\n";
    let bo = "[tenant]\nbreak_glass = [\"Bo@northwind.example\"]\n";
    let folder = Folder::with(&[("a.csv", &export()), ("entrasift.toml", ana), ("other/tenant.toml", bo)]);
    let accounts = |arguments: &[&str]| {
        let answer = folder.json(&[&["break-glass", "a.csv"], arguments].concat());
        each(&answer["accounts"], "id").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(accounts(&[]), ["ana@northwind.example"]);
    assert_eq!(accounts(&["--config", "other/tenant.toml"]), ["Bo@northwind.example"]);
    assert_eq!(
        accounts(&["--break-glass", "ANA@northwind.example"]),
        ["ana@northwind.example"],
        "it is there already"
    );
    let both = accounts(&["--break-glass", "bo@northwind.example"]);
    assert_eq!(both, ["ana@northwind.example", "bo@northwind.example"]);
}

#[test]
fn mistakes_are_named_with_file_line_and_key() {
    let folder = Folder::with(&[("a.csv", &export()), ("entrasift.toml", "[tenant]\nbrake_glass = []\n")]);
    let unknown = folder.run(&["gaps", "a.csv"]);
    unknown.refused("cannot use entrasift.toml: line 2: unknown key `brake_glass` in [tenant]");
    unknown.refused("the nearest known one is `break_glass`");
    folder
        .run(&["gaps", "a.csv", "--config", "none.toml"])
        .refused("cannot use none.toml: there is no such file");
    folder.run(&["gaps", "a.csv", "--config", "."]).refused("cannot use .: ");
    folder.write("utf16.toml", b"\xff\xfe[\0t\0");
    folder.run(&["gaps", "a.csv", "--config", "utf16.toml"]).refused("it is not UTF-8 text");
}

#[test]
fn the_pilot_list_stands_beside_the_tenant_file() {
    let folder = Folder::with(&[
        ("a.csv", &export()),
        ("t/entrasift.toml", "[rollout]\npilot_users = \"it/team.txt\"\n"),
    ]);
    let arguments = ["gaps", "a.csv", "--config", "t/entrasift.toml"];
    folder.run(&arguments).refused("team.txt: there is no such file");
    folder.write("t/it/team.txt", "ana@northwind.example\n");
    folder.run(&arguments).done();
}

#[test]
fn the_tenant_file_is_no_input() {
    let folder =
        Folder::with(&[("a.csv", &export()), ("entrasift.toml", "[tenant]\n"), ("old.toml", "[tenant]\n")]);
    let answer = folder.json(&["gaps", "."]);
    assert_eq!(each(&answer["ignored"], "path"), ["./old.toml"]);
    folder.run(&["gaps", "a.csv", "entrasift.toml"]).refused("cannot use entrasift.toml: ");
}
