use super::*;
use crate::content::definition::{Counts, Reading};
use crate::dialect::Dialect;
use crate::dialect::path_name::path;
use crate::text::source::Memory;

#[track_caller]
fn check(name: &str, text: &[u8], expect: Result<&str, &str>) {
    let source = Arc::new(Memory::new(name, text));
    let found =
        recognise(source, LogType::ByName).map(|input| input.format.name).map_err(|why| why.to_string());
    match expect {
        Ok(format) => assert_eq!(found, Ok(format), "{name}"),
        Err(words) => assert!(found.as_ref().is_err_and(|why| why.contains(words)), "{name}: {found:?}"),
    }
}

#[test]
fn formats_and_refusals() {
    let portal =
        b"\xef\xbb\xbf\"Date (UTC)\",\"Request ID\",\"Username\",\"Client app\",\"Sign-in error code\"\r\n";
    check("x/InteractiveSignIns_2026.csv", portal, Ok("portal-interactive"));
    check("x\\NonInteractiveSignIns_2026.csv", portal, Ok("portal-noninteractive"));
    check("interactive/signins.csv", portal, Ok("portal-user"));
    check("a.csv", b"Request ID,Date,Authentication method,Succeeded\n", Ok("portal-authdetails"));
    check("r.csv", b"userPrincipalName;isMfaCapable\n", Ok("registration"));
    check("empty.csv", b"", Err("empty"));
    check("blank.csv", b"\xef\xbb\xbf \r\n", Err("empty"));
    check("tenant.toml", b"[tenant]\nname = \"Northwind\"\n", Err("no record"));
    check("none.json", b"[]", Err("empty"));
    check("page.json", b"{\"@odata.context\":\"x\",\"value\":[]}", Err("empty"));
    check("b.bin", b"\x7fELF\x01\x02\x03", Err("no text"));
    check("u16.csv", b"\xff\xfeD\0a\0", Err("UTF-16"));
    check("x.zip", b"PK\x03\x04...", Err("compressed"));
    check("a.json", b"[{\"activityDateTime\":1}]", Err("directory audit"));
    check("g.json", b"[{\"id\":\"1\",\"createdDateTime\":\"x\",\"appId\":\"y\"}]", Ok("graph"));
    check("j.json", b"{\"a\":1}", Err("the keys a"));
    check("p.csv", b"CreationDate,Operation,AuditData\n", Err("Purview"));
    check("n.csv", b"Date (UTC),Request ID,Client app\n", Err("`Username` is missing"));
    check("s.csv", b"Date (UTC),Username,Client app\n", Err("`Sign-in error code` is missing"));
    check("l.csv", b"Fecha (UTC),Usuario\n", Err("another language"));
    let destroyed = b"Date,Username,Client app,Status\n2026-01-01,a,Browser,Microsoft.Graph.PowerShell.Models.MicrosoftGraphSignInStatus\n";
    check("d.csv", destroyed, Err("destroyed"));
}

#[test]
fn destroyed_cells_are_refused_wherever_they_stand() {
    let header = "CreatedDateTime,AppDisplayName,UserAgent,Status";
    let cell = "Microsoft.Graph.PowerShell.Models.MicrosoftGraphSignInStatus";
    let sound = "2026-01-01T00:00:00Z,A,x,Success\n";
    let late = format!("#TYPE x\n{header}\n{sound}{sound}2026-01-01T00:00:00Z,A,x,{cell}\n");
    check("d.csv", late.as_bytes(), Err("destroyed"));
    // An attacker chooses the user agent, and must not choose that the file is refused.
    let agent = format!("{header}\n2026-01-01T00:00:00Z,A,{cell},Success\n");
    check("d.csv", agent.as_bytes(), Ok("powershell"));
}

/// What the status column of a script holds decides which questions the file can answer.
#[test]
fn what_a_script_left_in_its_columns() {
    let fills = |status: &str, field: Field| {
        let text = format!("CreatedDateTime,UserPrincipalName,Status\n2026-01-01T00:00:00Z,a,{status}\n");
        let source = Arc::new(Memory::new("x.csv", text.as_bytes()));
        recognise(source, LogType::ByName).expect("it is known").shape.fills.contains(field)
    };
    assert!(fills("50126", Field::Code));
    assert!(fills(r#""{""ErrorCode"":50126,""FailureReason"":""x""}""#, Field::Reason));
    assert!(!fills("Failure", Field::Code) && !fills("Failure", Field::Reason));
    assert!(fills("Failure", Field::Status));
}

/// A new content in a new dialect is found as soon as it is in the list, and changes nothing for other files.
#[test]
fn a_content_and_a_dialect_are_one_line_each() {
    static NEW_LOG: Dialect = Dialect::new(
        "ndjson-of-a-gateway",
        &[Layout::Json],
        |head| Likeness::certain_if(head.has("gatewaysignin")),
        Names::Paths(|| {
            const {
                &[
                    path("gatewaysignin", Field::RequestId),
                    path("when", Field::Time),
                    path("code", Field::Code),
                ]
            }
        }),
    );
    static NEW_LOGS: Content = Content { name: "gateway", dialects: &[&NEW_LOG], ..SIGN_INS_HERE };
    const SIGN_INS_HERE: Content =
        Content { name: "", dialects: &[], reading: Reading::InChunks, counts: Counts::SignIns, needs: None };
    static SEATS: Dialect = Dialect::new(
        "seats",
        &[Layout::Csv],
        |head| Likeness::certain_if(head.has("seat") && head.has("licence")),
        Names::Headers(&[]),
    );
    static LICENCES: Content = Content {
        name: "licences",
        dialects: &[&SEATS],
        reading: Reading::Whole,
        counts: Counts::Other,
        needs: None,
    };
    let contents: Vec<&'static Content> = CONTENTS.iter().copied().chain([&NEW_LOGS, &LICENCES]).collect();
    let found = |text: &str| {
        let source = Arc::new(Memory::new("x", text));
        recognise_among(&contents, source, LogType::ByName, None)
            .map(|input| (input.content.name, input.format.name))
    };
    let gateway = "{\"gatewaySignIn\":\"1\",\"when\":\"2026-11-02T08:00:00Z\",\"code\":0}\n";
    assert_eq!(found(gateway).ok(), Some(("gateway", "ndjson-of-a-gateway")));
    assert_eq!(found("Seat,Licence\n1,E5\n").ok(), Some(("licences", "seats")));
    assert_eq!(found("Date (UTC),Username,Client app,Status\n").ok(), Some(("sign-ins", "portal-user")));
    let unknown = recognise(Arc::new(Memory::new("x", "Seat,Licence\n1,E5\n")), LogType::ByName);
    assert!(matches!(unknown, Err(Rejection::UnknownHeader { .. })));
    let input =
        recognise_among(&contents, Arc::new(Memory::new("x", gateway)), LogType::ByName, None).unwrap();
    assert!(input.is_log() && input.shape.fills.contains(Field::RequestId));
}
