//! One connection, from the greeting to the end.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;

use super::command::{Command, Hello};
use super::room::Room;
use super::wire::{Arrival, Broken, Wire};
use super::{Protocol, ReceiverSettings, Refusal};
use crate::domain::Envelope;

/// A connection and where its dialogue stands.
pub(super) struct Dialogue {
    wire: Wire,
    peer: SocketAddr,
    settings: Arc<ReceiverSettings>,
    room: Room,
    stop: watch::Receiver<bool>,
    /// The name with which the other side greeted; none before it has, and after TLS has begun.
    helo: Option<String>,
    tls: Option<String>,
    return_path: Option<String>,
    recipients: Vec<String>,
    faults: usize,
    mails: usize,
}

/// How the dialogue goes on.
enum Next {
    /// With this answer.
    Say(String),
    /// With a mail.
    Mail,
    /// Over TLS.
    Encrypt(TlsAcceptor),
    /// Not at all, after this answer.
    End(String),
}

impl Dialogue {
    pub(super) fn new(
        stream: TcpStream,
        peer: SocketAddr,
        settings: Arc<ReceiverSettings>,
        room: Room,
        stop: watch::Receiver<bool>,
    ) -> Self {
        Self {
            wire: Wire::new(stream, settings.silence),
            peer,
            settings,
            room,
            stop,
            helo: None,
            tls: None,
            return_path: None,
            recipients: Vec::new(),
            faults: 0,
            mails: 0,
        }
    }

    /// Holds the dialogue to its end; what ends it early is told to the other side, if it still listens.
    pub(super) async fn hold<H, F>(mut self, handler: H)
    where
        H: Fn(Envelope, Vec<u8>) -> F,
        F: Future<Output = Result<(), Refusal>>,
    {
        let farewell = match self.exchange(&handler).await {
            Ok(()) | Err(Broken::Gone) => return,
            Err(Broken::Silent) => "421 4.4.2 Silent for too long\r\n",
            Err(Broken::NoLine) => "500 5.5.2 Lines end in CRLF and have at most 2048 bytes\r\n",
        };
        let _ = self.wire.say(farewell).await;
    }

    async fn exchange<H, F>(&mut self, handler: &H) -> Result<(), Broken>
    where
        H: Fn(Envelope, Vec<u8>) -> F,
        F: Future<Output = Result<(), Refusal>>,
    {
        self.wire.say(&format!("220 {} Punctual\r\n", self.settings.host_name)).await?;
        loop {
            let line = tokio::select! {
                line = self.wire.line() => line?,
                () = stopping(&mut self.stop) => return self.wire.say("421 4.3.2 Shutting down\r\n").await,
            };
            match self.answer(Command::parse(&line)) {
                Next::Say(answer) => self.wire.say(&answer).await?,
                Next::End(answer) => return self.wire.say(&answer).await,
                Next::Mail => self.receive(handler).await?,
                Next::Encrypt(acceptor) => self.encrypt(&acceptor).await?,
            }
            if self.faults > self.settings.max_faults {
                return self.wire.say("421 4.7.0 Too many mistakes\r\n").await;
            }
        }
    }

    fn answer(&mut self, command: Command) -> Next {
        match command {
            Command::Hello { verb, name } => self.greet(verb, name),
            Command::StartTls => self.start_tls(),
            Command::Mail { return_path, size } => self.mail(return_path, size),
            Command::Rcpt { recipient } => self.rcpt(recipient),
            Command::Data => self.data(),
            Command::Rset => {
                self.forget();
                say("250 2.0.0 Forgotten")
            }
            Command::Noop => say("250 2.0.0 Still here"),
            Command::Vrfy => say("252 2.5.0 Send some mail and see"),
            Command::Quit => Next::End("221 2.0.0 Goodbye\r\n".to_owned()),
            Command::Malformed => self.fault("501 5.5.4 That command needs something else"),
            Command::Unknown => self.fault("500 5.5.1 Unknown command"),
        }
    }

    fn greet(&mut self, verb: Hello, name: String) -> Next {
        let is_ours = match self.settings.protocol {
            Protocol::Smtp => verb != Hello::Lhlo,
            Protocol::Lmtp => verb == Hello::Lhlo,
        };
        if !is_ours {
            return self.fault("500 5.5.1 Unknown command");
        }
        self.forget();
        self.helo = Some(name);
        let our_name = &self.settings.host_name;
        if verb == Hello::Helo {
            return say(&format!("250 {our_name}"));
        }
        let size = self.settings.max_size;
        let tls = if self.offers_tls() { "STARTTLS\r\n250-" } else { "" };
        let extensions = format!(
            "SIZE {size}\r\n250-{tls}8BITMIME\r\n250-SMTPUTF8\r\n250-PIPELINING\r\n250 ENHANCEDSTATUSCODES"
        );
        say(&format!("250-{our_name}\r\n250-{extensions}"))
    }

    fn offers_tls(&self) -> bool {
        self.settings.certificate.is_some() && self.tls.is_none()
    }

