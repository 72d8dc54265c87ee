//! Dates at both ends of what can be said: an export with a broken or hostile clock is answered like any other.

use std::path::Path;
use std::process::Command;

const LOG: &str = "Date (UTC),Request ID,Username,Client app,Sign-in error code,Authentication requirement
1678-01-01T00:00:00Z,1,ana@northwind.example,IMAP4,0,Single-factor authentication
1678-01-01T00:00:00Z,2,bo@northwind.example,Browser,50074,
2261-12-31T23:59:59Z,3,ana@northwind.example,IMAP4,0,Single-factor authentication
2261-12-31T23:59:59Z,4,svc-emergency-alpha@northwind.example,Browser,0,Single-factor authentication
";

const TENANT: &str = "[tenant]
break_glass = [\"svc-emergency-alpha@northwind.example\"]
[rollout]
start = 2261-12-31
[[planned_tests]]
account = \"svc-emergency-alpha@northwind.example\"
at = 1678-01-01T00:00:00Z
";

#[test]
fn are_answered() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("far-dates");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("InteractiveSignIns.csv"), LOG).expect("a file");
    std::fs::write(folder.join("tenant.toml"), TENANT).expect("a file");
    for command in ["analyze", "legacy", "gaps", "break-glass"] {
        for format in ["table", "json", "html", "xlsx"] {
            let output = format!("{command}.{format}");
            let arguments = [
                command,
                "InteractiveSignIns.csv",
                "--config",
                "tenant.toml",
                "--force",
                "--quiet",
                "-o",
                &output,
            ];
            let mut program = Command::new(env!("CARGO_BIN_EXE_entrasift"));
            let run = program.current_dir(&folder).args(arguments).args(["--format", format]).output();
            let run = run.expect("the program");
            let said = String::from_utf8_lossy(&run.stderr);
            assert_eq!((run.status.code(), said.as_ref()), (Some(0), ""), "{command} as {format}");
            let length = std::fs::metadata(folder.join(&output)).expect("the answer").len();
            assert!(length < 1 << 20, "{command} as {format}: {length} bytes");
        }
    }
    let text = std::fs::read_to_string(folder.join("legacy.table")).expect("the answer");
    assert!(!text.contains("jobs that run once a month"), "{text}");
}
