//! What an answer looks like, written once: a struct, what serde makes of it,
//! and the JSON Schema that the document of the interface shows. None of the
//! three can differ from the others, and the comments are the descriptions.

use serde_json::{Map, Value, json};

/// Something with a schema (JSON Schema 2020-12, as OpenAPI 3.1 has it).
pub trait Shape {
    /// Its schema; a struct puts itself into `all` and gives a reference.
    fn schema(all: &mut Map<String, Value>) -> Value;
}

/// A moment: RFC 3339 with the offset of the campaign's zone.
pub struct Moment(
    /// As it is written.
    pub String,
);

/// A number as a text, so that no reader makes a float of it.
pub struct Decimal(
    /// As it is written.
    pub String,
);

/// A reported value: a yes or no, a decimal as a text, or a text.
pub struct Figure(
    /// As it is written.
    pub Value,
);

impl serde::Serialize for Moment {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(to)
    }
}

impl serde::Serialize for Decimal {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(to)
    }
}

impl serde::Serialize for Figure {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(to)
    }
}

impl Shape for Moment {
    fn schema(_: &mut Map<String, Value>) -> Value {
        json!({ "type": "string", "format": "date-time" })
    }
}

impl Shape for Decimal {
    fn schema(_: &mut Map<String, Value>) -> Value {
        json!({ "type": "string", "pattern": "^-?[0-9]+([.][0-9]+)?$" })
    }
}

impl Shape for Figure {
    fn schema(_: &mut Map<String, Value>) -> Value {
        json!({ "type": ["boolean", "string"] })
    }
}

impl Shape for String {
    fn schema(_: &mut Map<String, Value>) -> Value {
        json!({ "type": "string" })
    }
}

impl Shape for bool {
    fn schema(_: &mut Map<String, Value>) -> Value {
        json!({ "type": "boolean" })
    }
}

impl Shape for i64 {
    fn schema(_: &mut Map<String, Value>) -> Value {
        json!({ "type": "integer" })
    }
}

impl<T: Shape> Shape for Option<T> {
    fn schema(all: &mut Map<String, Value>) -> Value {
        json!({ "anyOf": [T::schema(all), { "type": "null" }] })
    }
}

impl<T: Shape> Shape for Vec<T> {
    fn schema(all: &mut Map<String, Value>) -> Value {
        json!({ "type": "array", "items": T::schema(all) })
    }
}

impl<T: Shape> Shape for std::collections::BTreeMap<String, T> {
    fn schema(all: &mut Map<String, Value>) -> Value {
        json!({ "type": "object", "additionalProperties": T::schema(all) })
    }
}

/// Writes a struct, its serde and its schema.
macro_rules! shapes {
    ($(
        $(#[doc = $about:literal])+
        $name:ident {
            $( $(#[doc = $says:literal])+ $field:ident: $kind:ty, )+
        }
    )+) => { $(
        $(#[doc = $about])+
        #[derive(serde::Serialize)]
        pub struct $name {
            $( $(#[doc = $says])+ pub $field: $kind, )+
        }

        impl $crate::web::api::shape::Shape for $name {
            fn schema(all: &mut serde_json::Map<String, serde_json::Value>) -> serde_json::Value {
                let name = stringify!($name);
                if !all.contains_key(name) {
                    // Before its fields, so that a shape may hold itself.
                    all.insert(name.to_owned(), serde_json::Value::Null);
                    let mut fields = serde_json::Map::new();
                    $(
                        let of = <$kind as $crate::web::api::shape::Shape>::schema(all);
                        let says = [$($says.trim()),+].join(" ");
                        fields.insert(
                            stringify!($field).to_owned(),
                            $crate::web::api::shape::described(of, &says),
                        );
                    )+
                    let required = [$(stringify!($field)),+];
                    let about = [$($about.trim()),+].join(" ");
                    all.insert(name.to_owned(), serde_json::json!({
                        "type": "object",
                        "description": about,
                        "properties": fields,
                        "required": required,
                        "additionalProperties": false,
                    }));
                }
                serde_json::json!({ "$ref": format!("#/components/schemas/{name}") })
            }
        }
    )+ };
}

pub(crate) use shapes;

/// A schema with what it says; a reference may stand beside it since 3.1.
#[must_use]
pub fn described(mut schema: Value, says: &str) -> Value {
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("description".to_owned(), says.into());
    }
    schema
}
