//! The users of the registration reports, as a frame.

use entrasift_core::Registration;
use entrasift_rollout::reading::intake::ReportFile;
use entrasift_rollout::reading::request::Request;
use polars::prelude::*;

use crate::buffer::microseconds;
use crate::error::FrameError;
use crate::schema::{self, REGISTRATIONS, Type};

/// One row for each user of each report, by the date of the report, path and row.
pub(crate) fn frame(request: &Request) -> Result<DataFrame, FrameError> {
    let reports = &request.intake.reports;
    let users: Vec<(&ReportFile, &Registration)> =
        reports.iter().flat_map(|report| report.users.iter().map(move |user| (report, user))).collect();
    let columns = schema::table(REGISTRATIONS).map(|table| table.columns.as_slice()).unwrap_or_default();
    let columns: PolarsResult<Vec<Column>> = columns
        .iter()
        .map(|column| {
            let series = series(column.name, &users)
                .unwrap_or_else(|| Series::full_null(PlSmallStr::EMPTY, users.len(), &column.kind.dtype()));
            Ok(series.cast(&column.kind.dtype())?.with_name(column.name.into()).into_column())
        })
        .collect();
    Ok(DataFrame::new(columns?)?)
}

fn series(name: &str, users: &[(&ReportFile, &Registration)]) -> Option<Series> {
    let text = |of: for<'u> fn(&'u ReportFile, &'u Registration) -> &'u str| {
        let texts = users.iter().map(|(report, user)| Some(of(report, user)).filter(|text| !text.is_empty()));
        Some(StringChunked::from_iter(texts).into_series())
    };
    let flag = |of: fn(&Registration) -> Option<bool>| {
        Some(BooleanChunked::from_iter(users.iter().map(|(_, user)| of(user))).into_series())
    };
    let number = |of: fn(&ReportFile, &Registration) -> Option<i64>| {
        Some(Int64Chunked::from_iter(users.iter().map(|(report, user)| of(report, user))).into_series())
    };
    match name {
        "path" => text(|report, _| &report.path),
        "row" => number(|_, user| i64::try_from(user.row).ok()),
        "date" => number(|report, _| report.date().map(microseconds)),
        "user" => text(|_, user| &user.user),
        "user_id" => text(|_, user| &user.user_id),
        "display_name" => text(|_, user| &user.display_name),
        "user_type" => text(|_, user| &user.user_type),
        "guest" => flag(|user| Some(user.is_guest())),
        "capable" => flag(|user| user.capable),
        "registered" => flag(|user| user.registered),
        "passwordless" => flag(|user| user.passwordless),
        "admin" => flag(|user| user.admin),
        "default_method" => text(|_, user| &user.default_method),
        "methods" => Some(methods(users)),
        "updated" => number(|_, user| user.updated.map(microseconds)),
        _ => None,
    }
}

fn methods(users: &[(&ReportFile, &Registration)]) -> Series {
    let count = users.iter().map(|(_, user)| user.methods.len()).sum();
    let mut lists = ListStringChunkedBuilder::new(PlSmallStr::EMPTY, users.len(), count);
    for (_, user) in users {
        lists.append_values_iter(user.methods.iter().map(String::as_str));
    }
    lists.finish().into_series().cast(&Type::Texts.dtype()).unwrap_or_default()
}
