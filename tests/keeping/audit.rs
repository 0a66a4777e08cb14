//! The audit log: every administrative act is in it, and what somebody does to it by hand is noticed.

use punctual::domain::{AuditAction, AuditActor, AuditHead};
use punctual::service::{AuditFault, ServiceError, verify_audit};
use punctual::store;
use punctual::store::audit::{AuditFilter, SealedEntry};
use serde_json::json;

use crate::support::app::{TestApp, Who, on_both_apps};
use crate::support::test_database::execute;

on_both_apps!(
    administrative_acts_are_recorded_with_who_did_them,
    what_is_undone_leaves_no_entry,
    what_is_done_to_the_log_by_hand_is_noticed,
    entries_of_many_at_once_have_one_order,
);

fn entries(test: &TestApp) -> Vec<SealedEntry> {
    test.read(|c| store::audit::after(c, 0, 1000))
}

fn verify(test: &TestApp, kept: &[AuditHead]) -> Result<AuditHead, AuditFault> {
    let key = test.app.identity.audit_key.clone();
    test.database().read_now(|c| verify_audit(c, &key, kept)).unwrap()
}

/// Ends a person's sessions, which is one entry.
async fn reset(test: &TestApp, who: Who) {
    let path = format!("/api/v1/people/{}/sign-in-reset", test.person(who).id);
    test.api(Who::Admin).post(&path, json!({})).await.expect(204);
}

async fn administrative_acts_are_recorded_with_who_did_them(test: TestApp) {
    let before = entries(&test).len();
    assert!(before > 0 && entries(&test).iter().all(|one| one.entry.actor == AuditActor::System));
    let admin = test.api(Who::Admin);
    let agent = test.person(Who::Agent);
    let path = format!("/api/v1/people/{}", agent.id);
    admin.put(&format!("{path}/access"), json!({ "is_active": false })).await.expect(200);
    admin.put(&format!("{path}/access"), json!({ "is_active": true })).await.expect(200);
    reset(&test, Who::Agent).await;
    let change = json!({ "name": "Ada", "role": "manager", "team_id": null, "time_zone": "UTC",
        "receives_breach_notices": false });
    admin.put(&path, change).await.expect(200);
    let team =
        admin.post("/api/v1/teams", json!({ "name": "Night", "rota_id": null })).await.expect(201).json();
    let team = format!("/api/v1/teams/{}", team["id"].as_str().unwrap());
    admin.put(&team, json!({ "name": "Late", "rota_id": null })).await.expect(200);
    let organization = json!({ "name": "New", "contract": "dms", "domains": [] });
    admin.post("/api/v1/organizations", organization).await.expect(201);
    admin.submit("/admin/teams/new", &[("name", "By page")]).await.expect(303);

    let made = entries(&test).split_off(before);
    let acts: Vec<_> = made.iter().map(|one| one.entry.action).collect();
    use AuditAction::*;
    assert_eq!(
        acts,
        [
            PersonDisabled,
            PersonEnabled,
            SignInReset,
            PersonChanged,
            TeamAdded,
            TeamChanged,
            OrganizationAdded,
            TeamAdded
        ]
    );
    let by = AuditActor::Person(test.person(Who::Admin).id);
    for one in &made {
        assert_eq!((one.entry.actor, one.entry.at), (by, test.now()), "{:?}", one.entry.action);
    }
    assert_eq!(made[0].entry.object.id, Some(agent.id.0));
    assert!(made[3].entry.detail.contains("manager") && !made[3].entry.detail.contains("Ada"));
    let page =
        admin.open("/admin/audit?person=admin@provider.example&action=person_changed").await.expect(200);
    let page = page.text();
    assert!(
        page.contains("Person changed") && page.contains("Ada") && !page.contains("Sign in reset:"),
        "{page}"
    );
    assert!(
        admin
            .open("/admin/audit?person=nobody@provider.example")
            .await
            .expect(200)
            .text()
            .contains("Nobody has")
    );
    let file = admin.open("/admin/audit.csv?from=2026-11-23&until=2026-11-23").await.expect(200).text();
    assert!(file.lines().count() > made.len() && file.contains(&made[0].seal), "{file}");
    assert_eq!(admin.open("/admin/audit.csv?until=2026-11-22").await.expect(200).text().lines().count(), 1);
    let filter = AuditFilter { action: Some(TeamAdded), ..AuditFilter::default() };
    let listed = test.read(move |c| store::audit::list(c, &filter, None, 1));
    assert_eq!(listed[0].entry.number, made[7].entry.number);
    assert_eq!(verify(&test, &[]).unwrap().number, made[7].entry.number);
}

