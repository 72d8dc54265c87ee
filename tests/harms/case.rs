//! A case: the files of one validation, as tables that can be harmed.

use std::sync::Arc;

use entrasift_core::{LogType, Memory, Options, Time};
use entrasift_demo::account::Role;
use entrasift_demo::moment::{DAY, Date};
use entrasift_demo::registration::report;
use entrasift_demo::signin::SignIn;
use entrasift_demo::story::{Story, StoryOptions};
use entrasift_demo::writers::csv::CsvStyle;
use entrasift_demo::writers::graph::{GraphShape, write_graph};
use entrasift_demo::writers::portal::{PortalOptions, write_portal};
use entrasift_demo::writers::registration::write_registration;
use entrasift_demo::writers::tenant_file::write_tenant_file;
use entrasift_rollout::answer::Answer;
use entrasift_rollout::questions::checks::check::Check;
use entrasift_rollout::questions::checks::list::CheckList;
use entrasift_rollout::questions::pilot::PilotOptions;
use entrasift_rollout::questions::validate::ValidateOptions;
use entrasift_rollout::questions::{self, Question};
use entrasift_rollout::reading::intake::{Given, Intake};
use entrasift_rollout::reading::request::Request;
use entrasift_rollout::tenant::tenant_file;
use serde_json::Value as Json;

/// In which shape the logs are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Portal CSV.
    Portal,
    /// Graph beta JSON, which lists policies and steps.
    Graph,
}

/// The files without harm.
pub struct Clean {
    portal: [String; 2],
    graph: [Json; 2],
    report: String,
    tenant: String,
    names: Names,
}

/// Accounts that harms are about.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// Somebody who works every day.
    pub person: String,
    /// Another one.
    pub other: String,
    /// A third.
    pub third: String,
    /// An administrator.
    pub admin: String,
    /// A guest.
    pub guest: String,
}

/// A CSV in memory.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    pub header: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Sheet {
    pub fn parse(text: &str) -> Sheet {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let mut rows: Vec<Vec<String>> =
            reader.records().map(|row| row.expect("a CSV").iter().map(str::to_owned).collect()).collect();
        Sheet { header: rows.remove(0), rows }
    }

    pub fn text(&self) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        std::iter::once(&self.header)
            .chain(&self.rows)
            .for_each(|row| writer.write_record(row).expect("memory"));
        String::from_utf8(writer.into_inner().expect("memory")).expect("UTF-8")
    }

    pub fn column(&self, name: &str) -> usize {
        self.header
            .iter()
            .position(|title| title.trim() == name)
            .unwrap_or_else(|| panic!("no column {name}"))
    }

    pub fn cell<'r>(&self, row: &'r [String], name: &str) -> &'r str {
        &row[self.column(name)]
    }

    pub fn set(&mut self, row: usize, values: &[(&str, &str)]) {
        for (name, value) in values {
            let column = self.column(name);
            self.rows[row][column] = (*value).to_owned();
        }
    }

    pub fn drop_column(&mut self, name: &str) {
        let column = self.column(name);
        self.header.remove(column);
        self.rows.iter_mut().for_each(|row| drop(row.remove(column)));
    }

    pub fn retain(&mut self, name: &str, keep: impl Fn(&str) -> bool) {
        let column = self.column(name);
        self.rows.retain(|row| keep(&row[column]));
    }
}

/// The files of one validation.
pub struct Case {
    pub shape: Shape,
    /// Portal CSVs: interactive, non-interactive.
    pub portal: [Sheet; 2],
    /// Graph objects: interactive, non-interactive.
    pub graph: [Json; 2],
    pub report: Option<Sheet>,
    pub tenant: String,
    pub names: Names,
    /// Further files.
    pub more: Vec<(String, Vec<u8>)>,
    /// Bytes put at the end of the interactive CSV.
    pub tail: String,
    /// The names of the two logs.
    pub files: [&'static str; 2],
    /// Logs that are left out.
    pub without: [bool; 2],
    pub wishes: ValidateOptions,
    /// Asked instead of `validate`.
    pub pilot: Option<PilotOptions>,
    pub options: Options,
    /// Names of files that could not be read.
    pub aside: Vec<&'static str>,
    made: u32,
}

/// What is said of a case.
pub struct Verdict {
    pub word: String,
    /// Id, status, detail.
    pub checks: Vec<(String, String, String)>,
    /// Codes of warnings that the clean log does not have.
    pub warnings: Vec<String>,
}

/// Warnings of the clean log.
const USUAL: &[&str] = &[
    "break-glass-methods",
    "device-satisfied",
    "first-day",
    "not-seen",
    "policies-not-shown",
    "policy-not-applied",
    "status-differs",
    "weekend",
];

impl Clean {
    pub fn make() -> Clean {
        Clean::of(true)
    }

