//! A customer calls: an agent opens the ticket for them.

use super::{ANN, STRANGER, assert_reads};
use crate::support::app::{TestApp, Who, on_both_apps};
use crate::support::caller::Answer;
use crate::support::world::customer_name;

on_both_apps!(
    a_call_becomes_the_callers_ticket_with_its_promises,
    the_clocks_start_when_they_called,
    a_time_that_the_clock_showed_twice_is_the_last_one,
    a_call_from_before_the_agreement_is_refused_in_words,
    of_what_is_late_in_a_kept_call_nobody_else_is_warned,
    a_written_answer_counts_as_the_first_response,
    who_is_on_call_is_called_unless_the_agent_keeps_it,
    callers_are_found_and_strangers_become_contacts,
    what_is_refused_is_shown_again_as_typed,
    a_call_sent_twice_is_one_ticket,
);

async fn form_of(test: &TestApp, who: Who) -> String {
    format!("/desk/new/{}", test.person(who).id)
}

fn number(answer: &Answer) -> i64 {
    let place = answer.header("location");
    let number = place.strip_prefix("/desk/tickets/").expect("the ticket's page").split('?').next();
    number.unwrap().parse().unwrap()
}

const WORDS: [(&str, &str); 2] = [("subject", "The shop is down"), ("text", "Since ten, she says.")];

/// Opens a ticket as the form does.
async fn call(test: &TestApp, who: Who, more: &[(&str, &str)]) -> i64 {
    let fields = [&WORDS[..], more].concat();
    number(&test.api(Who::Agent).submit(&form_of(test, who).await, &fields).await.expect(303))
}

async fn ticket(test: &TestApp, number: i64) -> serde_json::Value {
    test.api(Who::Agent).get(&format!("/api/v1/tickets/{number}")).await.expect(200).json()
}

async fn a_call_becomes_the_callers_ticket_with_its_promises(test: TestApp) {
    let (ann, agent) = (test.person(ANN), test.person(Who::Agent));
    let earlier = super::anns_ticket(&test).await;
    test.tick().await;
    test.mails();
    let page = test.api(Who::Agent).open(&form_of(&test, ANN).await).await.expect(200).text();
    let title = format!("New ticket for {}", ann.name);
    let open = format!("#{earlier} The export is slow");
    assert_reads(&page, &[&title, &customer_name("dms"), "Critical", "Answer by 11:00 today", &open]);

    let number = call(&test, ANN, &[("severity", "Critical"), ("mine", "yes")]).await;
    let opened = ticket(&test, number).await;
    assert_eq!(opened["channel"], "phone");
    assert_eq!(opened["requester"]["name"], ann.name.as_str(), "{opened}");
    assert_eq!(opened["assignee"]["name"], agent.name.as_str(), "{opened}");
    assert_eq!(opened["clocks"]["respond"]["due_at"], "2026-11-23T11:00:00Z", "{opened}");
    let desk = test.api(Who::Agent).open(&format!("/desk/tickets/{number}")).await.expect(200).text();
    let history = format!("{} opened it by phone as Critical", agent.name);
    assert_reads(&desk, &[&history, "Chosen by the agent who opened it", &title]);
    let portal = test.api(ANN).open(&format!("/portal/tickets/{number}")).await.expect(200).text();
    assert_reads(&portal, &["by phone, in our words", "Since ten, she says."]);
    test.tick().await;
    let mails = test.mails();
    assert!(
        mails.iter().any(|mail| mail.to == ann.email.as_str() && mail.text.contains("11:00")),
        "the caller has the promise in writing: {mails:?}"
    );
    test.api(STRANGER).open(&format!("/portal/tickets/{number}")).await.expect(404);
}

async fn the_clocks_start_when_they_called(test: TestApp) {
    let late = [("severity", "Critical"), ("received_at", "2026-11-23T09:05")];
    test.at("2026-11-23T10:20:00Z").await;
    let number = call(&test, ANN, &late).await;
    let opened = ticket(&test, number).await;
    assert_eq!(opened["created_at"], "2026-11-23T09:05:00Z", "{opened}");
    let list = "/api/v1/breaches?contract=dms";
    let breaches = test.api(Who::Manager).get(list).await.expect(200).json();
    assert_eq!(breaches["items"][0]["due_at"], "2026-11-23T10:05:00Z", "{breaches}");
    test.tick().await;
    let told = test.mails().iter().filter(|mail| mail.to == ANN.email().unwrap()).count();
    assert_eq!(told, 2, "of the ticket, and of the promise that is missed already");
}

