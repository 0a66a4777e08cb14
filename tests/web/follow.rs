//! Mentions in internal notes, and followers: colleagues hear of what others write, and customers of nothing of it.

use punctual::{service, store};
use serde_json::json;

use super::held::later;
use super::{ANN, anns_ticket, assert_reads, words};
use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(
    who_is_mentioned_is_mailed_once_and_follows,
    followers_hear_of_others_and_not_of_themselves,
    one_follows_and_unfollows_by_a_button_and_by_the_api,
    a_mention_wakes_a_snoozed_ticket,
    customers_see_neither_mentions_nor_followers,
    what_is_followed_is_given_out_and_erased,
    a_colleague_who_wants_no_such_mail_gets_none,
);

async fn note(test: &TestApp, who: Who, number: i64, text: &str) {
    let path = format!("/desk/tickets/{number}/message");
    test.api(who).submit(&path, &[("kind", "note"), ("text", text)]).await.expect(303);
    test.tick().await;
}

/// To whom mails have left since the last look, and their subjects.
fn told(test: &TestApp) -> Vec<(String, String)> {
    let mut told: Vec<_> = test.mails().into_iter().map(|mail| (mail.to, mail.subject)).collect();
    told.sort();
    told
}

async fn quiet_ticket(test: &TestApp) -> i64 {
    let number = anns_ticket(test).await;
    test.tick().await;
    test.mails();
    number
}

async fn followers(test: &TestApp, number: i64) -> usize {
    let ticket = test.api(Who::Agent).get(&format!("/api/v1/tickets/{number}")).await.expect(200).json();
    ticket["internal"]["followers"].as_array().unwrap().len()
}

const BACKUP: &str = "backup@provider.example";
const MANAGER: &str = "manager@provider.example";

async fn who_is_mentioned_is_mailed_once_and_follows(test: TestApp) {
    let number = quiet_ticket(&test).await;
    let secret = "@backup and @backup@provider.example, but not @contact@dms.example nor me, @agent@provider.example: they owe us money.";
    note(&test, Who::Agent, number, secret).await;
    let mails = test.mails();
    let [mail] = mails.as_slice() else { panic!("{mails:?}") };
    assert_eq!(mail.to, BACKUP);
    assert!(mail.subject.contains("mentions you: The export is slow"), "{}", mail.subject);
    assert!(mail.text.contains(&format!("/desk/tickets/{number}")), "{}", mail.text);
    assert!(!mail.text.contains("owe us money"), "a note stays in the house: {}", mail.text);
    assert_eq!(followers(&test, number).await, 1);
    let mine = test.api(Who::Backup).open("/desk?view=following").await.expect(200).text();
    assert!(words(&mine).contains(&format!("#{number} ·")));
    let others = test.api(Who::Agent).open("/desk?view=following").await.expect(200).text();
    assert!(!words(&others).contains(&format!("#{number} ·")));
    note(&test, Who::Agent, number, "Write to backup@provider.example, nobody is called here").await;
    assert_eq!(told(&test).len(), 1, "a follower hears of the next note, as of any");
}

async fn a_colleague_who_wants_no_such_mail_gets_none(test: TestApp) {
    let number = quiet_ticket(&test).await;
    test.api(Who::Backup).submit("/account/mails", &[("warning", "yes")]).await.expect(303);
    note(&test, Who::Agent, number, "@backup and @manager@provider.example, look at this").await;
    note(&test, Who::Agent, number, "Found it").await;
    let to: Vec<String> = told(&test).into_iter().map(|(to, _)| to).collect();
    assert_eq!(to, [MANAGER, MANAGER]);
    assert_eq!(followers(&test, number).await, 2, "they follow it all the same");
    test.api(Who::Backup).submit("/account/mails", &[("mentioned", "yes")]).await.expect(303);
    note(&test, Who::Agent, number, "@backup: again").await;
    assert!(told(&test).iter().any(|(to, _)| to == BACKUP));
}

async fn followers_hear_of_others_and_not_of_themselves(test: TestApp) {
    let number = quiet_ticket(&test).await;
    for who in [Who::Backup, Who::Manager] {
        test.api(who).submit(&format!("/desk/tickets/{number}/follow"), &[]).await.expect(303);
    }
    note(&test, Who::Backup, number, "I look into it").await;
    let to: Vec<String> = told(&test).into_iter().map(|(to, _)| to).collect();
    assert_eq!(to, [MANAGER]);
    let reply = [("kind", "public"), ("text", "We have found it.")];
    test.api(Who::Manager).submit(&format!("/desk/tickets/{number}/message"), &reply).await.expect(303);
    later(&test, 10).await;
    let mails = test.mails();
    let to_follower = mails.iter().find(|mail| mail.to == BACKUP).expect("the other follower is told");
    assert!(to_follower.text.contains("We have found it."), "{}", to_follower.text);
    assert_eq!(mails.len(), 2, "the customer and the follower: {mails:?}");
    let wrote = json!({ "text": "It is still slow." });
    test.api(ANN).post(&format!("/api/v1/tickets/{number}/replies"), wrote).await.expect(201);
    test.tick().await;
    let heard = told(&test);
    let to: Vec<&str> = heard.iter().map(|(to, _)| to.as_str()).collect();
    assert_eq!(to, [BACKUP, MANAGER], "{heard:?}");
    assert!(heard.iter().all(|(_, subject)| subject.contains("Customer wrote")), "{heard:?}");

    let assign = json!({ "assignee_id": test.person(Who::Backup).id });
    test.api(Who::Agent).put(&format!("/api/v1/tickets/{number}/assignee"), assign).await.expect(200);
    let wrote = json!({ "text": "And slower." });
    test.api(ANN).post(&format!("/api/v1/tickets/{number}/replies"), wrote).await.expect(201);
    test.tick().await;
    assert_eq!(told(&test).len(), 2, "an assignee who follows is told once");
    test.api(Who::Manager).submit(&format!("/desk/tickets/{number}/unfollow"), &[]).await.expect(303);
    note(&test, Who::Agent, number, "No news").await;
    let to: Vec<String> = told(&test).into_iter().map(|(to, _)| to).collect();
    assert_eq!(to, [BACKUP]);
}

