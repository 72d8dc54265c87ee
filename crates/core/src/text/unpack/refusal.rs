//! Refusals: why packed bytes cannot be used, and what to do.

use std::io;

/// Why packed bytes cannot be used, and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// More comes out than may.
    #[error("it is an archive that unpacks past the limit of {}; if you trust it, allow more with --max-inflate", amount(*.0))]
    PastLimit(u64),
    /// More files than a person packs.
    #[error("it is an archive of {0} files; unpack it and give the folder")]
    TooManyMembers(usize),
    /// An archive in an archive.
    #[error("it is an archive within an archive ({0}); unpack the outer one first")]
    Nested(&'static str),
    /// A packing that is not read.
    #[error("it is packed in a way that is not read ({0}); unpack it, or pack it as gzip, zstd or zip")]
    Foreign(String),
    /// Excel.
    #[error("it is an Excel workbook; save its sheet as \"CSV UTF-8\" and give that")]
    Workbook,
    /// A password is needed.
    #[error("it is encrypted; unpack it with its password first")]
    Encrypted,
    /// A link or the like in an archive.
    #[error("it is no regular file")]
    NoFile,
    /// Unpacked it is no text.
    #[error("it holds no text (binary data)")]
    Binary,
    /// It breaks the rules of its packing.
    #[error("it is a broken {packing} file ({why}); fetch it again, or pack it again")]
    Broken {
        /// Which packing.
        packing: &'static str,
        /// What is wrong, as the unpacker says.
        why: String,
    },
    /// The operating system could not read it.
    #[error("it could not be read: {0}")]
    Unreadable(io::Error),
    /// What comes out could not be written; no fault of the file.
    #[error("what it holds could not be written: {0}")]
    Unwritable(io::Error),
}

/// Bytes for people.
fn amount(bytes: u64) -> String {
    let units = [(30, "GiB"), (20, "MiB"), (10, "KiB")];
    match units.into_iter().find(|(shift, _)| bytes >> shift > 0 && bytes.is_multiple_of(1 << shift)) {
        Some((shift, unit)) => format!("{} {unit}", bytes >> shift),
        None => format!("{bytes} bytes"),
    }
}
