//! Every text of an answer that may come from an input, with what it holds.

use entrasift_rollout::answer::{
    Answer, Body, Column, Fact, Holds, Ignored, InputLine, NotEvaluated, ProblemLine, Reading, Rows, Section,
    Step, Table, Value, Warning,
};

/// What is done with the texts of an answer.
pub(super) trait Texts {
    /// Looks at a text, and may change it.
    fn text(&self, holds: Holds, text: &mut String);
    /// Looks at the rows of a table, and may change each when it is pulled.
    fn rows(&self, rows: &mut Rows, columns: &[Column]);
}

/// Goes through every text of an answer.
pub(super) fn each(answer: &mut Answer, texts: &impl Texts) {
    let Answer { command: _, reading, lead, sections, next, gravest: _, outcome: _ } = answer;
    if let Some(reading) = reading {
        each_of_reading(reading, texts);
    }
    lead.iter_mut().for_each(|text| texts.text(Holds::Words, text));
    for step in next {
        match step {
            Step::Do(text) => texts.text(Holds::Words, text),
            Step::Run { command, inputs, options, why } => {
                let parts = [Some(command), inputs.as_mut(), Some(options), Some(why)];
                parts.into_iter().flatten().for_each(|text| texts.text(Holds::Words, text));
            }
        }
    }
    for section in sections {
        let Section { key: _, title, note, body, headline: _, is_verdict: _, chapter } = section;
        chapter
            .iter_mut()
            .flat_map(|chapter| &mut chapter.lead)
            .for_each(|text| texts.text(Holds::Words, text));
        texts.text(Holds::Words, title);
        texts.text(Holds::Words, note);
        match body {
            Body::Table(table) => each_of_table(table, texts),
            Body::Value(value) => each_of_value(Holds::Free, value, texts),
            Body::Page(page) => texts.text(Holds::Words, page),
        }
    }
}

fn each_of_reading(reading: &mut Reading, texts: &impl Texts) {
    let Reading { tenant, as_of: _, inputs, ignored, problems, totals: _, warnings, not_evaluated } = reading;
    tenant.iter_mut().for_each(|tenant| texts.text(Holds::Tenant, tenant));
    for InputLine {
        path,
        format: _,
        is_report: _,
        encoding,
        compression,
        totals: _,
        truncation_suspected: _,
    } in inputs
    {
        texts.text(Holds::File, path);
        texts.text(Holds::Words, encoding);
        texts.text(Holds::Words, compression);
    }
    for Ignored { path, reason } in ignored {
        texts.text(Holds::File, path);
        texts.text(Holds::Quoted, reason);
    }
    for ProblemLine { path, row: _, offset: _, class: _, detail } in problems {
        texts.text(Holds::File, path);
        texts.text(Holds::Quoted, detail);
    }
    for Warning { code: _, message, path } in warnings {
        texts.text(Holds::TenantWords, message);
        path.iter_mut().for_each(|path| texts.text(Holds::File, path));
    }
    for NotEvaluated { rule, because, path, rows: _ } in not_evaluated {
        texts.text(Holds::Words, rule.to_mut());
        texts.text(Holds::Words, because);
        path.iter_mut().for_each(|path| texts.text(Holds::File, path));
    }
}

fn each_of_table(table: &mut Table, texts: &impl Texts) {
    let Table { columns, rows, folded: _, folded_as, is_worklist: _, chart } = table;
    texts.text(Holds::Words, folded_as);
    chart.iter_mut().for_each(|chart| texts.text(Holds::Words, &mut chart.caption));
    texts.rows(rows, columns);
}

/// Goes through the texts of a row of a table.
pub(super) fn each_of_row(row: &mut [Value], columns: &[Column], texts: &impl Texts) {
    row.iter_mut().zip(columns).for_each(|(value, column)| each_of_value(column.holds, value, texts));
}

fn each_of_value(holds: Holds, value: &mut Value, texts: &impl Texts) {
    match value {
        Value::Null | Value::Bool(_) | Value::Count(_) | Value::Code(_) | Value::Share(_) => {}
        Value::Number(_) | Value::Word(..) | Value::Time(_) => {}
        Value::Text(text) => texts.text(holds, text),
        Value::Held(holds, text) => texts.text(*holds, text),
        Value::List(items) | Value::Some { items, .. } => {
            items.iter_mut().for_each(|item| each_of_value(holds, item, texts));
        }
        Value::Evidence { places, .. } => {
            places.iter_mut().for_each(|place| texts.text(Holds::File, &mut place.path));
        }
        Value::Map(facts) => {
            for Fact { key, holds, value } in facts {
                each_of_value(*holds, value, texts);
                let mut name = key.to_string();
                texts.text(Holds::Words, &mut name);
                if name != **key {
                    *key = name.into();
                }
            }
        }
        Value::Table(table) => each_of_table(table, texts),
    }
}
