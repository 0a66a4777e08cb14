//! The query string, read strictly: a parameter that is misspelt or given twice is refused, never ignored.

use std::collections::HashMap;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::body::Given;
use super::read::read;
use crate::web::error::WebError;

/// What a query string says.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = WebError;
    type Future = Ready<Result<Self, WebError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(parse(request.query_string()).map(Self))
    }
}

/// Every value is text; an empty one counts as not given.
fn parse<T: DeserializeOwned>(query: &str) -> Result<T, WebError> {
    let pairs = web::Query::<Vec<(String, String)>>::from_query(query)
        .map_err(|_| WebError::Malformed("The query string can’t be read.".to_owned()))?
        .into_inner();
    let mut given = HashMap::new();
    for (name, value) in pairs {
        if given.contains_key(&name) {
            return Err(WebError::field(
                &name,
                "This parameter is given twice; write several values with commas.",
            ));
        }
        given.insert(name, value);
    }
    from_fields(given)?.whole()
}

/// Reads named texts, of which an empty one counts as not given.
///
/// # Errors
/// [`WebError::Invalid`] naming each field that is wrong, where what is not wrong can't be read either.
pub fn from_fields<T: DeserializeOwned>(
    fields: impl IntoIterator<Item = (String, String)>,
) -> Result<Given<T>, WebError> {
    let given = fields.into_iter().filter(|(_, value)| !value.is_empty());
    let given: Map<String, Value> = given.map(|(name, value)| (name, Value::String(value))).collect();
    match read(Value::Object(given)) {
        Ok(said) => Ok(Given::right(said)),
        Err(faulty) => super::body::given(faulty),
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::super::{CommaList, Flag, Limit};
    use super::*;
    use crate::sla::Status;

    #[derive(Debug, Default, Deserialize)]
    #[serde(deny_unknown_fields, default)]
    struct Wanted {
        status: CommaList<Status>,
        breached: Option<Flag>,
        limit: Limit,
    }

    #[test]
    fn lists_flags_and_limits_are_read() {
        let wanted: Wanted = parse("status=open,waiting_on_customer&breached=true&limit=7").unwrap();
        assert_eq!(wanted.status.0, [Status::Open, Status::WaitingOnCustomer]);
        assert_eq!(wanted.breached.map(|flag| flag.0), Some(true));
        assert_eq!(wanted.limit.get(), 7);
        let nothing: Wanted = parse("status=&breached=").unwrap();
        assert!(nothing.status.0.is_empty() && nothing.breached.is_none());
        assert_eq!(nothing.limit.get(), 50);
    }

    #[test]
    fn a_wrong_parameter_is_named() {
        for (query, field) in [
            ("status=opne", "status"),
            ("breached=1", "breached"),
            ("limit=0", "limit"),
            ("limit=1000", "limit"),
            ("limit=x", "limit"),
            ("stauts=open", "stauts"),
            ("limit=1&limit=2", "limit"),
        ] {
            let Err(WebError::Invalid(faults)) = parse::<Wanted>(query) else {
                panic!("{query} was not refused");
            };
            assert_eq!(faults[0].field, field, "{query}: {}", faults[0].message);
        }
    }
}
