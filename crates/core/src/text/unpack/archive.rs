//! Zip archives: the files in them, without what archivers and systems add.

use std::io::{self, BufReader, Write};

use zip::ZipArchive;
use zip::result::ZipError;

use super::encoding::CHUNK_BYTES;
use super::flow::{Flow, Text};
use super::packing::Packing;
use super::refusal::Refusal;
use crate::text::source::{Positions, Source};

/// An archive with more files than this is refused.
const MOST_MEMBERS: usize = 100_000;

/// A zip archive. The limit applies to all its members together, because members can share their bytes.
pub struct Archive<'s> {
    zip: ZipArchive<BufReader<Positions<'s>>>,
    limit: u64,
    inflated: u64,
}

/// A file in an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its name, with the folders within the archive.
    pub name: String,
    index: usize,
}

impl<'s> Archive<'s> {
    /// Reads the directory of an archive. All members together may unpack to `limit` bytes.
    ///
    /// # Errors
    /// When it is broken, an Excel workbook, or holds too many files.
    pub fn open(source: &'s dyn Source, limit: u64) -> Result<Archive<'s>, Refusal> {
        let bytes = BufReader::with_capacity(CHUNK_BYTES, Positions::new(source));
        let zip = ZipArchive::new(bytes).map_err(refusal)?;
        if zip.len() > MOST_MEMBERS {
            return Err(Refusal::TooManyMembers(zip.len()));
        }
        if zip.has_duplicate_names() {
            return Err(broken("two of its files have one name"));
        }
        if zip.index_for_name("xl/workbook.xml").is_some() {
            return Err(Refusal::Workbook);
        }
        Ok(Archive { zip, limit, inflated: 0 })
    }

    /// Its files, without folders, hidden files, and files that macOS adds.
    ///
    /// # Errors
    /// A name that cannot be read.
    pub fn members(&self) -> Result<Vec<Member>, Refusal> {
        let mut members = Vec::new();
        for index in 0..self.zip.len() {
            let entry = self.zip.by_index_data(index).map_err(refusal)?;
            let name = entry.name().map_err(refusal)?;
            let hidden = name
                .split(['/', '\\'])
                .any(|part| part == "__MACOSX" || part.starts_with('.') && part != "." && part != "..");
            if !entry.is_dir() && !hidden {
                members.push(Member { name: name.into_owned(), index });
            }
        }
        Ok(members)
    }

    /// Unpacks a member and writes it as UTF-8, like [`unpack`](super::unpack).
    ///
    /// # Errors
    /// As [`unpack`](super::unpack), and when it is encrypted.
    pub fn unpack(&mut self, member: &Member, out: &mut dyn Write) -> Result<Text, Refusal> {
        let mut bytes = self.zip.by_index(member.index).map_err(refusal)?;
        if bytes.is_symlink() {
            return Err(Refusal::NoFile);
        }
        let (limit, inflated) = (self.limit, self.inflated);
        let mut flow = Flow { bytes: &mut bytes, packing: Packing::Zip, limit, inflated, is_cut: false };
        let text = flow.write_text(out);
        self.inflated = flow.inflated;
        text
    }
}

fn refusal(error: ZipError) -> Refusal {
    match error {
        ZipError::Io(error) if error.kind() != io::ErrorKind::UnexpectedEof => Refusal::Unreadable(error),
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Refusal::Encrypted,
        ZipError::CompressionMethodNotSupported(method) => Refusal::Foreign(format!("zip method {method}")),
        error => broken(error),
    }
}

fn broken(why: impl std::fmt::Display) -> Refusal {
    Refusal::Broken { packing: Packing::Zip.name(), why: why.to_string() }
}
