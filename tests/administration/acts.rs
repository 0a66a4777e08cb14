//! Every kind of entry of the audit log has a deed that makes it, and words in which its page tells it.

use std::collections::BTreeSet;

use punctual::domain::AuditAction::{self, *};
use punctual::domain::{PromiseOutcome, TicketNumber, Viewer};
use punctual::sla::shipped;
use punctual::store;
use punctual::vault::Key;
use serde_json::json;

use super::cases::cases;
use crate::accounts::second_step::shown;
use crate::support::app::{PASSWORD, TestApp, Who, on_both_apps};
use crate::support::browser::Browser;
use crate::support::process::command;

on_both_apps!(every_deed_is_in_the_audit_log_in_words,);

/// What no form of the administration's cases does, in an order in which each finds what it is about.
const REST: [AuditAction; 14] = [
    PasswordChosen,
    SecondStepSet,
    SessionRevoked,
    ContractAdded,
    HolidayProclaimed,
    HolidayWithdrawn,
    TemplateSaved,
    TemplateReset,
    MailDiscarded,
    MailRestored,
    MailReleased,
    BreachExcused,
    ExcuseWithdrawn,
    KeyRotated,
];

/// Words for an acknowledgement, with what one has to say.
const OWN_WORDS: &str = "Hello {{ name }},\n\n{% if answer.starts %}\nIt counts from {{ answer.starts }}.\n{% endif %}\n\
    {% if answer.due %}\nAn answer by {{ answer.due }}.\n{% endif %}\n\n--\n{{ provider }}";

/// What was done to the installation as a whole, or to what is there no more.
const WITHOUT_PAGE: [AuditAction; 4] = [WebhookRemoved, TemplateSaved, TemplateReset, KeyRotated];

#[test]
fn no_kind_of_entry_is_without_a_deed() {
    let done: BTreeSet<_> = cases().iter().map(|case| case.act).chain(REST).map(AuditAction::word).collect();
    assert_eq!(done, AuditAction::ALL.map(AuditAction::word).into_iter().collect());
}

async fn every_deed_is_in_the_audit_log_in_words(test: TestApp) {
    let test = test.restart_with("[trust]\noutsiders = 'hold_back'");
    let report = json!({ "subject": "All is down", "text": "x", "severity": "Critical" });
    test.api(Who::Customer("dms")).post("/api/v1/tickets", report).await.expect(201);
    let stranger =
        "From: eve@elsewhere.example\nTo: support@provider.example\nSubject: [#1] Me too\n\nLet me in.\n";
    let mail = format!("/admin/inbox/{}", test.receive(stranger).await.id);
    for act in REST {
        let before = test.read(store::audit::head).0.number;
        do_it(&test, act, &mail).await;
        let made = test.read(move |c| store::audit::after(c, before, 100));
        let acts: Vec<_> = made.iter().map(|one| one.entry.action).collect();
        assert_eq!(acts, [act]);
        is_told(&test, act).await;
    }
}

/// The log's page shows the act in words, the newest entry first.
pub async fn is_told(test: &TestApp, act: AuditAction) {
    let page = test.api(Who::Admin).open("/admin/audit").await.expect(200).text();
    let row = page.split("<td class=\"full\">").nth(1).unwrap_or_default();
    let words = act.word().replace('_', " ").replace("api", "API");
    let (first, rest) = words.split_at(1);
    let words = first.to_uppercase() + rest;
    assert!(row.starts_with(&words), "“{words}” is not the newest entry:\n{row}");
    let row = row.split("</td>").next().unwrap_or_default();
    for word in row.split(['<', '>', ' ', ',', ':']).filter(|word| !word.contains('=')) {
        assert!(word.parse::<uuid::Uuid>().is_err(), "“{words}” names nothing but an id:\n{row}");
    }
    match row.split("<a href=\"").nth(1).and_then(|tail| tail.split('"').next()) {
        Some(link) => drop(test.api(Who::Admin).open(&link.replace("&#38;", "&")).await.expect(200)),
        None => assert!(WITHOUT_PAGE.contains(&act), "“{words}” leads nowhere:\n{row}"),
    }
}