    fn start_tls(&mut self) -> Next {
        let Some(files) = self.settings.certificate.as_ref().filter(|_| self.offers_tls()) else {
            return self.fault("502 5.5.1 TLS is not on offer");
        };
        if self.wire.has_ahead() {
            // What was sent in clear text must not count as said over TLS: somebody on the line may have added it.
            return Next::End("421 4.5.0 Wait for the answer to STARTTLS\r\n".to_owned());
        }
        match files.acceptor() {
            Ok(acceptor) => Next::Encrypt(acceptor),
            Err(error) => {
                tracing::error!(%error, "the receiver's certificate can't be used");
                say("454 4.7.0 TLS is not available now")
            }
        }
    }

    /// Everything that was said before TLS is forgotten (RFC 3207 section 4.2).
    async fn encrypt(&mut self, acceptor: &TlsAcceptor) -> Result<(), Broken> {
        self.wire.say("220 2.0.0 Go on over TLS\r\n").await?;
        self.tls = Some(self.wire.encrypt(acceptor).await?);
        self.forget();
        self.helo = None;
        Ok(())
    }

    fn mail(&mut self, return_path: String, size: Option<usize>) -> Next {
        if self.helo.is_none() {
            return self.fault("503 5.5.1 Say hello first");
        }
        if self.return_path.is_some() {
            return self.fault("503 5.5.1 One mail at a time");
        }
        if self.mails >= self.settings.max_mails {
            return Next::End("421 4.7.0 Enough for one connection\r\n".to_owned());
        }
        if size.is_some_and(|size| size > self.settings.max_size) {
            return say("552 5.3.4 The mail is too large");
        }
        self.return_path = Some(return_path);
        say("250 2.1.0 Go on")
    }

    fn rcpt(&mut self, recipient: String) -> Next {
        if self.return_path.is_none() {
            return self.fault("503 5.5.1 Say who it is from first");
        }
        if !self.settings.recipients.accept(&recipient) {
            // It counts as a mistake: whoever tries out names is soon sent away.
            return self.fault("550 5.1.1 No such mailbox here, and nothing is passed on");
        }
        if self.recipients.len() >= self.settings.max_recipients {
            return say("452 4.5.3 Too many recipients");
        }
        self.recipients.push(recipient);
        say("250 2.1.5 Go on")
    }

    fn data(&mut self) -> Next {
        if self.recipients.is_empty() {
            return self.fault("503 5.5.1 Say to whom first");
        }
        if self.wire.has_ahead() {
            // DATA ends a pipelined group (RFC 2920 section 3.1); a client that does not wait has something to hide.
            return Next::End("421 4.5.0 Wait for the answer to DATA\r\n".to_owned());
        }
        Next::Mail
    }

    async fn receive<H, F>(&mut self, handler: &H) -> Result<(), Broken>
    where
        H: Fn(Envelope, Vec<u8>) -> F,
        F: Future<Output = Result<(), Refusal>>,
    {
        self.wire.say("354 Go on, and end with a dot alone in a line\r\n").await?;
        let arrival = self.wire.mail(self.settings.max_size, &self.room, self.settings.mail_time).await?;
        self.mails += 1;
        let envelope = self.take_envelope();
        let answers = match self.settings.protocol {
            Protocol::Smtp => 1,
            Protocol::Lmtp => envelope.recipients.len(),
        };
        let answer = match arrival {
            Arrival::Mail(mail, share) => {
                let outcome = handler(envelope, mail).await;
                drop(share);
                in_words(outcome)
            }
            Arrival::TooLarge => "552 5.3.4 The mail is too large\r\n".to_owned(),
            Arrival::NoRoom => "452 4.3.1 Too much mail at once, try again later\r\n".to_owned(),
        };
        self.wire.say(&answer.repeat(answers)).await
    }

    fn take_envelope(&mut self) -> Envelope {
        Envelope {
            peer: SocketAddr::new(self.peer.ip().to_canonical(), self.peer.port()),
            helo: self.helo.clone().unwrap_or_default(),
            return_path: self.return_path.take().unwrap_or_default(),
            recipients: std::mem::take(&mut self.recipients),
            tls: self.tls.clone(),
        }
    }

    fn forget(&mut self) {
        self.return_path = None;
        self.recipients.clear();
    }

    fn fault(&mut self, text: &str) -> Next {
        self.faults += 1;
        say(text)
    }
}

/// Resolves once it is time to stop, or nobody is left who could say so.
async fn stopping(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}

fn say(text: &str) -> Next {
    Next::Say(format!("{text}\r\n"))
}

fn in_words(outcome: Result<(), Refusal>) -> String {
    match outcome {
        Ok(()) => "250 2.0.0 Taken\r\n".to_owned(),
        Err(Refusal::TryAgain) => "451 4.3.0 Not now, try again later\r\n".to_owned(),
        Err(Refusal::Never(reason)) => {
            let reason: String =
                reason.chars().filter(|c| c.is_ascii_graphic() || *c == ' ').take(200).collect();
            format!("554 5.6.0 {reason}\r\n")
        }
    }
}