async fn a_time_that_the_clock_showed_twice_is_the_last_one(test: TestApp) {
    // Summer time ended at 01:00 UTC; five minutes ago the clock showed 01:30, and an hour before that too.
    test.at("2027-10-31T01:35:00Z").await;
    let number = call(&test, ANN, &[("severity", "Critical"), ("received_at", "2027-10-31T01:30")]).await;
    let opened = ticket(&test, number).await;
    assert_eq!(opened["created_at"], "2027-10-31T01:30:00Z", "{opened}");
    assert_eq!(opened["clocks"]["respond"]["state"], "running", "{opened}");
}

async fn a_call_from_before_the_agreement_is_refused_in_words(test: TestApp) {
    let admin = test.api(Who::Admin);
    let (_, source) = punctual::sla::shipped().iter().find(|(key, _)| *key == "dms").unwrap();
    let source = source.replacen("key = \"dms\"", "key = \"young\"", 1);
    let version = [("source", &source[..]), ("effective", "2026-11-23T09:00")];
    admin.submit("/admin/contracts/new", &version).await.expect(303);
    let customer = [("name", "Young Ltd"), ("contract", "young"), ("domains", "young.example")];
    admin.submit("/admin/organizations/new", &customer).await.expect(303);
    let new = [("email", "zoe@young.example"), ("name", "Zoe Hall")];
    let form = test.api(Who::Agent).submit("/desk/new", &new).await.expect(303).header("location");
    let called = |at| [&WORDS[..], &[("severity", "High"), ("received_at", at)]].concat();
    let early = test.api(Who::Agent).submit(&form, &called("2026-11-23T08:59")).await.expect(422).text();
    assert_reads(&early, &["No agreement was in force for them at this time yet", "Since ten, she says."]);
    assert!(early.contains("value=\"2026-11-23T08:59\""), "what was typed stays: {early}");
    let program = serde_json::json!({
        "subject": "x", "text": "y", "requester": "zoe@young.example", "received_at": "2026-11-23T08:59:00Z"
    });
    let refused = test.api(Who::Agent).post("/api/v1/tickets", program).await.expect(422);
    assert_eq!(refused.faulty_fields(), ["received_at"]);
    test.api(Who::Agent).submit(&form, &called("2026-11-23T09:00")).await.expect(303);
}

async fn of_what_is_late_in_a_kept_call_nobody_else_is_warned(test: TestApp) {
    for (kept, warned) in [("", 2), ("yes", 1)] {
        test.at("2026-11-23T10:20:00Z").await;
        test.mails();
        let late = [("severity", "Critical"), ("received_at", "2026-11-23T09:25"), ("mine", kept)];
        call(&test, ANN, &late).await;
        test.tick().await;
        let mails = test.mails();
        let readers: std::collections::BTreeSet<_> =
            mails.iter().filter(|mail| mail.to.ends_with("@provider.example")).map(|mail| &mail.to).collect();
        assert_eq!(readers.len(), warned, "kept “{kept}”: {mails:?}");
    }
}

async fn a_written_answer_counts_as_the_first_response(test: TestApp) {
    let answer = [("severity", "High"), ("answer", "We restart it by eleven."), ("mine", "yes")];
    let number = call(&test, STRANGER, &answer).await;
    let opened = ticket(&test, number).await;
    assert_eq!(opened["clocks"]["respond"]["state"], "met", "{opened}");
    let said: Vec<_> = opened["messages"].as_array().unwrap().iter().map(|one| &one["text"]).collect();
    assert_eq!(said, ["Since ten, she says.", "We restart it by eleven."]);
    test.tick().await;
    let mails = test.mails();
    assert!(mails.iter().any(|mail| mail.text.contains("We restart it by eleven.")), "{mails:?}");
}

async fn who_is_on_call_is_called_unless_the_agent_keeps_it(test: TestApp) {
    test.at("2026-11-26T22:00:00Z").await;
    let paged = async |number: i64| {
        let page = test.api(Who::Agent).open(&format!("/desk/tickets/{number}")).await.expect(200).text();
        page.contains(&format!("action=\"/desk/tickets/{number}/take\""))
    };
    let left = call(&test, STRANGER, &[("severity", "Critical")]).await;
    assert!(paged(left).await, "nobody has it in hand");
    let kept = call(&test, STRANGER, &[("severity", "Critical"), ("mine", "yes")]).await;
    assert!(!paged(kept).await, "the agent has it in hand");
}