async fn do_it(test: &TestApp, act: AuditAction, mail: &str) {
    let (admin, manager) = (test.api(Who::Admin), test.api(Who::Manager));
    match act {
        PasswordChosen => {
            let own = [("present_password", PASSWORD), ("new_password", "brick harbour velvet noon")];
            test.api(Who::Customer("dms")).submit("/account/password", &own).await.expect(303);
        }
        SecondStepSet => {
            let mut agent = Browser::new(test);
            agent.begin(Who::Agent);
            agent.get("/account").await.expect(200);
            agent.post("/account/second-step/begin", &[("present_password", PASSWORD)]).await.expect(303);
            agent.get("/account").await.expect(200);
            let code = shown(test, Who::Agent);
            agent.post("/account/second-step/confirm", &[("code", &code)]).await.expect(200);
        }
        SessionRevoked => {
            let mut places = [Browser::new(test), Browser::new(test)];
            for place in &mut places {
                place.sign_in("contact@teamplify.example", PASSWORD).await.expect(303);
            }
            places[0].get("/account").await.expect(200);
            places[0].post("/account/sessions/end-others", &[]).await.expect(303);
        }
        ContractAdded => {
            let source = shipped()[0].1.replace("respond = \"1h\"", "respond = \"2h\"");
            admin.post("/api/v1/contracts", json!({ "source": source })).await.expect(201);
        }
        HolidayProclaimed => {
            let day = [("date", "2026-11-24"), ("name", "Day of thanks")];
            admin.submit("/admin/contracts/dms/holidays", &day).await.expect(303);
        }
        HolidayWithdrawn => {
            drop(admin.delete("/api/v1/contracts/dms/holidays/2026-11-24").await.expect(204));
        }
        TemplateSaved => {
            let words = [
                ("kind", "acknowledgement"),
                ("customer", ""),
                ("subject", "We have it"),
                ("text", OWN_WORDS),
            ];
            admin.submit("/admin/templates", &words).await.expect(303);
        }
        TemplateReset => {
            let sure = [("kind", "acknowledgement"), ("customer", ""), ("sure", "yes")];
            admin.submit("/admin/templates/reset", &sure).await.expect(303);
        }
        MailDiscarded => drop(manager.submit(&format!("{mail}/discard"), &[]).await.expect(303)),
        MailRestored => drop(manager.submit(&format!("{mail}/restore"), &[]).await.expect(303)),
        MailReleased => {
            let own = [("to", "own_ticket"), ("sure", "yes")];
            manager.submit(&format!("{mail}/release"), &own).await.expect(303);
        }
        BreachExcused => {
            test.at("2026-11-23T11:00:01Z").await;
            let why = [("cause", "Their network was down"), ("evidence", "Their firewall’s log")];
            manager.submit(&breach(test), &why).await.expect(303);
        }
        ExcuseWithdrawn => {
            drop(manager.submit(&format!("{}/withdraw", breach(test)), &[]).await.expect(303));
        }
        KeyRotated => {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("keys");
            std::fs::write(&file, Key::generate().reveal()).unwrap();
            let settings = [("ENCRYPTION__KEY_FILE", file.display().to_string())];
            assert!(command("key rotate", &test.url(), &settings).status().unwrap().success());
        }
        other => panic!("nothing is known of {other:?}"),
    }
}

/// The page of the first promise that was missed.
fn breach(test: &TestApp) -> String {
    let agent = Viewer::of(&test.person(Who::Agent));
    let promises = test.read(|c| {
        let ticket = store::ticket::find_by_number(c, agent, TicketNumber(1))?.unwrap();
        store::promise::list(c, ticket.id)
    });
    let missed = promises.iter().find(|promise| promise.outcome == PromiseOutcome::Broken).unwrap();
    format!("/manager/breaches/{}", missed.id)
}
