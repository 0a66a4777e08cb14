//! Requests as attackers send them: slowly, without end, under another host's name, or such that two servers in a row
//! would disagree where one ends.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::app::{TestApp, Who, on_both_apps};

/// More than the program has threads for requests or connections to its database.
const MANY: usize = 64;

/// One second, so that the test need not wait for thirty.
const IMPATIENT: &str = "[http]\nidle_seconds = 1";

async fn connect(test: &TestApp) -> TcpStream {
    TcpStream::connect(test.address.trim_start_matches("http://")).await.unwrap()
}

/// Sends these bytes, and reads until the server closes the connection.
async fn all_of(mut stream: TcpStream, bytes: &str) -> String {
    stream.write_all(bytes.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    // A connection that is cut counts as closed.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_sends_slowly_is_hung_up_on_and_holds_nobody_up() {
    let test = TestApp::sqlite().restart_with(IMPATIENT);
    let head = "GET /signin HTTP/1.1\r\nHost: punctual.example\r\nX-Slow: ";
    let body = "POST /signin HTTP/1.1\r\nHost: punctual.example\r\nContent-Type: application/x-www-form-urlencoded\r\n\
                Content-Length: 1000\r\n\r\nemail=";
    let mut slow = tokio::task::JoinSet::new();
    for begun in [head, body].into_iter().cycle().take(MANY) {
        slow.spawn(all_of(connect(&test).await, begun));
    }
    test.api(Who::Anonymous).open("/signin").await.expect(200);
    test.api(Who::Agent).open("/desk").await.expect(200);
    for answer in slow.join_all().await {
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_of_which_two_servers_would_see_different_ends_is_refused() {
    let test = TestApp::sqlite().restart_with(IMPATIENT);
    let hidden = "GET /hidden HTTP/1.1\r\nHost: punctual.example\r\n\r\n";
    for fields in [
        "Content-Length: 5\r\nTransfer-Encoding: chunked",
        "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: +5",
        "Content-Length: -5",
        "Content-Length: 5, 5",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding : chunked",
        "X-Folded: a\r\n b: c\r\nContent-Length : 5",
    ] {
        let request =
            format!("POST /signin HTTP/1.1\r\nHost: punctual.example\r\n{fields}\r\n\r\n0\r\n\r\n{hidden}");
        let answer = all_of(connect(&test).await, &request).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{fields}: {answer}");
        assert_eq!(answer.matches("HTTP/1.1 ").count(), answer.len().min(1), "{fields}: {answer}");
    }
}

on_both_apps!(a_foreign_host_name_gets_into_no_answer_and_no_mail);

async fn a_foreign_host_name_gets_into_no_answer_and_no_mail(test: TestApp) {
    let evil =
        || test.api(Who::Anonymous).with("host", "evil.example").with("x-forwarded-host", "evil.example");
    for path in ["/", "/signin", "/portal", "/desk/tickets/1", "/nothing/here"] {
        let answer = evil().open(path).await;
        let place = answer.headers.get("location").map(|place| place.to_str().unwrap().to_owned());
        assert!(place.iter().all(|place| place.starts_with('/')), "{path}: {place:?}");
        assert!(!answer.text().contains("evil.example"), "{path}");
    }
    let email = test.person(Who::Customer("dms")).email.to_string();
    evil().submit("/signin/forgotten", &[("email", &email)]).await.expect(200);
    test.tick().await;
    let mails = test.mails();
    let mail = mails.iter().find(|mail| mail.to == email).expect("the link was mailed");
    assert!(!mail.text.contains("evil.example") && mail.text.contains(&test.address), "{}", mail.text);
}
