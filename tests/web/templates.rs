//! The words of our mail: changed on a page, for everybody or for one customer, and never in the way of a mail.

use punctual::domain::{AuditAction, NoticeKind, NoticeTemplate, NoticeTemplateId, TemplateWords};
use punctual::store;

use super::{ANN, STRANGER, anns_ticket, assert_reads, report};
use crate::support::app::{TestApp, Who, on_both_apps};
use crate::support::received_mail::ReceivedMail;

on_both_apps!(
    words_are_changed_for_everybody_and_put_back,
    a_customers_people_are_written_to_in_words_of_their_own,
    what_cannot_be_sent_is_refused_and_kept_as_typed,
    words_that_fail_all_the_same_hold_up_no_mail_and_are_told_once,
    a_breach_notice_in_own_words_says_what_was_due,
);

const SUBJECT: &str = "Ihre Meldung: {{ ticket.subject }}";
const TEXT: &str = "Guten Tag {{ name }},\n\nwir haben Ihre Meldung.\n{% if answer.starts %}\nEs zählt ab {{ answer.starts }}.\n\
    {% endif %}\n{% if answer.due %}\nAntwort bis {{ answer.due }}.\n{% endif %}\n\n--\n{{ provider }}";

async fn save(test: &TestApp, kind: &str, customer: &str, text: &str) -> u16 {
    let fields = [("kind", kind), ("customer", customer), ("subject", SUBJECT), ("text", text)];
    test.api(Who::Admin).submit("/admin/templates", &fields).await.status
}

/// The one mail to somebody among those that were just sent.
fn mail_to(mails: &[ReceivedMail], who: Who) -> &ReceivedMail {
    mails.iter().find(|mail| Some(&mail.to) == who.email().as_ref()).expect("a mail to them")
}

async fn acknowledged(test: &TestApp, who: Who) -> ReceivedMail {
    report(test, who, "The export is slow", ["one", "minor", "easy"]).await;
    test.tick().await;
    mail_to(&test.mails(), who).clone()
}

async fn words_are_changed_for_everybody_and_put_back(test: TestApp) {
    let admin = test.api(Who::Admin);
    let page = admin.open("/admin/templates/acknowledgement").await.expect(200).text();
    assert_reads(&page, &["These are the built-in words", "Hello {{ name }},", "answer.due"]);
    assert_eq!(save(&test, "acknowledgement", "", TEXT).await, 303);
    let mail = acknowledged(&test, ANN).await;
    assert!(mail.subject.ends_with("] Ihre Meldung: The export is slow"), "{}", mail.subject);
    assert!(mail.text.starts_with("Guten Tag "), "{}", mail.text);
    assert!(
        mail.text.contains("Antwort bis ") && mail.text.contains(" time)."),
        "in the reader's zone: {}",
        mail.text
    );
    let list = admin.open("/admin/templates").await.expect(200).text();
    assert_reads(&list, &["Your own"]);
    let outbox = test.read(|c| store::outbox::list(c, &store::outbox::OutboxFilter::default(), None, 1));
    let shown = admin.open(&format!("/admin/outbox/{}", outbox[0].id)).await.expect(200).text();
    assert_reads(&shown, &["wir haben Ihre Meldung."]);

    let unsure = [("kind", "acknowledgement"), ("customer", "")];
    let page = admin.submit("/admin/templates/reset", &unsure).await.expect(422).text();
    assert_reads(&page, &["Tick the box first", "Guten Tag {{ name }},"]);
    let sure = [("kind", "acknowledgement"), ("customer", ""), ("sure", "yes")];
    admin.submit("/admin/templates/reset", &sure).await.expect(303);
    assert!(acknowledged(&test, ANN).await.text.starts_with("Hello "));
    let entries = test.read(|c| store::audit::list(c, &store::audit::AuditFilter::default(), None, 2));
    let acts: Vec<_> = entries.iter().map(|one| (one.entry.action, one.entry.detail.as_str())).collect();
    let detail = "{\"kind\":\"acknowledgement\"}";
    assert_eq!(acts, [(AuditAction::TemplateReset, detail), (AuditAction::TemplateSaved, detail)]);
}