async fn what_is_undone_leaves_no_entry(test: TestApp) {
    let before = entries(&test);
    let organization = json!({ "name": "Customer dms", "contract": "nothing", "domains": [] });
    test.api(Who::Admin).post("/api/v1/organizations", organization).await.expect(422);
    let failing = test.app.context();
    let admin = test.person(Who::Admin);
    let outcome = test.database().write_now(move |c| {
        punctual::service::reset_sign_in(c, &failing, &admin, admin.id, None)?;
        Err::<(), _>(ServiceError::Stale)
    });
    assert!(outcome.is_err());
    assert_eq!(entries(&test), before);
}

async fn what_is_done_to_the_log_by_hand_is_noticed(test: TestApp) {
    for _ in 0..3 {
        reset(&test, Who::Agent).await;
    }
    let head = verify(&test, &[]).unwrap();
    let last = head.number;
    let refused = |sql: String| execute(&test.app.db, &sql).unwrap_err().to_string();
    assert!(
        refused(format!("UPDATE audit_entry SET detail = '' WHERE number = {last}")).contains("only added")
    );
    assert!(refused(format!("DELETE FROM audit_entry WHERE number = {last}")).contains("only added"));

    // Somebody who may change the tables themselves takes the guards away first.
    let on = if test.database().is_sqlite() { "" } else { " ON audit_entry" };
    for guard in ["changed", "removed"] {
        execute(&test.app.db, &format!("DROP TRIGGER audit_entry_is_not_{guard}{on}")).unwrap();
    }
    let at_two = test.read(|c| store::audit::after(c, 1, 1)).remove(0);
    let detail = at_two.entry.detail.clone();
    let set_detail = |text: &str| format!("UPDATE audit_entry SET detail = '{text}' WHERE number = 2");
    execute(&test.app.db, &set_detail("{}")).unwrap();
    assert_eq!(verify(&test, &[]).unwrap_err(), AuditFault::Changed(2));
    execute(&test.app.db, &set_detail(&detail)).unwrap();
    assert_eq!(verify(&test, &[]).unwrap(), head);

    execute(&test.app.db, "UPDATE audit_entry SET number = -2 WHERE number = 2").unwrap();
    assert_eq!(verify(&test, &[]).unwrap_err(), AuditFault::Removed(2));
    execute(&test.app.db, "UPDATE audit_entry SET number = 2 WHERE number = -2").unwrap();

    // The last entry is cut off, and then the end is moved before it as far as that can be done without the key.
    execute(&test.app.db, &format!("DELETE FROM audit_entry WHERE number = {last}")).unwrap();
    let found = last - 1;
    assert_eq!(verify(&test, &[]).unwrap_err(), AuditFault::End { found, head: last });
    let seal = test.read(move |c| store::audit::after(c, found - 1, 1)).remove(0).seal;
    let forged = format!("UPDATE audit_head SET number = {found}, entry_seal = '{seal}'");
    execute(&test.app.db, &forged).unwrap();
    assert_eq!(verify(&test, &[]).unwrap_err(), AuditFault::EndSeal);

    // With the whole log put back to an older state, only a head that was kept elsewhere tells.
    execute(&test.app.db, "DELETE FROM audit_entry").unwrap();
    execute(&test.app.db, "UPDATE audit_head SET number = 0, entry_seal = '', seal = ''").unwrap();
    assert_eq!(verify(&test, &[]).unwrap().number, 0);
    assert_eq!(verify(&test, std::slice::from_ref(&head)).unwrap_err(), AuditFault::NotKept(head));
}

async fn entries_of_many_at_once_have_one_order(test: TestApp) {
    let before = entries(&test).len();
    let all = (0..12).map(|_| reset(&test, Who::Agent));
    futures_util::future::join_all(all).await;
    assert_eq!(entries(&test).len(), before + 12);
    assert_eq!(usize::try_from(verify(&test, &[]).unwrap().number).unwrap(), before + 12);
}

#[test]
fn a_head_is_read_as_it_was_printed() {
    let head = AuditHead { number: 7, seal: "0a1b".to_owned() };
    assert_eq!(head.to_string().parse::<AuditHead>().unwrap(), head);
    for wrong in ["", "7", "x:0a", "7:zz"] {
        assert!(wrong.parse::<AuditHead>().is_err(), "{wrong}");
    }
}