    /// Of the quiet tenant, or of the one with all its stories.
    pub fn of(quiet: bool) -> Clean {
        let story = Story::new(StoryOptions { quiet, ..StoryOptions::default() });
        let since = Date::new(2026, 11, 19);
        let rows: Vec<SignIn<'_>> = story.signins().filter(|row| row.time.date() >= since).collect();
        let of = |interactive: bool| rows.iter().filter(move |row| row.interactive == interactive);
        let text = |write: &dyn Fn(&mut Vec<u8>)| {
            let mut out = Vec::new();
            write(&mut out);
            String::from_utf8(out).expect("UTF-8")
        };
        let portal = [true, false].map(|interactive| {
            text(&|out| {
                write_portal(out, PortalOptions::default(), of(interactive)).expect("memory");
            })
        });
        let graph = [true, false].map(|interactive| {
            let json = text(&|out| {
                write_graph(out, GraphShape::Array, story.world(), of(interactive)).expect("memory");
            });
            serde_json::from_str(&json).expect("JSON")
        });
        let day = Date::new(2026, 11, 26);
        let report = report(story.world(), day);
        let report = text(&|out| {
            write_registration(out, CsvStyle::default(), &report).expect("memory");
        });
        let tenant = text(&|out| write_tenant_file(out, story.world()).expect("memory"));
        let enforced = story.world().rollout.enforced_at;
        let seen = |role: Role| {
            let mut names: Vec<String> = rows
                .iter()
                .filter(|row| {
                    row.interactive
                        && row.code == 0
                        && row.time >= enforced
                        && row.time.0 < enforced.0 + 3 * DAY
                })
                .filter(|row| {
                    row.account.role == role && row.session_id.is_some() && row.id_as_username.is_none()
                })
                .filter(|row| row.client_app == "Browser")
                .map(|row| row.account.upn.clone())
                .collect();
            names.sort();
            names.dedup();
            names
        };
        let staff = seen(Role::Staff);
        let names = Names {
            person: staff[0].clone(),
            other: staff[1].clone(),
            third: staff[2].clone(),
            admin: seen(Role::It)[0].clone(),
            guest: rows
                .iter()
                .find(|row| row.account.role == Role::Guest)
                .expect("a guest")
                .account
                .upn
                .clone(),
        };
        Clean { portal, graph, report, tenant, names }
    }
}

impl Case {
    pub fn of(clean: &Clean, shape: Shape) -> Case {
        Case {
            shape,
            portal: [Sheet::parse(&clean.portal[0]), Sheet::parse(&clean.portal[1])],
            graph: clean.graph.clone(),
            report: Some(Sheet::parse(&clean.report)),
            tenant: clean.tenant.clone(),
            names: clean.names.clone(),
            more: Vec::new(),
            tail: String::new(),
            files: match shape {
                Shape::Portal => ["InteractiveSignIns.csv", "NonInteractiveSignIns.csv"],
                Shape::Graph => ["interactive.json", "non-interactive.json"],
            },
            without: [false; 2],
            wishes: ValidateOptions::default(),
            pilot: None,
            options: Options { threads: 1, ..Options::default() },
            aside: Vec::new(),
            made: 0,
        }
    }

    /// A new id.
    pub fn id(&mut self) -> String {
        self.made += 1;
        format!("e0000000-0000-4000-8000-{:012x}", self.made)
    }