async fn a_customers_people_are_written_to_in_words_of_their_own(test: TestApp) {
    let customer = test.person(ANN).organization_id.unwrap().to_string();
    assert_eq!(save(&test, "acknowledgement", &customer, TEXT).await, 303);
    assert!(acknowledged(&test, ANN).await.text.starts_with("Guten Tag "));
    assert!(acknowledged(&test, STRANGER).await.text.starts_with("Hello "));
    let admin = test.api(Who::Admin);
    let list = admin.open(&format!("/admin/templates?customer={customer}")).await.expect(200).text();
    assert_reads(&list, &["Their own", "Built in"]);
    assert!(!list.contains("templates/page"), "no customer is paged: {list}");
    let page = admin.open(&format!("/admin/templates/acknowledgement?customer={customer}")).await.expect(200);
    assert_reads(&page.text(), &["words of their own", "Guten Tag"]);
    // A customer's own go before everybody's.
    assert_eq!(save(&test, "acknowledgement", "", &TEXT.replace("Guten Tag", "Moin")).await, 303);
    assert!(acknowledged(&test, ANN).await.text.starts_with("Guten Tag "));
    assert!(acknowledged(&test, STRANGER).await.text.starts_with("Moin "));
    admin.open(&format!("/admin/templates/page?customer={customer}")).await.expect(404);
    admin
        .open("/admin/templates/acknowledgement?customer=018f0000-0000-7000-8000-000000000000")
        .await
        .expect(404);
    admin.open("/admin/templates/nothing").await.expect(404);
}

async fn what_cannot_be_sent_is_refused_and_kept_as_typed(test: TestApp) {
    let admin = test.api(Who::Admin);
    for (text, told) in [
        ("Hello,\n\n{{ nmae }}", "Line 3: There is no “nmae”. There are: name,"),
        ("Hello,\n{% if answer.due %}", "This can’t be read"),
        ("Hello {{ name }},\n\nit is here.", "“answer.due” must be in the text"),
    ] {
        let fields = [("kind", "acknowledgement"), ("customer", ""), ("subject", SUBJECT), ("text", text)];
        let page = admin.submit("/admin/templates", &fields).await.expect(422).text();
        assert_reads(&page, &[told, text.lines().last().unwrap()]);
        assert!(page.contains(&format!("value=\"{SUBJECT}\"")), "what was typed is kept: {page}");
        let shown = admin.submit("/admin/templates/preview", &fields).await.expect(200);
        assert!(shown.header("content-security-policy").contains("sandbox"));
        assert_reads(&shown.text(), &["This can’t be sent yet", told]);
    }
    let fields = [("kind", "acknowledgement"), ("customer", ""), ("subject", SUBJECT), ("text", TEXT)];
    let shown = admin.submit("/admin/templates/preview", &fields).await.expect(200).text();
    assert_reads(&shown, &["Ihre Meldung: The export stops halfway", "Guten Tag Robin Park", "Es zählt ab"]);
    assert!(acknowledged(&test, ANN).await.text.starts_with("Hello "), "nothing was saved");
}

async fn words_that_fail_all_the_same_hold_up_no_mail_and_are_told_once(test: TestApp) {
    let template = NoticeTemplate {
        id: NoticeTemplateId::new(test.now()),
        organization_id: None,
        kind: NoticeKind::Acknowledgement,
        words: TemplateWords { subject: "Hi".to_owned(), text: "{{ what_there_was_once }}".to_owned() },
        saved_at: test.now(),
    };
    test.database().write_now(move |c| store::notice_template::put(c, &template)).unwrap();
    assert!(acknowledged(&test, ANN).await.text.starts_with("Hello "));
    assert!(acknowledged(&test, ANN).await.text.starts_with("Hello "));
    test.tick().await;
    let told: Vec<_> =
        test.read(|c| store::outbox::list(c, &store::outbox::OutboxFilter::default(), None, 50));
    let told: Vec<_> = told.iter().filter(|one| one.notice.body.kind() == NoticeKind::Alarm).collect();
    assert_eq!(told.len(), 1, "one administrator, one mail");
    let text = serde_json::to_string(&told[0].notice).unwrap();
    assert!(
        text.contains("The template of the acknowledgement fails") && text.contains("what_there_was_once"),
        "{text}"
    );
    assert_eq!(told[0].notice.path, "/admin/templates/acknowledgement");
    let shown = test.read(|c| store::outbox::list(c, &store::outbox::OutboxFilter::default(), None, 50));
    let shown = shown.iter().find(|one| one.notice.body.kind() == NoticeKind::Acknowledgement).unwrap().id;
    let page = test.api(Who::Admin).open(&format!("/admin/outbox/{shown}")).await.expect(200).text();
    assert_reads(&page, &["built in, since your own fail", "Hello "]);
}

async fn a_breach_notice_in_own_words_says_what_was_due(test: TestApp) {
    let breach = "Sorry:\n{% for one in missed %}\n- {{ one.what }} was due {{ one.due }}\n{% endfor %}";
    assert_eq!(save(&test, "breach", "", breach).await, 303);
    anns_ticket(&test).await;
    test.at("2027-01-05T12:00:00Z").await;
    let mails = test.mails();
    let mail = mails.iter().find(|mail| mail.text.starts_with("Sorry:")).expect("a breach notice");
    assert!(
        mail.text.contains("\n- First answer was due ") && mail.subject.contains("Ihre Meldung"),
        "{mail:?}"
    );
}
