//! What a mail server in front of ours sees, and what an attacker gets.

use std::time::Duration;

use std::sync::Arc;

use punctual::mail::{
    CertificateFiles, Destination, Protocol, Receiver, ReceiverSettings, Recipients, Refusal,
};
use rustls::pki_types::pem::PemObject;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::{Semaphore, watch};

use super::sink::Sink;

const HELLO: &str = "EHLO tests\r\n";
const ENVELOPE: &str = "MAIL FROM:<ann@example.com>\r\nRCPT TO:<support@help.example>\r\n";

/// Says lines one after the other, each after the answer to the one before; gives the codes of the answers.
pub(super) async fn say<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut S, lines: &[&str]) -> Vec<String> {
    let mut codes = Vec::new();
    for line in lines {
        stream.write_all(line.as_bytes()).await.unwrap();
        codes.push(answer(stream).await);
    }
    codes
}

/// The code of the next answer, its last line; empty once the other side has hung up.
pub(super) async fn answer<S: AsyncRead + Unpin>(stream: &mut S) -> String {
    let mut line = Vec::new();
    loop {
        let mut byte = [0];
        match tokio::time::timeout(Duration::from_secs(20), stream.read(&mut byte)).await.unwrap() {
            Ok(1) => line.push(byte[0]),
            _ => return String::new(),
        }
        if line.ends_with(b"\r\n") {
            if line[3] == b' ' {
                return String::from_utf8_lossy(&line[..3]).into_owned();
            }
            line.clear();
        }
    }
}

async fn connect(sink: &Sink) -> TcpStream {
    let mut stream = TcpStream::connect(sink.address).await.unwrap();
    assert_eq!(answer(&mut stream).await, "220");
    stream
}

#[tokio::test]
async fn a_mail_is_taken_byte_for_byte_with_its_envelope() {
    let sink = Sink::start().await;
    let mut stream = connect(&sink).await;
    let mail = "Subject: x\r\n\r\n..dot\r\nbare\nline\r\n";
    let codes = say(
        &mut stream,
        &[
            HELLO,
            "MAIL FROM:<ann@example.com> SIZE=100 BODY=8BITMIME\r\n",
            "RCPT TO:<support@help.example>\r\n",
            "RCPT TO:<other@help.example>\r\n",
            "DATA\r\n",
            &format!("{}.\r\n", mail.replace("\r\n.", "\r\n..")),
            "QUIT\r\n",
        ],
    )
    .await;
    assert_eq!(codes, ["250", "250", "250", "250", "354", "250", "221"]);
    assert_eq!(sink.mails(), [mail]);
    let envelope = sink.taken.lock().unwrap()[0].0.clone();
    assert_eq!(envelope.return_path, "ann@example.com");
    assert_eq!(envelope.recipients, ["support@help.example", "other@help.example"]);
    assert_eq!((envelope.helo.as_str(), envelope.tls.as_deref()), ("tests", None));
    assert!(envelope.peer.ip().is_loopback());
}

#[tokio::test]
async fn no_bare_line_end_smuggles_a_second_mail_into_a_first_one() {
    let sink = Sink::start().await;
    for end in ["\n.\n", "\n.\r\n", "\r.\r", "\r.\r\n", "\r\n.\n", "\r\n.\r", "\r\n\0.\r\n", "\n.\r"] {
        let mut stream = connect(&sink).await;
        let smuggled = format!(
            "first{end}MAIL FROM:<boss@help.example>\r\nRCPT TO:<support@help.example>\r\nDATA\r\nsecond\r\n.\r\n"
        );
        assert_eq!(say(&mut stream, &[HELLO, ENVELOPE]).await, ["250", "250"]);
        assert_eq!(answer(&mut stream).await, "250");
        assert_eq!(
            say(&mut stream, &["DATA\r\n", &smuggled, "NOOP\r\n"]).await,
            ["354", "250", "250"],
            "{end:?}"
        );
    }
    let taken = sink.taken.lock().unwrap();
    assert_eq!(taken.len(), 8, "one mail each");
    assert!(taken.iter().all(|(envelope, _)| envelope.return_path == "ann@example.com"));
}

