//! Our mail on its way to servers that take it, refuse it, or fall silent.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use punctual::domain::{EmailAddress, Urgency};
use punctual::mail::{Mailer, OutgoingMail, ReceiverSettings, Refusal, Security, SendError, SmtpSettings};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::sink::{Sink, without_tls};

fn mailer(port: u16) -> Mailer {
    Mailer::from_settings(Some(without_tls(port))).unwrap()
}

fn mail(number: usize) -> OutgoingMail {
    OutgoingMail {
        return_path: Some(EmailAddress::parse("support@help.example").unwrap()),
        to: EmailAddress::parse("ann@example.com").unwrap(),
        message_id: format!("{number}@help.example"),
        urgency: Urgency::Ordinary,
        bytes: format!("Subject: {number}\r\n\r\n.dot\r\nend").into_bytes(),
    }
}

#[tokio::test]
async fn mails_arrive_as_they_were_written_over_one_connection() {
    let sink = Sink::start().await;
    let mailer = mailer(sink.address.port());
    mailer.send(&mail(1)).await.unwrap();
    mailer.send(&OutgoingMail { return_path: None, ..mail(2) }).await.unwrap();
    assert_eq!(sink.mails(), ["Subject: 1\r\n\r\n.dot\r\nend\r\n", "Subject: 2\r\n\r\n.dot\r\nend\r\n"]);
    let taken = sink.taken.lock().unwrap();
    assert_eq!(taken[0].0.return_path, "support@help.example");
    assert_eq!(taken[1].0.return_path, "", "an automatic answer has none");
    assert_eq!(taken[0].0.peer, taken[1].0.peer, "the connection was used again");
}

#[tokio::test]
async fn a_crowd_of_mails_shares_the_connections_that_were_allowed() {
    let sink = Sink::start().await;
    let mailer = mailer(sink.address.port());
    let sending: Vec<_> = (0..30)
        .map(|number| {
            let mailer = mailer.clone();
            tokio::spawn(async move { mailer.send(&mail(number)).await })
        })
        .collect();
    for sent in sending {
        sent.await.unwrap().unwrap();
    }
    let peers: BTreeSet<_> = sink.taken.lock().unwrap().iter().map(|(envelope, _)| envelope.peer).collect();
    assert_eq!(sink.count(), 30);
    assert!(peers.len() <= 2, "{peers:?}");
}

#[tokio::test]
async fn a_refused_mail_says_why_and_the_next_one_is_none_the_worse() {
    let judge = |envelope: &punctual::domain::Envelope| match envelope.recipients[0].as_str() {
        "later@example.com" => Err(Refusal::TryAgain),
        "never@example.com" => Err(Refusal::Never("No such mailbox".to_owned())),
        _ => Ok(()),
    };
    let sink = Sink::start_with(ReceiverSettings::new("x"), judge).await;
    let mailer = mailer(sink.address.port());
    let to = |address: &str| OutgoingMail { to: EmailAddress::parse(address).unwrap(), ..mail(1) };
    let later = mailer.send(&to("later@example.com")).await.unwrap_err();
    assert!(matches!(&later, SendError::Temporary(text) if text.contains("451")), "{later:?}");
    let never = mailer.send(&to("never@example.com")).await.unwrap_err();
    assert!(matches!(&never, SendError::Permanent(text) if text.contains("No such mailbox")), "{never:?}");
    mailer.send(&mail(2)).await.unwrap();
    assert_eq!(sink.count(), 1);
}

/// A server that gives these answers, the first as its greeting, each other after a line (the mail counts as one), and
/// then hangs up.
async fn scripted(answers: &'static [&'static str]) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let mut stream = BufReader::new(stream);
        for (index, answer) in answers.iter().enumerate() {
            if index > 0 && !heard(&mut stream, answers[index - 1]).await {
                return;
            }
            stream.write_all(format!("{answer}\r\n").as_bytes()).await.unwrap();
        }
        heard(&mut stream, answers[answers.len() - 1]).await;
    });
    port
}

/// Reads what the client says after an answer: the mail after 354, a line after every other one.
async fn heard(stream: &mut BufReader<TcpStream>, after: &str) -> bool {
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
            return false;
        }
        if !after.starts_with("354") || line == ".\r\n" {
            return true;
        }
    }
}

