//! Watchers: who adds them, what they are sent, and that nobody else is.

use serde_json::json;

use super::{CONTACT, mail, reported, texts, ticket_of};
use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(
    copied_people_watch_only_if_an_agent_or_an_authorised_contact_copied_them,
    watchers_are_sent_what_is_public_and_may_answer,
    agents_choose_watchers_on_the_page_and_through_the_api,
    authorised_contacts_choose_watchers_of_their_own_in_the_portal,
    two_rude_robots_that_watch_a_ticket_fall_silent,
);

const BEHIND_OUR_SERVER: &str = "[trust.results]\ningest = 'mx.provider.example'";
const PROVEN: &str = "Authentication-Results: mx.provider.example; dmarc=pass header.from=provider.example";
const COLLEAGUE: &str = "colleague@dms.example";
const OUTSIDER: &str = "supplier@elsewhere.example";

/// Lets the contact give instructions for their organization.
async fn authorise(test: &TestApp) {
    let contact = test.person(Who::Customer("dms"));
    let path = format!("/admin/organizations/{}/contacts", contact.organization_id.unwrap());
    let (id, receives) = (contact.id.to_string(), format!("breaches-{}", contact.id));
    test.api(Who::Admin).submit(&path, &[("main", &id), (&receives, "yes")]).await.expect(303);
}

/// The addresses of a ticket's watchers, in their own order.
async fn watchers(test: &TestApp, number: i64) -> Vec<String> {
    let found = test.api(Who::Agent).get(&format!("/api/v1/tickets/{number}")).await.expect(200).json();
    let all = found["watchers"].as_array().expect("watchers").iter();
    let mut all: Vec<String> = all.map(|one| one["email"].as_str().unwrap().to_owned()).collect();
    all.sort_unstable();
    all
}

async fn copied_people_watch_only_if_an_agent_or_an_authorised_contact_copied_them(test: TestApp) {
    let test = test.restart_with(BEHIND_OUR_SERVER);
    let first = reported(&test).await;
    let to = first.reply_to.clone().unwrap();
    let copies = format!("Cc: Colleague <{COLLEAGUE}>, {OUTSIDER}, {to}, support@provider.example");
    test.receive(&mail(CONTACT, &to, "Re: Export", &[&copies], "Not authorised")).await;
    assert!(watchers(&test, 1).await.is_empty(), "a contact without a right adds nobody");
    let page = test.api(Who::Agent).open("/desk/tickets/1").await.expect(200).text();
    assert!(page.contains("not added as watchers") && page.contains(OUTSIDER), "the agent is told");
    test.receive(&mail("eve@elsewhere.example", &to, "Re: [#1]", &[&copies], "Not of the ticket")).await;
    assert!(watchers(&test, 1).await.is_empty(), "a stranger adds nobody");

    authorise(&test).await;
    let robot = [copies.as_str(), "Auto-Submitted: auto-replied"];
    test.receive(&mail(CONTACT, &to, "Re: Export", &robot, "A robot")).await;
    assert!(watchers(&test, 1).await.is_empty(), "a robot adds nobody");
    test.receive(&mail(CONTACT, &to, "Re: Export", &[&copies], "Authorised")).await;
    assert_eq!(watchers(&test, 1).await, [COLLEAGUE], "their own people, and no outsider");

    let assign = json!({ "assignee_id": test.person(Who::Agent).id });
    test.api(Who::Agent).put("/api/v1/tickets/1/assignee", assign).await.expect(200);
    test.mails();
    test.receive(&mail(CONTACT, &to, "Re: Export", &[], "Still slow.")).await;
    let agent = Who::Agent.email().unwrap();
    let told = test.mails().into_iter().find(|mail| mail.to == agent).expect("the assignee is told");
    let id = format!("In-Reply-To: <{}>", told.message_id);
    let copies = format!("Cc: {OUTSIDER}, contact@teamplify.example");
    let answer = mail(&agent, &told.reply_to.unwrap(), "Re: it", &[PROVEN, &id, &copies], "We have it.");
    assert_eq!(ticket_of(&test, &test.receive(&answer).await), Some(1));
    assert_eq!(
        watchers(&test, 1).await,
        [COLLEAGUE, OUTSIDER],
        "an agent brings in anybody but another customer"
    );

    let fresh = mail(CONTACT, "support@provider.example", "Another", &[&format!("Cc: {COLLEAGUE}")], "New.");
    let number = ticket_of(&test, &test.receive(&fresh).await).unwrap();
    assert_eq!(watchers(&test, number).await, [COLLEAGUE], "a new report takes its copied people along");
}

