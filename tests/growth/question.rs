//! Every question, as a program that uses the libraries asks it.

use std::sync::Arc;

use entrasift_core::content::recognise::LogType;
use entrasift_core::log::scan::{Hooks, Options};
use entrasift_core::text::source::Memory;
use entrasift_core::text::time::Time;
use entrasift_report::{Style, json};
use entrasift_rollout::answer::Answer;
use entrasift_rollout::questions;
use entrasift_rollout::questions::any::{analyze, break_glass, diff, gaps, plan, report, show, user};
use entrasift_rollout::questions::enforce::enforcement;
use entrasift_rollout::questions::prepare::{exceptions, impact, legacy};
use entrasift_rollout::questions::register::registration;
use entrasift_rollout::questions::{pilot, validate};
use entrasift_rollout::reading::intake::{Given, Intake};
use entrasift_rollout::reading::request::{AnswerError, Request};
use entrasift_rollout::tenant::tenant_file;

use crate::tenant::{self, REQUEST, SOMEBODY, Size};

/// A question with its name.
pub struct Asked {
    /// The command.
    pub name: &'static str,
    answer: fn(&Request) -> Result<Answer, AnswerError>,
}

/// Every question about the logs.
pub const QUESTIONS: [Asked; 15] = [
    Asked { name: "analyze", answer: |request| questions::ask(&analyze::AnalyzeOptions, request) },
    Asked { name: "break-glass", answer: |request| questions::ask(&break_glass::BreakGlassOptions, request) },
    Asked {
        name: "diff",
        answer: |request| questions::ask(&diff::DiffOptions { after: request.clone() }, request),
    },
    Asked {
        name: "enforcement",
        answer: |request| questions::ask(&enforcement::EnforcementOptions::default(), request),
    },
    Asked {
        name: "exceptions",
        answer: |request| questions::ask(&exceptions::ExceptionsOptions::default(), request),
    },
    Asked { name: "gaps", answer: |request| questions::ask(&gaps::GapsOptions, request) },
    Asked { name: "impact", answer: |request| questions::ask(&impact::ImpactOptions::default(), request) },
    Asked { name: "legacy", answer: |request| questions::ask(&legacy::LegacyOptions, request) },
    Asked { name: "pilot", answer: |request| questions::ask(&pilot::PilotOptions::default(), request) },
    Asked { name: "plan", answer: |request| questions::ask(&plan::PlanOptions::default(), request) },
    Asked {
        name: "registration",
        answer: |request| questions::ask(&registration::RegistrationOptions::default(), request),
    },
    Asked { name: "report", answer: |request| questions::ask(&report::ReportOptions, request) },
    Asked {
        name: "show",
        answer: |request| questions::ask(&show::ShowOptions { request_id: REQUEST.to_owned() }, request),
    },
    Asked {
        name: "user",
        answer: |request| questions::ask(&user::UserOptions { user: SOMEBODY.to_owned() }, request),
    },
    Asked {
        name: "validate",
        answer: |request| questions::ask(&validate::ValidateOptions::default(), request),
    },
];

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

impl Asked {
    /// Asks it of these files, and renders the answer as JSON.
    pub fn ask(&self, files: Files, hooks: Arc<dyn Hooks>) {
        let intake = Intake::of(files.given).expect("files that are read");
        let tenant = tenant_file::parse(&files.tenant).expect("a tenant file").tenant;
        let options = Options { threads: 1, hooks, ..Options::default() };
        let request = Request { options, ..Request::new(intake, tenant) };
        let answer = (self.answer)(&request).unwrap_or_else(|why| panic!("{}: {why}", self.name));
        json::FORMAT.render(&answer, &Style::new(Time(0)), &mut std::io::sink()).expect("JSON");
    }
}
