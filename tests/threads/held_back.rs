//! Mail that is held back: a manager lets it in, into a ticket of its own or the one it names, or sets it aside.

use punctual::domain::{InboundMail, InboundState};
use serde_json::json;

use super::{CONTACT, mail, reported, texts};
use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(
    a_mail_that_is_held_back_gets_a_ticket_of_its_own,
    a_mail_that_is_held_back_gets_into_the_ticket_it_names,
    an_agents_mail_that_is_let_in_is_their_reply,
    a_mail_is_discarded_and_taken_back,
    programs_let_mail_in_and_discard_it,
);

const HOLDING_BACK: &str = "[trust]\noutsiders = 'hold_back'";

/// A stranger's mail that names ticket 1, held back.
async fn held(test: &TestApp) -> InboundMail {
    let raw = mail("eve@elsewhere.example", "support@provider.example", "Re: [#1] Export", &[], "Let me in.");
    let held = test.receive(&raw).await;
    assert_eq!(held.state, InboundState::Quarantined);
    held
}

async fn page(test: &TestApp, mail: &InboundMail) -> String {
    test.api(Who::Manager).open(&format!("/admin/inbox/{}", mail.id)).await.expect(200).text()
}

fn form(mail: &InboundMail, verb: &str) -> String {
    format!("/admin/inbox/{}/{verb}", mail.id)
}

async fn a_mail_that_is_held_back_gets_a_ticket_of_its_own(test: TestApp) {
    let test = test.restart_with(HOLDING_BACK);
    reported(&test).await;
    let held = held(&test).await;
    test.at("2026-11-23T11:00:00Z").await;
    let (release, own) = (form(&held, "release"), [("to", "own_ticket"), ("sure", "yes")]);
    test.api(Who::Agent).submit(&release, &own).await.expect(403);
    let unsure = test.api(Who::Manager).submit(&release, &[("to", "own_ticket")]).await.expect(422).text();
    assert!(unsure.contains("Make sure who wrote it"), "it asks to be sure");
    test.api(Who::Manager).submit(&release, &own).await.expect(303);
    test.tick().await;
    let ticket = test.api(Who::Agent).get("/api/v1/tickets/2").await.expect(200).json();
    assert_eq!(ticket["created_at"], "2026-11-23T10:00:00Z", "its clocks start when it was received");
    assert!(test.mails().iter().any(|mail| mail.to == "eve@elsewhere.example"), "its sender is answered now");
    let desk = test.api(Who::Agent).open("/desk/tickets/2").await.expect(200).text();
    assert!(
        desk.contains("manager of provider.example let in a mail that had been held back"),
        "who and what"
    );
    assert!(desk.contains("names ticket #1"), "and why it had been held back");
    assert_eq!(texts(&test, 1).await, ["It takes an hour."]);
    assert!(page(&test, &held).await.contains("Read"), "the mail is read now");
    test.api(Who::Manager).submit(&release, &own).await.expect(409);
    let audit = test.api(Who::Admin).open("/admin/audit").await.expect(200).text();
    assert!(audit.contains(&held.id.to_string()), "the audit log has it");
}

async fn a_mail_that_is_held_back_gets_into_the_ticket_it_names(test: TestApp) {
    let test = test.restart_with(HOLDING_BACK);
    reported(&test).await;
    let held = held(&test).await;
    assert!(page(&test, &held).await.contains("Into ticket #1"), "the page offers it");
    let fields = [("to", "named_ticket"), ("sure", "yes")];
    test.api(Who::Manager).submit(&form(&held, "release"), &fields).await.expect(303);
    assert_eq!(texts(&test, 1).await, ["It takes an hour.", "Let me in."]);

    let second = test
        .receive(&mail(
            "eve@elsewhere.example",
            "support@provider.example",
            "Re: [#1] Export",
            &[],
            "And again.",
        ))
        .await;
    for status in ["resolved", "closed"] {
        test.api(Who::Agent).put("/api/v1/tickets/1/status", json!({ "status": status })).await.expect(200);
    }
    let refused = test.api(Who::Manager).submit(&form(&second, "release"), &fields).await.expect(422).text();
    assert!(refused.contains("closed for good"), "{refused}");
}

async fn an_agents_mail_that_is_let_in_is_their_reply(test: TestApp) {
    reported(&test).await;
    let agent = Who::Agent.email().unwrap();
    let raw = mail(
        &agent,
        "support@provider.example",
        "Re: [#1] Export",
        &[],
        "Fixed.\n\nOn Mon, 23 Nov 2026 at 10:00, Ann wrote:\n> Slow",
    );
    let held = test.receive(&raw).await;
    assert_eq!(held.state, InboundState::Quarantined, "nothing proves it");
    test.mails();
    let fields = [("to", "named_ticket"), ("sure", "yes")];
    test.api(Who::Manager).submit(&form(&held, "release"), &fields).await.expect(303);
    test.tick().await;
    let sent = test.mails().into_iter().find(|mail| mail.to == CONTACT).expect("the customer is answered");
    assert!(sent.text.contains("Fixed.") && !sent.text.contains("Ann wrote"), "{}", sent.text);
    let ticket = test.api(Who::Agent).get("/api/v1/tickets/1").await.expect(200).json();
    assert_eq!(ticket["clocks"]["respond"]["state"], "met");
}

async fn a_mail_is_discarded_and_taken_back(test: TestApp) {
    let test = test.restart_with(HOLDING_BACK);
    reported(&test).await;
    let held = held(&test).await;
    test.api(Who::Agent).submit(&form(&held, "discard"), &[]).await.expect(403);
    test.api(Who::Manager).submit(&form(&held, "discard"), &[]).await.expect(303);
    let discarded = page(&test, &held).await;
    assert!(discarded.contains("Discarded") && discarded.contains("names ticket #1"), "with its reason");
    test.api(Who::Manager).open(&form(&held, "raw")).await.expect(200);
    let list = test.api(Who::Manager).open("/admin/inbox?state=discarded").await.expect(200).text();
    assert!(list.contains(&held.id.to_string()), "it is in its list");
    test.api(Who::Manager).submit(&form(&held, "discard"), &[]).await.expect(409);
    test.api(Who::Manager).submit(&form(&held, "read"), &[]).await.expect(409);
    test.api(Who::Manager).submit(&form(&held, "restore"), &[]).await.expect(303);
    assert!(page(&test, &held).await.contains("Held back"));
    test.api(Who::Manager).submit(&form(&held, "restore"), &[]).await.expect(409);
}

async fn programs_let_mail_in_and_discard_it(test: TestApp) {
    let test = test.restart_with(HOLDING_BACK);
    reported(&test).await;
    let held = held(&test).await;
    let path = |verb: &str| format!("/api/v1/inbound/{}/{verb}", held.id);
    let admin = test.api(Who::Admin);
    let discarded = admin.post(&path("discard"), json!({})).await.expect(200).json();
    assert_eq!(discarded["state"], "discarded");
    admin.post(&path("release"), json!({ "to": "named_ticket" })).await.expect(409);
    assert_eq!(admin.post(&path("restoration"), json!({})).await.expect(200).json()["state"], "quarantined");
    admin.post(&path("release"), json!({ "to": "elsewhere" })).await.expect(422);
    let released = admin.post(&path("release"), json!({ "to": "named_ticket" })).await.expect(200).json();
    assert_eq!((released["state"].as_str(), released["ticket"].as_i64()), (Some("processed"), Some(1)));
    assert_eq!(texts(&test, 1).await, ["It takes an hour.", "Let me in."]);
}
