//! Our own listener as part of an installation: what it answers, and what becomes of the mail.

use std::net::TcpListener;

use punctual::config::Config;
use punctual::mail::{Protocol, ReceiverSettings};
use punctual::store;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::receiver::{answer, say};
use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(
    a_mail_that_was_taken_is_stored_as_it_came_with_its_envelope_and_becomes_one_ticket,
    trouble_of_our_own_keeps_the_mail_with_its_sender,
    an_empty_return_path_means_that_a_robot_wrote
);

/// A listener of an installation, as `serve` starts it.
pub struct Listener {
    pub port: u16,
    stop: watch::Sender<bool>,
    running: JoinHandle<()>,
}

impl Listener {
    pub fn start(test: &TestApp, protocol: Protocol) -> Self {
        let word = if protocol == Protocol::Lmtp { "lmtp" } else { "smtp" };
        let text = format!(
            "[mail]\nfrom = 'support@provider.example'\n[receiver]\nlisten = '127.0.0.1:0'\nprotocol = '{word}'"
        );
        let config = Config::parse(&text, std::iter::empty()).unwrap();
        let socket = punctual::worker::receiver::listen(&config).unwrap().unwrap();
        Self::on(test, socket, config.receiver.unwrap().settings)
    }

    fn on(test: &TestApp, socket: TcpListener, settings: ReceiverSettings) -> Self {
        let port = socket.local_addr().unwrap().port();
        let (stop, stopped) = watch::channel(false);
        let running =
            tokio::spawn(punctual::worker::receiver::run(test.app.clone(), socket, settings, stopped));
        Self { port, stop, running }
    }

    pub async fn stop(self) {
        self.stop.send(true).unwrap();
        self.running.await.unwrap();
    }

    /// Sends a mail over SMTP; gives the last answer.
    async fn send(&self, return_path: &str, mail: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).await.unwrap();
        assert_eq!(answer(&mut stream).await, "220");
        let mail = format!("{}\r\n.\r\n", mail.replace("\r\n.", "\r\n.."));
        let lines = [
            "EHLO mx.dms.example\r\n",
            &format!("MAIL FROM:<{return_path}>\r\n"),
            "RCPT TO:<support+abc@provider.example>\r\n",
            "DATA\r\n",
            &mail,
        ];
        say(&mut stream, &lines).await.pop().unwrap()
    }
}

const MAIL: &str = "From: Ann <contact@dms.example>\r\nTo: support@provider.example\r\nMessage-ID: <1@dms.example>\r\nSubject: Export is slow\r\n\r\n.It takes\nminutes.";

async fn a_mail_that_was_taken_is_stored_as_it_came_with_its_envelope_and_becomes_one_ticket(test: TestApp) {
    let listener = Listener::start(&test, Protocol::Smtp);
    for _ in 0..2 {
        assert_eq!(listener.send("ann@dms.example", MAIL).await, "250");
        test.tick().await;
    }
    let mails = test.read(|c| store::inbound::list(c, &Default::default(), None, 10));
    assert_eq!(mails.len(), 1, "the same bytes twice are one mail");
    let mail = &mails[0];
    assert_eq!((mail.source.as_str(), mail.received_at), ("smtp", test.now()));
    let (raw, envelope) = test.read(|c| {
        Ok((
            store::blob::get(c, &test.app.keys(), &mail.raw)?.unwrap(),
            store::inbound::get_envelope(c, mail.id)?.unwrap(),
        ))
    });
    assert_eq!(String::from_utf8(raw).unwrap(), format!("{MAIL}\r\n"));
    assert_eq!(
        (envelope.helo.as_str(), envelope.return_path.as_str()),
        ("mx.dms.example", "ann@dms.example")
    );
    assert_eq!(envelope.recipients, ["support+abc@provider.example"]);
    assert!(envelope.peer.ip().is_loopback() && envelope.tls.is_none());
    let tickets = test.api(Who::Agent).get("/api/v1/tickets").await.expect(200).json();
    assert_eq!(tickets["items"].as_array().unwrap().len(), 1, "{tickets}");
    listener.stop().await;
}

async fn trouble_of_our_own_keeps_the_mail_with_its_sender(test: TestApp) {
    let listener = Listener::start(&test, Protocol::Smtp);
    test.refuse_mail(true);
    assert_eq!(listener.send("ann@dms.example", MAIL).await, "451");
    assert!(test.read(|c| store::inbound::list(c, &Default::default(), None, 10)).is_empty());
    test.refuse_mail(false);
    assert_eq!(listener.send("ann@dms.example", MAIL).await, "250");
    assert_eq!(listener.send("ann@dms.example", "").await, "250", "an empty line is a mail");
    listener.stop().await;
}

async fn an_empty_return_path_means_that_a_robot_wrote(test: TestApp) {
    let listener = Listener::start(&test, Protocol::Smtp);
    assert_eq!(listener.send("", MAIL).await, "250");
    test.tick().await;
    let acknowledged = test.mails().into_iter().any(|mail| mail.to == "contact@dms.example");
    assert!(!acknowledged, "it gets no automatic answer");
    assert_eq!(listener.send("ann@dms.example", &MAIL.replace("minutes", "hours")).await, "250");
    test.tick().await;
    let acknowledged = test.mails().into_iter().any(|mail| mail.to == "contact@dms.example");
    assert!(acknowledged, "but people do");
    listener.stop().await;
}
