//! The smallest HTTP client, so that what is measured is the server and not who asks it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use punctual::domain::Person;
use punctual::web::auth::Claims;

use crate::support::app::TestApp;

/// One connection that stays open.
pub struct Client(BufReader<TcpStream>);

/// What came back.
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

impl Client {
    /// Connects.
    pub fn connect(address: SocketAddr) -> std::io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        Ok(Self(BufReader::with_capacity(1 << 16, stream)))
    }

    /// Sends a request and reads its answer to the end.
    pub fn ask(&mut self, request: &str) -> std::io::Result<Reply> {
        self.0.get_mut().write_all(request.as_bytes())?;
        let (mut line, mut status, mut length) = (String::new(), 0, 0);
        loop {
            line.clear();
            if self.0.read_line(&mut line)? == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            let text = line.trim_end().to_ascii_lowercase();
            if let Some(rest) = text.strip_prefix("http/1.1 ") {
                status = rest[..3].parse().unwrap();
            } else if let Some(value) = text.strip_prefix("content-length: ") {
                length = value.parse().unwrap();
            } else if text.is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        self.0.read_exact(&mut body)?;
        Ok(Reply { status, body })
    }

    /// Asks for a page that has to be there; gives the time until its last byte.
    pub fn time(&mut self, request: &str) -> Duration {
        let begun = Instant::now();
        let reply = self.ask(request).unwrap();
        let taken = begun.elapsed();
        assert_eq!(reply.status, 200, "{request}\n{}", String::from_utf8_lossy(&reply.body));
        taken
    }
}

/// A request for a page, by a cookie.
pub fn page(path: &str, cookie: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: bench\r\nCookie: {cookie}\r\n\r\n")
}

/// A session of somebody, by the clock of the installation, as an access token.
pub fn token(test: &TestApp, person: &Person) -> String {
    Claims::of(&test.session(person), person.role, test.now()).sign(&test.keys())
}

/// An address of this machine on which nobody listens.
pub fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

/// Waits until somebody answers there.
pub fn wait_for(address: SocketAddr) {
    let begun = Instant::now();
    while Client::connect(address).and_then(|mut client| client.ask(&page("/livez", ""))).is_err() {
        assert!(begun.elapsed() < Duration::from_secs(60), "nobody answers at {address}");
        std::thread::sleep(Duration::from_millis(2));
    }
}
