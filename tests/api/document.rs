//! The API's description fits the API.

use std::collections::BTreeSet;

use punctual::web::api;

use crate::support::app::{TestApp, Who};

#[test]
fn every_route_is_described_and_every_description_is_a_route() {
    let routes: BTreeSet<(String, String)> =
        api::entries().into_iter().map(|entry| (entry.method.to_string(), entry.path.to_owned())).collect();
    let document = serde_json::to_value(api::document()).unwrap();
    let described: BTreeSet<(String, String)> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, operations)| {
            operations.as_object().unwrap().keys().map(|method| (method.to_uppercase(), path.clone()))
        })
        .collect();
    assert_eq!(routes, described);
}

#[test]
fn every_schema_that_is_referred_to_is_there() {
    let document = serde_json::to_value(api::document()).unwrap();
    let mut wanted = Vec::new();
    references(&document, &mut wanted);
    assert!(wanted.len() > 50, "references are found: {}", wanted.len());
    for reference in wanted {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
}

fn references(value: &serde_json::Value, found: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(fields) => {
            for (name, field) in fields {
                match field.as_str().filter(|_| name == "$ref") {
                    Some(reference) => found.push(reference.to_owned()),
                    None => references(field, found),
                }
            }
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_looks_at_the_roots_of_the_api_is_led_to_its_description() {
    let test = TestApp::sqlite();
    for root in ["/api/v1", "/api/v1/"] {
        let led = test.api(Who::Anonymous).get(root).await.expect(303).header("location");
        let description = test.api(Who::Anonymous).get(&led).await.expect(200).json();
        assert_eq!(description["info"]["title"], "Punctual");
    }
}
