//! Writes the merged sign-ins of some files to Parquet, in bounded memory.
//!
//! `cargo run --features frame --example frame_to_parquet -- signins.parquet testdata/northwind/*.csv`

use std::sync::Arc;

use entrasift_core::{LogType, Memory};
use entrasift_frame::file::{Kind, Writer};
use entrasift_frame::{Frames, schema};
use entrasift_rollout::reading::intake::{Given, Intake};
use entrasift_rollout::reading::request::Request;
use entrasift_rules::tenant::Tenant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let out = arguments.next().ok_or("usage: frame_to_parquet OUT FILE…")?;
    let given: Result<Vec<Given>, std::io::Error> = arguments
        .map(|path| {
            let source = Arc::new(Memory::new(&path, std::fs::read(&path)?));
            Ok(Given { source, named: true, log_type: LogType::ByName })
        })
        .collect();
    let request = Request::new(Intake::new(given?)?, Tenant::default());
    let frames = Frames::read(&request, "frame_to_parquet")?;
    let mut writer = Writer::new(Kind::Parquet, std::fs::File::create(&out)?);
    let mut rows = 0;
    frames.each(schema::SIGNINS, None, |frame| {
        rows += frame.height();
        writer.write(frame)
    })?;
    writer.finish()?;
    println!("{rows} sign-ins in {out}");
    Ok(())
}
