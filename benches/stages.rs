//! Bytes a second, stage by stage, over a made-up export in memory.
//!
//! Each stage does all that the ones before it do: what a stage costs is its time less that of the stage before. Everything is
//! public interface; `whole` is what a command runs.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use entrasift_core::text::structure::{Stop, Structure};
use entrasift_core::{Batch, Input, LogType, Memory, Options, Scanner, Steps, Translation, Visit, read_rows};
use entrasift_demo::story::{Story, StoryOptions};
use entrasift_demo::writers::csv::CsvStyle;
use entrasift_demo::writers::portal::{PortalOptions, write_portal};
use entrasift_rollout::questions;
use entrasift_rollout::questions::any::analyze::{AnalyzeOptions, Timeline};
use entrasift_rollout::questions::prepare::legacy::LegacyOptions;
use entrasift_rollout::reading::intake::{Given, Intake};
use entrasift_rollout::reading::request::Request;
use entrasift_rules::derive::FIELDS;
use entrasift_rules::engine::{Observe, View, watch};
use entrasift_rules::list;
use entrasift_rules::rules::Rules;
use entrasift_rules::tenant::Tenant;

const ROWS: u64 = 50_000;

/// An export that the stages read.
struct Export {
    name: &'static str,
    text: Vec<u8>,
    intake: Arc<Intake>,
}

impl Export {
    fn all() -> Vec<Export> {
        vec![Export::new("plain", false, false), Export::new("quoted", true, false)]
    }

    /// No two rows are copies, or else five are written twice.
    fn new(name: &'static str, quoted: bool, copies: bool) -> Export {
        let story = StoryOptions {
            rows: Some(ROWS),
            people: 5_000,
            days: 30,
            only_interactive: true,
            ..StoryOptions::default()
        };
        let story = Story::new(story);
        let style = CsvStyle { quoted, ..CsvStyle::default() };
        let options = PortalOptions { style, ..PortalOptions::default() };
        let mut text = Vec::new();
        let again = story.newest_first().take(if copies { 5 } else { 0 });
        let rows = story.newest_first().chain(again);
        write_portal(&mut text, options, rows).expect("memory takes every byte");
        let source = Arc::new(Memory::new("InteractiveSignIns.csv", text.clone()));
        let given = Given { source, named: true, log_type: LogType::ByName };
        let intake = Intake::new(vec![given]).expect("the demo writes what is recognised");
        Export { name, text, intake: Arc::new(intake) }
    }

    fn log(&self) -> &Input {
        &self.intake.logs[0]
    }

    fn throughput(&self) -> Throughput {
        Throughput::Bytes(self.text.len() as u64)
    }
}

fn with_threads(threads: usize) -> Options {
    Options { threads, ..Options::default() }
}

/// Looks at nothing.
struct Blind;

impl Visit for Blind {
    fn visit(&mut self, _: &mut Batch) {}
}

/// Has the columns filled that are read of every sign-in.
struct Columns;

impl Visit for Columns {
    fn visit(&mut self, batch: &mut Batch) {
        batch.fill(FIELDS);
    }
}

/// Is told everything and keeps nothing.
struct Deaf;

