//! A program that is told of events: a small HTTP server that keeps what it is sent, and answers as the test wants.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// How it answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// With this status, and with a header after it.
    Status(u16, &'static str),
    /// Never.
    Silence,
}

/// A request that it was sent.
#[derive(Debug, Clone)]
pub struct Post {
    head: String,
    /// The body, letter by letter.
    pub body: String,
}

impl Post {
    /// A header; empty where it is missing.
    pub fn header(&self, name: &str) -> String {
        let named = |line: &&str| line.to_lowercase().starts_with(&format!("{name}:"));
        let line = self.head.lines().find(named).unwrap_or_default();
        line.split_once(':').map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// What it tells of.
    pub fn event(&self) -> String {
        self.json()["event"].as_str().unwrap().to_owned()
    }
}

/// The program. It is gone when this is dropped.
pub struct Receiver {
    /// Where it listens.
    pub address: SocketAddr,
    posts: Arc<Mutex<Vec<Post>>>,
    answer: Arc<Mutex<Answer>>,
    task: JoinHandle<()>,
}

impl Receiver {
    /// On a free port of this machine, answering 200.
    pub async fn start() -> Self {
        Self::at("127.0.0.1:0").await
    }

    /// There.
    pub async fn at(address: &str) -> Self {
        let listener = TcpListener::bind(address).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (posts, answer) =
            (Arc::<Mutex<Vec<Post>>>::default(), Arc::new(Mutex::new(Answer::Status(200, ""))));
        let (kept, wanted) = (Arc::clone(&posts), Arc::clone(&answer));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&kept), Arc::clone(&wanted)));
            }
        });
        Self { address, posts, answer, task }
    }

    /// Its address for a webhook.
    pub fn url(&self) -> String {
        format!("http://{}/hook?token=hidden", self.address)
    }

    /// Answers like this from now on.
    pub fn answer(&self, answer: Answer) {
        *self.answer.lock().unwrap() = answer;
    }

    /// What it was sent so far, in order.
    pub fn posts(&self) -> Vec<Post> {
        self.posts.lock().unwrap().clone()
    }

    /// What it was sent since the last call.
    pub fn take(&self) -> Vec<Post> {
        std::mem::take(&mut *self.posts.lock().unwrap())
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(mut stream: TcpStream, posts: Arc<Mutex<Vec<Post>>>, answer: Arc<Mutex<Answer>>) {
    let mut request = Vec::new();
    let post = loop {
        let mut chunk = [0; 4096];
        let Ok(count) = stream.read(&mut chunk).await else { return };
        request.extend_from_slice(&chunk[..count]);
        if let Some(post) = whole(&request) {
            break post;
        }
        if count == 0 {
            return;
        }
    };
    posts.lock().unwrap().push(post);
    let answer = *answer.lock().unwrap();
    match answer {
        Answer::Status(status, header) => {
            let text =
                format!("HTTP/1.1 {status} X\r\n{header}Content-Length: 0\r\nConnection: close\r\n\r\n");
            let _ = stream.write_all(text.as_bytes()).await;
        }
        // The other side hangs up first.
        Answer::Silence => while stream.read(&mut [0; 64]).await.is_ok_and(|count| count > 0) {},
    }
}

fn whole(request: &[u8]) -> Option<Post> {
    let text = String::from_utf8_lossy(request).into_owned();
    let (head, body) = text.split_once("\r\n\r\n")?;
    let post = Post { head: head.to_owned(), body: body.to_owned() };
    let length: usize = post.header("content-length").parse().ok()?;
    (body.len() >= length).then_some(post)
}
