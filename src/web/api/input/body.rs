//! A JSON body, read strictly: unknown fields, wrong types and unknown words are refused by name.

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use futures_util::StreamExt;
use futures_util::future::LocalBoxFuture;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::error::Category;

use super::fault::field_fault;
use super::read::{Faulty, read};
use crate::web::error::WebError;
use crate::web::input::Faults;
use crate::web::site::Site;

/// How long a body is, in bytes, that is read again to find all its faults.
const LONGEST_SEARCHED: usize = 256 * 1024;

/// What a JSON body says.
#[derive(Debug)]
pub struct Body<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Body<T> {
    type Error = WebError;
    type Future = LocalBoxFuture<'static, Result<Self, WebError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let given = Given::<T>::from_request(request, payload);
        Box::pin(async move { given.await?.whole().map(Self) })
    }
}

/// What a JSON body says, faulty or not: for what has more to check than each field by itself.
#[derive(Debug)]
pub struct Given<T> {
    said: T,
    faults: Faults,
}

impl<T> Given<T> {
    /// What is right.
    pub(super) fn right(said: T) -> Self {
        Self { said, faults: Faults::default() }
    }

    /// What it says, with something that fits in the place of faulty fields; and those faults, which settle what comes of it.
    pub fn apart(self) -> (T, Faults) {
        (self.said, self.faults)
    }

    /// What it says.
    ///
    /// # Errors
    /// [`WebError::Invalid`] naming each field that is wrong.
    pub fn whole(self) -> Result<T, WebError> {
        self.faults.settle(Ok::<T, WebError>(self.said))
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for Given<T> {
    type Error = WebError;
    type Future = LocalBoxFuture<'static, Result<Self, WebError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let kind = request.content_type();
            if kind != "application/json" && !kind.ends_with("+json") {
                return Err(WebError::WrongType(
                    "Send JSON, with Content-Type: application/json.".to_owned(),
                ));
            }
            parse(&read_bytes(&request, payload).await?)
        })
    }
}

/// Reads a body whole, as long as it is no longer than the configuration allows.
///
/// # Errors
/// [`WebError::TooLarge`], or [`WebError::Malformed`] where the connection broke off.
pub async fn read_bytes(request: &HttpRequest, payload: Payload) -> Result<Vec<u8>, WebError> {
    let limit = request.app_data::<web::Data<Site>>().map_or(0, |site| site.app.config.http.max_body);
    let too_large = || WebError::TooLarge(format!("A request may have {limit} bytes. Nothing was saved."));
    let announced: Option<usize> = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.parse().ok());
    if announced.is_some_and(|length| length > limit) {
        return Err(too_large());
    }
    let (mut payload, mut bytes) = (payload, Vec::new());
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| WebError::Malformed("The request broke off.".to_owned()))?;
        if bytes.len() + chunk.len() > limit {
            return Err(too_large());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// What cannot be read as JSON is malformed; what can be read but says something else than asked for is invalid.
fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<Given<T>, WebError> {
    let _: IgnoredAny = serde_json::from_slice(bytes).map_err(|error| malformed(&error))?;
    // A deserialiser would also take an array, field by field in their order, which nobody means.
    if !bytes.trim_ascii_start().starts_with(b"{") {
        return Err(WebError::field("", "Send an object with named fields."));
    }
    match serde_path_to_error::deserialize(&mut serde_json::Deserializer::from_slice(bytes)) {
        Ok(said) => Ok(Given::right(said)),
        Err(error) => mend(bytes, &error),
    }
}

/// What is wrong with a field's meaning names the field, and every other that is wrong; what is wrong with its writing is no
/// JSON.
fn mend<T: DeserializeOwned>(
    bytes: &[u8],
    error: &serde_path_to_error::Error<serde_json::Error>,
) -> Result<Given<T>, WebError> {
    if error.inner().classify() != Category::Data {
        return Err(malformed(error.inner()));
    }
    let first = field_fault(&error.path().to_string(), error.inner());
    let document = (bytes.len() <= LONGEST_SEARCHED).then(|| serde_json::from_slice(bytes).ok()).flatten();
    let faulty = document.and_then(|given| read::<T>(given).err());
    let (mut faults, mended) =
        faulty.map_or_else(|| (Vec::new(), None), |faulty| (faulty.faults, faulty.mended));
    // A field that is given twice is seen only as the bytes come.
    if faults.iter().all(|fault| fault.field != first.field) {
        faults.insert(0, first);
    }
    given(Faulty { faults, mended })
}

/// What is wrong, with the rest where that can be read.
pub(super) fn given<T>(faulty: Faulty<T>) -> Result<Given<T>, WebError> {
    match faulty.mended {
        Some(said) => Ok(Given { said, faults: Faults::new(faulty.faults) }),
        None => Err(WebError::Invalid(faulty.faults)),
    }
}

fn malformed(error: &serde_json::Error) -> WebError {
    let place = format!("line {}, column {}", error.line(), error.column());
    WebError::Malformed(match error.classify() {
        Category::Eof => "The JSON document ends too early.".to_owned(),
        _ => format!("This is no JSON document: look at {place}."),
    })
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::sla::Status;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        #[allow(dead_code, reason = "only read")]
        status: Status,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Outer {
        #[allow(dead_code, reason = "only read")]
        text: String,
        #[allow(dead_code, reason = "only read")]
        inner: Option<Inner>,
    }

    #[test]
    fn a_wrong_field_is_named_wherever_it_lies() {
        for (body, field, words) in [
            (r"{}", "text", "missing"),
            (r#"{"text": 5}"#, "text", "Send text, not the number 5."),
            (r#"{"text": "x", "colour": "red"}"#, "colour", "no field of this name here, only text, inner"),
            (r#"{"text": "x", "inner": {"status": "opne"}}"#, "inner.status", "waiting_on_customer"),
            (r#"{"text": "x", "inner": {}}"#, "inner.status", "missing"),
            (r#"{"text": "x", "inner": {"status": "open", "a": 1}}"#, "inner.a", "only status"),
            (r#"{"text": "x", "text": "y"}"#, "text", "twice"),
            (r#"["x"]"#, "", "object"),
            ("7", "", "object"),
        ] {
            let Err(WebError::Invalid(faults)) = parse::<Outer>(body.as_bytes()).and_then(Given::whole)
            else {
                panic!("{body} was not refused");
            };
            assert_eq!(faults[0].field, field, "{body}");
            assert!(faults[0].message.contains(words), "{body}: {}", faults[0].message);
        }
    }

    #[test]
    fn what_is_no_json_says_where() {
        for (body, words) in
            [("{", "too early"), ("", "too early"), ("{\"a\":\n 1,}", "line 2"), ("\u{1}", "line 1")]
        {
            let Err(WebError::Malformed(text)) = parse::<Outer>(body.as_bytes()) else {
                panic!("{body:?} was not refused");
            };
            assert!(text.contains(words), "{body:?}: {text}");
        }
    }
}
