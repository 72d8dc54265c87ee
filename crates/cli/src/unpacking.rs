//! Unpacking: what was given becomes sources of UTF-8 text. Plain files are read where they lie; the rest is unpacked once, several
//! files at a time.

use std::io::{Read, Write};
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use anyhow::{Result, anyhow};
use entrasift_core::Source;
use entrasift_core::text::source::Positions;
use entrasift_core::text::unpack::{Archive, HEAD_BYTES, Packing, Refusal, Wrapping, default_limit, unpack};

use crate::files::{FileSource, shown};
use crate::refusal::in_words;
use crate::spool::Spool;

/// What one file became.
#[derive(Default)]
pub struct Unpacked {
    /// The texts in it.
    pub sources: Vec<Arc<dyn Source>>,
    /// Files of an archive that cannot be used, and why.
    pub aside: Vec<(String, String)>,
    /// It is an archive: what is in it was met, not named.
    pub is_archive: bool,
}

/// Why a file became nothing.
pub enum Trouble {
    /// It cannot be used: which one, and why.
    Unusable(String, String),
    /// Nothing can be read, whatever it is.
    Fatal(anyhow::Error),
}

/// Opens and unpacks files, at most so many bytes of each, on so many threads; the results stand in the order of the files.
pub fn each<T: Sync>(
    files: &[T],
    threads: Option<usize>,
    max_inflate: Option<u64>,
    open: impl Fn(usize, &T) -> Result<(FileSource, bool), Trouble> + Sync,
) -> Vec<Result<Unpacked, Trouble>> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    let work = || {
        let mut unpacker = Unpacker { spool: Spool::default(), head: Vec::new(), max_inflate };
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(file) = files.get(index) else { break };
            let result = open(index, file).and_then(|(source, named)| unpacker.file(source, named));
            done.lock().unwrap_or_else(PoisonError::into_inner).push((index, result));
        }
    };
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let threads = threads.filter(|threads| *threads > 0).unwrap_or(cores).min(files.len());
    if threads < 2 {
        work();
    } else {
        thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
    }
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

struct Unpacker {
    spool: Spool,
    head: Vec<u8>,
    max_inflate: Option<u64>,
}

impl Unpacker {
    fn file(&mut self, file: FileSource, named: bool) -> Result<Unpacked, Trouble> {
        let wrapping = self.wrapping(&file).map_err(|refusal| trouble(file.name(), refusal))?;
        let limit = self.max_inflate.unwrap_or_else(|| default_limit(file.length()));
        let packing = match wrapping {
            Wrapping::Plain => return Ok(Unpacked::new(file)),
            Wrapping::Packed(Packing::Zip) => return self.archive(&file, limit, named),
            Wrapping::Packed(packing) => packing,
            Wrapping::Encoded(_) => Packing::None,
        };
        let fill = |out: &mut dyn Write| unpack(packing, &mut Positions::new(&file), limit, out);
        let text = self.spool.take(file.name(), fill).map_err(|refusal| trouble(file.name(), refusal))?;
        Ok(Unpacked::new(text))
    }

    fn wrapping(&mut self, file: &FileSource) -> Result<Wrapping, Refusal> {
        self.head.clear();
        let mut bytes = Positions::new(file).take(HEAD_BYTES as u64);
        bytes.read_to_end(&mut self.head).map_err(Refusal::Unreadable)?;
        Wrapping::from_head(&self.head)
    }

    fn archive(&mut self, file: &FileSource, limit: u64, named: bool) -> Result<Unpacked, Trouble> {
        let start = self.spool.end();
        let unpacked = self.members(file, limit, named);
        if unpacked.is_err() {
            self.spool.rewind(start);
        }
        unpacked
    }

    /// The members of an archive. One that someone named must be sound; of one that was met, what is sound is read.
    fn members(&mut self, file: &FileSource, limit: u64, named: bool) -> Result<Unpacked, Trouble> {
        let of_all = |refusal| trouble(file.name(), refusal);
        let mut archive = Archive::open(file, limit).map_err(of_all)?;
        let mut unpacked = Unpacked { is_archive: true, ..Unpacked::default() };
        for member in archive.members().map_err(of_all)? {
            let name = format!("{}/{}", file.name(), member.name);
            match self.spool.take(&name, |out| archive.unpack(&member, out)) {
                Ok(text) => unpacked.sources.push(Arc::new(text)),
                Err(refusal @ Refusal::PastLimit(_)) => return Err(of_all(refusal)),
                Err(refusal @ Refusal::Unwritable(_)) => return Err(trouble(&name, refusal)),
                Err(refusal @ (Refusal::Broken { .. } | Refusal::Encrypted | Refusal::Unreadable(_)))
                    if named =>
                {
                    return Err(trouble(&name, refusal));
                }
                Err(refusal) => unpacked.aside.push((name, why(&refusal))),
            }
        }
        if unpacked.sources.is_empty() && unpacked.aside.is_empty() {
            unpacked.aside.push((file.name().to_owned(), "there is no file in this archive".to_owned()));
        }
        Ok(unpacked)
    }
}

impl Unpacked {
    fn new(source: impl Source + 'static) -> Unpacked {
        Unpacked { sources: vec![Arc::new(source)], ..Unpacked::default() }
    }
}

fn trouble(name: &str, refusal: Refusal) -> Trouble {
    match refusal {
        Refusal::Unwritable(error) => Trouble::Fatal(anyhow!(
            "could not unpack {name}: {} in the folder for temporary files ({}); TMPDIR names another",
            in_words(&error),
            shown(std::env::temp_dir()),
        )),
        refusal => Trouble::Unusable(name.to_owned(), why(&refusal)),
    }
}

fn why(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Unreadable(error) => in_words(error),
        refusal => refusal.to_string(),
    }
}