async fn watchers_are_sent_what_is_public_and_may_answer(test: TestApp) {
    reported(&test).await;
    for email in [COLLEAGUE, OUTSIDER] {
        test.api(Who::Agent).post("/api/v1/tickets/1/watchers", json!({ "email": email })).await.expect(200);
    }
    test.tick().await;
    assert!(test.mails().is_empty(), "being added is no message");
    test.api(Who::Agent).post("/api/v1/tickets/1/notes", json!({ "text": "Between us." })).await.expect(201);
    test.api(Who::Agent).post("/api/v1/tickets/1/replies", json!({ "text": "We look." })).await.expect(201);
    test.tick().await;
    let mails = test.mails();
    let mut readers: Vec<_> = mails.iter().map(|mail| mail.to.as_str()).collect();
    readers.sort_unstable();
    assert_eq!(readers, [COLLEAGUE, CONTACT, OUTSIDER]);
    assert!(mails.iter().all(|mail| mail.text.contains("We look.") && !mail.text.contains("Between us.")));

    let to_outsider = mails.iter().find(|mail| mail.to == OUTSIDER).unwrap();
    let id = format!("In-Reply-To: <{}>", to_outsider.message_id);
    let to = to_outsider.reply_to.as_deref().unwrap();
    let joined = test.receive(&mail(OUTSIDER, to, "Re: it", &[&id], "It is the disk.")).await;
    assert_eq!(ticket_of(&test, &joined), Some(1), "a watcher may answer by mail");
    let told = test.mails();
    assert_eq!(told.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), [COLLEAGUE], "{told:?}");
    assert!(told[0].text.contains("It is the disk."));
    assert_eq!(texts(&test, 1).await.last().unwrap(), "It is the disk.");
    let robot = mail(OUTSIDER, to, "Re: it", &[&id, "Auto-Submitted: auto-replied"], "I am away.");
    test.receive(&robot).await;
    assert!(test.mails().is_empty(), "what a robot says is sent to nobody");

    let outsider = test.read(|c| {
        punctual::store::person::find_by_email(c, &punctual::domain::EmailAddress::parse(OUTSIDER).unwrap())
    });
    let path = format!("/api/v1/tickets/1/watchers/{}", outsider.unwrap().id);
    test.api(Who::Agent).delete(&path).await.expect(200);
    let after = test.receive(&mail(OUTSIDER, to, "Re: it", &[&id], "Once more.")).await;
    assert_ne!(ticket_of(&test, &after), Some(1), "who was taken off belongs there no more");
    test.mails();
    test.api(Who::Agent).put("/api/v1/tickets/1/status", json!({ "status": "resolved" })).await.expect(200);
    test.tick().await;
    let resolved = test.mails();
    let to_colleague = resolved.iter().find(|mail| mail.to == COLLEAGUE).expect("the watcher is told");
    assert!(!to_colleague.text.contains("/rate#"), "only the reporter rates it");
    assert!(resolved.iter().all(|mail| mail.to != OUTSIDER));
}

