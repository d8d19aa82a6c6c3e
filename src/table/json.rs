//! A table as JSON: a list of objects, one a row, with the keys of the columns.

use serde_json::{Map, Value};

use super::{Cell, Table};
use crate::figures::json_number;

/// The bytes of the file.
#[must_use]
pub fn write(table: &Table) -> Vec<u8> {
    let rows: Vec<Value> = table
        .rows
        .iter()
        .map(|row| {
            let columns = table.columns.iter().enumerate();
            let fields: Map<String, Value> = columns
                .map(|(at, column)| (column.key.clone(), row.get(at).map_or(Value::Null, cell)))
                .collect();
            Value::Object(fields)
        })
        .collect();
    Value::Array(rows).to_string().into_bytes()
}

fn cell(cell: &Cell) -> Value {
    match cell {
        Cell::Blank => Value::Null,
        Cell::Text(text) => Value::String(text.clone()),
        Cell::Number(number) | Cell::Points(number) => Value::Number(json_number(*number)),
        Cell::Moment(moment) => Value::String(moment.to_string()),
    }
}
