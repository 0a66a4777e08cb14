//! Every form of the administration: what it does, what it refuses, and its entry in the audit log.

use std::collections::BTreeSet;

use punctual::domain::AuditAction;
use punctual::store;
use punctual::web::access::Access;
use punctual::web::routes;

use super::acts::is_told;
use super::cases::{Case, ELSEWHERE, Refusal, cases};
use super::installation::{self, Known};
use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(every_form_does_what_it_says_and_is_in_the_audit_log,);

/// The forms of the administration, as the table of routes has them.
fn forms() -> Vec<(&'static str, Access)> {
    let is_form = |entry: &routes::Entry| entry.method == "POST" && entry.path.starts_with("/admin/");
    routes::entries().iter().filter(|entry| is_form(entry)).map(|entry| (entry.path, entry.access)).collect()
}

#[test]
fn no_form_is_without_a_case() {
    let tried: BTreeSet<_> = cases().iter().map(|case| case.route).chain(ELSEWHERE).collect();
    let known: BTreeSet<_> = forms().iter().map(|(path, _)| *path).collect();
    assert_eq!(tried, known);
}

async fn every_form_does_what_it_says_and_is_in_the_audit_log(test: TestApp) {
    let (test, mut known) = installation::prepared(test);
    let forms = forms();
    for case in cases() {
        let (_, access) = forms.iter().find(|(path, _)| *path == case.route).expect("a route");
        installation::before(&test, &case, &mut known);
        check(&test, &case, *access, &known).await;
    }
}

fn acts(test: &TestApp) -> Vec<AuditAction> {
    let entries = test.read(|c| store::audit::after(c, 0, 10_000));
    entries.iter().map(|one| one.entry.action).collect()
}

async fn check(test: &TestApp, case: &Case, access: Access, known: &Known) {
    let path = known.fill(case.route);
    let right = known.fields(&case.fields);
    let (below, sender) = match access {
        Access::Admin => (Who::Manager, Who::Admin),
        _ => (Who::Agent, Who::Manager),
    };
    let before = acts(test).len();
    let refused = send(test, below, &path, &right).await;
    assert_eq!(refused.status, 403, "{}: somebody below may not", case.route);
    if let Some(wrong) = &case.wrong {
        refuses(test, sender, &path, case, wrong, known).await;
    }
    assert_eq!(acts(test).len(), before, "{}: what is refused is no act", case.route);

    let answer = send(test, sender, &path, &right).await;
    let page = match answer.status {
        303 => test.api(sender).open(&answer.header("location")).await.expect(200),
        _ => answer.expect(200),
    };
    let shows = known.fill(case.shows);
    assert!(page.text().contains(&shows), "{} does not show “{shows}”:\n{}", case.route, page.text());
    let done: Vec<_> = acts(test).split_off(before);
    assert_eq!(done, [case.act], "{}: the audit log", case.route);
    is_told(test, case.act).await;
}

async fn refuses(test: &TestApp, who: Who, path: &str, case: &Case, wrong: &Refusal, known: &Known) {
    let page = send(test, who, path, &known.fields(&wrong.fields)).await.expect(422).text();
    let fault = match wrong.field {
        "" => wrong.told.to_owned(),
        field => format!("class=\"fault\" id=\"field-{field}-note\">{}", wrong.told),
    };
    assert!(page.contains(&fault), "{} does not say “{fault}”:\n{page}", case.route);
    assert!(
        wrong.field.is_empty() || page.contains(" autofocus"),
        "{} does not take the reader to its fault:\n{page}",
        case.route
    );
    assert!(page.contains(wrong.kept), "{} has lost “{}”:\n{page}", case.route, wrong.kept);
}

async fn send(
    test: &TestApp,
    who: Who,
    path: &str,
    fields: &[(String, String)],
) -> crate::support::caller::Answer {
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    test.api(who).submit(path, &fields).await
}
