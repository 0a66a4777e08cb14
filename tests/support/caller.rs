//! Requests of one person, and their answers.

use punctual::domain::Person;
use punctual::web::auth::{Claims, form_token};
use reqwest::header::{HeaderMap, HeaderName};
use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;

use super::app::TestApp;

/// Somebody who sends requests. Each one carries a token that begins at its instant, so that a test may let weeks pass.
pub struct Caller<'a> {
    client: &'a Client,
    address: &'a str,
    person: Option<Person>,
    test: &'a TestApp,
    headers: Vec<(HeaderName, String)>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub bytes: Vec<u8>,
    /// The request, for a failing test.
    request: String,
}

impl<'a> Caller<'a> {
    pub(super) fn new(
        client: &'a Client,
        address: &'a str,
        person: Option<Person>,
        test: &'a TestApp,
    ) -> Self {
        Self { client, address, person, test, headers: Vec::new() }
    }

    /// Sends this header too.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((HeaderName::from_static(name), value.into()));
        self
    }

    /// Sends the entity tag of the state that is known.
    pub fn if_match(self, etag: impl Into<String>) -> Self {
        self.with("if-match", etag)
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, |request| request).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, |request| request.json(&body)).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PUT, path, |request| request.json(&body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, |request| request).await
    }

    /// Sends bytes of a media type.
    pub async fn post_bytes(&self, path: &str, content_type: &str, bytes: impl Into<Vec<u8>>) -> Answer {
        let bytes = bytes.into();
        self.send(Method::POST, path, |request| request.header("content-type", content_type).body(bytes))
            .await
    }

    /// Sends a form with files, as a program does.
    pub async fn post_multipart(&self, path: &str, form: reqwest::multipart::Form) -> Answer {
        self.send(Method::POST, path, |request| request.multipart(form)).await
    }

    /// Opens a page as a browser does, by cookie.
    pub async fn open(&self, path: &str) -> Answer {
        let claims = self.claims();
        self.send_by_cookie(Method::GET, path, claims, |request| request).await
    }

    /// Sends a page's form as a browser does, by cookie and with the session's form token.
    pub async fn submit(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let claims = self.claims();
        let mut fields: Vec<(&str, String)> =
            fields.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        if let Some(claims) = &claims {
            fields.push((form_token::FIELD, form_token::issue(&self.test.keys(), &claims.sid.to_string())));
        }
        self.send_by_cookie(Method::POST, path, claims, |request| request.form(&fields)).await
    }

    /// Sends exactly these fields by cookie, as a page of another site would have the browser do.
    pub async fn submit_raw(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send_by_cookie(Method::POST, path, self.claims(), |request| request.form(fields)).await
    }

    /// Sends a page's form with files (name, media type, bytes) as a browser does.
    pub async fn upload(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, Vec<u8>)],
    ) -> Answer {
        let claims = self.claims();
        let mut form = reqwest::multipart::Form::new();
        if let Some(claims) = &claims {
            form =
                form.text(form_token::FIELD, form_token::issue(&self.test.keys(), &claims.sid.to_string()));
        }
        for (name, value) in fields {
            form = form.text((*name).to_owned(), (*value).to_owned());
        }
        for (name, content_type, bytes) in files {
            let part = reqwest::multipart::Part::bytes(bytes.clone()).file_name((*name).to_owned());
            form = form.part("files", part.mime_str(content_type).unwrap());
        }
        self.send_by_cookie(Method::POST, path, claims, |request| request.multipart(form)).await
    }

    /// Sends any request, with this person's bearer token.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        fill: impl FnOnce(RequestBuilder) -> RequestBuilder,
    ) -> Answer {
        let token = self.claims().map(|claims| claims.sign(&self.test.keys()));
        self.run(method, path, |request| {
            let request = fill(request);
            match token {
                Some(token) => request.bearer_auth(token),
                None => request,
            }
        })
        .await
    }

    async fn send_by_cookie(
        &self,
        method: Method,
        path: &str,
        claims: Option<Claims>,
        fill: impl FnOnce(RequestBuilder) -> RequestBuilder,
    ) -> Answer {
        let cookie = claims.map(|claims| self.cookie_of(&claims));
        self.run(method, path, |request| {
            let request = fill(request);
            match cookie {
                Some(cookie) => request.header("cookie", cookie),
                None => request,
            }
        })
        .await
    }

    /// Listens to a page's events as a browser does, by cookie.
    pub async fn listen(&self, path: &str) -> Events {
        let claims = self.claims().expect("nobody listens without a session");
        let cookie = self.cookie_of(&claims);
        let request = self.client.get(format!("{}{path}", self.address)).header("cookie", cookie);
        let response = request.send().await.unwrap();
        assert_eq!(response.status().as_u16(), 200, "{path}");
        Events { response, read: String::new() }
    }

    async fn run(
        &self,
        method: Method,
        path: &str,
        fill: impl FnOnce(RequestBuilder) -> RequestBuilder,
    ) -> Answer {
        let name = format!("{method} {path}");
        let mut request = fill(self.client.request(method, format!("{}{path}", self.address)));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let response = request.send().await.unwrap_or_else(|error| panic!("{name}: {error}"));
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = response.bytes().await.unwrap().to_vec();
        Answer { status, headers, bytes, request: name }
    }

    /// The cookie of a session of this person that begins now.
    pub fn cookie(&self) -> Option<String> {
        self.claims().map(|claims| self.cookie_of(&claims))
    }

    fn cookie_of(&self, claims: &Claims) -> String {
        format!("punctual={}", claims.sign(&self.test.keys()))
    }

    /// A session of this person that begins now.
    fn claims(&self) -> Option<Claims> {
        let person = self.person.as_ref()?;
        Some(Claims::of(&self.test.session(person), person.role, self.test.now()))
    }
}

/// A stream of server-sent events.
pub struct Events {
    response: reqwest::Response,
    read: String,
}

impl Events {
    /// The next event: its name and its data. None once the stream has ended.
    pub async fn next(&mut self) -> Option<(String, String)> {
        loop {
            while let Some((event, rest)) = self.read.split_once("\n\n") {
                let field = |name: &str| {
                    event.lines().find_map(|line| line.strip_prefix(name)).map(|text| text.trim().to_owned())
                };
                let found = field("event:").zip(field("data:"));
                self.read = rest.to_owned();
                if found.is_some() {
                    return found;
                }
            }
            let bytes = self.response.chunk().await.unwrap()?;
            self.read.push_str(&String::from_utf8_lossy(&bytes));
        }
    }
}

impl Answer {
    /// The answer, if it has this status; else the test fails and shows it.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{} answered:\n{}", self.request, self.text());
        self
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|error| panic!("{} answered no JSON ({error}):\n{}", self.request, self.text()))
    }

    /// A header; empty where it is missing.
    pub fn header(&self, name: &str) -> String {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
    }

    /// The fields that a problem document finds fault with.
    #[track_caller]
    pub fn faulty_fields(&self) -> Vec<String> {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.request);
        let errors = self.json()["errors"].as_array().cloned().unwrap_or_default();
        errors.iter().map(|error| error["field"].as_str().unwrap_or_default().to_owned()).collect()
    }
}