async fn one_follows_and_unfollows_by_a_button_and_by_the_api(test: TestApp) {
    let number = quiet_ticket(&test).await;
    let page = |done: &'static str| format!("/desk/tickets/{number}?view=mine&done={done}");
    for (verb, done, count, button) in [
        ("follow", "following", 1, "Unfollow"),
        ("follow", "following", 1, "Unfollow"),
        ("unfollow", "unfollowed", 0, "Follow"),
    ] {
        let path = format!("/desk/tickets/{number}/{verb}?view=mine");
        let answer = test.api(Who::Agent).submit(&path, &[]).await.expect(303);
        assert_eq!(answer.header("location"), page(done));
        assert_eq!(followers(&test, number).await, count);
        let shown = test.api(Who::Agent).open(&page(done)).await.expect(200).text();
        assert!(shown.contains(&format!(">{button}</button>")), "{button}");
    }
    let path = format!("/api/v1/tickets/{number}/following");
    let ticket = test.api(Who::Agent).put(&path, json!({})).await.expect(200).json();
    assert_eq!(
        (&ticket["internal"]["followers"][0]["id"], &ticket["version"]),
        (&json!(test.person(Who::Agent).id), &json!(1))
    );
    let listed = test.api(Who::Agent).get("/api/v1/tickets?following=true").await.expect(200).json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    let found = test.api(Who::Backup).get("/api/v1/search?q=is:following").await.expect(200).json();
    assert_eq!(found["items"].as_array().unwrap().len(), 0);
    test.api(Who::Agent).delete(&path).await.expect(200);
    assert_eq!(followers(&test, number).await, 0);
}

async fn a_mention_wakes_a_snoozed_ticket(test: TestApp) {
    let number = quiet_ticket(&test).await;
    let snooze = [("until", "hour"), ("reason", "They call back")];
    test.api(Who::Agent).submit(&format!("/desk/tickets/{number}/snooze"), &snooze).await.expect(303);
    note(&test, Who::Agent, number, "@nobody at all").await;
    assert!(!test.api(Who::Agent).open("/desk").await.expect(200).text().contains("back now"));
    note(&test, Who::Agent, number, "@backup please look").await;
    let queue = test.api(Who::Agent).open("/desk").await.expect(200).text();
    assert_reads(&queue, &["back now"]);
}

async fn customers_see_neither_mentions_nor_followers(test: TestApp) {
    let number = quiet_ticket(&test).await;
    note(&test, Who::Agent, number, "@backup they owe us money").await;
    let page = test.api(ANN).open(&format!("/portal/tickets/{number}")).await.expect(200).text();
    let ticket = test.api(ANN).get(&format!("/api/v1/tickets/{number}")).await.expect(200).text();
    let history = test.api(ANN).get(&format!("/api/v1/tickets/{number}/history")).await.expect(200).text();
    for text in [page, ticket, history] {
        for word in ["owe us money", "follower", "mention", BACKUP] {
            assert!(!text.contains(word), "{word}: {text}");
        }
    }
    test.api(ANN).put(&format!("/api/v1/tickets/{number}/following"), json!({})).await.expect(403);
    test.api(ANN).get("/api/v1/tickets?following=true").await.expect(422);
}

async fn what_is_followed_is_given_out_and_erased(test: TestApp) {
    let number = quiet_ticket(&test).await;
    test.api(Who::Backup).put(&format!("/api/v1/tickets/{number}/following"), json!({})).await.expect(200);
    let id = test.person(Who::Backup).id;
    let (context, admin) = (test.app.context(), test.person(Who::Admin));
    let give = move |c: &mut store::Connection| {
        service::export_person(c, &context, service::Asker::Person(&admin), id)
    };
    let bytes = test.database().write(give).await.unwrap();
    let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(bytes.as_slice()));
    let mut text = String::new();
    for entry in archive.entries().unwrap() {
        std::io::Read::read_to_string(&mut entry.unwrap(), &mut text).unwrap();
    }
    let person: String = text.split_whitespace().collect();
    assert!(person.contains(&format!("\"follows_tickets\":[{number}]")), "{text}");
    test.api(Who::Admin).submit(&format!("/admin/people/{id}/disable"), &[]).await.expect(303);
    let (context, admin) = (test.app.context(), test.person(Who::Admin));
    let erase = move |c: &mut store::Connection| {
        service::erase_person(c, &context, service::Asker::Person(&admin), id)
    };
    test.database().write(erase).await.unwrap();
    assert!(test.read(move |c| store::follower::tickets(c, id)).is_empty());
}
