//! The pager gateway as it sees our requests.

use hmac::{Hmac, Mac};
use punctual::domain::{
    AboutTicket, EmailAddress, Notice, NoticeBody, OutboxChannel, OutboxEntry, OutboxId, OutboxState,
    Recipient, TicketId, TicketNumber,
};
use punctual::mail::{SendError, Webhook};
use sha2::Sha256;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// A gateway that answers one request with this; gives what it was asked.
async fn gateway(answer: &'static str) -> (String, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/page?token=hidden", listener.local_addr().unwrap());
    let asked = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = Vec::new();
        loop {
            let mut chunk = [0; 4096];
            let count = stream.read(&mut chunk).await.unwrap();
            request.extend_from_slice(&chunk[..count]);
            if count == 0 || request.ends_with(b"}") {
                break;
            }
        }
        stream.write_all(answer.as_bytes()).await.unwrap();
        String::from_utf8(request).unwrap()
    });
    (url, asked)
}

fn page() -> OutboxEntry {
    let now = "2026-11-23T10:00:00Z".parse().unwrap();
    OutboxEntry {
        id: OutboxId(uuid::Uuid::nil()),
        key: "k".to_owned(),
        channel: OutboxChannel::Webhook,
        notice: Notice {
            to: Recipient {
                email: EmailAddress::parse("bea@help.example").unwrap(),
                name: "Bea".to_owned(),
                time_zone: chrono_tz::UTC,
                organization_id: None,
            },
            ticket: Some(AboutTicket {
                id: TicketId(uuid::Uuid::nil()),
                number: TicketNumber(1042),
                subject: "Printer".to_owned(),
            }),
            provider: "Little Bits".to_owned(),
            path: "/desk/tickets/1042".to_owned(),
            in_reply_to: None,
            references: vec![],
            body: NoticeBody::Page {
                severity: "Critical".to_owned(),
                why: "It arrived out of hours".to_owned(),
                step: 0,
                promise: None,
                take_path: "/take#abc".to_owned(),
            },
        },
        message_id: "x@y".to_owned(),
        state: OutboxState::Pending,
        priority: 0,
        attempts: 0,
        next_attempt_at: now,
        last_error: None,
        created_at: now,
        sent_at: None,
        uncertain_at: None,
    }
}

async fn post(url: &str) -> Result<(), SendError> {
    let webhook = Webhook::new(url, "shared secret", "https://help.example").unwrap();
    webhook.post(&page(), "2026-11-23T10:00:05Z".parse().unwrap()).await
}

#[tokio::test]
async fn a_page_is_posted_signed_with_the_link_on_which_to_take_it() {
    let (url, asked) = gateway("HTTP/1.1 204 No Content\r\n\r\n").await;
    assert_eq!(post(&url).await, Ok(()));
    let request = asked.await.unwrap();
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    let header = |name: &str| {
        let line = head.lines().find(|line| line.to_ascii_lowercase().starts_with(name)).unwrap();
        line.split_once(": ").unwrap().1.to_owned()
    };
    let mut mac = Hmac::<Sha256>::new_from_slice(b"shared secret").unwrap();
    mac.update(format!("{}.{body}", header("x-punctual-timestamp")).as_bytes());
    let digest: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(header("x-punctual-signature"), format!("sha256={digest}"));
    assert_eq!(header("x-punctual-timestamp"), "1795428005");
    let said: serde_json::Value = serde_json::from_str(body).unwrap();
    assert_eq!(said["take_url"], "https://help.example/take#abc");
    assert_eq!((said["ticket"].as_i64(), said["severity"].as_str()), (Some(1042), Some("Critical")));
}

#[tokio::test]
async fn what_the_gateway_answers_decides_whether_it_is_asked_again() {
    for (answer, permanent) in [
        ("HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n", true),
        ("HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n", false),
        ("HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:9/\r\ncontent-length: 0\r\n\r\n", false),
        ("nonsense\r\n\r\n", false),
    ] {
        let (url, asked) = gateway(answer).await;
        let error = post(&url).await.unwrap_err();
        asked.await.unwrap();
        assert_eq!(matches!(error, SendError::Permanent(_)), permanent, "{answer:?}: {error}");
        assert!(!error.to_string().contains("hidden"), "the address is a secret: {error}");
    }
    let nobody = post("http://127.0.0.1:9/?token=hidden").await.unwrap_err();
    assert!(matches!(nobody, SendError::Temporary(_)) && !nobody.to_string().contains("hidden"), "{nobody}");
}
