//! The JavaScript boundary: convert, call, convert; nothing else.

use js_sys::{Array, Object, Reflect};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use wasm_bindgen::prelude::*;

use crate::options::{Options, Source};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("wasm.d.ts");

/// Plans a migration; the types stand beside this file.
///
/// # Errors
///
/// An `Error` that names what is wrong with the sources' or options' shape.
#[wasm_bindgen(skip_typescript)]
#[expect(unreachable_pub, reason = "wasm-bindgen exports it to JavaScript")]
pub fn plan(sources: JsValue, options: JsValue) -> Result<JsValue, JsValue> {
    let sources: Vec<Source> = convert("sources", value("sources", sources)?)?;
    let options: Options = convert("options", given(options)?)?;
    let plan = crate::plan(&sources, &options).map_err(|error| thrown(&error.to_string()))?;
    plan.serialize(&serde_wasm_bindgen::Serializer::json_compatible())
        .map_err(|error| thrown(&error.to_string()))
}

/// The options that are given: a key whose value is undefined counts as absent, as everywhere in JavaScript.
fn given(options: JsValue) -> Result<Value, JsValue> {
    if options.is_undefined() {
        return Ok(Value::Object(Map::new()));
    }
    let object = options
        .dyn_into::<Object>()
        .ok()
        .filter(|object| !Array::is_array(object))
        .ok_or_else(|| thrown("options: this is not an object"))?;
    let mut given = Map::new();
    for key in Object::keys(&object).iter().filter_map(|key| key.as_string()) {
        let option = Reflect::get(&object, &JsValue::from_str(&key))?;
        if !option.is_undefined() {
            let option = value(&["options: ", &key].concat(), option)?;
            given.insert(key, option);
        }
    }
    Ok(Value::Object(given))
}

/// serde-wasm-bindgen asks an object only for the keys that it expects: as a value, it keeps those that are too much.
fn value(name: &str, value: JsValue) -> Result<Value, JsValue> {
    serde_wasm_bindgen::from_value(value).map_err(|error| thrown(&format!("{name}: {error}")))
}

fn convert<T: DeserializeOwned>(name: &str, value: Value) -> Result<T, JsValue> {
    serde_path_to_error::deserialize(value).map_err(|error| match error.path().to_string().as_str() {
        "." => thrown(&format!("{name}: {}", error.inner())),
        path => thrown(&format!("{name}: {path}: {}", error.inner())),
    })
}

fn thrown(message: &str) -> JsValue {
    js_sys::Error::new(message).into()
}
