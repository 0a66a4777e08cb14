//! A reply can be taken back for ten seconds, and counts when it leaves.

use chrono::TimeDelta;

use super::{ANN, anns_ticket, assert_reads, report};
use crate::support::app::{TestApp, Who, on_both_apps};

/// Lets some seconds pass.
pub async fn later(test: &TestApp, seconds: i64) {
    test.app.clock.advance(TimeDelta::seconds(seconds));
    test.tick().await;
}

/// The id of the first held reply on a page.
fn held_id(page: &str) -> String {
    let rest = page.split("name=\"reply\" value=\"").nth(1).expect("a reply is held");
    rest.split('"').next().unwrap().to_owned()
}

async fn send(test: &TestApp, number: i64, text: &str) {
    let fields = [("kind", "public"), ("text", text), ("then", "waiting_on_customer")];
    let path = format!("/desk/tickets/{number}/message");
    let answer = test.api(Who::Agent).submit(&path, &fields).await.expect(303);
    assert_eq!(answer.header("location"), format!("/desk/tickets/{number}?done=held"));
}

async fn a_reply_leaves_after_ten_seconds_and_counts_then(test: TestApp) {
    let number = anns_ticket(&test).await;
    test.tick().await;
    test.mails();
    send(&test, number, "Try it with the new version.").await;
    later(&test, 9).await;
    assert!(test.mails().is_empty(), "nothing has left");
    let page = test.api(ANN).open(&format!("/portal/tickets/{number}")).await.expect(200).text();
    assert!(!page.contains("Try it with"), "the customer does not see it yet");
    let page = test.api(Who::Backup).open(&format!("/desk/tickets/{number}")).await.expect(200).text();
    assert_reads(&page, &["Try it with the new version.", "leaves in 0:01", "then Waiting on customer"]);
    assert!(!page.contains("/undo"), "only its author takes it back");
    later(&test, 1).await;
    assert_eq!(test.mails().len(), 1);
    let ticket = test.api(Who::Agent).get(&format!("/api/v1/tickets/{number}")).await.json();
    assert_eq!(ticket["status"], "waiting_on_customer");
    assert_eq!(ticket["messages"][1]["created_at"], "2026-11-23T10:00:10Z");
    later(&test, 60).await;
    assert!(test.mails().is_empty(), "it left once");
}

async fn a_colleague_is_told_of_a_reply_that_is_about_to_leave(test: TestApp) {
    let number = anns_ticket(&test).await;
    send(&test, number, "Try it with the new version.").await;
    let (page, message) = (format!("/desk/tickets/{number}"), format!("/desk/tickets/{number}/message"));
    let desk = test.api(Who::Backup).open(&page).await.expect(200).text();
    assert_reads(&desk, &["has answered: it leaves in a moment."]);
    let words = [("kind", "public"), ("text", "Have you tried the new one?")];
    let refused = test.api(Who::Backup).submit(&message, &words).await.expect(409).text();
    assert_reads(&refused, &["has just answered", "Have you tried the new one?"]);
    let note = [("kind", "note"), ("text", "It is the new one.")];
    test.api(Who::Backup).submit(&message, &note).await.expect(303);
    later(&test, 10).await;
    test.api(Who::Backup).submit(&message, &words).await.expect(303);
}

async fn what_is_taken_back_is_in_the_form_again(test: TestApp) {
    let (number, other) = (anns_ticket(&test).await, anns_ticket(&test).await);
    send(&test, number, "Nobody reads this sentence.").await;
    let page = test.api(Who::Agent).open(&format!("/desk/tickets/{other}")).await.expect(200).text();
    assert_reads(&page, &[&format!("Your reply to #{number} leaves in 0:10")]);
    let id = held_id(&page);
    let undo = format!("/desk/tickets/{number}/undo");
    test.api(Who::Backup).submit(&undo, &[("reply", &id)]).await.expect(409);
    test.api(Who::Agent).submit(&undo, &[("reply", &id)]).await.expect(303);
    later(&test, 20).await;
    assert!(!test.mails().iter().any(|mail| mail.text.contains("Nobody reads")));
    let page = test.api(Who::Agent).open(&format!("/desk/tickets/{number}")).await.expect(200).text();
    assert!(page.contains(">Nobody reads this sentence.</textarea>"), "{page}");
    let twice = test.api(Who::Agent).submit(&undo, &[("reply", &id)]).await.expect(409).text();
    assert_reads(&twice, &["This reply is not held any more: it has left, or was taken back."]);
    assert!(twice.contains(">Nobody reads this sentence.</textarea>"), "{twice}");
}

