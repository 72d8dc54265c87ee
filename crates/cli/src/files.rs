//! Files as sources: opened here and nowhere below, read at any place by any thread.

#![expect(clippy::disallowed_methods, reason = "the command line is where files are opened")]

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use entrasift_core::Source;

/// A file that can be read at any place.
#[derive(Debug)]
pub struct FileSource {
    name: String,
    length: u64,
    handle: Handle,
}

#[derive(Debug)]
enum Handle {
    Kept(File),
    Reopened(PathBuf),
}

impl FileSource {
    /// Opens a file. One that is not `kept` is opened again at each read: a system has only so many open files to give. What has no
    /// places (a pipe) is spooled to a temporary file.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn open(path: &Path, name: String, kept: bool) -> io::Result<FileSource> {
        let mut file = File::open(path)?;
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return FileSource::spooled(&mut file, name);
        }
        let handle = if kept { Handle::Kept(file) } else { Handle::Reopened(path.to_owned()) };
        Ok(FileSource { name, length: metadata.len(), handle })
    }

    /// Standard input, to its end.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn standard_input(name: String) -> io::Result<FileSource> {
        FileSource::spooled(&mut io::stdin().lock(), name)
    }

    /// Copies a stream to a temporary file that nobody else sees and that vanishes with the process.
    ///
    /// # Errors
    /// What the operating system says.
    fn spooled(stream: &mut impl Read, name: String) -> io::Result<FileSource> {
        let mut file = tempfile::tempfile()?;
        let length = io::copy(stream, &mut file)?;
        Ok(FileSource { name, length, handle: Handle::Kept(file) })
    }
}

impl Source for FileSource {
    fn name(&self) -> &str {
        &self.name
    }

    fn length(&self) -> u64 {
        self.length
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        match &self.handle {
            Handle::Kept(file) => read_at(file, offset, buffer),
            Handle::Reopened(path) => read_at(&File::open(path)?, offset, buffer),
        }
    }
}

/// Reads at a place.
#[cfg(unix)]
pub fn read_at(file: &File, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, offset)
}

/// Reads at a place.
#[cfg(windows)]
pub fn read_at(file: &File, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, offset)
}

/// What a path leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A file with places.
    File,
    /// A folder.
    Folder,
    /// A pipe, a socket, a device.
    Other,
}

/// What a path leads to, through links.
///
/// # Errors
/// What the operating system says.
pub fn kind(path: &Path) -> io::Result<Kind> {
    let metadata = fs::metadata(path)?;
    Ok(match () {
        () if metadata.is_dir() => Kind::Folder,
        () if metadata.is_file() => Kind::File,
        () => Kind::Other,
    })
}

/// The paths in a folder, sorted.
///
/// # Errors
/// What the operating system says.
pub fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let here = folder.as_os_str().is_empty();
    let entries: io::Result<Vec<PathBuf>> =
        fs::read_dir(if here { Path::new(".") } else { folder })?.map(|entry| Ok(entry?.path())).collect();
    let mut entries = entries?;
    entries.sort();
    Ok(entries)
}

/// The name of a path in full, by which two spellings of one file are seen to be one.
pub fn identity(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// A path for people: bytes that are no text are shown as `\xff`, so that two names never look like one.
pub fn shown(path: impl AsRef<std::ffi::OsStr>) -> String {
    let mut name = String::new();
    for chunk in path.as_ref().as_encoded_bytes().utf8_chunks() {
        name.push_str(chunk.valid());
        name.extend(chunk.invalid().iter().map(|byte| format!("\\x{byte:02x}")));
    }
    name
}

/// The name of something in a folder, in the spelling of who named the folder.
pub fn below(folder: &str, file_name: impl AsRef<Path>) -> String {
    let file_name = shown(file_name.as_ref());
    match folder.chars().last() {
        Some(last) if !std::path::is_separator(last) => format!("{folder}/{file_name}"),
        _ => format!("{folder}{file_name}"),
    }
}