impl Observe for Deaf {
    fn observe(&mut self, _: View<'_>) {}
    fn merge(&mut self, _: Self, _: &Translation) {}
}

/// Field ends and rows of the text that is there already: no reading, no guessing.
fn index(bench: &mut Criterion) {
    let mut group = bench.benchmark_group("1 index");
    for export in Export::all() {
        group.throughput(export.throughput());
        let chunk = Options::default().chunk_bytes as usize;
        let (delimiter, width) = (export.log().delimiter, export.log().shape.width);
        let mut structure = Structure::default();
        group.bench_function(export.name, |bench| {
            bench.iter(|| {
                let (mut from, mut rows) = (export.log().start as usize, 0);
                while from < export.text.len() {
                    structure.clear();
                    let limit = (from + chunk).min(export.text.len());
                    match structure.read(&export.text, from, limit, true, delimiter, width) {
                        Stop::At(next) | Stop::More(next) => from = next,
                    }
                    rows += structure.rows.len();
                }
                rows
            });
        });
    }
}

/// Chunks are read, their first records guessed, and their rows found.
fn cut(bench: &mut Criterion) {
    let options = with_threads(1);
    let mut group = bench.benchmark_group("2 cut");
    for export in Export::all() {
        group.throughput(export.throughput());
        group.bench_function(export.name, |bench| {
            bench.iter(|| {
                read_rows(&export.intake.logs, &options, || Blind).expect("memory can be read").ledgers
            });
        });
    }
}

/// Times, statuses, the fingerprints of request ids; then the columns too.
fn parse(bench: &mut Criterion) {
    let options = with_threads(1);
    let mut group = bench.benchmark_group("3 parse");
    for export in Export::all() {
        let scanner = || Scanner::new(&export.intake.logs, &options, Arc::new(Steps::default()));
        group.throughput(export.throughput());
        group.bench_function(BenchmarkId::new("times and statuses", export.name), |bench| {
            bench.iter(|| scanner().show_copies(|| Blind).expect("memory can be read").ledgers);
        });
        group.bench_function(BenchmarkId::new("fingerprints", export.name), |bench| {
            bench.iter(|| scanner().show(|| Blind).expect("memory can be read").ledgers);
        });
        group.bench_function(BenchmarkId::new("columns", export.name), |bench| {
            bench.iter(|| scanner().show(|| Columns).expect("memory can be read").ledgers);
        });
    }
}

/// Person, break-glass account and legacy signal of every row, the class of every success, the population.
fn derive(bench: &mut Criterion) {
    let (options, tenant) = (with_threads(1), Tenant::default());
    let mut group = bench.benchmark_group("4 derive");
    for export in Export::all() {
        let steps = Arc::new(Steps::default());
        group.throughput(export.throughput());
        group.bench_function(export.name, |bench| {
            bench.iter(|| {
                let watched = watch(&export.intake.logs, &steps, &options, &tenant, || Deaf);
                watched.expect("memory can be read").1.ledgers
            });
        });
    }
}

/// All rules and the timeline.
fn tally(bench: &mut Criterion) {
    let (options, tenant) = (with_threads(1), Tenant::default());
    let mut group = bench.benchmark_group("5 tally");
    for export in Export::all() {
        let steps = Arc::new(Steps::default());
        group.throughput(export.throughput());
        group.bench_function(export.name, |bench| {
            bench.iter(|| {
                let make = || (Rules::new(list::all()), Timeline::default());
                let watched = watch(&export.intake.logs, &steps, &options, &tenant, make);
                watched.expect("memory can be read").1.ledgers
            });
        });
    }
}

/// Two commands from bytes to answer, by one thread and by two.
fn whole(bench: &mut Criterion) {
    let tenant = Arc::new(Tenant::default());
    let mut group = bench.benchmark_group("6 whole");
    let copies = Export::new("with copies", false, true);
    for export in Export::all().into_iter().chain([copies]) {
        group.throughput(export.throughput());
        for threads in [1, 2] {
            let options = with_threads(threads);
            let (intake, tenant) = (export.intake.clone(), tenant.clone());
            let request = Request { intake, tenant, options, as_of: None, strict: false };
            let threads = if threads == 1 { "one thread" } else { "two threads" };
            group.bench_function(format!("analyze/{}/{threads}", export.name), |bench| {
                bench.iter(|| {
                    black_box(questions::ask(&AnalyzeOptions, &request).expect("there is an answer"))
                });
            });
            group.bench_function(format!("legacy/{}/{threads}", export.name), |bench| {
                bench.iter(|| {
                    black_box(questions::ask(&LegacyOptions, &request).expect("there is an answer"))
                });
            });
        }
    }
}

criterion_group! {
    name = stages;
    config = Criterion::default().sample_size(15).warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(2));
    targets = index, cut, parse, derive, tally, whole
}
criterion_main!(stages);