/// The fields by which a page sends the files again that came back, or leaves one out.
fn kept_files(page: &str, left_out: &str) -> Vec<(String, String)> {
    let fields = page.split("<input ").skip(1).filter_map(|rest| rest.split('>').next());
    let value =
        |tag: &str, name: &str| Some(tag.split(&format!("{name}=\"")).nth(1)?.split('"').next()?.to_owned());
    let kept = fields.filter_map(|tag| Some((value(tag, "name")?, value(tag, "value")?)));
    kept.filter(|(name, _)| name.starts_with("keep-") || name.starts_with("had-"))
        .filter(|(name, mark)| name.starts_with("had-") || left_out.is_empty() || !mark.ends_with(left_out))
        .collect()
}

/// The names of the files of the last message of a ticket.
async fn files(test: &TestApp, number: i64) -> Vec<String> {
    let ticket = test.api(Who::Agent).get(&format!("/api/v1/tickets/{number}")).await.expect(200).json();
    let last = ticket["messages"].as_array().unwrap().last().unwrap();
    let names = last["attachments"].as_array().unwrap().iter();
    names.map(|file| file["file_name"].as_str().unwrap().to_owned()).collect()
}

async fn what_is_taken_back_keeps_its_files_until_they_are_left_out(test: TestApp) {
    let number = anns_ticket(&test).await;
    let (page, message) = (format!("/desk/tickets/{number}"), format!("/desk/tickets/{number}/message"));
    let attached = [
        ("plan.txt", "text/plain", b"First this.".to_vec()),
        ("copy.txt", "text/plain", b"First this.".to_vec()),
        ("log.txt", "text/plain", b"Then that.".to_vec()),
    ];
    let fields = [("kind", "public"), ("text", "Here is the plan.")];
    test.api(Who::Agent).upload(&message, &fields, &attached).await.expect(303);
    let desk = test.api(Who::Agent).open(&page).await.expect(200).text();
    let id = held_id(&desk);
    let undone = test.api(Who::Agent).submit(&format!("{page}/undo"), &[("reply", &id)]).await.expect(303);
    let told = test.api(Who::Agent).open(&undone.header("location")).await.expect(200).text();
    assert_reads(&told, &["Your reply is back in the form.", "plan.txt", "copy.txt", "log.txt"]);
    assert!(!told.contains("attached again"), "nobody has to attach them again");
    let autosaved = [("kind", "public"), ("text", "")];
    test.api(Who::Agent).submit(&format!("{page}/draft"), &autosaved).await.expect(204);
    let test = test.restart();
    let told = test.api(Who::Agent).open(&page).await.expect(200).text();
    let kept = kept_files(&told, "plan.txt");
    assert_eq!(kept.len(), 5, "{kept:?}");
    let mut again: Vec<(&str, &str)> =
        kept.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    again.extend([("kind", "public"), ("text", "Here it is.")]);
    // A colleague has no such draft, and gets at no file by its mark.
    let foreign = test.api(Who::Backup).submit(&message, &again).await.expect(409).text();
    assert_reads(&foreign, &["attach it again", "Here it is."]);
    test.api(Who::Agent).submit(&message, &again).await.expect(303);
    later(&test, 10).await;
    assert_eq!(files(&test, number).await, ["copy.txt", "log.txt"]);
    let told = test.api(Who::Agent).open(&page).await.expect(200).text();
    assert_eq!(kept_files(&told, ""), [], "they have left");
}

