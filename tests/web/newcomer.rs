//! An administrator who has just arrived: nothing is there yet, and nothing is lost by a slip.

use super::{assert_reads, words};
use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(
    the_first_agreement_begins_with_one_of_those_that_ship,
    calendar_files_outlive_a_preview,
    what_cant_be_undone_is_asked_for_twice,
    lists_of_people_and_customers_are_searched_and_taken_away_as_files,
    a_contact_is_added_from_the_page_of_their_customer,
);

async fn the_first_agreement_begins_with_one_of_those_that_ship(test: TestApp) {
    let admin = test.api(Who::Admin);
    let page = admin.open("/admin/contracts/new").await.expect(200).text();
    assert_reads(
        &page,
        &["Where to begin", "Teamplify Service Level Agreement", "Software Support Agreement"],
    );
    assert!(page.contains("href=\"/admin/contracts/new?template=teamplify\""), "{page}");
    let begun = admin.open("/admin/contracts/new?template=teamplify").await.expect(200).text();
    assert!(begun.contains("key = &#34;teamplify&#34;"), "the text is in the form:\n{begun}");
    assert!(!words(&begun).contains("Where to begin"));
    let none = admin.open("/admin/contracts/new?template=moon").await.expect(200).text();
    assert_reads(&none, &["Where to begin"]);
    let version = admin.open("/admin/contracts/new?key=dms&template=teamplify").await.expect(200).text();
    assert!(version.contains("key = &#34;dms&#34;"), "a version begins with the one before it");
}

/// A file is chosen anew on every page that browsers show, so that what was given once is carried along.
async fn calendar_files_outlive_a_preview(test: TestApp) {
    let admin = test.api(Who::Admin);
    let (_, source) = punctual::sla::shipped().iter().find(|(key, _)| *key == "dms").unwrap();
    let source = source.replacen("key = \"dms\"", "key = \"own\"", 1).replacen(
        "holidays = \"GB-ENG\"",
        "holidays = [\"GB-ENG\", \"days.ics\"]",
        1,
    );
    let days = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\nBEGIN:VEVENT\r\nUID:1@x\r\n\
                DTSTAMP:20260101T000000Z\r\nDTSTART;VALUE=DATE:20261224\r\nSUMMARY:Founders’ day\r\nEND:VEVENT\r\n\
                END:VCALENDAR\r\n";
    let form = [("source", &source[..]), ("effective", "2026-11-24T09:00")];
    let missing = admin.submit("/admin/contracts/preview", &form).await.expect(422).text();
    assert_reads(&missing, &["days.ics was not given"]);
    let previewed =
        admin.upload("/admin/contracts/preview", &form, &[("days.ics", "text/calendar", days.into())]).await;
    let page = previewed.expect(200).text();
    assert_reads(&page, &["The file has no faults", "so are those that you gave"]);
    assert!(page.contains("name=\"kept-file:days.ics\""), "{page}");
    let mut again = form.to_vec();
    again.push(("kept-file:days.ics", days));
    admin.submit("/admin/contracts/new", &again).await.expect(303);
    let holidays = admin.open("/admin/contracts/own/holidays").await.expect(200).text();
    assert_reads(&holidays, &["Founders’ day"]);
}

async fn what_cant_be_undone_is_asked_for_twice(test: TestApp) {
    let admin = test.api(Who::Admin);
    let token =
        [("name", "Reports"), ("person", "agent@provider.example"), ("scope", "read"), ("life", "30")];
    admin.submit("/admin/api-tokens", &token).await.expect(200);
    admin.submit("/admin/mailbox-tokens", &[("name", "Postman")]).await.expect(200);
    for (page, button) in [("/admin/api-tokens", "Revoke"), ("/admin/mailbox-tokens", "Revoke")] {
        let html = admin.open(page).await.expect(200).text();
        let form = html.split("<form").find(|form| form.contains("/revoke\"")).unwrap();
        let before = form.split("<details class=\"confirm").next().unwrap();
        assert!(!before.contains("<button"), "{page}: its button is within reach at once:\n{form}");
        assert_reads(form, &[&format!("{button} …"), "A revoked token can’t be brought back."]);
    }
    let page = admin.open("/admin/api-tokens").await.expect(200).text();
    assert!(page.contains("<option value=\"manager@provider.example\">"), "people are chosen from a list");
}

async fn lists_of_people_and_customers_are_searched_and_taken_away_as_files(test: TestApp) {
    let admin = test.api(Who::Admin);
    let customer = crate::support::world::customer_name("dms");
    let all = admin.open("/admin/organizations").await.expect(200).text();
    assert!(all.contains("href=\"/admin/organizations.csv?q=\""), "{all}");
    let found = admin.open("/admin/organizations?q=DMS.example").await.expect(200).text();
    assert_reads(&found, &[&customer, "One customer"]);
    assert!(!words(&found).contains(&crate::support::world::customer_name("teamplify")));
    assert_reads(&admin.open("/admin/organizations?q=nobody").await.text(), &["Nobody found", "“nobody”"]);
    admin.open("/admin/organizations?page=99").await.expect(200);
    let file = admin.open("/admin/organizations.csv?q=dms.example").await.expect(200);
    assert!(file.header("content-type").starts_with("text/csv"));
    let text = file.text();
    assert_eq!(text.lines().count(), 2, "{text}");
    assert!(
        text.contains(&format!("\"{customer}\",\"DMS Service Level Agreement\",\"dms.example\"")),
        "{text}"
    );

    let page = admin.open("/admin/people?role=manager").await.expect(200).text();
    assert!(page.contains("href=\"/admin/people.csv?role=manager&#38;q=\""), "{page}");
    let file = admin.open("/admin/people.csv?role=manager&q=").await.expect(200).text();
    assert!(
        file.starts_with("\"name\",\"email\",\"role\",\"belongs_to\",\"time_zone\",\"remarks\"\r\n"),
        "{file}"
    );
    assert!(file.contains("\"manager@provider.example\",\"Manager\"") && !file.contains("agent@"), "{file}");
    let page = admin.open("/admin/people?q=dms").await.expect(200).text();
    let view = "href=\"/admin/people?role=customer&#38;q=dms\"";
    assert!(page.contains(view), "another view of the people forgets the search: {page}");
    for file in ["/admin/people.csv", "/admin/organizations.csv"] {
        test.api(Who::Manager).open(file).await.expect(403);
    }
}

async fn a_contact_is_added_from_the_page_of_their_customer(test: TestApp) {
    let admin = test.api(Who::Admin);
    let id = test.person(Who::Customer("dms")).organization_id.unwrap();
    let page = admin.open(&format!("/admin/organizations/{id}")).await.expect(200).text();
    let link = page.split("href=\"").find(|tail| tail.starts_with("/admin/people/new")).unwrap();
    let form = admin.open(link.split('"').next().unwrap()).await.expect(200).text();
    let customer = crate::support::world::customer_name("dms");
    assert!(form.contains(&format!("<option value=\"{customer}\" selected>")), "{form}");
}