async fn agents_choose_watchers_on_the_page_and_through_the_api(test: TestApp) {
    reported(&test).await;
    let (add, remove) = ("/desk/tickets/1/watchers", "/desk/tickets/1/watchers/remove");
    test.api(Who::Agent).submit(add, &[("email", COLLEAGUE)]).await.expect(303);
    test.api(Who::Agent).submit(add, &[("email", COLLEAGUE)]).await.expect(303);
    let page = test.api(Who::Agent).open("/desk/tickets/1").await.expect(200).text();
    assert!(page.contains(COLLEAGUE) && page.contains("added colleague as a watcher"), "{page}");
    assert_eq!(watchers(&test, 1).await, [COLLEAGUE]);
    for (typed, fault) in [
        ("nonsense", "is not an email address"),
        (CONTACT, "They reported this ticket"),
        ("contact@teamplify.example", "another customer"),
        ("support@provider.example", "an address of ours"),
    ] {
        let refused = test.api(Who::Agent).submit(add, &[("email", typed)]).await.expect(422).text();
        assert!(refused.contains(fault), "{typed}: {refused}");
        assert!(refused.contains(&format!("value=\"{typed}\"")), "{typed}: what was typed is kept");
        let api = test
            .api(Who::Agent)
            .post("/api/v1/tickets/1/watchers", json!({ "email": typed }))
            .await
            .expect(422);
        assert_eq!(api.faulty_fields(), ["email"], "{typed}");
    }
    let found = test.api(Who::Agent).get("/api/v1/tickets/1").await.expect(200).json();
    let id = found["watchers"][0]["id"].as_str().unwrap().to_owned();
    test.api(Who::Agent).submit(remove, &[("person", &id)]).await.expect(303);
    assert!(watchers(&test, 1).await.is_empty());
    test.api(Who::Customer("teamplify"))
        .post("/api/v1/tickets/1/watchers", json!({ "email": COLLEAGUE }))
        .await
        .expect(404);
}

async fn authorised_contacts_choose_watchers_of_their_own_in_the_portal(test: TestApp) {
    reported(&test).await;
    let customer = Who::Customer("dms");
    let (page, add) = ("/portal/tickets/1", "/portal/tickets/1/watchers");
    let before = test.api(customer).open(page).await.expect(200).text();
    assert!(!before.contains(add), "without the right there is no form");
    test.api(customer).submit(add, &[("email", COLLEAGUE)]).await.expect(403);
    test.api(customer).post("/api/v1/tickets/1/watchers", json!({ "email": COLLEAGUE })).await.expect(403);
    authorise(&test).await;
    test.api(customer).submit(add, &[("email", COLLEAGUE)]).await.expect(303);
    let after = test.api(customer).open(page).await.expect(200).text();
    assert!(after.contains(COLLEAGUE), "who reads along is shown");
    let refused = test.api(customer).submit(add, &[("email", OUTSIDER)]).await.expect(422).text();
    assert!(refused.contains("people of your own organization") && refused.contains(OUTSIDER), "{refused}");
    let found = test.api(customer).get("/api/v1/tickets/1").await.expect(200).json();
    let id = found["watchers"][0]["id"].as_str().unwrap().to_owned();
    test.api(customer).submit("/portal/tickets/1/watchers/remove", &[("person", &id)]).await.expect(303);
    assert!(watchers(&test, 1).await.is_empty());
}

/// Each answers whatever it is sent, and hides that it is a robot.
async fn two_rude_robots_that_watch_a_ticket_fall_silent(test: TestApp) {
    reported(&test).await;
    let robots = ["one@elsewhere.example", "two@faraway.example"];
    for email in robots {
        test.api(Who::Agent).post("/api/v1/tickets/1/watchers", json!({ "email": email })).await.expect(200);
    }
    test.api(Who::Agent).post("/api/v1/tickets/1/replies", json!({ "text": "We look." })).await.expect(201);
    test.tick().await;
    let mut waiting = test.mails();
    let mut answers = 0;
    while let Some(sent) = waiting.pop() {
        if !robots.contains(&sent.to.as_str()) {
            continue;
        }
        answers += 1;
        assert!(answers < 200, "they never stop");
        let id = format!("In-Reply-To: <{}>", sent.message_id);
        let text = format!("Your call is important to us ({answers}).");
        test.receive(&mail(&sent.to, &sent.reply_to.unwrap(), "Case opened", &[&id], &text)).await;
        waiting.extend(test.mails());
    }
}
