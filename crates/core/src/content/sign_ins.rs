//! Sign-ins: what the logs of every dialect hold.

use crate::content::definition::{Content, Counts, Need, Reading};
use crate::dialect::DIALECTS;
use crate::field::Field;

/// Sign-ins, of users and of workloads.
pub static SIGN_INS: Content = Content {
    name: "sign-ins",
    dialects: DIALECTS,
    reading: Reading::InChunks,
    counts: Counts::SignIns,
    needs: Some(Need {
        any_of: &[Field::Code, Field::Status],
        column: "Sign-in error code",
        needed_for: "every question (did the sign-in succeed?)",
    }),
};
