//! What agents see and do.

use super::held::later;
use super::{ANN, STRANGER, anns_ticket, assert_reads, report, words};
use crate::support::app::{TestApp, Who};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_missed_stands_before_what_breaks_next() {
    let test = TestApp::sqlite();
    report(&test, STRANGER, "Missed first", ["everyone", "unusable", "none"]).await;
    test.at("2026-11-23T14:00:00Z").await;
    report(&test, ANN, "Breaks tomorrow", ["one", "minor", "easy"]).await;
    report(&test, ANN, "Breaks soon", ["everyone", "unusable", "none"]).await;
    let queue = words(&test.api(Who::Agent).open("/desk").await.expect(200).text());
    let place =
        |subject: &str| queue.find(subject).unwrap_or_else(|| panic!("{subject} is not in:\n{queue}"));
    assert!(place("Missed first") < place("Breaks soon"));
    assert!(place("Breaks soon") < place("Breaks tomorrow"));
    assert_reads(&queue, &["1 missed", "3 h 30 min late", "1 h 00 min response · today 15:00"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn views_and_filters_narrow_the_queue() {
    let test = TestApp::sqlite();
    let mine = report(&test, ANN, "Mine now", ["one", "minor", "easy"]).await;
    report(&test, STRANGER, "Nobody’s yet", ["everyone", "unusable", "none"]).await;
    let me = test.person(Who::Agent).id.to_string();
    let assign = format!("/desk/tickets/{mine}/assign");
    test.api(Who::Agent).submit(&assign, &[("assignee", &me)]).await.expect(303);
    let wait = [("kind", "public"), ("text", "Which file?"), ("then", "waiting_on_customer")];
    test.api(Who::Agent).submit(&format!("/desk/tickets/{mine}/message"), &wait).await.expect(303);
    later(&test, 10).await;
    let dms = test.person(ANN).organization_id.unwrap();
    for (query, sees_mine, sees_other) in [
        ("", true, true),
        ("?view=mine", true, false),
        ("?view=unassigned", false, true),
        ("?view=waiting", true, false),
        ("?view=done", false, false),
        ("?view=nonsense", true, true),
        ("?severity=Critical", false, true),
        ("?q=MINE", true, false),
        (&format!("?q=%23{mine}"), true, false),
        (&format!("?customer={dms}"), true, false),
        ("?q=%25", false, false),
    ] {
        let page = test.api(Who::Agent).open(&format!("/desk{query}")).await.expect(200).text();
        assert_eq!(
            (page.contains("Mine now"), page.contains("Nobody’s yet")),
            (sees_mine, sees_other),
            "{query}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn long_queues_are_paged_and_every_ticket_is_seen_once() {
    let test = TestApp::sqlite().restart_with("[customers]\ntickets_per_hour = 0");
    for number in 1..=120 {
        report(&test, ANN, &format!("Fault number {number}."), ["one", "minor", "easy"]).await;
    }
    let (mut place, mut seen) = ("/desk".to_owned(), Vec::new());
    loop {
        let page = test.api(Who::Agent).open(&place).await.expect(200).text();
        seen.extend(
            page.split("Fault number ")
                .skip(1)
                .filter_map(|rest| rest.split('.').next()?.parse::<u32>().ok()),
        );
        let next = page.split("href=\"").find(|part| part.contains("rel=\"next\""));
        let Some(next) = next.and_then(|part| part.split('"').next()) else { break };
        place = next.replace("&#38;", "&").replace("&amp;", "&");
    }
    seen.sort_unstable();
    assert_eq!(seen, (1..=120).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_button_does_what_it_says_and_the_history_tells_it() {
    let test = TestApp::sqlite();
    let number = anns_ticket(&test).await;
    let path = |end: &str| format!("/desk/tickets/{number}{end}");
    let agent = || test.api(Who::Agent);
    for (end, fields, done) in [
        ("/acknowledge", vec![], "Acknowledged."),
        ("/message", vec![("kind", "note"), ("text", "Seen before")], "The customer does not see it."),
        (
            "/severity",
            vec![("severity", "High"), ("reason", "More people than it seemed")],
            "the clocks follow it",
        ),
        (
            "/message",
            vec![("kind", "public"), ("text", "We look into it")],
            "Your reply leaves in ten seconds.",
        ),
        ("/status", vec![("status", "waiting_on_customer")], "The status is set."),
    ] {
        let answer = agent().submit(&path(end), &fields).await.expect(303);
        let page = agent().open(&answer.header("location")).await.expect(200).text();
        assert_reads(&page, &[done]);
        later(&test, 10).await;
    }
    let page = agent().open(&path("")).await.expect(200).text();
    assert_reads(
        &page,
        &[
            "Internal note",
            "Seen before",
            "changed severity from",
            "to High (More people than it seemed)",
            "acknowledged it",
            "changed status from Open to Waiting on customer",
            "Next update",
            "paused",
        ],
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn crossing_changes_lose_no_text() {
    let test = TestApp::sqlite();
    let number = anns_ticket(&test).await;
    let path = format!("/desk/tickets/{number}/message");
    let version = version(&test, number).await;
    let first = [("kind", "public"), ("text", "I take this"), ("version", version.as_str())];
    test.api(Who::Agent).submit(&path, &first).await.expect(303);
    later(&test, 10).await;
    let second = [("kind", "note"), ("text", "A long thought"), ("version", version.as_str())];
    let page = test.api(Who::Backup).submit(&path, &second).await.expect(409).text();
    assert_reads(&page, &["I take this", "A long thought"]);
    assert!(page.contains("value=\"note\" checked"), "it is still a note");
    let resolve = [("status", "resolved"), ("version", version.as_str())];
    let path_of_status = format!("/desk/tickets/{number}/status");
    let page = test.api(Who::Backup).submit(&path_of_status, &resolve).await.expect(412).text();
    assert_reads(&page, &["Somebody else changed this ticket while you were at it.", "I take this"]);
    let again = self::version(&test, number).await;
    let third = [second[0], second[1], ("version", again.as_str())];
    test.api(Who::Backup).submit(&path, &third).await.expect(303);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mails_quoted_history_is_folded_away_but_there() {
    let test = TestApp::sqlite();
    let raw = "From: contact@dms.example\r\nTo: support@provider.example\r\nSubject: Re: export\r\nMessage-ID: <1@dms.example>\r\n\r\n\
        It works now.\r\n\r\n-- \r\nAnn, Partner\r\n\r\nOn Fri, 20 Nov 2026 at 10:00, Support wrote:\r\n> Does it work?\r\n";
    let context = test.app.context();
    let mail = move |c: &mut punctual::store::Connection| {
        punctual::service::store_mail(c, &context, "ingest", raw.as_bytes(), context.now)
    };
    test.app.db.write(mail).await.unwrap();
    test.tick().await;
    let page = test.api(Who::Agent).open("/desk/tickets/1").await.expect(200).text();
    let (shown, folded) = page.split_once("<details class=\"folded\">").expect("something is folded");
    assert!(shown.contains("It works now.") && !shown.contains("Does it work?"));
    assert!(folded.contains("Does it work?") && folded.contains("Ann, Partner"));
}

/// The version that the ticket's page carries.
async fn version(test: &TestApp, number: i64) -> String {
    let page = test.api(Who::Agent).open(&format!("/desk/tickets/{number}")).await.expect(200).text();
    let rest = page.split("name=\"version\" value=\"").nth(1).unwrap();
    rest.split('"').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn impossible_actions_are_refused_in_words() {
    let test = TestApp::sqlite();
    let number = anns_ticket(&test).await;
    for (end, fields, status, words) in [
        ("severity", vec![("severity", "Nonsense"), ("reason", "x")], 422, "Nonsense"),
        ("severity", vec![("severity", "High"), ("reason", " ")], 422, "why"),
        ("status", vec![("status", "closed")], 422, "Resolve the ticket first"),
        ("status", vec![("status", "gone")], 422, "does not fit here"),
        ("status", vec![], 422, "missing"),
        ("assign", vec![("assignee", "nobody")], 422, "does not fit here"),
        ("dismiss", vec![], 422, "no suggestion"),
    ] {
        let answer = test.api(Who::Agent).submit(&format!("/desk/tickets/{number}/{end}"), &fields).await;
        assert_eq!(answer.status, status, "{end} {fields:?}");
        assert_reads(&answer.text(), &[words]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_opens_beside_the_list_it_was_opened_from() {
    let test = TestApp::sqlite();
    let (first, second) = (anns_ticket(&test).await, anns_ticket(&test).await);
    let urgent = report(&test, STRANGER, "Down", ["everyone", "unusable", "none"]).await;
    let me = test.person(Who::Agent).id.to_string();
    for number in [first, second] {
        let assign = format!("/desk/tickets/{number}/assign?view=mine");
        let answer = test.api(Who::Agent).submit(&assign, &[("assignee", &me)]).await.expect(303);
        assert_eq!(answer.header("location"), format!("/desk/tickets/{number}?view=mine&done=assigned"));
    }
    let links = |page: &str, place: &str| {
        let link =
            |number: &i64| page.contains(&format!("class=\"cover\" href=\"/desk/tickets/{number}{place}\""));
        [first, second, urgent].iter().map(link).collect::<Vec<_>>()
    };
    let page =
        test.api(Who::Agent).open(&format!("/desk/tickets/{first}?view=mine")).await.expect(200).text();
    assert_eq!(links(&page, "?view=mine"), [true, true, false]);
    let page = test.api(Who::Agent).open(&format!("/desk/tickets/{first}")).await.expect(200).text();
    assert_eq!(links(&page, ""), [true, true, true]);
    let page = test
        .api(Who::Agent)
        .open(&format!("/desk/tickets/{first}?severity=discount-kit:Critical"))
        .await
        .expect(200)
        .text();
    assert_eq!(links(&page, "?severity=discount-kit%3ACritical"), [false, false, true]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_stroke_sends_sets_the_status_and_goes_to_the_next() {
    let test = TestApp::sqlite();
    let (first, second) = (anns_ticket(&test).await, anns_ticket(&test).await);
    let stroke = [("kind", "note"), ("text", "Known."), ("then", "resolved"), ("go", "next")];
    for (number, next) in [
        (first, format!("/desk/tickets/{second}?view=unassigned&done=noted")),
        (second, "/desk?view=unassigned&done=noted".to_owned()),
    ] {
        let path = format!("/desk/tickets/{number}/message?view=unassigned");
        let answer = test.api(Who::Agent).submit(&path, &stroke).await.expect(303);
        assert_eq!(answer.header("location"), next);
        test.api(Who::Agent).open(&answer.header("location")).await.expect(200);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_banner_tells_of_a_reply_that_can_be_taken_back() {
    let test = TestApp::sqlite();
    let (first, second) = (anns_ticket(&test).await, anns_ticket(&test).await);
    let path = format!("/desk/tickets/{first}/message?view=unassigned");
    let reply = [("kind", "public"), ("text", "We look into it."), ("go", "next")];
    let answer = test.api(Who::Agent).submit(&path, &reply).await.expect(303);
    assert_eq!(answer.header("location"), format!("/desk/tickets/{second}?view=unassigned"));
    let page = test.api(Who::Agent).open(&answer.header("location")).await.expect(200).text();
    assert_reads(&page, &[&format!("Your reply to #{first} leaves in"), "Undo"]);
    assert_eq!(page.matches("Your reply").count(), 1, "{page}");
}
