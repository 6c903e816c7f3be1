//! `resources.tsv`: all that the scripts know of the resources.

use crate::order::{COLUMNS, Row};

/// A line of column names, then a line per row.
pub(super) fn table(rows: &[Row]) -> String {
    let lines = std::iter::once(COLUMNS.join("\t")).chain(rows.iter().map(Row::line));
    lines.flat_map(|line| [line, "\n".to_owned()]).collect()
}
