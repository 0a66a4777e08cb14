//! One ticket from its report to its end, as those see it who write and answer it.

use std::io::Write;
use std::process::Stdio;
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use reqwest::Method;
use serde_json::{Value, json};

use super::house::House;
use crate::faults::clients::Login;
use crate::mail::killed::clients::by_smtp;
use crate::mail::pipe::ingest;

/// What was told to those outside in the end.
pub struct Story {
    pub subject: String,
    pub number: i64,
    /// Every text that was acknowledged, with how often it was sent until then; 1 where repeating it changes nothing.
    pub said: Vec<(String, usize)>,
    /// `ingest` processes that were killed.
    pub killed: usize,
}

/// A ticket that lives.
struct Life<'a> {
    house: &'a House,
    customer: &'a Login,
    random: StdRng,
    story: Story,
}

/// Lives one through.
pub async fn live(house: &House, number: usize, seed: u64) -> Story {
    let customer = &house.customers[number % house.customers.len()];
    let subject = format!("Fault {number}");
    let story = Story { subject, number: 0, said: Vec::new(), killed: 0 };
    let random = StdRng::seed_from_u64(seed);
    let mut life = Life { house, customer, random, story };
    life.report().await;
    life.find().await;
    for _ in 0..life.random.random_range(1..6) {
        life.pause().await;
        life.step().await;
    }
    life.end().await;
    life.story
}

