//! The calendar of a rota.

use serde_json::json;

use crate::support::app::{TestApp, Who};

/// What the page says of a day.
fn day(page: &str, date: &str) -> String {
    let tail =
        page.split(&format!("datetime=\"{date}\"")).nth(1).unwrap_or_else(|| panic!("{date} is not there"));
    let html = tail.split("</li>").next().unwrap();
    let mut text = String::new();
    let mut is_tag = true;
    for letter in html.chars() {
        match letter {
            '<' => is_tag = true,
            '>' => is_tag = false,
            _ if !is_tag => text.push(letter),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rotas_calendar_shows_turns_and_stand_ins_by_month_and_week() {
    let test = TestApp::sqlite();
    let admin = test.api(Who::Admin);
    let rota = admin.get("/api/v1/rotas").await.expect(200).json()["items"][0].clone();
    let id = rota["id"].as_str().unwrap();
    let [agent, backup, manager] = [Who::Agent, Who::Backup, Who::Manager].map(|who| test.person(who));
    let stand_in = json!({
        "person_id": manager.id, "from": "2026-11-25T12:00:00Z", "until": "2026-11-26T00:00:00Z",
    });
    admin.post(&format!("/api/v1/rotas/{id}/stand-ins"), stand_in).await.expect(201);
    let place = format!("/admin/rotas/{id}/calendar");
    assert!(
        admin.open(&format!("/admin/rotas/{id}")).await.expect(200).text().contains(&place),
        "it is linked"
    );

    let month = admin.open(&place).await.expect(200).text();
    assert!(month.contains("November 2026") && day(&month, "2026-11-23").contains("today"));
    assert_eq!(day(&month, "2026-11-24"), format!("Tue 24 {}", agent.name));
    assert_eq!(day(&month, "2026-11-25"), format!("Wed 25 {} 12:00 {} stands in", agent.name, manager.name));
    assert_eq!(day(&month, "2026-11-26"), format!("Thu 26 {}", agent.name));
    let handover = day(&month, "2026-11-30");
    assert!(
        handover.contains(&agent.name) && handover.contains(&format!("09:00 {}", backup.name)),
        "{handover}"
    );
    assert!(month.contains("datetime=\"2026-12-06\"") && !month.contains("datetime=\"2026-12-07\""));

    let week = admin.open(&format!("{place}?view=week&day=2026-11-25")).await.expect(200).text();
    assert!(week.contains("Week of 23 November 2026"));
    assert!(week.contains("datetime=\"2026-11-29\"") && !week.contains("datetime=\"2026-11-30\""));
    assert!(
        week.contains("view=week&amp;day=2026-12-02") || week.contains("view=week&#38;day=2026-12-02"),
        "later"
    );
    let december = admin.open(&format!("{place}?day=2026-12-31")).await.expect(200).text();
    assert!(december.contains("December 2026") && december.contains("datetime=\"2027-01-03\""));
    admin.open(&format!("{place}?day=soon&view=x")).await.expect(200);
    test.api(Who::Manager).open(&place).await.expect(403);
}