#[tokio::test]
async fn commands_out_of_place_are_refused_and_the_dialogue_goes_on() {
    let sink = Sink::start().await;
    for (lines, codes) in [
        (&["MAIL FROM:<a@b>\r\n"][..], &["503"][..]),
        (&[HELLO, "RCPT TO:<a@b>\r\n"], &["250", "503"]),
        (&[HELLO, "DATA\r\n"], &["250", "503"]),
        (&[HELLO, "MAIL FROM:<a@b>\r\n", "MAIL FROM:<a@b>\r\n"], &["250", "250", "503"]),
        (&[HELLO, "MAIL FROM:<a@b>\r\n", "DATA\r\n"], &["250", "250", "503"]),
        (&[HELLO, "MAIL FROM:<a@b>\r\n", "RSET\r\n", "RCPT TO:<a@b>\r\n"], &["250", "250", "250", "503"]),
        (&[HELLO, "MAIL FROM:<a@b> SIZE=99999999999\r\n"], &["250", "552"]),
        (
            &["LHLO x\r\n", "VRFY root\r\n", "EXPN all\r\n", "NOOP\r\n", "QUIT\r\n"],
            &["500", "252", "500", "250", "221"],
        ),
        (&["HELO x\r\n", "BDAT 3\r\n", "STARTTLS\r\n"], &["250", "500", "502"]),
        (&["EHLO x\nMAIL FROM:<a@b>\r\n"], &["500"]),
    ] {
        let mut stream = connect(&sink).await;
        assert_eq!(say(&mut stream, lines).await, codes, "{lines:?}");
    }
    assert!(sink.mails().is_empty());
}

#[tokio::test]
async fn limits_hold() {
    let settings = ReceiverSettings {
        max_size: 100,
        max_recipients: 2,
        max_faults: 2,
        max_mails: 1,
        ..ReceiverSettings::new("x")
    };
    let sink = Sink::start_with(settings, |_| Ok(())).await;
    let mut stream = connect(&sink).await;
    let large = format!("{}\r\n.\r\n", "x".repeat(200));
    let recipient = "RCPT TO:<c@d>\r\n";
    let first =
        ["MAIL FROM:<a@b>\r\n", recipient, recipient, recipient, "DATA\r\n", &large, "MAIL FROM:<a@b>\r\n"];
    assert_eq!(say(&mut stream, &[HELLO]).await, ["250"]);
    assert_eq!(say(&mut stream, &first).await, ["250", "250", "250", "452", "354", "552", "421"]);
    assert_eq!(answer(&mut stream).await, "", "it hung up");

    let mut stream = connect(&sink).await;
    assert_eq!(say(&mut stream, &["X\r\n", "X\r\n", "X\r\n"]).await, ["500", "500", "500"]);
    assert_eq!(answer(&mut stream).await, "421", "too many mistakes");

    let mut stream = connect(&sink).await;
    assert_eq!(say(&mut stream, &[&"x".repeat(5000)]).await, ["500"], "a line without an end");
    assert!(sink.mails().is_empty());
}

#[tokio::test]
async fn mail_for_others_is_refused_and_who_tries_out_names_is_sent_away() {
    let ours = Destination::parse("support@help.example").unwrap();
    let settings = ReceiverSettings {
        recipients: Recipients::These(vec![ours]),
        max_faults: 2,
        ..ReceiverSettings::new("x")
    };
    let sink = Sink::start_with(settings, |_| Ok(())).await;
    let mut stream = connect(&sink).await;
    let lines = [
        HELLO,
        "MAIL FROM:<a@b>\r\n",
        "RCPT TO:<victim@elsewhere.example>\r\n",
        "RCPT TO:<support+abc@help.example>\r\n",
        "DATA\r\n",
        "x\r\n.\r\n",
        "MAIL FROM:<a@b>\r\n",
        "RCPT TO:<root@help.example>\r\n",
        "RCPT TO:<admin@help.example>\r\n",
    ];
    let codes = ["250", "250", "550", "250", "354", "250", "250", "550", "550"];
    assert_eq!(say(&mut stream, &lines).await, codes);
    assert_eq!(answer(&mut stream).await, "421");
    let taken = sink.taken.lock().unwrap();
    assert_eq!(taken.len(), 1);
    assert_eq!(taken[0].0.recipients, ["support+abc@help.example"]);
}

