//! Rotas and teams on their pages: people are chosen from a list, and nobody stands in beside somebody else.

use chrono::TimeDelta;
use punctual::domain::{Override, RotaId};
use punctual::service;
use punctual::store::Connection;
use serde_json::json;

use super::{assert_reads, words};
use crate::support::app::{TestApp, Who, on_both_apps};
use crate::support::overlap::overlapping;

on_both_apps!(
    nobody_stands_in_while_somebody_else_does,
    the_people_of_a_rota_are_chosen_in_their_order,
    a_rota_may_have_hundreds_of_people,
    people_join_and_leave_a_team_on_its_page,
);

async fn rota(test: &TestApp) -> String {
    let rotas = test.api(Who::Admin).get("/api/v1/rotas").await.expect(200).json();
    rotas["items"][0]["id"].as_str().unwrap().to_owned()
}

async fn nobody_stands_in_while_somebody_else_does(test: TestApp) {
    let (admin, id) = (test.api(Who::Admin), rota(&test).await);
    let [backup, manager] = [Who::Backup, Who::Manager].map(|who| test.person(who));
    let place = format!("/admin/rotas/{id}/stand-ins");
    let manager_id = manager.id.to_string();
    let first = [("person", &manager_id[..]), ("from", "2026-11-25T12:00"), ("until", "2026-11-26T00:00")];
    admin.submit(&place, &first).await.expect(303);
    let told = format!(
        "{} stands in from Wed 25 Nov 2026 12:00 to Thu 26 Nov 2026 00:00 (Europe/London) already.",
        manager.name
    );
    let backup_id = backup.id.to_string();
    for (who, from, until, is_refused) in [
        (&backup_id, "2026-11-25T00:00", "2026-11-25T12:00", false),
        (&backup_id, "2026-11-25T11:59", "2026-11-25T12:01", true),
        (&backup_id, "2026-11-25T23:59", "2026-11-27T00:00", true),
        (&backup_id, "2026-11-25T13:00", "2026-11-25T14:00", true),
        (&manager_id, "2026-11-25T12:00", "2026-11-26T00:00", true),
        (&backup_id, "2026-11-26T00:00", "2026-11-27T00:00", false),
    ] {
        let form = [("person", &who[..]), ("from", from), ("until", until)];
        let answer = admin.submit(&place, &form).await;
        assert_eq!(answer.status, if is_refused { 422 } else { 303 }, "{from}");
        if is_refused && from != "2026-11-25T11:59" {
            assert_reads(&answer.text(), &[&told]);
            assert!(answer.text().contains(&format!("value=\"{from}\"")), "what was typed is kept");
        }
    }
    let early =
        json!({ "person_id": backup.id, "from": "2026-11-25T13:00:00Z", "until": "2026-11-25T14:00:00Z" });
    let refused = admin.post(&format!("/api/v1/rotas/{id}/stand-ins"), early).await.expect(422);
    assert_eq!(refused.faulty_fields(), ["from"], "{}", refused.text());
}

/// On PostgreSQL writers don't wait for each other by themselves.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_who_are_put_in_at_once_both_stand_in() {
    let test = TestApp::postgres();
    let (context, by) = (test.app.context(), test.person(Who::Admin));
    let (id, backup) = (rota(&test).await, test.person(Who::Backup).id);
    let (rota_id, now) = (RotaId(id.parse().unwrap()), test.now());
    let add = move |c: &mut Connection| {
        let stand_in =
            Override { person_id: backup, from: now + TimeDelta::days(20), until: now + TimeDelta::days(21) };
        service::add_stand_in(c, &context, &by, rota_id, stand_in)
    };
    let manager = test.person(Who::Manager).id.to_string();
    let other = [("person", &manager[..]), ("from", "2026-11-25T12:00"), ("until", "2026-11-26T00:00")];
    let adding = async {
        test.api(Who::Admin).submit(&format!("/admin/rotas/{id}/stand-ins"), &other).await.expect(303);
    };
    overlapping(&test.app.db, add, adding).await;
    let kept = test.app.db.read(move |c| punctual::store::rota::find(c, rota_id)).await.unwrap().unwrap();
    assert_eq!(kept.overrides.len(), 2, "{:?}", kept.overrides);
}

