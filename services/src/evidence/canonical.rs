//! One way to write a value: keys in order, no space, so that the same facts are the same bytes.

use serde_json::Value;

/// The value in its one form. How a map keeps its keys is not relied on.
pub fn text(value: &Value) -> String {
    let mut text = String::new();
    write(value, &mut text);
    text
}

fn write(value: &Value, text: &mut String) {
    match value {
        Value::Array(items) => {
            text.push('[');
            for (place, item) in items.iter().enumerate() {
                comma(place, text);
                write(item, text);
            }
            text.push(']');
        }
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_unstable_by_key(|(name, _)| *name);
            text.push('{');
            for (place, (name, field)) in fields.into_iter().enumerate() {
                comma(place, text);
                text.push_str(&Value::from(name.as_str()).to_string());
                text.push(':');
                write(field, text);
            }
            text.push('}');
        }
        plain => text.push_str(&plain.to_string()),
    }
}

fn comma(place: usize, text: &mut String) {
    if place > 0 {
        text.push(',');
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_same_facts_are_the_same_bytes_in_whatever_order_they_came() {
        let one = json!({"b": [1, {"z": null, "a": "甲\"\n"}], "a": true, "ab": "1.00"});
        let other = json!({"ab": "1.00", "a": true, "b": [1, {"a": "甲\"\n", "z": null}]});
        assert_eq!(text(&one), r#"{"a":true,"ab":"1.00","b":[1,{"a":"甲\"\n","z":null}]}"#);
        assert_eq!(text(&one), text(&other));
        assert_eq!(serde_json::from_str::<Value>(&text(&one)).unwrap(), one);
        assert_ne!(text(&json!([1, 2])), text(&json!([2, 1])), "a list's order is a fact");
        assert_eq!(text(&json!({})), "{}");
    }
}
