//! Every question, as a program that uses the libraries asks it.

use std::sync::Arc;

use entrasift_core::{Hooks, LogType, Memory, Options, Time};
use entrasift_report::{Style, json};
use entrasift_rollout::questions::list::{AskedWith, ListedQuestion};
use entrasift_rollout::reading::intake::{Given, Intake};
use entrasift_rollout::reading::request::Request;
use entrasift_rollout::tenant::tenant_file;

use crate::tenant::{self, REQUEST, SOMEBODY, Size};

/// What someone hands over.
pub struct Files {
    given: Vec<Given>,
    tenant: String,
}

impl Files {
    /// The files of a tenant of a size.
    pub fn new(size: Size) -> Files {
        let file = |name: &str, text: String| Given {
            source: Arc::new(Memory::new(name, text)),
            named: true,
            log_type: LogType::ByName,
        };
        let given = vec![
            file("signins.json", tenant::log(size)),
            file("exportUserRegistrationDetails_2026-11-04.csv", tenant::registration(size, 2)),
            file("exportUserRegistrationDetails_2026-11-09.csv", tenant::registration(size, 7)),
        ];
        Files { given, tenant: tenant::tenant_file(size) }
    }
}

/// Asks a question of these files, and renders the answer as JSON.
pub fn ask(question: &ListedQuestion, files: Files, hooks: Arc<dyn Hooks>) {
    let intake = Intake::new(files.given).expect("files that are read");
    let tenant = tenant_file::parse(&files.tenant).expect("a tenant file").tenant;
    let options = Options { threads: 1, hooks, ..Options::default() };
    let request = Request { options, ..Request::new(intake, tenant) };
    let answer = match question.asked {
        AskedWith::InputsAlone(ask) => ask(&request),
        AskedWith::LaterExport(ask) => ask(&request, &request),
        AskedWith::Subject { ask, .. } => {
            ask(&request, if question.name == "show" { REQUEST } else { SOMEBODY })
        }
    };
    let answer = answer.unwrap_or_else(|why| panic!("{}: {why}", question.name));
    json::FORMAT.render(&answer, &Style::new(Time(0)), &mut std::io::sink()).expect("JSON");
}
