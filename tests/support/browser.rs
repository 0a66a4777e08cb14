//! A browser of one person: it keeps cookies, and sends the forms of the pages that it has read.

use std::collections::BTreeMap;

use punctual::web::auth::Claims;

use super::app::{TestApp, Who};
use super::caller::Answer;

/// A browser. A clone goes on with the same cookies, as a second tab or a thief does.
#[derive(Clone)]
pub struct Browser<'a> {
    test: &'a TestApp,
    cookies: BTreeMap<String, String>,
    form_token: String,
}

impl<'a> Browser<'a> {
    /// A browser that has never been here.
    pub fn new(test: &'a TestApp) -> Self {
        Self { test, cookies: BTreeMap::new(), form_token: String::new() }
    }

    /// Takes up a session of somebody, as if they had signed in.
    pub fn begin(&mut self, who: Who) {
        let person = self.test.person(who);
        let claims = Claims::of(&self.test.session(&person), person.role, self.test.now());
        self.cookies.insert("punctual".to_owned(), claims.sign(&self.test.keys()));
    }

    /// Signs in on the page.
    pub async fn sign_in(&mut self, email: &str, password: &str) -> Answer {
        self.post("/signin", &[("email", email), ("password", password), ("next", "/")]).await
    }

    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> Answer {
        let answer = self.test.api(Who::Anonymous).with("cookie", self.header()).get(path).await;
        self.keep(answer)
    }

    /// Sends a form with the token of the page that was read last.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut all = fields.to_vec();
        all.push(("form_token", &self.form_token));
        let caller = self.test.api(Who::Anonymous).with("cookie", self.header());
        let answer = caller.submit_raw(path, &all).await;
        self.keep(answer)
    }

    /// A cookie that it holds.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.get(name).cloned()
    }

    fn header(&self) -> String {
        let pairs = self.cookies.iter().map(|(name, value)| format!("{name}={value}"));
        pairs.collect::<Vec<_>>().join("; ")
    }

    fn keep(&mut self, answer: Answer) -> Answer {
        for set in answer.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok()) {
            let Some((name, value)) = set.split(';').next().and_then(|pair| pair.split_once('=')) else {
                continue;
            };
            match set.contains("Max-Age=0") {
                true => drop(self.cookies.remove(name)),
                false => drop(self.cookies.insert(name.to_owned(), value.to_owned())),
            }
        }
        let page = answer.text();
        let token = page.split("name=\"form_token\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        if let Some(token) = token {
            self.form_token = token.to_owned();
        }
        answer
    }
}
