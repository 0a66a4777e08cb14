//! Two versions of an agreement beside each other.

use std::collections::BTreeMap;

use punctual::service::{self, NewContract};
use punctual::sla::shipped;

use super::assert_reads;
use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(what_a_new_version_changes_is_shown_line_by_line);

async fn what_a_new_version_changes_is_shown_line_by_line(test: TestApp) {
    let admin = test.api(Who::Admin);
    let alone = admin.open("/admin/contracts/dms/compare").await.expect(200).text();
    assert_reads(&alone, &["Nothing differs"]);
    let (_, source) = shipped()[0];
    let changed = source.replacen("respond = \"1h\"", "respond = \"2h\"", 1);
    assert_ne!(source, changed);
    let context = test.app.context();
    let contract = NewContract {
        source: changed,
        files: BTreeMap::new(),
        effective_from: "2027-01-01T00:00:00Z".parse().unwrap(),
        is_default: false,
        by: None,
    };
    test.app.db.write(move |c| service::add_contract(c, &context, contract)).await.unwrap();
    let page = admin.open("/admin/contracts/dms/compare").await.expect(200).text();
    assert_reads(&page, &["taken out: respond = &#34;1h&#34;", "put in: respond = &#34;2h&#34;"]);
    assert_eq!(page.matches("class=\"added\"").count(), 1, "one line differs, and nothing else is marked");
    let back = admin.open("/admin/contracts/dms/compare?from=2&to=1").await.expect(200).text();
    assert_reads(&back, &["put in: respond = &#34;1h&#34;"]);
    admin.open("/admin/contracts/dms/compare?from=3").await.expect(404);
    admin.open("/admin/contracts/none/compare").await.expect(404);
    test.api(Who::Manager).open("/admin/contracts/dms/compare").await.expect(403);
}
