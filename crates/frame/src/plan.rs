//! The plan of a query, made so that the rows of its answer have one order, and that it reads nothing but the tables.

use std::sync::Arc;

use polars::prelude::{DslPlan, Expr, JoinType, MaintainOrderJoin, UniqueKeepStrategy};

use crate::error::FrameError;

/// The same plan, where groups come in the order of their first row, and joins in that of their left side. Without it the order of rows
/// would hang on threads and on chance.
///
/// # Errors
/// Where it reads or writes a file.
pub(crate) fn in_order(plan: DslPlan) -> Result<DslPlan, FrameError> {
    let again = |input: Arc<DslPlan>| in_order(Arc::unwrap_or_clone(input)).map(Arc::new);
    Ok(match plan {
        DslPlan::Filter { input, predicate } => DslPlan::Filter { input: again(input)?, predicate },
        DslPlan::Cache { input, id } => DslPlan::Cache { input: again(input)?, id },
        DslPlan::Select { expr, input, options } => DslPlan::Select { expr, input: again(input)?, options },
        DslPlan::HStack { input, exprs, options } => DslPlan::HStack { input: again(input)?, exprs, options },
        DslPlan::Slice { input, offset, len } => DslPlan::Slice { input: again(input)?, offset, len },
        DslPlan::MapFunction { input, function } => DslPlan::MapFunction { input: again(input)?, function },
        DslPlan::GroupBy { input, mut keys, aggs, maintain_order: _, options, apply } => {
            if let Some(first) = keys.first_mut() {
                *first = opaque(first.clone());
            }
            DslPlan::GroupBy { input: again(input)?, keys, aggs, maintain_order: true, options, apply }
        }
        // A plan whose schema was asked for keeps what it was made of.
        DslPlan::IR { dsl, .. } => in_order(Arc::unwrap_or_clone(dsl))?,
        DslPlan::Distinct { input, mut options } => {
            options.maintain_order = true;
            if options.keep_strategy == UniqueKeepStrategy::Any {
                options.keep_strategy = UniqueKeepStrategy::First;
            }
            DslPlan::Distinct { input: again(input)?, options }
        }
        DslPlan::Sort { input, by_column, slice, mut sort_options } => {
            sort_options.maintain_order = true;
            DslPlan::Sort { input: again(input)?, by_column, slice, sort_options }
        }
        DslPlan::Join { input_left, input_right, left_on, right_on, predicates, mut options } => {
            let orders = [JoinType::Inner, JoinType::Left, JoinType::Right, JoinType::Full];
            if orders.contains(&options.args.how) {
                Arc::make_mut(&mut options).args.maintain_order = MaintainOrderJoin::LeftRight;
            }
            let (input_left, input_right) = (again(input_left)?, again(input_right)?);
            DslPlan::Join { input_left, input_right, left_on, right_on, predicates, options }
        }
        DslPlan::Union { inputs, mut args } => {
            args.maintain_order = true;
            DslPlan::Union { inputs: each(inputs)?, args }
        }
        DslPlan::HConcat { inputs, options } => DslPlan::HConcat { inputs: each(inputs)?, options },
        DslPlan::ExtContext { input, contexts } => {
            DslPlan::ExtContext { input: again(input)?, contexts: each(contexts)? }
        }
        DslPlan::Scan { .. } | DslPlan::Sink { .. } | DslPlan::SinkMultiple { .. } => {
            return Err(FrameError::Query("a query reads its tables and opens no file".to_owned()));
        }
        other => other,
    })
}

/// The same key, as Polars cannot see: it hands groups of plain columns to its streaming engine, which this build leaves out.
fn opaque(key: Expr) -> Expr {
    key.map(Ok, |_, field| Ok(field.clone()))
}

fn each(plans: Vec<DslPlan>) -> Result<Vec<DslPlan>, FrameError> {
    plans.into_iter().map(in_order).collect()
}