/// A certificate for `localhost` in a folder of its own.
fn certificate() -> (tempfile::TempDir, CertificateFiles) {
    let folder = tempfile::tempdir().unwrap();
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let files = CertificateFiles {
        certificate: folder.path().join("certificate.pem"),
        key: folder.path().join("key.pem"),
    };
    std::fs::write(&files.certificate, made.cert.pem()).unwrap();
    std::fs::write(&files.key, made.signing_key.serialize_pem()).unwrap();
    (folder, files)
}

/// A handshake as a client that trusts this certificate.
async fn encrypt(stream: TcpStream, files: &CertificateFiles) -> tokio_rustls::client::TlsStream<TcpStream> {
    let mut roots = rustls::RootCertStore::empty();
    roots.add(rustls::pki_types::CertificateDer::from_pem_file(&files.certificate).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config = config.unwrap().with_root_certificates(roots).with_no_client_auth();
    let connector = tokio_rustls::TlsConnector::from(Arc::new(config));
    connector.connect("localhost".try_into().unwrap(), stream).await.unwrap()
}

#[tokio::test]
async fn over_tls_everything_begins_anew_and_the_envelope_says_so() {
    let (_folder, files) = certificate();
    let settings =
        ReceiverSettings { certificate: Some(files.clone()), ..ReceiverSettings::new("localhost") };
    let sink = Sink::start_with(settings, |_| Ok(())).await;
    let mut plain = connect(&sink).await;
    assert_eq!(
        say(&mut plain, &[HELLO, "MAIL FROM:<mallory@b>\r\n", "STARTTLS\r\n"]).await,
        ["250", "250", "220"]
    );
    let mut stream = encrypt(plain, &files).await;
    let lines = [
        "MAIL FROM:<ann@example.com>\r\n",
        "EHLO mx.example.com\r\n",
        "STARTTLS\r\n",
        "MAIL FROM:<ann@example.com>\r\n",
        "RCPT TO:<support@help.example>\r\n",
        "DATA\r\n",
        "x\r\n.\r\n",
    ];
    assert_eq!(say(&mut stream, &lines).await, ["503", "250", "502", "250", "250", "354", "250"]);
    let envelope = sink.taken.lock().unwrap()[0].0.clone();
    assert_eq!((envelope.helo.as_str(), envelope.tls.as_deref()), ("mx.example.com", Some("TLSv1_3")));
}

#[tokio::test]
async fn what_was_slipped_in_before_tls_does_not_count_as_said_over_it() {
    let (_folder, files) = certificate();
    let settings = ReceiverSettings { certificate: Some(files), ..ReceiverSettings::new("localhost") };
    let sink = Sink::start_with(settings, |_| Ok(())).await;
    let mut stream = connect(&sink).await;
    assert_eq!(say(&mut stream, &[HELLO, "STARTTLS\r\nEHLO evil\r\n"]).await, ["250", "421"]);
    assert_eq!(answer(&mut stream).await, "", "the connection is ended");
}

#[tokio::test]
async fn mails_that_need_more_room_than_there_is_come_again_later() {
    let settings = ReceiverSettings { max_size: 200_000, max_under_way: 1, ..ReceiverSettings::new("x") };
    let receiver = Receiver::bind("127.0.0.1:0".parse().unwrap(), settings).await.unwrap();
    let address = receiver.local_addr().unwrap();
    let (gate, arrived) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
    let (waiting, telling) = (Arc::clone(&gate), Arc::clone(&arrived));
    let handler = move |_, _| {
        let waiting = Arc::clone(&waiting);
        telling.add_permits(1);
        async move { waiting.acquire_owned().await.map(drop).map_err(|_| Refusal::TryAgain) }
    };
    let (_stop, stopped) = watch::channel(false);
    tokio::spawn(receiver.run(handler, stopped));

    let mail = format!("{}\r\n.\r\n", "x".repeat(150_000));
    let mut streams =
        [TcpStream::connect(address).await.unwrap(), TcpStream::connect(address).await.unwrap()];
    for stream in &mut streams {
        let lines = ["", HELLO, "MAIL FROM:<a@b>\r\n", "RCPT TO:<c@d>\r\n", "DATA\r\n"];
        assert_eq!(say(stream, &lines).await, ["220", "250", "250", "250", "354"]);
    }
    let [first, second] = &mut streams;
    first.write_all(mail.as_bytes()).await.unwrap();
    arrived.acquire().await.unwrap().forget();
    assert_eq!(say(second, &[&mail]).await, ["452"], "the first one takes most of the room");
    gate.add_permits(2);
    assert_eq!(answer(first).await, "250");
    let again = ["MAIL FROM:<a@b>\r\n", "RCPT TO:<c@d>\r\n", "DATA\r\n", mail.as_str()];
    assert_eq!(say(second, &again).await, ["250", "250", "354", "250"]);
}

#[tokio::test]
async fn a_silent_connection_is_ended() {
    let settings = ReceiverSettings { silence: Duration::from_millis(50), ..ReceiverSettings::new("x") };
    let sink = Sink::start_with(settings, |_| Ok(())).await;
    let mut stream = connect(&sink).await;
    assert_eq!(answer(&mut stream).await, "421");
}

#[tokio::test]
async fn a_mail_that_is_not_safe_is_not_said_to_be_taken() {
    for (refusal, code) in
        [(Refusal::TryAgain, "451"), (Refusal::Never("no\r\n250 such thing".to_owned()), "554")]
    {
        let sink = Sink::start_with(ReceiverSettings::new("x"), move |_| Err(refusal.clone())).await;
        let mut stream = connect(&sink).await;
        assert_eq!(say(&mut stream, &[HELLO, ENVELOPE]).await, ["250", "250"]);
        assert_eq!(answer(&mut stream).await, "250");
        assert_eq!(say(&mut stream, &["DATA\r\n", "x\r\n.\r\n", "NOOP\r\n"]).await, ["354", code, "250"]);
    }
}

#[tokio::test]
async fn lmtp_answers_for_each_recipient() {
    let settings = ReceiverSettings { protocol: Protocol::Lmtp, ..ReceiverSettings::new("x") };
    let sink = Sink::start_with(settings, |_| Ok(())).await;
    let mut stream = connect(&sink).await;
    let lines = [
        "EHLO x\r\n",
        "LHLO x\r\n",
        "MAIL FROM:<>\r\n",
        "RCPT TO:<a@b>\r\n",
        "RCPT TO:<c@d>\r\n",
        "DATA\r\n",
    ];
    assert_eq!(say(&mut stream, &lines).await, ["500", "250", "250", "250", "250", "354"]);
    stream.write_all(b"x\r\n.\r\n").await.unwrap();
    assert_eq!([answer(&mut stream).await, answer(&mut stream).await], ["250", "250"]);
    assert_eq!(sink.mails(), ["x\r\n"]);
}

#[tokio::test]
async fn stopping_lets_a_mail_under_way_come_to_its_end() {
    let sink = Sink::start().await;
    let mut busy = connect(&sink).await;
    let mut idle = connect(&sink).await;
    assert_eq!(say(&mut busy, &[HELLO, ENVELOPE]).await, ["250", "250"]);
    assert_eq!(answer(&mut busy).await, "250");
    assert_eq!(say(&mut busy, &["DATA\r\n"]).await, ["354"]);
    let taken = std::sync::Arc::clone(&sink.taken);
    let stopping = tokio::spawn(sink.stop());
    assert_eq!(answer(&mut idle).await, "421");
    assert_eq!(say(&mut busy, &["x\r\n.\r\n"]).await, ["250"]);
    assert_eq!(answer(&mut busy).await, "421");
    stopping.await.unwrap();
    assert_eq!(taken.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_mail_whose_connection_breaks_before_its_end_is_nobodys() {
    let sink = Sink::start().await;
    let taken = std::sync::Arc::clone(&sink.taken);
    let mut stream = connect(&sink).await;
    assert_eq!(say(&mut stream, &[HELLO, ENVELOPE]).await, ["250", "250"]);
    assert_eq!(answer(&mut stream).await, "250");
    assert_eq!(say(&mut stream, &["DATA\r\n"]).await, ["354"]);
    stream.write_all(b"half a mail\r\n.").await.unwrap();
    drop(stream);
    sink.stop().await;
    assert!(taken.lock().unwrap().is_empty());
}
