//! Administrators find a mail among those that came in and those that went out.

use punctual::{service, worker};

use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(
    a_received_mail_is_found_whatever_became_of_it,
    what_is_typed_is_no_pattern,
    a_mail_that_failed_is_found_and_one_that_waits_once_it_is_read,
    mails_of_before_the_upgrade_are_found_once_they_were_looked_through,
    an_outgoing_mail_is_found,
    pages_and_views_keep_the_search,
);

const INVOICE: &str = "Rechnung über 100% offen";
const SPOOF: &str = "New bank_account";
const SPAM: &str = "Cheap watches";

/// A mail as it comes in.
fn mail(from: &str, subject: &str, message_id: &str) -> String {
    format!(
        "From: {from}\nTo: support@provider.example\nMessage-ID: <{message_id}>\nSubject: {subject}\n\nHello.\n"
    )
}

/// One mail that became ticket 1, one that is held back, one that was discarded.
async fn three_mails(test: &TestApp) {
    test.receive(&mail("Gerda Größe <gerda@dms.example>", INVOICE, "One.1@dms.example")).await;
    test.receive(&mail("agent@provider.example", SPOOF, "two@mail.example")).await;
    let spam = test.receive(&mail("manager@provider.example", SPAM, "three@mail.example")).await;
    let discard = format!("/admin/inbox/{}/discard", spam.id);
    test.api(Who::Manager).submit(&discard, &[]).await.expect(303);
}

fn address(list: &str, view: &str, typed: &str) -> String {
    let fields = [("state", view), ("q", typed)];
    let url = reqwest::Url::parse_with_params("http://x", &fields).unwrap();
    format!("/admin/{list}?{}", url.query().unwrap())
}

async fn opened(test: &TestApp, path: &str) -> String {
    test.api(Who::Manager).open(path).await.expect(200).text()
}

/// The rows of a page: what each is called.
fn rows(page: &str) -> Vec<String> {
    let links = page.split("class=\"cover\"").skip(1);
    links.map(|rest| rest.split(['>', '<']).nth(1).unwrap().to_owned()).collect()
}

/// The subjects of the received mails that a search finds.
async fn received(test: &TestApp, typed: &str) -> Vec<String> {
    rows(&opened(test, &address("inbox", "", typed)).await)
}

/// Where a link of a page leads that has this in its tag.
fn link(page: &str, mark: &str) -> String {
    let tag = page.split("<a ").find(|tag| tag.split("</a>").next().unwrap().contains(mark));
    let href = tag.unwrap_or_else(|| panic!("no {mark}")).split("href=\"").nth(1).unwrap();
    href.split('"').next().unwrap().replace("&amp;", "&").replace("&#38;", "&")
}

async fn a_received_mail_is_found_whatever_became_of_it(test: TestApp) {
    three_mails(&test).await;
    for (typed, found) in [
        ("gerda@dms.example", vec![INVOICE]),
        ("GERDA@", vec![INVOICE]),
        ("Größe", vec![INVOICE]),
        ("grosse", vec![INVOICE]),
        ("RECHNUNG ÜBER", vec![INVOICE]),
        ("#1", vec![INVOICE]),
        ("One.1@dms.example", vec![INVOICE]),
        (" <One.1@dms.example> ", vec![INVOICE]),
        ("agent@provider", vec![SPOOF]),
        ("<two@mail.example>", vec![SPOOF]),
        ("watch", vec![SPAM]),
        ("three@mail.example", vec![SPAM]),
        ("@provider.example", vec![SPAM, SPOOF]),
        ("", vec![SPAM, SPOOF, INVOICE]),
        ("One.1", vec![]),
        ("one.1@dms.example", vec![]),
        ("#2", vec![]),
        ("zebra", vec![]),
    ] {
        assert_eq!(received(&test, typed).await, found, "{typed}");
    }
    let page = opened(&test, &address("inbox", "quarantined", "watch")).await;
    assert_eq!(rows(&page), Vec::<String>::new(), "it is discarded, not held back");
    assert!(page.contains("“watch”") && page.contains("“Held back”"), "it says what was searched: {page}");
    assert_eq!(rows(&opened(&test, &link(&page, "Search every view")).await), [SPAM]);
    assert_eq!(rows(&opened(&test, &link(&page, "lear the search")).await), [SPOOF]);
    test.api(Who::Agent).open(&address("inbox", "", "watch")).await.expect(403);
}

async fn what_is_typed_is_no_pattern(test: TestApp) {
    three_mails(&test).await;
    for (typed, found) in [
        ("%", vec![INVOICE]),
        ("100% offen", vec![INVOICE]),
        ("Rechnung%offen", vec![]),
        ("_", vec![SPOOF]),
        ("bank_account", vec![SPOOF]),
        ("Rechnun_", vec![]),
        ("\\", vec![]),
        ("'", vec![]),
    ] {
        assert_eq!(received(&test, typed).await, found, "{typed}");
    }
    for typed in ["%", "gerd_@dms.example", "\\", "'", "#0"] {
        let page = opened(&test, &address("outbox", "", typed)).await;
        assert_eq!(rows(&page), Vec::<String>::new(), "{typed}");
    }
}