    /// The place of a portal success of a user in the window, which is in a browser where it is interactive.
    pub fn success(&self, log: usize, user: &str) -> usize {
        let sheet = &self.portal[log];
        let is = |row: &Vec<String>| {
            sheet.cell(row, "Username") == user
                && sheet.cell(row, "Sign-in error code") == "0"
                && (log == 1 || sheet.cell(row, "Client app") == "Browser")
                && ("2026-11-23T09".."2026-11-26T07").contains(&sheet.cell(row, "Date (UTC)"))
        };
        sheet.rows.iter().position(is).unwrap_or_else(|| panic!("no success of {user}"))
    }

    /// A copy of a success of a user in the window as a sign-in of its own, with other values.
    pub fn add(&mut self, user: &str, values: &[(&str, &str)]) -> usize {
        let source = self.portal[0].rows[self.success(0, user)].clone();
        let ids = [self.id(), self.id(), self.id()];
        let sheet = &mut self.portal[0];
        sheet.rows.push(source);
        let row = sheet.rows.len() - 1;
        sheet.set(row, &[("Request ID", &ids[0]), ("Correlation ID", &ids[1]), ("Session ID", &ids[2])]);
        sheet.set(row, values);
        row
    }

    /// The same in the non-interactive log.
    pub fn add_in_background(&mut self, user: &str, values: &[(&str, &str)]) {
        let row = self.add(user, values);
        let row = self.portal[0].rows.remove(row);
        self.portal[1].rows.push(row);
    }

    /// The Graph successes of a log.
    pub fn objects(&mut self, log: usize) -> &mut Vec<Json> {
        self.graph[log].as_array_mut().expect("an array")
    }

    /// The checks of `validate`, or of `pilot`, and how they are said.
    pub fn judged(self) -> (CheckList, Answer) {
        let mut given = Vec::new();
        let mut give = |name: &str, bytes: Vec<u8>| {
            given.push(Given {
                source: Arc::new(Memory::new(name, bytes)),
                named: true,
                log_type: LogType::ByName,
            });
        };
        for log in [0, 1].into_iter().filter(|log| !self.without[*log]) {
            let text = match self.shape {
                Shape::Portal if log == 0 => self.portal[log].text() + &self.tail,
                Shape::Portal => self.portal[log].text(),
                Shape::Graph => self.graph[log].to_string(),
            };
            give(self.files[log], text.into_bytes());
        }
        if let Some(report) = &self.report {
            give("report_2026-11-26.csv", report.text().into_bytes());
        }
        self.more.into_iter().for_each(|(name, bytes)| give(&name, bytes));
        let mut intake = Intake::new(given).expect("files that can be read");
        intake
            .ignored
            .extend(self.aside.iter().map(|name| ((*name).to_owned(), "it cannot be used".to_owned())));
        let tenant =
            tenant_file::parse(&self.tenant).unwrap_or_else(|why| panic!("{why}\n{}", self.tenant)).tenant;
        let request = Request {
            intake: intake.into(),
            tenant: tenant.into(),
            options: self.options,
            as_of: None,
            strict: false,
        };
        match &self.pilot {
            Some(wishes) => {
                let result = questions::conclude(wishes, &request).expect("a conclusion");
                (result.checks.clone(), PilotOptions::answer(&result))
            }
            None => {
                let validation = questions::conclude(&self.wishes, &request).expect("a conclusion");
                (validation.checks.clone(), ValidateOptions::answer(&validation))
            }
        }
    }

    /// The same in words.
    pub fn verdict(self) -> Verdict {
        let (checks, answer) = self.judged();
        let reading = answer.reading.as_ref().expect("a reading");
        let mut warnings: Vec<String> =
            reading.warnings.iter().map(|warning| warning.code.to_owned()).collect();
        warnings.retain(|code| !USUAL.contains(&code.as_str()));
        warnings.dedup();
        let line =
            |check: &Check| (check.id.to_owned(), check.status.name().to_owned(), check.detail.clone());
        Verdict {
            word: checks.verdict().name().to_owned(),
            checks: checks.checks().iter().map(line).collect(),
            warnings,
        }
    }
}

/// A time.
pub fn time(text: &str) -> Time {
    Time::parse_bound(text).expect("a time")
}
