//! What is said of a table or column that does not exist, with the nearest one that does.

use crate::schema::{self, Table};

/// Says that no table has this name, and which is the nearest.
pub(crate) fn no_table(name: &str) -> String {
    let names: Vec<&str> = schema::tables().iter().map(|table| table.name).collect();
    format!(
        "there is no table `{name}`; the tables are {}{}",
        names.join(", "),
        meant(name, names.iter().copied())
    )
}

/// Says that no column has this name, and which is the nearest.
pub(crate) fn no_column(name: &str, tables: &[&Table]) -> String {
    let all: Vec<&Table> = schema::tables().iter().collect();
    let tables = if tables.is_empty() { &all } else { tables };
    let short = name.rsplit('.').next().unwrap_or(name);
    let names = tables.iter().flat_map(|table| table.columns.iter().map(|column| column.name));
    let places: Vec<&str> = tables.iter().map(|table| table.name).collect();
    let place = places.join(", ");
    format!(
        "there is no column `{name}` in {place}{}; `entrasift query --schema` lists them",
        meant(short, names)
    )
}

fn meant<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> String {
    let lower = name.to_lowercase();
    let likeness = |known: &str| {
        let bare = |text: &str| text.replace('_', "");
        strsim::jaro_winkler(&bare(known), &bare(&lower))
    };
    match names.max_by(|a, b| likeness(a).total_cmp(&likeness(b))) {
        Some(nearest) if likeness(nearest) > 0.7 => format!("; the nearest is `{nearest}`"),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_names_are_answered_with_the_nearest() {
        let signins = schema::table("signins").expect("it is a table");
        let text = no_column("clientapp", &[signins]);
        assert!(text.contains("the nearest is `client_app`"), "{text}");
        assert!(no_column("s.usr", &[signins]).contains("`user`"));
        assert!(no_table("signin").contains("the nearest is `signins`"));
        assert!(!no_table("xyzzy").contains("nearest"));
    }
}