async fn a_mail_that_failed_is_found_and_one_that_waits_once_it_is_read(test: TestApp) {
    test.receive(&mail("gerda@dms.example", "First", "1@dms.example")).await;
    test.sql("UPDATE person SET role = 'poison' WHERE email = 'gerda@dms.example'");
    test.receive(&mail("gerda@dms.example", "Second", "2@dms.example")).await;
    let raw = mail("gerda@dms.example", "Third", "3@dms.example").into_bytes();
    let context = test.app.context();
    let keep = move |c: &mut _| service::store_mail(c, &context, "test", &raw, context.now);
    test.database().write(keep).await.unwrap();
    let page = opened(&test, &address("inbox", "failed", "second")).await;
    assert_eq!(rows(&page), ["Second"], "a failed one is found");
    assert_eq!(received(&test, "gerda").await, ["Second", "First"]);
    let page = opened(&test, &address("inbox", "received", "third")).await;
    assert!(page.contains("A mail that waits is found once it has been read."), "{page}");
    test.tick().await;
    assert_eq!(received(&test, "third").await, ["Third"]);
}

async fn mails_of_before_the_upgrade_are_found_once_they_were_looked_through(test: TestApp) {
    three_mails(&test).await;
    test.sql("DELETE FROM inbound_head");
    assert_eq!(received(&test, "watch").await, Vec::<String>::new());
    let mut last = None;
    loop {
        last = worker::mail_heads::run_once(&test.app, last).await.unwrap();
        if last.is_none() {
            break;
        }
    }
    for (typed, subject) in [("watch", SPAM), ("two@mail.example", SPOOF), ("größe", INVOICE)] {
        assert_eq!(received(&test, typed).await, [subject], "{typed}");
    }
}

async fn an_outgoing_mail_is_found(test: TestApp) {
    three_mails(&test).await;
    test.receive(&mail("hugo@dms.example", "Other", "4@dms.example")).await;
    test.receive(&mail("ahugo@dms.example", "Another", "5@dms.example")).await;
    let listed = test.api(Who::Admin).get("/api/v1/outbox?to=gerda@dms.example").await.expect(200).json();
    let message_id = listed["items"][0]["message_id"].as_str().unwrap().to_owned();
    for (typed, to) in [
        ("gerda@dms.example", vec!["gerda@dms.example"]),
        ("<Gerda@DMS.example>", vec!["gerda@dms.example"]),
        ("GERDA", vec!["gerda@dms.example"]),
        (&message_id, vec!["gerda@dms.example"]),
        (&format!("<{message_id}>"), vec!["gerda@dms.example"]),
        ("hugo", vec!["ahugo@dms.example", "hugo@dms.example"]),
        ("hugo@dms.example", vec!["hugo@dms.example"]),
        ("#2", vec!["hugo@dms.example"]),
        ("#9", vec![]),
        ("zebra", vec![]),
    ] {
        let page = opened(&test, &address("outbox", "", typed)).await;
        let all = ["ahugo@dms.example", "hugo@dms.example", "gerda@dms.example"];
        let is_addressed = |one: &&str| page.contains(&format!("class=\"sub\">{one}<"));
        let found: Vec<&str> = all.into_iter().filter(is_addressed).collect();
        assert_eq!(found, to, "{typed}");
        assert_eq!(rows(&page).is_empty(), to.is_empty(), "{typed}");
    }
    let page = opened(&test, &address("outbox", "failed", "gerda")).await;
    assert!(page.contains("“gerda”") && page.contains("“Failed”"), "{page}");
    assert_eq!(rows(&opened(&test, &link(&page, "Search every view")).await).len(), 1);
}

async fn pages_and_views_keep_the_search(test: TestApp) {
    three_mails(&test).await;
    for number in 0..52 {
        let (from, id) = (format!("many{number}@dms.example"), format!("many{number}@mail.example"));
        let (context, raw) = (test.app.context(), mail(&from, "Flood & more", &id).into_bytes());
        let keep = move |c: &mut _| service::store_mail(c, &context, "test", &raw, context.now);
        test.database().write(keep).await.unwrap();
    }
    test.tick().await;
    for (list, typed, view) in [("inbox", "flood & m", "Read"), ("outbox", "many", "Sent")] {
        let first = opened(&test, &address(list, "all", typed)).await;
        let second = opened(&test, &link(&first, "rel=\"next\"")).await;
        assert_eq!((rows(&first).len(), rows(&second).len()), (50, 2), "{list}");
        assert!(!second.contains("rel=\"next\""), "{list} ends there");
        assert_eq!(rows(&opened(&test, &link(&second, "First page")).await), rows(&first), "{list}");
        let of_view = opened(&test, &link(&second, &format!(">{view}"))).await;
        assert_eq!(rows(&of_view), rows(&first), "{list}: the view keeps the search");
        let typed = typed.replace('&', "&#38;");
        assert!(of_view.contains(&format!("value=\"{typed}\"")), "{list}: the box keeps it");
        let state = if list == "inbox" { "processed" } else { "sent" };
        let hidden = format!("name=\"state\" value=\"{state}\"");
        assert!(of_view.contains(&hidden), "{list}: the search keeps the view");
    }
}