async fn callers_are_found_and_strangers_become_contacts(test: TestApp) {
    let agent = test.api(Who::Agent);
    let ann = test.person(ANN);
    let link = format!("href=\"/desk/new/{}\"", ann.id);
    for words in [ann.email.as_str(), &ann.name.to_uppercase(), &customer_name("dms"), "dms contact"] {
        let page = agent.open(&format!("/desk/new?q={}", words.replace(' ', "+"))).await.expect(200).text();
        assert!(page.contains(&link), "{words}: {page}");
    }
    let access = format!("/api/v1/people/{}/access", ann.id);
    test.api(Who::Admin).put(&access, serde_json::json!({ "is_active": false })).await.expect(200);
    let left = agent.open(&format!("/desk/new?q={}", ann.email)).await.expect(200).text();
    assert!(!left.contains(&link), "who left is not offered: {left}");
    test.api(Who::Admin).put(&access, serde_json::json!({ "is_active": true })).await.expect(200);
    let nobody = agent.open("/desk/new?q=zoe@dms.example").await.expect(200).text();
    assert_reads(&nobody, &["Nobody is known by “zoe@dms.example”."]);
    assert!(nobody.contains("value=\"zoe@dms.example\""), "the address is in the form: {nobody}");
    for staff in [Who::Agent, Who::Manager] {
        agent.open(&form_of(&test, staff).await).await.expect(404);
        let ours = agent.submit("/desk/new", &[("email", &staff.email().unwrap())]).await.expect(422);
        assert_reads(&ours.text(), &["is an address of our own"]);
    }
    super::anns_ticket(&test).await;
    test.tick().await;
    let told = test.mails().into_iter().find(|mail| mail.to == ann.email.as_str()).expect("she has a mail");
    let reply_to = told.reply_to.expect("it is answered at an address of ours");
    let ours = agent.submit("/desk/new", &[("email", &reply_to)]).await.expect(422);
    assert_reads(&ours.text(), &["is an address of our own"]);
    let bad = agent.submit("/desk/new", &[("email", "zoe"), ("name", "Zoe Hall")]).await.expect(422).text();
    assert!(bad.contains("value=\"Zoe Hall\"") && bad.contains("is not an email address"), "{bad}");

    let new = [("email", "zoe@dms.example"), ("name", "Zoe Hall")];
    let form = agent.submit("/desk/new", &new).await.expect(303).header("location");
    assert_reads(
        &agent.open(&form).await.expect(200).text(),
        &["New ticket for Zoe Hall", &customer_name("dms")],
    );
    let again = agent.submit("/desk/new", &new).await.expect(303).header("location");
    assert_eq!(form, again, "known by now");
}

async fn what_is_refused_is_shown_again_as_typed(test: TestApp) {
    let form = form_of(&test, ANN).await;
    for (field, value, fault) in [
        ("severity", "", "Choose how severe it is."),
        ("severity", "S9", "is no severity of this contract"),
        ("subject", " ", "Say in a few words what is wrong."),
        ("text", "", "Write something first."),
        ("received_at", "2026-11-23T10:01", "This time is still to come"),
        ("received_at", "2026-11-16T09:59", "within 7 days"),
        ("received_at", "noon", "Write a date and a time"),
    ] {
        let right = [("severity", "High"), ("answer", "We look at it."), ("received_at", "")];
        let mut fields = [&WORDS[..], &right].concat();
        fields.iter_mut().filter(|(name, _)| *name == field).for_each(|one| one.1 = value);
        let page = test.api(Who::Agent).submit(&form, &fields).await.expect(422).text();
        assert_reads(&page, &[fault, "We look at it."]);
    }
    let all = test.api(Who::Agent).get("/api/v1/tickets").await.expect(200).json();
    assert_eq!(all["items"], serde_json::json!([]));
}

async fn a_call_sent_twice_is_one_ticket(test: TestApp) {
    let once = [("severity", "Low"), ("once", "018f0000-0000-7000-8000-000000000000")];
    assert_eq!(call(&test, ANN, &once).await, call(&test, ANN, &once).await);
}