/// What is chosen in the places of a rota's form, in order.
fn places(page: &str) -> Vec<String> {
    let lists =
        page.split("<select name=\"people-").skip(1).map(|tail| tail.split("</select>").next().unwrap());
    let chosen = lists.map(|list| {
        let option = list.split("<option value=\"").find(|option| option.contains("\" selected>"));
        option.map_or_else(String::new, |option| option.split('"').next().unwrap().to_owned())
    });
    chosen.collect()
}

async fn the_people_of_a_rota_are_chosen_in_their_order(test: TestApp) {
    let (admin, id) = (test.api(Who::Admin), rota(&test).await);
    let place = format!("/admin/rotas/{id}");
    let [agent, backup, manager] =
        [Who::Agent, Who::Backup, Who::Manager].map(|who| test.person(who).email.to_string());
    let save = async |people: &[&str]| {
        let names: Vec<String> = (1..=people.len()).map(|place| format!("people-{place}")).collect();
        let mut form = vec![
            ("name", "Support"),
            ("day", "Mon"),
            ("time", "09:00"),
            ("time_zone", "Europe/London"),
            ("first_turn", "2026-11-23"),
        ];
        form.extend(names.iter().map(String::as_str).zip(people.iter().copied()));
        admin.submit(&place, &form).await
    };
    let page = admin.open("/admin/rotas/new").await.expect(200).text();
    assert_eq!(places(&page), ["", "", ""]);
    assert!(page.contains(&format!("<option value=\"{agent}\">")) && !page.contains("contact@dms.example"));
    save(&["", &manager, "", &agent, &backup, ""]).await.expect(303);
    let page = admin.open(&place).await.expect(200).text();
    assert_eq!(places(&page), [&manager[..], &agent, &backup, "", "", ""]);
    let rotas = admin.get("/api/v1/rotas").await.expect(200).json();
    let names: Vec<_> =
        rotas["items"][0]["people"].as_array().unwrap().iter().map(|one| one["name"].clone()).collect();
    let expected = [Who::Manager, Who::Agent, Who::Backup].map(|who| json!(test.person(who).name));
    assert_eq!(names, expected);
    let refused = save(&["", ""]).await.expect(422).text();
    assert_reads(&refused, &["Choose 1 to 500 people."]);
    let leaver = test.person(Who::Backup).id;
    admin.submit(&format!("/admin/people/{leaver}/disable"), &[]).await.expect(303);
    let page = admin.open(&place).await.expect(200).text();
    assert_eq!(places(&page)[2], backup);
    assert_reads(&page, &[&format!("{backup} (no longer here)")]);
    let refused = save(&[&manager, &backup]).await.expect(422).text();
    assert_reads(&refused, &[&format!("{backup} is no active person of the provider.")]);
    assert_eq!(places(&refused), [&manager[..], &backup, "", "", ""], "what was chosen is kept");
}

/// Adds colleagues, and gives their addresses.
async fn colleagues(test: &TestApp, count: usize) -> Vec<String> {
    let admin = test.api(Who::Admin);
    let addresses: Vec<String> = (1..=count).map(|one| format!("colleague{one}@provider.example")).collect();
    for email in &addresses {
        let body = json!({ "email": email, "name": format!("Colleague {email}"), "role": "agent" });
        admin.post("/api/v1/people", body).await.expect(201);
    }
    addresses
}

