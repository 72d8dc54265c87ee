//! Contents: what a file holds, told from its first bytes.

pub mod recognise;
