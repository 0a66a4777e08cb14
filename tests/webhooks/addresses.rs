//! What may be called: the public Internet and the operator's own networks, whatever a name says a moment later.

use punctual::mail::Names;
use serde_json::json;

use super::receiver::{Answer, Receiver};
use super::{ALL, ALLOWED, deliveries, made, report};
use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(
    an_address_that_may_not_be_called_is_refused_when_it_is_given,
    a_name_is_asked_once_and_every_address_of_it_is_looked_at,
    a_redirect_is_not_followed,
);

async fn an_address_that_may_not_be_called_is_refused_when_it_is_given(test: TestApp) {
    for url in [
        "https://127.0.0.1/",
        "https://localhost.:0x1bb/",
        "https://2130706433/",
        "https://0177.0.0.1/",
        "https://0x7f.1/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[64:ff9b::a9fe:a9fe]/",
        "https://169.254.169.254/latest/meta-data/",
        "https://0.0.0.0/",
        "https://100.64.0.1/",
        "https://[fd00::1]/",
        "https://224.0.0.1/",
        "https://hooks.example.com@127.0.0.1/",
        "http://1.1.1.1/",
        "ftp://hooks.example.com/",
        "file:///etc/passwd",
        "",
    ] {
        let plan = json!({ "name": "Chat", "url": url, "events": ALL, "organization_id": null });
        let refused = test.api(Who::Admin).post("/api/v1/webhooks", plan).await.expect(422);
        assert_eq!(refused.faulty_fields(), ["url"], "{url}");
    }
    made(&test, "https://hooks.example.com/x", &ALL).await;
}

/// A server on each of two addresses of this machine, at one port: the first may be called, the second not.
async fn two_servers() -> (Receiver, Receiver) {
    loop {
        let own = Receiver::start().await;
        let inner = format!("127.0.0.2:{}", own.address.port());
        if std::net::TcpListener::bind(&inner).is_ok() {
            return (own, Receiver::at(&inner).await);
        }
    }
}

async fn a_name_is_asked_once_and_every_address_of_it_is_looked_at(test: TestApp) {
    let mut test = test.restart_with(ALLOWED);
    let (own, inner) = two_servers().await;
    let url = format!("http://hooks.example:{}/", own.address.port());
    let id = made(&test, &url, &["ticket.opened"]).await["id"].as_str().unwrap().to_owned();
    let [own_address, inner_address] = ["127.0.0.1", "127.0.0.2"].map(|text| text.parse().unwrap());
    let answers = vec![
        vec![own_address],
        vec![inner_address],
        vec![own_address, inner_address],
        vec!["::ffff:127.0.0.2".parse().unwrap()],
        vec!["169.254.169.254".parse().unwrap()],
        Vec::new(),
    ];
    let count = answers.len();
    test.app.courier = test.app.courier.clone().asking(Names::scripted(answers));
    for _ in 0..count + 1 {
        report(&test, Who::Customer("dms")).await;
        test.tick().await;
    }
    assert_eq!(own.take().len(), 1, "where the name said so when it was asked, and nowhere else");
    assert!(inner.take().is_empty(), "an address that may not be called is not");
    let mut errors: Vec<String> = deliveries(&test, &id)
        .await
        .iter()
        .map(|one| one["last_error"].as_str().unwrap_or_default().to_owned())
        .collect();
    errors.reverse();
    for (error, words) in errors.iter().zip([
        "",
        "127.0.0.2 is this machine: it is called only if webhooks.allow names it",
        "127.0.0.2 is this machine",
        "::ffff:127.0.0.2 is this machine",
        "169.254.169.254 is the local link",
        "hooks.example has no address",
        "hooks.example can’t be found",
    ]) {
        assert!(error.starts_with(words) && error.is_empty() == words.is_empty(), "{words}: {error}");
    }
}

async fn a_redirect_is_not_followed(test: TestApp) {
    let test = test.restart_with(ALLOWED);
    let (own, inner) = two_servers().await;
    own.answer(Answer::Status(
        307,
        Box::leak(format!("Location: http://{}/\r\n", inner.address).into_boxed_str()),
    ));
    let id = made(&test, &own.url(), &ALL).await["id"].as_str().unwrap().to_owned();
    report(&test, Who::Customer("dms")).await;
    test.tick().await;
    assert_eq!((own.take().len(), inner.take().len()), (1, 0));
    assert_eq!(deliveries(&test, &id).await[0]["last_error"], "it answered 307");
}
