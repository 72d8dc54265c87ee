//! Progress: a bar on standard error, where someone is looking and the reading takes long enough.

use std::fmt;
use std::io::{self, IsTerminal};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use entrasift_core::{Hooks, NoHooks};
use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

/// What ends before this shows no bar.
const PATIENCE: Duration = Duration::from_millis(300);

/// Between two drawings.
const TICK: Duration = Duration::from_millis(100);

/// A bar that may be shown.
pub struct Progress {
    shown: Option<(Arc<Counters>, JoinHandle<()>)>,
}

/// How far the reading is. The readers only add; the ticker looks.
#[derive(Default)]
struct Counters {
    bytes: AtomicU64,
    read: AtomicU64,
    rows: AtomicU64,
    ended: AtomicBool,
}

impl Hooks for Counters {
    fn begin(&self, bytes: u64) {
        self.read.store(0, Ordering::Relaxed);
        self.rows.store(0, Ordering::Relaxed);
        self.bytes.store(bytes, Ordering::Relaxed);
    }

    fn advance(&self, bytes: u64, rows: u64) {
        self.read.fetch_add(bytes, Ordering::Relaxed);
        self.rows.fetch_add(rows, Ordering::Relaxed);
    }
}

impl Progress {
    /// Starts to wait, and to draw if the wait is long. Without a terminal, or where quiet is wanted, does nothing.
    pub fn start(quiet: bool) -> Progress {
        if quiet || !io::stderr().is_terminal() {
            return Progress { shown: None };
        }
        let counters = Arc::new(Counters::default());
        let drawn = counters.clone();
        let ticker = thread::Builder::new().name("progress".to_owned()).spawn(move || draw(&drawn));
        Progress { shown: ticker.ok().map(|ticker| (counters, ticker)) }
    }

    /// What the reading reports to.
    pub fn hooks(&self) -> Arc<dyn Hooks> {
        match &self.shown {
            Some((counters, _)) => counters.clone(),
            None => Arc::new(NoHooks),
        }
    }

    /// Takes the bar away.
    pub fn end(self) {
        if let Some((counters, ticker)) = self.shown {
            counters.ended.store(true, Ordering::Relaxed);
            ticker.thread().unpark();
            // A ticker that panicked has drawn its last; the answer matters more.
            let _ = ticker.join();
        }
    }
}

fn draw(counters: &Arc<Counters>) {
    thread::park_timeout(PATIENCE);
    if counters.ended.load(Ordering::Relaxed) {
        return;
    }
    let rows = counters.clone();
    let rows = move |_: &ProgressState, out: &mut dyn fmt::Write| {
        // A bar that cannot be drawn is no trouble.
        let _ = write!(out, "{}", HumanCount(rows.rows.load(Ordering::Relaxed)));
    };
    let style = ProgressStyle::with_template("{wide_bar} {bytes}/{total_bytes} · {rows} rows · {eta} left");
    let style = style.unwrap_or_else(|_| ProgressStyle::default_bar()).with_key("rows", rows);
    let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr()).with_style(style);
    while !counters.ended.load(Ordering::Relaxed) {
        bar.update(|state| {
            state.set_len(counters.bytes.load(Ordering::Relaxed));
            state.set_pos(counters.read.load(Ordering::Relaxed));
        });
        thread::park_timeout(TICK);
    }
    bar.finish_and_clear();
}