async fn a_rota_may_have_hundreds_of_people(test: TestApp) {
    let (admin, id) = (test.api(Who::Admin), rota(&test).await);
    let place = format!("/admin/rotas/{id}");
    let addresses = colleagues(&test, 150).await;
    let save = async |people: &[String], more: usize| {
        let names: Vec<String> = (1..=people.len()).map(|place| format!("people-{place}")).collect();
        let others: Vec<String> = (0..more).map(|one| format!("other-{one}")).collect();
        let mut form = vec![
            ("name", "Everybody"),
            ("day", "Mon"),
            ("time", "09:00"),
            ("time_zone", "Europe/London"),
            ("first_turn", "2026-11-23"),
        ];
        form.extend(names.iter().zip(people).map(|(name, address)| (name.as_str(), address.as_str())));
        form.extend(others.iter().map(|name| (name.as_str(), "")));
        admin.submit(&place, &form).await
    };
    save(&addresses, 0).await.expect(303);
    let page = admin.open(&place).await.expect(200).text();
    let written = |page: &str| -> Vec<String> {
        let lines = page.split("<input name=\"people-").skip(1);
        lines
            .map(|line| line.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned())
            .collect()
    };
    assert_eq!(written(&page)[..150], addresses, "in the order of their turns");
    assert_eq!(written(&page)[150..], ["", "", ""], "whoever joins has a place");
    assert!(page.contains(&format!("<option value=\"{}\">", addresses[149])), "they can be chosen from");
    let rotas = admin.get("/api/v1/rotas").await.expect(200).json();
    assert_eq!(rotas["items"][0]["people"].as_array().unwrap().len(), 150);
    let too_many: Vec<String> = addresses.iter().cycle().take(501).cloned().collect();
    let refused = save(&too_many, 0).await.expect(422).text();
    assert_reads(&refused, &["Choose 1 to 500 people."]);
    assert_eq!(written(&refused)[..501], too_many, "what was chosen is kept");
    let flood = save(&addresses, 2000).await.expect(413).text();
    assert_reads(&flood, &["A form has at most 2000 fields.", "send it in parts"]);
    let new = json!({
        "name": "More", "handover_day": "mon", "handover_time": "09:00", "people": too_many,
    });
    let refused = admin.post("/api/v1/rotas", new).await.expect(422);
    assert_eq!(refused.faulty_fields(), ["people"], "{}", refused.text());
}

async fn people_join_and_leave_a_team_on_its_page(test: TestApp) {
    let admin = test.api(Who::Admin);
    let backup = test.person(Who::Backup);
    let team = async |name: &str| {
        let given = json!({ "name": name, "rota_id": null });
        let team = admin.post("/api/v1/teams", given).await.expect(201).json();
        team["id"].as_str().unwrap().to_owned()
    };
    let (support, night) = (team("Day").await, &team("Night").await[..]);
    let chosen = [("person", &backup.id.to_string()[..])];
    let members = async |id: &str| {
        let page = admin.open(&format!("/admin/teams/{id}")).await.expect(200).text();
        let card =
            page.split("id=\"members\"").nth(1).unwrap().split("</section>").next().unwrap().to_owned();
        (words(&card), page)
    };
    admin.submit(&format!("/admin/teams/{support}/members"), &chosen).await.expect(303);
    assert!(members(&support).await.0.contains(&backup.name));
    let (card, page) = members(night).await;
    assert!(card.contains("Nobody yet"), "{card}");
    assert_reads(&page, &[&format!("{}, now in", backup.name)]);
    admin.submit(&format!("/admin/teams/{night}/members"), &chosen).await.expect(303);
    assert!(members(night).await.0.contains(&backup.name));
    assert!(!members(&support).await.0.contains(&backup.name), "everybody is in one team at most");
    admin.submit(&format!("/admin/teams/{support}/members/remove"), &chosen).await.expect(404);
    admin.submit(&format!("/admin/teams/{night}/members/remove"), &chosen).await.expect(303);
    assert!(!members(night).await.0.contains(&backup.name));
    admin.submit(&format!("/admin/teams/{night}/members"), &[("person", "")]).await.expect(422);
}
