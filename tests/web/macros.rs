//! Messages that agents keep under a name, and what a ticket fills in.

use super::{ANN, assert_reads, report};
use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(a_macro_is_filled_in_by_the_ticket, macros_are_ones_own_or_everybodys, what_is_wrong_is_told);

/// The address of the macro with this name, as the list of macros gives it.
async fn address(test: &TestApp, who: Who, name: &str) -> Option<String> {
    let page = test.api(who).open("/desk/macros").await.expect(200).text();
    let before = page.split(&format!(">{name}</a>")).next().filter(|before| before.len() < page.len())?;
    Some(before.rsplit("href=\"").next()?.split('"').next()?.to_owned())
}

async fn a_macro_is_filled_in_by_the_ticket(test: TestApp) {
    let number = report(&test, ANN, "The export is slow", ["one", "minor", "easy"]).await;
    let agent = test.api(Who::Agent);
    let text = "Dear {{requester.first_name}},\n#{{ ticket.number }} “{{ticket.subject}}” is {{severity}}; next: {{next_due}}.\n{{agent}}";
    let fields =
        [("name", "Asked back"), ("text", text), ("kind", "public"), ("then", "waiting_on_customer")];
    agent.submit("/desk/macros", &fields).await.expect(303);
    let path = format!("/desk/tickets/{number}");
    let page = agent.open(&path).await.expect(200).text();
    assert!(page.contains("data-command=\"Macro: Asked back\""), "{page}");
    let id = address(&test, Who::Agent, "Asked back").await.unwrap();
    let id = id.rsplit('/').next().unwrap();
    let page = agent.open(&format!("{path}?view=all&macro={id}")).await.expect(200).text();
    let (ann, me) = (test.person(ANN).name, test.person(Who::Agent).name);
    let first = ann.split(' ').next().unwrap();
    assert_reads(&page, &[&format!("Dear {first},"), &format!("#{number} “The export is slow” is "), &me]);
    assert!(
        page.contains("Berlin time") || page.contains("London time"),
        "due in the reporter's zone: {page}"
    );
    assert!(page.contains("value=\"waiting_on_customer\" selected"), "{page}");
    assert!(!agent.open(&path).await.expect(200).text().contains(&format!("Dear {first}")), "it stays away");
}

async fn macros_are_ones_own_or_everybodys(test: TestApp) {
    let agent = test.api(Who::Agent);
    agent.submit("/desk/macros", &[("name", "Mine"), ("text", "x"), ("kind", "note")]).await.expect(303);
    let shared = [("name", "Ours"), ("text", "x"), ("kind", "public"), ("shared", "yes")];
    agent.submit("/desk/macros", &shared).await.expect(303);
    assert_eq!(address(&test, Who::Backup, "Mine").await, None);
    let ours = address(&test, Who::Backup, "Ours").await.unwrap();
    let changed = [("name", "Ours"), ("text", "y"), ("kind", "public"), ("shared", "yes")];
    test.api(Who::Backup).submit(&ours, &changed).await.expect(403);
    test.api(Who::Backup).submit(&format!("{ours}/remove"), &[]).await.expect(403);
    test.api(Who::Manager).submit(&ours, &changed).await.expect(303);
    assert!(agent.open(&ours).await.expect(200).text().contains(">y</textarea>"));
    let mine = address(&test, Who::Agent, "Mine").await.unwrap();
    test.api(Who::Manager).open(&mine).await.expect(404);
    agent.submit(&format!("{mine}/remove"), &[]).await.expect(303);
    agent.open(&mine).await.expect(404);
}

async fn what_is_wrong_is_told(test: TestApp) {
    let agent = test.api(Who::Agent);
    for (name, text, words) in [
        ("", "x", "Give the macro a name"),
        ("N", " ", "Write the message"),
        ("N", "Dear {{requestor}}", "There is no “requestor”. There are: requester,"),
        ("N", "Dear {{requester", "A “{{” has no “}}” behind it."),
    ] {
        let fields = [("name", name), ("text", text), ("kind", "public")];
        let page = agent.submit("/desk/macros", &fields).await.expect(422).text();
        assert_reads(&page, &[words]);
        assert!(page.contains(text.trim_end()), "what was typed is kept: {page}");
    }
}
