//! Packings: how bytes are packed, told by the first of them.

/// How bytes are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// Not packed.
    None,
    /// One or more gzip members, one after another.
    Gzip,
    /// One or more Zstandard frames, one after another.
    Zstd,
    /// A zip archive of several files.
    Zip,
}

impl Packing {
    /// The name in every answer.
    pub fn name(self) -> &'static str {
        match self {
            Packing::None => "none",
            Packing::Gzip => "gzip",
            Packing::Zstd => "zstd",
            Packing::Zip => "zip",
        }
    }

    /// Tells the packing from the first bytes.
    pub fn from_head(head: &[u8]) -> Packing {
        match head {
            [0x1f, 0x8b, ..] => Packing::Gzip,
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Packing::Zstd,
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] | [b'P', b'K', 7, 8, ..] => Packing::Zip,
            _ => Packing::None,
        }
    }
}

/// The name of a packing that is known but not supported, told by the first bytes.
pub(super) fn foreign_packing(head: &[u8]) -> Option<&'static str> {
    match head {
        [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, 0x59, 0x26, ..] => Some("bzip2"),
        [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Some("xz"),
        [b'7', b'z', 0xbc, 0xaf, 0x27, 0x1c, ..] => Some("7z"),
        [b'R', b'a', b'r', b'!', 0x1a, 7, ..] => Some("rar"),
        [4, 0x22, 0x4d, 0x18, ..] => Some("lz4"),
        _ if head.get(257..262) == Some(b"ustar") => Some("tar"),
        _ => None,
    }
}
