//! The limit: quotes, commas and line ends of a file become bit masks and are counted, and nothing else is done.
//!
//! `cargo bench --bench classify -- FILE [THREADS]` prints the seconds of one run and the counts. With
//! `RUSTFLAGS="-C target-cpu=native"` it shows what building for every 64-bit processor costs.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use wide::u8x32;

const CHUNK_BYTES: usize = 512 << 10;

/// How many of each byte there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Counts {
    quotes: u64,
    commas: u64,
    line_ends: u64,
}

impl Counts {
    fn add(&mut self, text: &[u8]) {
        let (blocks, rest) = text.as_chunks::<64>();
        for block in blocks {
            self.add_block(block);
        }
        let mut block = [0; 64];
        block[..rest.len()].copy_from_slice(rest);
        self.add_block(&block);
    }

    #[inline]
    fn add_block(&mut self, block: &[u8; 64]) {
        let (halves, _) = block.as_chunks::<32>();
        let (low, high) = (u8x32::new(halves[0]), u8x32::new(halves[1]));
        let mask = |byte: u8| {
            let wanted = u8x32::splat(byte);
            let (low, high) = (low.simd_eq(wanted).to_bitmask(), high.simd_eq(wanted).to_bitmask());
            u64::from(low) | u64::from(high) << 32
        };
        self.quotes += u64::from(mask(b'"').count_ones());
        self.commas += u64::from(mask(b',').count_ones());
        self.line_ends += u64::from(mask(b'\n').count_ones());
    }

    fn plus(self, other: Counts) -> Counts {
        Counts {
            quotes: self.quotes + other.quotes,
            commas: self.commas + other.commas,
            line_ends: self.line_ends + other.line_ends,
        }
    }
}

/// One worker: takes chunk after chunk until none is left.
fn work(path: &Path, next: &AtomicU64) -> io::Result<Counts> {
    let mut file = File::open(path)?;
    let mut buffer = vec![0; CHUNK_BYTES];
    let mut counts = Counts::default();
    loop {
        let chunk = next.fetch_add(1, Ordering::Relaxed);
        file.seek(SeekFrom::Start(chunk * CHUNK_BYTES as u64))?;
        let mut have = 0;
        while have < CHUNK_BYTES {
            match file.read(&mut buffer[have..])? {
                0 => break,
                more => have += more,
            }
        }
        if have == 0 {
            return Ok(counts);
        }
        counts.add(&buffer[..have]);
    }
}

fn classify(path: &Path, threads: usize) -> io::Result<(Counts, Duration)> {
    let begin = Instant::now();
    let next = AtomicU64::new(0);
    let parts: io::Result<Vec<Counts>> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(|| work(path, &next))).collect();
        workers.into_iter().map(|worker| worker.join().expect("no worker panics")).collect()
    });
    let counts = parts?.into_iter().fold(Counts::default(), Counts::plus);
    Ok((counts, begin.elapsed()))
}

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1).filter(|word| !word.starts_with("--"));
    let Some(path) = words.next().map(PathBuf::from) else {
        eprintln!(
            "classify: no file given, nothing measured: cargo bench --bench classify -- FILE [THREADS]"
        );
        return ExitCode::SUCCESS;
    };
    let threads = words.next().and_then(|word| word.parse().ok()).unwrap_or(2);
    match classify(&path, threads) {
        Ok((counts, time)) => {
            println!("{:.4} s, {threads} threads, {counts:?}", time.as_secs_f64());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("classify: could not read {}: {error}", path.display());
            ExitCode::from(2)
        }
    }
}