#[tokio::test]
async fn each_kind_of_trouble_is_told_apart() {
    for (answers, kind, said) in [
        (&["554 go away"][..], "temporary", "554"),
        (&["nonsense"], "temporary", ""),
        (&["220 x", "250 x", "550 5.1.8 sender"], "permanent", "5.1.8"),
        (&["220 x", "250 x", "250 x", "550 5.1.1 nobody here"], "permanent", "nobody here"),
        (&["220 x", "250 x", "250 x", "450 4.2.0 greylisted"], "temporary", "greylisted"),
        (&["220 x", "250 x", "530 5.7.0 sign in first"], "temporary", "sign in"),
        (&["220 x", "250 x", "250 x"], "temporary", ""),
        (&["220 x", "250 x", "250 x", "250 x", "354 x", "552 5.3.4 too large"], "permanent", "too large"),
        (&["220 x", "250 x", "250 x", "250 x", "354 x", "452 4.3.1 full"], "temporary", "full"),
        (&["220 x", "250 x", "250 x", "250 x", "354 x"], "uncertain", "got lost"),
        (&["220 x", "250 x", "250 x", "250 x", "354 x", "nonsense"], "uncertain", "got lost"),
    ] {
        let error = mailer(scripted(answers).await).send(&mail(1)).await.unwrap_err();
        let (got, text) = match &error {
            SendError::Temporary(text) => ("temporary", text),
            SendError::Permanent(text) => ("permanent", text),
            SendError::Uncertain(text) => ("uncertain", text),
            SendError::TakenOver => panic!("nobody else sends it"),
        };
        assert_eq!(got, kind, "{answers:?}: {text}");
        assert!(text.contains(said), "{answers:?}: {text}");
    }
}

#[tokio::test]
async fn a_wrong_password_fails_no_mail_for_good() {
    let port = scripted(&["220 x", "250-x\r\n250 AUTH PLAIN", "535 5.7.8 wrong password"]).await;
    let credentials = Some(("support".to_owned(), "wrong".to_owned()));
    let mailer = Mailer::from_settings(Some(SmtpSettings { credentials, ..without_tls(port) })).unwrap();
    let error = mailer.send(&mail(1)).await.unwrap_err();
    assert!(matches!(&error, SendError::Temporary(text) if text.contains("wrong password")), "{error:?}");
}

#[tokio::test]
async fn an_address_that_the_server_cannot_take_fails_at_once() {
    let port = scripted(&["220 x", "250 x"]).await;
    let to = EmailAddress::parse("änn@example.com").unwrap();
    let error = mailer(port).send(&OutgoingMail { to, ..mail(1) }).await.unwrap_err();
    assert!(matches!(&error, SendError::Permanent(text) if text.contains("SMTPUTF8")), "{error:?}");
}

#[tokio::test]
async fn without_a_server_every_mail_waits() {
    let error = Mailer::from_settings(None).unwrap().send(&mail(1)).await.unwrap_err();
    assert!(matches!(error, SendError::Temporary(_)));
}

/// Puts TLS before a sink, with a certificate for `localhost`; gives the port and the certificate's file.
async fn tls_before(sink: &Sink, folder: &std::path::Path) -> (u16, std::path::PathBuf) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let file = folder.join("certificate.pem");
    std::fs::write(&file, made.cert.pem()).unwrap();
    let certificate = CertificateDer::from_pem_slice(made.cert.pem().as_bytes()).unwrap();
    let key = PrivateKeyDer::from_pem_slice(made.signing_key.serialize_pem().as_bytes()).unwrap();
    let config =
        rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key)
            .unwrap();
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let behind = sink.address;
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            if let Ok(mut outside) = acceptor.accept(stream).await {
                let mut inside = TcpStream::connect(behind).await.unwrap();
                tokio::spawn(async move { tokio::io::copy_bidirectional(&mut outside, &mut inside).await });
            }
        }
    });
    (port, file)
}

#[tokio::test]
async fn tls_is_believed_only_with_a_certificate_that_we_trust() {
    let sink = Sink::start().await;
    let folder = tempfile::tempdir().unwrap();
    let (port, file) = tls_before(&sink, folder.path()).await;
    let tls = SmtpSettings { security: Security::Tls, ..without_tls(port) };
    let stranger = Mailer::from_settings(Some(tls.clone())).unwrap();
    let error = stranger.send(&mail(1)).await.unwrap_err();
    assert!(matches!(error, SendError::Temporary(_)), "{error:?}");
    let trusting = Mailer::from_settings(Some(SmtpSettings { ca_file: Some(file), ..tls.clone() })).unwrap();
    trusting.send(&mail(2)).await.unwrap();
    assert_eq!(sink.count(), 1);
    let missing = SmtpSettings { ca_file: Some(folder.path().join("missing.pem")), ..tls };
    assert!(Mailer::from_settings(Some(missing)).unwrap_err().contains("missing.pem"));
}

#[tokio::test]
async fn a_server_that_offers_no_tls_is_told_nothing_where_tls_is_asked_for() {
    let sink = Sink::start().await;
    let starttls = SmtpSettings { security: Security::StartTls, ..without_tls(sink.address.port()) };
    let mailer = Mailer::from_settings(Some(starttls)).unwrap();
    let sent = tokio::time::timeout(Duration::from_secs(20), mailer.send(&mail(1))).await.unwrap();
    assert!(matches!(sent, Err(SendError::Temporary(_))), "{sent:?}");
    assert!(sink.mails().is_empty());
}
