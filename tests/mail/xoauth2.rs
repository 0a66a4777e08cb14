//! Signing in to a real Dovecot with access tokens, from a token endpoint of the tests' own.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use punctual::config::Config;
use punctual::mail::{ImapConnection, ImapError, ImapSettings, Security};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::support::dovecot::{TOKEN_KEY, dovecot};

/// What the endpoint was asked, form by form, and what it answers next.
#[derive(Default)]
struct Provider {
    asked: Vec<BTreeMap<String, String>>,
    answers: Vec<(u16, serde_json::Value)>,
}

/// An endpoint that gives these answers, one after the other.
async fn endpoint(answers: Vec<(u16, serde_json::Value)>) -> (String, Arc<Mutex<Provider>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/token", listener.local_addr().unwrap());
    let provider = Arc::new(Mutex::new(Provider { asked: Vec::new(), answers }));
    let served = Arc::clone(&provider);
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let form = read_form(&mut stream).await;
            let (status, body) = {
                let mut provider = served.lock().unwrap();
                provider.asked.push(form);
                provider.answers.remove(0)
            };
            let body = body.to_string();
            let answer = format!(
                "HTTP/1.1 {status} X\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
                body.len()
            );
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    (address, provider)
}

async fn read_form(stream: &mut tokio::net::TcpStream) -> BTreeMap<String, String> {
    let mut request = Vec::new();
    loop {
        stream.read_buf(&mut request).await.unwrap();
        let text = String::from_utf8_lossy(&request).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length =
            head.to_lowercase().split("content-length: ").nth(1).unwrap().lines().next().unwrap().to_owned();
        if body.len() >= length.parse::<usize>().unwrap() {
            let pair =
                |pair: &str| pair.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
            return body.split('&').filter_map(pair).collect();
        }
    }
}

/// An access token as the mailbox's server believes it, good for so many seconds from now on.
fn token(user: &str, seconds: i64) -> String {
    let now = punctual::clock::system_now().timestamp();
    let claims = json!({ "sub": user, "iat": now - 1000, "exp": now + seconds });
    encode(&Header::new(Algorithm::HS256), &claims, &EncodingKey::from_secret(TOKEN_KEY)).unwrap()
}

fn granted(user: &str, seconds: i64) -> (u16, serde_json::Value) {
    (200, json!({ "access_token": token(user, seconds), "token_type": "Bearer", "expires_in": 3600 }))
}

/// The settings as an operator writes them.
fn settings(address: &str, user: &str) -> ImapSettings {
    let text = format!(
        "[[mailbox]]\nhost = 'localhost'\nport = {}\nsecurity = 'none'\nuser = '{user}'\ntoken_url = '{address}'\n\
         client_id = 'us'\nclient_secret = 'a+b &c'\nrefresh_token = 'first'\nscope = 'imap'",
        dovecot().imap_port
    );
    let imap = Config::parse(&text, std::iter::empty()).unwrap().mailboxes.remove(0).imap;
    assert_eq!(imap.security, Security::None);
    imap
}

#[tokio::test]
async fn a_token_is_fetched_once_and_used_for_every_connection_until_it_ends() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let (address, provider) = endpoint(vec![granted("xoauth", 3600)]).await;
    let settings = settings(&address, "xoauth");
    dovecot().deliver("xoauth", "Subject: x\r\n\r\nx");
    for _ in 0..3 {
        let mut connection = ImapConnection::open(&settings, None).await.unwrap();
        assert!(connection.next().await.unwrap().is_some());
        connection.close().await;
    }
    let asked = provider.lock().unwrap().asked.clone();
    assert_eq!(asked.len(), 1);
    for (name, value) in [
        ("grant_type", "refresh_token"),
        ("refresh_token", "first"),
        ("client_id", "us"),
        ("client_secret", "a%2Bb%20%26c"),
        ("scope", "imap"),
    ] {
        assert_eq!(asked[0][name], value, "{name}");
    }
}

#[tokio::test]
async fn a_token_that_is_refused_is_replaced_at_once_and_a_new_refresh_token_is_used() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut stale = granted("renewed", -10);
    stale.1["refresh_token"] = json!("second");
    let (address, provider) = endpoint(vec![stale, granted("renewed", 3600)]).await;
    ImapConnection::open(&settings(&address, "renewed"), None).await.unwrap();
    let asked = provider.lock().unwrap().asked.clone();
    assert_eq!(
        asked.iter().map(|form| form["refresh_token"].as_str()).collect::<Vec<_>>(),
        ["first", "second"]
    );
}

#[tokio::test]
async fn a_token_that_is_about_to_end_is_not_used_any_more() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let brief = (200, json!({ "access_token": token("brief", 3600), "expires_in": 30 }));
    let (address, provider) = endpoint(vec![brief.clone(), brief]).await;
    let settings = settings(&address, "brief");
    for count in 1..=2 {
        ImapConnection::open(&settings, None).await.unwrap();
        assert_eq!(provider.lock().unwrap().asked.len(), count);
    }
}

#[tokio::test]
async fn what_keeps_us_out_is_named_without_any_secret() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let refused = (400, json!({ "error": "invalid_grant" }));
    let broken = (503, json!({}));
    let nonsense = (200, json!({ "token": "x" }));
    let (address, _) = endpoint(vec![refused, broken, nonsense]).await;
    let settings = settings(&address, "kept-out");
    let open = async || ImapConnection::open(&settings, None).await.err().unwrap();
    let error = open().await;
    assert!(matches!(&error, ImapError::SignIn(text) if text.contains("invalid_grant")), "{error}");
    assert!(matches!(open().await, ImapError::Connection(_)));
    assert!(matches!(open().await, ImapError::Protocol(_)));
    let stranger = granted("somebody-else", 3600);
    let (address, _) = endpoint(vec![stranger.clone(), stranger]).await;
    let error = ImapConnection::open(&self::settings(&address, "kept-out"), None).await.err().unwrap();
    assert!(matches!(error, ImapError::SignIn(_)), "another person's token opens nothing: {error}");
    assert!(!error.to_string().contains("first"));
}
