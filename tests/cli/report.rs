//! `report`: which chapters it has, and what stands first.

use crate::{Folder, northwind};

/// The keys of the made-up tenant's report with this tenant file, in order, and its text.
fn keys_and_text(tenant: &str) -> (Vec<String>, String) {
    let folder = Folder::with(&[("tenant.toml", tenant)]);
    let inputs = northwind();
    let inputs = inputs.to_str().expect("a path");
    let json = folder.run(&["report", inputs, "--config", "tenant.toml", "--format", "json"]);
    // Each key of the top level once: a second one would be lost where the answer is read.
    let keys: Vec<String> = json
        .done()
        .lines()
        .filter_map(|line| line.strip_prefix("  \"")?.split_once('"').map(|(key, _)| key.to_owned()))
        .collect();
    let unique: std::collections::BTreeSet<&String> = keys.iter().collect();
    assert_eq!(unique.len(), keys.len(), "{keys:?}");
    let page = folder.run(&["report", inputs, "--config", "tenant.toml", "--format", "html"]);
    (keys, page.done().to_owned())
}

#[test]
fn what_the_tenant_file_allows_has_a_chapter() {
    let tenant = std::fs::read_to_string(northwind().join("entrasift.toml")).expect("a tenant file");
    let (keys, page) = keys_and_text(&tenant);
    for key in ["findings", "verdict", "checks", "stopped", "events", "dependencies", "gaps", "contact"] {
        assert!(keys.iter().any(|known| known == key), "{key} in {keys:?}");
    }
    for number in ["verdict", "locked_out", "without_mfa", "live_dependencies", "can_use_mfa"] {
        assert!(keys.iter().position(|key| key == number) < keys.iter().position(|key| key == "findings"));
    }
    assert!(page.contains("<h1>Not clean"), "the verdict stands first");
    // The pictures of the first screen, each with its words, before any list.
    let (first, _) = page.split_once("class=\"chapter\"").expect("a chapter");
    for key in ["timeline", "by_client_app", "snapshots"] {
        assert!(
            first.contains("<section class=\"part picture") && first.contains(&format!("id=\"{key}\"")),
            "{key}"
        );
    }
    assert_eq!(
        first.matches("role=\"img\" aria-label=\"").count(),
        3,
        "two charts and the shares of outcomes"
    );
}

#[test]
fn a_tenant_that_enforces_nothing_yet_has_no_verdict() {
    for tenant in ["", "[rollout]\nenforced_at = 2026-11-28T08:00:00Z\n"] {
        let (keys, page) = keys_and_text(tenant);
        for key in ["verdict", "checks", "stopped", "locked_out"] {
            assert!(!keys.iter().any(|known| known == key), "{key}");
        }
        assert!(page.contains("id=\"chapter-legacy\"") && !page.contains("id=\"chapter-validate\""));
    }
    // The first 48 hours are judged by what the helpdesk needs, and not yet by a verdict.
    let (keys, _) = keys_and_text("[rollout]\nenforced_at = 2026-11-25T08:00:00Z\n");
    assert!(keys.iter().any(|key| key == "stopped") && !keys.iter().any(|key| key == "verdict"));
}

#[test]
fn a_workbook_has_charts_of_its_own() {
    let folder = Folder::new();
    let inputs = northwind();
    let tenant = inputs.join("entrasift.toml");
    let (inputs, tenant) = (inputs.to_str().expect("a path"), tenant.to_str().expect("a path"));
    folder.run(&["report", inputs, "--config", tenant, "-o", "report.xlsx"]).written("report.xlsx");
    let book = std::fs::File::open(folder.path("report.xlsx")).expect("a workbook");
    let mut book = zip::ZipArchive::new(book).expect("an archive");
    let names = book.file_names().map(|name| name.expect("a name").into_owned());
    let names: Vec<String> = names.collect();
    let mut charts = String::new();
    for name in names.iter().filter(|name| name.starts_with("xl/charts/chart")) {
        charts += &std::io::read_to_string(book.by_name(name).expect("a chart")).expect("XML");
    }
    // Sign-ins over time and hour by hour as bars, the campaign as lines.
    assert_eq!((charts.matches("<c:barChart>").count(), charts.matches("<c:lineChart>").count()), (2, 1));
    assert!(charts.contains("$1:$") || charts.contains("$2:$"), "they draw what stands in the sheets");
}

/// One user name that two object ids have is two people, on the first screen as in the chapters, and in a plan.
#[test]
fn people_are_counted_by_object_id() {
    let header = "\"Date (UTC)\",\"Request ID\",\"User ID\",\"User\",\"Username\",\"User type\",\"Application\",\"Application ID\",\"IP address\",\"Location\",\"Status\",\"Sign-in error code\",\"Client app\",\"Authentication requirement\",\"Conditional Access\",\"Operating System\"";
    let row = |number: usize| {
        format!(
            "2026-11-03T08:0{number}:00Z,bffa27f4-d8e7-9439-174f-fc7992eac49{number},2be566d9-b824-3fd0-5fc5-cb70bf694d8{number},Ana,\
             info@fabrikon.example,Member,OfficeHome,4765445b-32c6-49b0-83e6-1d93765276ca,192.0.2.7,\"X, Y, DE\",Success,0,Browser,\
             singleFactorAuthentication,Not Applied,Windows11"
        )
    };
    let folder = Folder::with(&[("InteractiveSignIns.csv", &[header, &row(1), &row(2), ""].join("\n"))]);
    let report = folder.json(&["report", "InteractiveSignIns.csv"]);
    assert_eq!((&report["totals"]["users"], &report["without_mfa"]), (&2.into(), &2.into()));
    let plan = folder.json(&["plan", "--start", "2026-11-04", "InteractiveSignIns.csv"]);
    let known = plan["known"].as_array().expect("a list");
    let gaps = known.iter().find(|fact| fact["topic"] == "Successes without MFA").expect("a fact");
    assert_eq!((&gaps["people"], &gaps["who"]), (&2.into(), &serde_json::json!(["info@fabrikon.example"])));
}
