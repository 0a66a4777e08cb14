//! Who of a customer hears of broken promises and gives instructions.

use punctual::domain::{EmailAddress, Person, PersonId, Role};
use punctual::service::{self, NewPerson};

use super::{ANN, STRANGER, assert_reads, report};
use crate::support::app::{TestApp, Who, on_both_apps};
use crate::support::world::customer_name;

on_both_apps!(
    the_provider_names_an_administrator_who_looks_after_the_rest,
    breach_mail_goes_where_the_page_says,
    nonsense_is_refused_and_kept_as_typed,
);

/// Another contact of Ann's company.
pub(super) async fn colleague(test: &TestApp) -> Person {
    let context = test.app.context();
    let new = NewPerson {
        email: EmailAddress::parse("ben@dms.example").unwrap(),
        name: "Ben of dms".to_owned(),
        role: Role::Customer,
        organization: Some(customer_name("dms")),
        team_id: None,
        time_zone: None,
        receives_breach_notices: false,
        password_hash: None,
    };
    test.app.db.write(move |c| service::add_person(c, &context, new)).await.unwrap()
}

fn fields(pairs: &[(&str, PersonId)]) -> Vec<(String, String)> {
    let field = |(name, id): &(&str, PersonId)| match *name {
        "main" | "backup" => ((*name).to_owned(), id.to_string()),
        tick => (format!("{tick}-{id}"), "yes".to_owned()),
    };
    pairs.iter().map(field).collect()
}

async fn submit(test: &TestApp, who: Who, path: &str, pairs: &[(&str, PersonId)], status: u16) -> String {
    let fields = fields(pairs);
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    test.api(who).submit(path, &fields).await.expect(status).text()
}

async fn the_provider_names_an_administrator_who_looks_after_the_rest(test: TestApp) {
    let (ann, ben) = (test.person(ANN), colleague(&test).await);
    let page = test.api(ANN).open("/portal/contacts").await.expect(200).text();
    assert_reads(&page, &["Ben of dms", "Ask us to name somebody who looks after this."]);
    submit(&test, ANN, "/portal/contacts", &[("administers", ann.id)], 403).await;

    let office = format!("/admin/organizations/{}/contacts", ann.organization_id.unwrap());
    submit(&test, Who::Admin, &office, &[("administers", ann.id), ("breaches", ann.id)], 303).await;
    let plan = [("main", ann.id), ("backup", ben.id), ("breaches", ben.id), ("administers", ann.id)];
    submit(&test, ANN, "/portal/contacts", &plan, 303).await;
    let page = test.api(ANN).open("/portal/contacts").await.expect(200).text();
    let line = page.split("<tr>").find(|line| line.contains("Ben of dms")).unwrap();
    assert_eq!(line.matches(" checked").count(), 2, "breach mail and backup:\n{line}");
    let refused = submit(&test, ANN, "/portal/contacts", &[("breaches", ben.id)], 422).await;
    assert_reads(&refused, &["Keep at least one administrator."]);
    let theirs = test.api(STRANGER).open("/portal/contacts").await.expect(200).text();
    assert!(!theirs.contains("Ben of dms"), "another customer’s contacts are not shown");
}

async fn breach_mail_goes_where_the_page_says(test: TestApp) {
    let (ann, ben) = (test.person(ANN), colleague(&test).await);
    let office = format!("/admin/organizations/{}/contacts", ann.organization_id.unwrap());
    submit(&test, Who::Admin, &office, &[("breaches", ben.id)], 303).await;
    report(&test, ANN, "Nobody can work", ["everyone", "unusable", "none"]).await;
    test.mails();
    test.at("2026-11-23T11:00:01Z").await;
    let mails = test.mails();
    let told: Vec<&str> =
        mails.iter().filter(|mail| mail.subject.contains("We missed")).map(|mail| mail.to.as_str()).collect();
    assert_eq!(told, ["ben@dms.example"]);
}

async fn nonsense_is_refused_and_kept_as_typed(test: TestApp) {
    let (ann, stranger) = (test.person(ANN), test.person(STRANGER));
    let office = format!("/admin/organizations/{}/contacts", ann.organization_id.unwrap());
    let both = [("main", ann.id), ("backup", ann.id), ("administers", ann.id)];
    let page = submit(&test, Who::Admin, &office, &both, 422).await;
    assert_reads(&page, &["The backup has to be somebody else than the main contact."]);
    let line = page.split("<tr>").find(|line| line.contains(&ann.name)).unwrap();
    assert_eq!(line.matches(" checked").count(), 3, "it is kept as typed:\n{line}");
    let page = submit(&test, Who::Admin, &office, &[("main", stranger.id)], 422).await;
    assert_reads(&page, &["This is no contact of the customer."]);
}
