//! Refusals: why packed bytes cannot be used, and what to do.

use std::io;

/// Why packed bytes cannot be used, and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// It unpacks to more bytes than the limit allows.
    #[error("it is an archive that unpacks past the limit of {}; if you trust it, allow more with --max-inflate", amount(*.0))]
    PastLimit(u64),
    /// It has more files than an archive may have.
    #[error("it is an archive of {0} files; unpack it and give the folder")]
    TooManyMembers(usize),
    /// An archive in an archive.
    #[error("it is an archive within an archive ({0}); unpack the outer one first")]
    Nested(&'static str),
    /// A packing that is not supported.
    #[error("it is packed in a way that is not read ({0}); unpack it, or pack it as gzip, zstd or zip")]
    Foreign(String),
    /// An Excel workbook.
    #[error("it is an Excel workbook; save its sheet as \"CSV UTF-8\" and give that")]
    Workbook,
    /// It is encrypted.
    #[error("it is encrypted; unpack it with its password first")]
    Encrypted,
    /// A member that is not a file, such as a link.
    #[error("it is no regular file")]
    NoFile,
    /// What it holds is not text.
    #[error("it holds no text (binary data)")]
    Binary,
    /// It is damaged.
    #[error("it is a broken {packing} file ({why}); fetch it again, or pack it again")]
    Broken {
        /// Which packing.
        packing: &'static str,
        /// What is wrong, in the words of the unpacker.
        why: String,
    },
    /// The operating system could not read it.
    #[error("it could not be read: {0}")]
    Unreadable(io::Error),
    /// What it holds could not be written. The file is not to blame.
    #[error("what it holds could not be written: {0}")]
    Unwritable(io::Error),
}

/// A number of bytes, for people.
fn amount(bytes: u64) -> String {
    let units = [(30, "GiB"), (20, "MiB"), (10, "KiB")];
    match units.into_iter().find(|(shift, _)| bytes >> shift > 0 && bytes.is_multiple_of(1 << shift)) {
        Some((shift, unit)) => format!("{} {unit}", bytes >> shift),
        None => format!("{bytes} bytes"),
    }
}
