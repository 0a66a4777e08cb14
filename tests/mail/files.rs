//! Files that are too large: the mail becomes a ticket all the same and its sender is told; a form says what to do.

use reqwest::multipart::{Form, Part};

use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(
    a_mail_with_a_file_too_large_opens_its_ticket_and_says_which_was_refused,
    a_form_and_a_program_are_told_which_file_is_too_large,
);

const LIMIT: &str = "[attachments]\nlargest = 1000";

fn mail(head: &str, large: usize) -> String {
    format!(
        "{head}\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nSee the files.\n--b\nContent-Disposition: attachment; \
         filename=small.log\n\nsmall\n--b\nContent-Disposition: attachment; filename=\"../large.log\"\n\n{}\n--b--\n",
        "x".repeat(large)
    )
}

async fn a_mail_with_a_file_too_large_opens_its_ticket_and_says_which_was_refused(test: TestApp) {
    let test = test.restart_with(LIMIT);
    test.receive(&mail("From: ann@dms.example\nMessage-ID: <1@dms.example>\nSubject: Crash", 1234)).await;
    let page = test.api(Who::Agent).open("/desk/tickets/1").await.expect(200).text();
    for wanted in ["See the files.", "small.log", "The file large.log (1 KB) is too large and was not kept."]
    {
        assert!(page.contains(wanted), "“{wanted}” is not on the page:\n{page}");
    }
    assert_eq!(page.matches("href=\"/attachments/").count(), 1, "{page}");
    let told: Vec<_> = test.mails().into_iter().filter(|mail| mail.text.contains("large.log")).collect();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].to, "ann@dms.example");
    assert!(
        told[0].text.contains("- large.log (1 KB)") && told[0].text.contains("at most 1 KB"),
        "{}",
        told[0].text
    );

    let robot = "From: ann@dms.example\nAuto-Submitted: auto-generated\nSubject: Report of the night";
    test.receive(&mail(robot, 4321)).await;
    assert!(test.mails().iter().all(|mail| !mail.text.contains("large.log")), "no answer to a robot");
    let page = test.api(Who::Agent).open("/desk/tickets/2").await.expect(200).text();
    assert!(page.contains("The file large.log (4 KB) is too large"), "{page}");
}

async fn a_form_and_a_program_are_told_which_file_is_too_large(test: TestApp) {
    let test = test.restart_with(LIMIT);
    let customer = test.api(Who::Customer("dms"));
    let file = || Part::bytes(vec![b'x'; 1001]).file_name("trace.log");
    let report = Form::new().text("subject", "Crash").text("text", "See the log.").part("file", file());
    let refused = customer.post_multipart("/api/v1/tickets", report).await.expect(422);
    assert_eq!(refused.faulty_fields(), ["files"]);
    assert!(refused.text().contains("“trace.log” has 1 KB; one may have at most 1 KB"), "{}", refused.text());

    let fields = [
        ("subject", "Crash"),
        ("text", "See the log."),
        ("affected", "one"),
        ("impact", "minor"),
        ("workaround", "easy"),
    ];
    let files = [("trace.log", "text/plain", vec![b'x'; 1001])];
    let again = customer.upload("/portal/report", &fields, &files).await.expect(422).text();
    assert!(again.contains("trace.log") && again.contains("See the log."), "{again}");
    let nothing = test.api(Who::Agent).get("/api/v1/tickets").await.expect(200).json();
    assert_eq!(nothing["items"].as_array().unwrap().len(), 0, "nothing was opened");
}