async fn a_refused_reply_keeps_its_files(test: TestApp) {
    let number = anns_ticket(&test).await;
    let message = format!("/desk/tickets/{number}/message");
    send(&test, number, "Try it with the new version.").await;
    let fields = [("kind", "public"), ("text", "Have you tried the new one?")];
    let attached = [("plan.txt", "text/plain", b"First this.".to_vec())];
    let refused = test.api(Who::Backup).upload(&message, &fields, &attached).await.expect(409).text();
    assert_reads(&refused, &["has just answered", "Have you tried the new one?", "plan.txt"]);
    later(&test, 10).await;
    let kept = kept_files(&refused, "");
    let mut again: Vec<(&str, &str)> =
        kept.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    again.extend(fields);
    test.api(Who::Backup).submit(&message, &again).await.expect(303);
    later(&test, 10).await;
    assert_eq!(files(&test, number).await, ["plan.txt"]);
}

/// The status that the form on a page is to set with the message.
fn chosen_status(page: &str) -> &str {
    let select = page.split("<select id=\"then\"").nth(1).and_then(|rest| rest.split("</select>").next());
    let before =
        select.and_then(|select| select.split("\" selected>").next().filter(|_| select.contains("selected")));
    before.and_then(|before| before.rsplit('"').next()).unwrap_or_default()
}

async fn what_is_taken_back_keeps_the_status_chosen_with_it(test: TestApp) {
    let number = anns_ticket(&test).await;
    let (page, draft) = (format!("/desk/tickets/{number}"), format!("/desk/tickets/{number}/draft"));
    let open = async |test: &TestApp| test.api(Who::Agent).open(&page).await.expect(200).text();
    let save = async |test: &TestApp, fields: &[(&str, &str)]| {
        test.api(Who::Agent).submit(&draft, fields).await.expect(204);
    };
    send(&test, number, "Try it with the new version.").await;
    let held = open(&test).await;
    assert_eq!(chosen_status(&held), "", "the next message is another");
    let undo = format!("{page}/undo");
    test.api(Who::Agent).submit(&undo, &[("reply", &held_id(&held))]).await.expect(303);
    assert_eq!(chosen_status(&open(&test).await), "waiting_on_customer");
    save(&test, &[("kind", "public"), ("text", "Try it with the new version, please.")]).await;
    let test = test.restart();
    assert_eq!(chosen_status(&open(&test).await), "waiting_on_customer", "writing on does not lose it");
    save(&test, &[("kind", "public"), ("text", "It is done."), ("then", "resolved")]).await;
    assert_eq!(chosen_status(&open(&test).await), "resolved");
    save(&test, &[("kind", "public"), ("text", "It is done."), ("then", "")]).await;
    assert_eq!(chosen_status(&open(&test).await), "", "none was chosen last");
    // What was begun since stands after it, and under the status that was chosen last.
    send(&test, number, "Once more.").await;
    let held = open(&test).await;
    save(&test, &[("kind", "public"), ("text", "And this."), ("then", "resolved")]).await;
    test.api(Who::Agent).submit(&undo, &[("reply", &held_id(&held))]).await.expect(303);
    let back = open(&test).await;
    assert!(back.contains(">Once more.\n\nAnd this.</textarea>"), "{back}");
    assert_eq!(chosen_status(&back), "resolved");
}

async fn a_reply_that_could_not_leave_keeps_the_status_chosen_with_it(test: TestApp) {
    let (number, other) = (anns_ticket(&test).await, anns_ticket(&test).await);
    let page = format!("/desk/tickets/{number}");
    send(&test, number, "Try it with the new version.").await;
    let into = other.to_string();
    test.api(Who::Backup).submit(&format!("{page}/merge"), &[("into", &into)]).await.expect(303);
    later(&test, 10).await;
    test.api(Who::Backup).submit(&format!("{page}/unmerge"), &[]).await.expect(303);
    let back = test.api(Who::Agent).open(&page).await.expect(200).text();
    assert_reads(&back, &["Your reply did not leave.", "Try it with the new version."]);
    assert_eq!(chosen_status(&back), "waiting_on_customer");
}