impl Life<'_> {
    async fn report(&mut self) {
        let (subject, clients) = (self.story.subject.clone(), &self.house.clients);
        let text = "It does not start.";
        match self.random.random_range(0..5) {
            0 => {
                let severity = ["Quick", "Calm"][self.random.random_range(0..2)];
                let body = json!({ "subject": subject, "text": text, "severity": severity });
                let fill = |request: reqwest::RequestBuilder| {
                    request.header("idempotency-key", subject.replace(' ', "-")).json(&body)
                };
                let sent =
                    clients.send(Method::POST, "/api/v1/tickets", |r| self.customer.sign(fill(r))).await;
                sent.expect(201);
            }
            1 => {
                let answers = [("affected", "everyone"), ("impact", "unusable"), ("workaround", "none")];
                let fields = [&[("subject", subject.as_str()), ("text", text)][..], &answers].concat();
                let sent = clients.submit(self.customer, "/portal/report", &fields).await;
                sent.expect(303);
            }
            2 => self.provider_posts(&self.mail(&subject, text)).await,
            3 => self.server_delivers(&self.mail(&subject, text)).await,
            _ => self.pipe_delivers(&self.mail(&subject, text)).await,
        }
    }

    fn mail(&self, subject: &str, text: &str) -> String {
        let from = &self.customer.person.email;
        format!("From: {from}\r\nTo: support@provider.example\r\nSubject: {subject}\r\n\r\n{text}\r\n")
    }

    async fn provider_posts(&self, mail: &str) {
        let fill = |request: reqwest::RequestBuilder| {
            let request = request.bearer_auth(&self.house.token).header("content-type", "message/rfc822");
            request.body(mail.to_owned())
        };
        self.house.clients.send(Method::POST, "/api/v1/inbound", fill).await.expect(202);
    }

    async fn server_delivers(&self, mail: &str) {
        while by_smtp(self.house.smtp, mail.as_bytes()).await.is_none() {
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    /// Half of the processes that read the mail are killed too.
    async fn pipe_delivers(&mut self, mail: &str) {
        loop {
            let dies_after = self.random.random_bool(0.5).then(|| self.random.random_range(0..60_000));
            let (mut command, mail) = (ingest(&self.house.test.url), mail.to_owned());
            let delivering = tokio::task::spawn_blocking(move || {
                let mut child = command.stderr(Stdio::null()).stdin(Stdio::piped()).spawn().unwrap();
                let _ = child.stdin.take().unwrap().write_all(mail.as_bytes());
                if let Some(microseconds) = dies_after {
                    std::thread::sleep(Duration::from_micros(microseconds));
                    let _ = child.kill();
                }
                child.wait().unwrap().success()
            });
            let is_taken = delivering.await.unwrap();
            self.story.killed += usize::from(!is_taken && dies_after.is_some());
            if is_taken {
                return;
            }
        }
    }

    /// Waits until the agent finds the ticket.
    async fn find(&mut self) {
        let path = format!("/api/v1/tickets?sort=-created&text={}", self.story.subject.replace(' ', "%20"));
        loop {
            let found = self.house.clients.get(&self.house.agent, &path).await.expect(200).json();
            let items = found["items"].as_array().unwrap().iter();
            let mine = items.filter(|item| item["subject"] == self.story.subject.as_str());
            if let Some(number) = mine.filter_map(|item| item["number"].as_i64()).min() {
                self.story.number = number;
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    async fn pause(&mut self) {
        tokio::time::sleep(Duration::from_millis(self.random.random_range(0..1500))).await;
    }

    async fn step(&mut self) {
        let text = format!("{} says {}", self.story.subject, self.story.said.len());
        match self.random.random_range(0..10) {
            0 => self.agent_replies(json!({ "text": text })).await,
            1 | 2 => {
                self.agent_replies(json!({ "text": text, "status": "waiting_on_customer" })).await;
                self.pause().await;
                self.customer_replies().await;
            }
            3 => self.customer_replies().await,
            4 => self.desk_replies(text).await,
            5 => {
                let sent = self.as_agent(Method::POST, "notes", json!({ "text": text })).await;
                self.story.said.push((text, sent));
            }
            6 => drop(self.as_agent(Method::POST, "acknowledgement", json!({})).await),
            7 => {
                let raise = json!({ "severity": "Quick", "reason": "Everybody waits." });
                self.as_agent(Method::PUT, "severity", raise).await;
            }
            8 => {
                let assignee = json!({ "assignee_id": self.house.agent.person.id });
                self.as_agent(Method::PUT, "assignee", assignee).await;
            }
            _ => {
                self.as_agent(Method::PUT, "status", json!({ "status": "resolved" })).await;
                self.pause().await;
                self.customer_replies().await;
            }
        }
    }

    async fn agent_replies(&mut self, body: Value) {
        let text = body["text"].as_str().unwrap().to_owned();
        let times = self.as_agent(Method::POST, "replies", body).await;
        self.story.said.push((text, times));
    }

    /// The customer answers by form or by mail.
    async fn customer_replies(&mut self) {
        let text = format!("{} answers {}", self.story.subject, self.story.said.len());
        if self.random.random_bool(0.5) {
            let path = format!("/portal/tickets/{}/reply", self.story.number);
            self.house.clients.submit(self.customer, &path, &[("text", &text)]).await.expect(303);
        } else {
            let subject = format!("Re: [#{}] {}", self.story.number, self.story.subject);
            self.server_delivers(&self.mail(&subject, &text)).await;
        }
        self.until_said(&text).await;
        self.story.said.push((text, 1));
    }

    /// The agent answers at the desk, where a reply is held for a while unless a clock would run out.
    async fn desk_replies(&mut self, text: String) {
        let path = format!("/desk/tickets/{}/message", self.story.number);
        let fields = [("kind", "public"), ("text", text.as_str())];
        self.house.clients.submit(&self.house.agent, &path, &fields).await.expect(303);
        self.until_said(&text).await;
        self.story.said.push((text, 1));
    }

    async fn until_said(&self, text: &str) {
        let path = format!("/api/v1/tickets/{}", self.story.number);
        loop {
            let ticket = self.house.clients.get(&self.house.agent, &path).await.expect(200).json();
            let messages = ticket["messages"].as_array().unwrap();
            if messages.iter().any(|message| message["text"].as_str().unwrap().trim() == text) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }

    /// Changes the ticket as the agent until it is acknowledged, and says how often that was sent.
    async fn as_agent(&self, method: Method, what: &str, body: Value) -> usize {
        let (agent, path) = (&self.house.agent, format!("/api/v1/tickets/{}/{what}", self.story.number));
        let answer = self.house.clients.send(method, &path, |request| agent.sign(request).json(&body)).await;
        // Sent again, closing finds the ticket closed.
        let is_done = (200..300).contains(&answer.status) || (answer.status == 409 && answer.times > 1);
        assert!(is_done, "{path}: {answer:?}: {}", answer.json());
        answer.times
    }

    async fn end(&mut self) {
        self.pause().await;
        self.as_agent(Method::PUT, "status", json!({ "status": "resolved" })).await;
        self.as_agent(Method::PUT, "status", json!({ "status": "closed" })).await;
    }
}
