//! People and programs outside: each sends a request until it is answered.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use punctual::app::App;
use punctual::clock;
use punctual::domain::{EmailAddress, Person, SessionRecord};
use punctual::service::account;
use punctual::sla::Instant;
use punctual::store;
use punctual::web::auth::{Claims, Keys, form_token};
use punctual::web::input::once;
use reqwest::{Method, RequestBuilder};
use serde_json::Value;

/// How long one waits for an answer, and between two tries.
const PATIENCE: Duration = Duration::from_secs(20);

/// A connection that rested longer is not used again: the server hangs up after half a minute.
const LONGEST_REST: Duration = Duration::from_secs(15);
const PAUSE: Duration = Duration::from_millis(15);

/// Somebody who is signed in.
pub struct Login {
    pub person: Person,
    session: SessionRecord,
    keys: Keys,
}

impl Login {
    /// Signs a person in.
    pub fn begin(app: &App, email: &EmailAddress) -> Self {
        let (context, email) = (app.context(), email.clone());
        let caller = account::Caller { browser: "A test".to_owned(), address: None };
        let begin = move |c: &mut store::Connection| {
            let person = store::person::find_by_email(c, &email)?.expect("there is such a person");
            let session = account::begin_session(c, &context, &person, caller)?;
            Ok::<_, punctual::service::ServiceError>((person, session))
        };
        let (person, session) = app.db.write_now(begin).unwrap();
        Self { person, session, keys: Keys::derive(&app.token_key) }
    }

    /// Has a request carry the person's bearer token.
    pub fn sign(&self, request: RequestBuilder) -> RequestBuilder {
        self.sign_at(request, clock::system_now())
    }

    /// The same with a token that a process issued whose clock shows this.
    pub fn sign_at(&self, request: RequestBuilder, now: Instant) -> RequestBuilder {
        request.bearer_auth(self.token(now))
    }

    fn token(&self, now: Instant) -> String {
        Claims::of(&self.session, self.person.role, now).sign(&self.keys)
    }
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
    /// How often the request was sent until somebody answered.
    pub times: usize,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// The answer, if it has this status; else the test fails and shows it.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", String::from_utf8_lossy(&self.body));
        self
    }
}

/// Those who call an installation at its addresses (`http://127.0.0.1:8080`), one after another.
pub struct Clients {
    http: reqwest::Client,
    addresses: Vec<String>,
    /// Requests that nobody answered, and that were sent again.
    pub unanswered: AtomicUsize,
    /// Why the last one of them was not.
    pub unanswered_because: Mutex<String>,
    /// Answers that blame the server: their status and text.
    pub blamed: Mutex<Vec<(u16, String)>>,
}

impl Clients {
    pub fn new(addresses: Vec<String>) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder().timeout(PATIENCE).redirect(reqwest::redirect::Policy::none());
        let http = http.pool_idle_timeout(LONGEST_REST).build().unwrap();
        let (unanswered, unanswered_because) = (AtomicUsize::new(0), Mutex::default());
        Self { http, addresses, unanswered, unanswered_because, blamed: Mutex::default() }
    }

    /// Sends what `fill` makes of a request until it is answered, by whichever process.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        fill: impl Fn(RequestBuilder) -> RequestBuilder,
    ) -> Answer {
        for times in 1.. {
            let address = &self.addresses[times % self.addresses.len()];
            let request = fill(self.http.request(method.clone(), format!("{address}{path}")));
            let because = match answered(request).await {
                // The machine was too busy to read the request in time: sending it again is right.
                Ok((408, _)) => "it was read too slowly".to_owned(),
                Ok((status @ ..500, body)) => return Answer { status, body, times },
                Ok((status, body)) => {
                    self.blame(status, &body);
                    format!("it failed with {status}")
                }
                Err(error) => format!("{method} {path}: {error:?}"),
            };
            *self.unanswered_because.lock().unwrap() = because;
            self.unanswered.fetch_add(1, Ordering::Relaxed);
            tokio::time::sleep(PAUSE).await;
        }
        unreachable!("it is sent for ever")
    }

    fn blame(&self, status: u16, body: &[u8]) {
        self.blamed.lock().unwrap().push((status, String::from_utf8_lossy(body).into_owned()));
    }

    pub async fn get(&self, who: &Login, path: &str) -> Answer {
        self.send(Method::GET, path, |request| who.sign(request)).await
    }

    /// Sends a page's form as a browser does.
    pub async fn submit(&self, who: &Login, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = form_token::issue(&who.keys, &who.session.id.to_string());
        let name = once::name().to_string();
        let fields = [fields, &[(form_token::FIELD, token.as_str()), (once::FIELD, name.as_str())]].concat();
        let fill = |request: RequestBuilder| {
            request.header("cookie", format!("punctual={}", who.token(clock::system_now()))).form(&fields)
        };
        self.send(Method::POST, path, fill).await
    }
}

async fn answered(request: RequestBuilder) -> reqwest::Result<(u16, Vec<u8>)> {
    let response = request.send().await?;
    let status = response.status().as_u16();
    Ok((status, response.bytes().await?.to_vec()))
}