async fn a_refused_reply_keeps_the_status_chosen_with_it(test: TestApp) {
    let number = anns_ticket(&test).await;
    let page = format!("/desk/tickets/{number}");
    send(&test, number, "Try it with the new version.").await;
    let fields = [("kind", "public"), ("text", "It is done."), ("then", "resolved")];
    let attached = [("plan.txt", "text/plain", b"First this.".to_vec())];
    let refused = test.api(Who::Backup).upload(&format!("{page}/message"), &fields, &attached).await;
    assert_eq!(chosen_status(&refused.expect(409).text()), "resolved");
    let later = test.api(Who::Backup).open(&page).await.expect(200).text();
    assert_reads(&later, &["It is done.", "plan.txt"]);
    assert_eq!(chosen_status(&later), "resolved");
}

async fn a_reply_leaves_over_a_restart_and_a_refused_one_comes_back(test: TestApp) {
    let (number, closed) = (anns_ticket(&test).await, anns_ticket(&test).await);
    send(&test, number, "Sent before the restart.").await;
    send(&test, closed, "Too late for this one.").await;
    for status in ["resolved", "closed"] {
        let path = format!("/desk/tickets/{closed}/status");
        test.api(Who::Backup).submit(&path, &[("status", status)]).await.expect(303);
    }
    let test = test.restart();
    later(&test, 10).await;
    assert!(test.mails().iter().any(|mail| mail.text.contains("Sent before the restart.")));
    let ticket = test.api(Who::Agent).get(&format!("/api/v1/tickets/{closed}")).await.json();
    assert_eq!(ticket["messages"].as_array().unwrap().len(), 1, "nothing is written into a closed ticket");
    let again = test.api(Who::Agent).submit(&format!("/desk/tickets/{closed}/draft"), &[("text", "")]).await;
    again.expect(204);
}

async fn holding_a_reply_never_breaks_a_promise(test: TestApp) {
    let number = report(&test, ANN, "Down", ["everyone", "unusable", "none"]).await;
    test.at("2026-11-23T10:59:55Z").await;
    test.mails();
    let path = format!("/desk/tickets/{number}/message");
    let fields = [("kind", "public"), ("text", "We are on it.")];
    let answer = test.api(Who::Agent).submit(&path, &fields).await.expect(303);
    assert_eq!(answer.header("location"), format!("/desk/tickets/{number}?done=replied"));
    let ticket = test.api(Who::Agent).get(&format!("/api/v1/tickets/{number}")).await.json();
    assert_eq!(ticket["messages"][1]["created_at"], "2026-11-23T10:59:55Z");
    later(&test, 60).await;
    let ticket = test.api(Who::Agent).get(&format!("/api/v1/tickets/{number}")).await.json();
    assert_eq!(ticket["breach_count"], 0);
}

async fn a_draft_waits_for_its_author_alone_until_it_is_sent(test: TestApp) {
    let number = anns_ticket(&test).await;
    let (draft, page) = (format!("/desk/tickets/{number}/draft"), format!("/desk/tickets/{number}"));
    test.api(Who::Agent).submit(&draft, &[("kind", "note"), ("text", "Half a thou")]).await.expect(204);
    let test = test.restart();
    let mine = test.api(Who::Agent).open(&page).await.expect(200).text();
    assert!(mine.contains(">Half a thou</textarea>") && mine.contains("value=\"note\" checked"), "{mine}");
    assert!(!test.api(Who::Backup).open(&page).await.expect(200).text().contains("Half a thou"));
    let note = [("kind", "note"), ("text", "Half a thought, whole now")];
    test.api(Who::Agent).submit(&format!("{page}/message"), &note).await.expect(303);
    assert!(!test.api(Who::Agent).open(&page).await.expect(200).text().contains(">Half a thou</textarea>"));
}

on_both_apps!(
    a_reply_leaves_after_ten_seconds_and_counts_then,
    a_colleague_is_told_of_a_reply_that_is_about_to_leave,
    what_is_taken_back_is_in_the_form_again,
    what_is_taken_back_keeps_its_files_until_they_are_left_out,
    a_refused_reply_keeps_its_files,
    what_is_taken_back_keeps_the_status_chosen_with_it,
    a_reply_that_could_not_leave_keeps_the_status_chosen_with_it,
    a_refused_reply_keeps_the_status_chosen_with_it,
    a_reply_leaves_over_a_restart_and_a_refused_one_comes_back,
    holding_a_reply_never_breaks_a_promise,
    a_draft_waits_for_its_author_alone_until_it_is_sent,
);
