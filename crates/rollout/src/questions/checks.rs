//! The checks that `validate` and `pilot` have in common, and what they are made from.

pub mod both_kinds;
pub mod break_glass;
pub mod check;
pub mod device;
pub mod emergency;
pub mod failures;
pub mod list;
pub mod lost_rows;
pub mod material;
pub mod mfa;
pub mod shift;
pub mod successes;
pub mod sums;
pub mod truncation;
pub mod uniformity;
pub mod window;
