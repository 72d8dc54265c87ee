//! Companions: files with the authentication steps of sign-ins, read before the logs.

use crate::content::input::Input;
use crate::field::Field;
use crate::field::method::Evidence;
use crate::log::batch::Batch;
use crate::log::options::Options;
use crate::log::pass::Scan;
use crate::log::scan::read_rows;
use crate::log::scan_error::ScanError;
use crate::log::steps::Steps;
use crate::log::visit::Visit;
use crate::text::id::id_key;
use crate::text::words::flag;

/// Reads the AuthDetails companions among the inputs.
///
/// # Errors
/// As [`Scanner::show`](crate::log::scan::Scanner::show).
pub fn read_steps(inputs: &[Input], options: &Options) -> Result<Scan<Steps>, ScanError> {
    read_rows(inputs, options, Steps::default)
}

impl Visit for Steps {
    fn visit(&mut self, batch: &mut Batch) {
        for row in 0..batch.len() {
            let Some(key) = id_key(&batch.cell(row, Field::RequestId)) else { continue };
            let succeeded = flag(&batch.cell_text(row, Field::StepSucceeded)) == Some(true);
            let (method, result) =
                (batch.cell_text(row, Field::StepMethod), batch.cell_text(row, Field::StepResult));
            self.add(key, Evidence::from_step(&method, succeeded, &result));
        }
    }
}
