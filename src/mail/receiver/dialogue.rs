//! One connection, from the greeting to the end.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpStream;
use tokio::sync::watch;

use super::command::Command;
use super::wire::{Broken, Wire};
use super::{MailEnvelope, Protocol, ReceiverSettings, Refusal};

/// A connection and where its dialogue stands.
pub(super) struct Dialogue {
    wire: Wire,
    peer: SocketAddr,
    settings: Arc<ReceiverSettings>,
    stop: watch::Receiver<bool>,
    is_greeted: bool,
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
    /// Not at all, after this answer.
    End(String),
}

impl Dialogue {
    pub(super) fn new(
        stream: TcpStream,
        peer: SocketAddr,
        settings: Arc<ReceiverSettings>,
        stop: watch::Receiver<bool>,
    ) -> Self {
        Self {
            wire: Wire::new(stream, settings.silence),
            peer,
            settings,
            stop,
            is_greeted: false,
            return_path: None,
            recipients: Vec::new(),
            faults: 0,
            mails: 0,
        }
    }

    /// Holds the dialogue to its end; what ends it early is told to the other side, if it still listens.
    pub(super) async fn hold<H, F>(mut self, handler: H)
    where
        H: Fn(MailEnvelope, Vec<u8>) -> F,
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
        H: Fn(MailEnvelope, Vec<u8>) -> F,
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
            }
            if self.faults > self.settings.max_faults {
                return self.wire.say("421 4.7.0 Too many mistakes\r\n").await;
            }
        }
    }

    fn answer(&mut self, command: Command) -> Next {
        match command {
            Command::Helo | Command::Ehlo | Command::Lhlo => self.greet(&command),
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

    fn greet(&mut self, command: &Command) -> Next {
        let is_ours = match self.settings.protocol {
            Protocol::Smtp => *command != Command::Lhlo,
            Protocol::Lmtp => *command == Command::Lhlo,
        };
        if !is_ours {
            return self.fault("500 5.5.1 Unknown command");
        }
        self.forget();
        self.is_greeted = true;
        let name = &self.settings.host_name;
        if *command == Command::Helo {
            return say(&format!("250 {name}"));
        }
        let size = self.settings.max_size;
        let extensions = format!(
            "SIZE {size}\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-PIPELINING\r\n250 ENHANCEDSTATUSCODES"
        );
        say(&format!("250-{name}\r\n250-{extensions}"))
    }

    fn mail(&mut self, return_path: String, size: Option<usize>) -> Next {
        if !self.is_greeted {
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
        H: Fn(MailEnvelope, Vec<u8>) -> F,
        F: Future<Output = Result<(), Refusal>>,
    {
        self.wire.say("354 Go on, and end with a dot alone in a line\r\n").await?;
        let mail = self.wire.mail(self.settings.max_size, self.settings.mail_time).await?;
        self.mails += 1;
        let envelope = MailEnvelope {
            return_path: self.return_path.take().unwrap_or_default(),
            recipients: std::mem::take(&mut self.recipients),
            peer: self.peer,
        };
        let answers = match self.settings.protocol {
            Protocol::Smtp => 1,
            Protocol::Lmtp => envelope.recipients.len(),
        };
        let outcome = match mail {
            Some(mail) => in_words(handler(envelope, mail).await),
            None => "552 5.3.4 The mail is too large\r\n".to_owned(),
        };
        self.wire.say(&outcome.repeat(answers)).await
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
