//! What this build or this version lacks, and how that is said.

/// Whether this build has Polars, and with that `query` and `export`.
pub const HAS_FRAMES: bool = cfg!(feature = "frame");

/// What a build without Polars says where it is missed.
#[cfg(not(feature = "frame"))]
pub const NO_FRAMES: &str = "not in this build, which leaves Polars out: `cargo build --release --features frame` makes one that has it";

#[cfg(feature = "frame")]
macro_rules! with_build {
    ($help:literal) => {
        $help
    };
}

#[cfg(not(feature = "frame"))]
macro_rules! with_build {
    ($help:literal) => {
        concat!(
            $help,
            "\n\nNot in this build, which leaves Polars out: `cargo build --release --features frame` makes one that has it."
        )
    };
}

pub(crate) use with_build;

/// Commands of the contract that this version does not have.
pub const LATER_COMMANDS: [&str; 1] = ["translate"];

/// How the refusal of something that the contract has and this version lacks ends.
pub const NOT_IN_THIS_VERSION: &str = "is not in this version";

/// Formats that only some builds have.
pub const OTHER_FORMATS: [&str; 4] = ["xlsx", "parquet", "ipc", "ndjson"];
