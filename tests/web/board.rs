//! The board's figures in a world small enough to count by hand.

use serde_json::json;

use super::assert_reads;
use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(
    a_breach_is_excused_by_name_and_both_figures_stay,
    load_and_answer_times_are_those_of_the_tickets_behind_them,
    every_table_and_chart_has_a_file_and_every_figure_its_tickets,
    each_figure_of_what_is_due_soon_opens_exactly_its_list,
    what_was_missed_and_is_still_owed_has_a_list_of_its_own,
);

/// Three reports at ten. Two are answered at 10:30, in time; the second, due at 11:00, at 11:29. All are resolved then.
async fn three_tickets(test: &TestApp) {
    for (severity, subject) in [("Critical", "One"), ("Critical", "Two"), ("High", "Three")] {
        let report = json!({ "subject": subject, "text": "x", "severity": severity });
        test.api(Who::Customer("dms")).post("/api/v1/tickets", report).await.expect(201);
    }
    for (at, number) in
        [("2026-11-23T10:30:00Z", 1), ("2026-11-23T10:30:00Z", 3), ("2026-11-23T11:29:00Z", 2)]
    {
        test.at(at).await;
        let done = json!({ "text": "Done", "status": "resolved" });
        let path = format!("/api/v1/tickets/{number}/replies");
        test.api(Who::Agent).post(&path, done).await.expect(201);
    }
    test.at("2026-11-30T00:00:00Z").await;
}

const BOARD: &str = "/manager?period=2026-11&clock=respond";

async fn a_breach_is_excused_by_name_and_both_figures_stay(test: TestApp) {
    three_tickets(&test).await;
    let manager = test.api(Who::Manager);
    let board = manager.open(BOARD).await.expect(200).text();
    assert_reads(&board, &["66.6 % kept of 3 promises that ended", "By team", "No team 66.6 % 2 1"]);
    assert!(board.contains("class=\"chart-broken\""), "the chart shows what was broken");
    let list = manager.open("/manager/promises?period=2026-11&clock=respond&show=broken").await.expect(200);
    let list = list.text();
    assert_reads(&list, &["1 promise", "Two", "29 min"]);
    let path = list.split("href=\"").find(|tail| tail.starts_with("/manager/breaches/")).unwrap();
    let path = path.split('"').next().unwrap();

    let fields = [("cause", " "), ("evidence", "Their firewall log of 23 November")];
    let refused = manager.submit(path, &fields).await.expect(422).text();
    assert_reads(&refused, &["only with a cause and what shows it", "Their firewall log of 23 November"]);
    let fields = [("cause", "Their network was down"), fields[1]];
    test.api(Who::Agent).submit(path, &fields).await.expect(403);
    manager.submit(path, &fields).await.expect(303);
    manager.submit(path, &fields).await.expect(409);
    let page = manager.open(path).await.expect(200).text();
    assert_reads(&page, &["Excused", "Their network was down", &test.person(Who::Manager).name]);
    let log = test.api(Who::Admin).open("/admin/audit?action=breach_excused").await.expect(200).text();
    assert_reads(&log, &["Breach excused", "#2", "clock: respond"]);
    assert!(!log.contains("promise: "), "{log}");
    let both = "66.6 % kept of 3 promises that ended; 100 % without 1 excused";
    assert_reads(&manager.open(BOARD).await.text(), &[both, "1 excused : 100 %"]);
    let excused = manager.open("/manager/promises?period=2026-11&show=excused").await.expect(200).text();
    assert_reads(&excused, &["Excused breaches", "1 promise", "Two"]);
    let file = manager.open("/manager/promises.csv?period=2026-11&show=excused").await.expect(200).text();
    assert!(file.contains("\"Their network was down\""), "{file}");
    assert_reads(&test.api(Who::Agent).open("/desk/tickets/2").await.text(), &["excused the missed"]);

    manager.submit(&format!("{path}/withdraw"), &[]).await.expect(303);
    manager.submit(&format!("{path}/withdraw"), &[]).await.expect(404);
    let board = manager.open(BOARD).await.text();
    assert_reads(&board, &["66.6 % kept of 3 promises that ended"]);
    assert!(!board.contains("excused: "), "the second figure is gone");
    assert_reads(&test.api(Who::Agent).open("/desk/tickets/2").await.text(), &["took back the excuse"]);
}

async fn load_and_answer_times_are_those_of_the_tickets_behind_them(test: TestApp) {
    three_tickets(&test).await;
    let manager = test.api(Who::Manager);
    let page = manager.open("/manager/load?period=2026-11").await.expect(200).text();
    for figure in ["3 tickets: 10:00", "3 tickets: Mon", "2 tickets: within 1 h", "1 tickets: within 4 h"] {
        assert!(page.contains(&format!("aria-label=\"{figure}\"")), "{figure}:\n{page}");
    }
    let late = page.split("href=\"").find(|tail| tail.contains("by=answers&#38;class=2"));
    let late = late.and_then(|tail| tail.split('"').next()).unwrap().replace("&#38;", "&");
    let list = manager.open(&late).await.expect(200).text();
    assert_reads(&list, &["First response within 4 h", "1 tickets", "Two"]);
    assert!(!list.contains("Three"), "the others were answered sooner");
    let file = manager.open("/manager/load.csv?period=2026-11&by=answers").await.expect(200).text();
    assert!(
        file.starts_with("\"answers\",\"tickets\"\r\n\"within 15 min\",\"0\"\r\n\"within 1 h\",\"2\""),
        "{file}"
    );
    let october = manager.open("/manager/load?period=2026-10").await.expect(200).text();
    assert!(!october.contains("tickets: 10:00\""), "nothing came in October");
    manager.open("/manager/load/tickets?by=hours&class=24").await.expect(404);
    manager.open("/manager/load.csv?by=moon").await.expect(404);
    test.api(Who::Agent).open("/manager/load").await.expect(403);
}

/// The addresses of links in a piece of a page.
fn links(html: &str) -> Vec<String> {
    let found = html.split("href=\"").skip(1).filter_map(|tail| tail.split('"').next());
    found.map(|link| link.replace("&amp;", "&").replace("&#38;", "&")).collect()
}

async fn every_table_and_chart_has_a_file_and_every_figure_its_tickets(test: TestApp) {
    three_tickets(&test).await;
    test.api(Who::Customer("dms")).submit("/portal/tickets/1/rate", &[("verdict", "good")]).await.expect(303);
    let manager = test.api(Who::Manager);
    let mut seen = 0;
    for page in ["/manager", "/manager/load", "/manager/satisfaction", "/manager/promises?show=kept"] {
        let html = manager.open(page).await.expect(200).text();
        let sections: Vec<&str> = match page.contains("promises") {
            true => vec![html.as_str()],
            false => html.split("<section").skip(1).collect(),
        };
        for section in sections.iter().filter(|one| one.contains("<table") || one.contains("chart-frame")) {
            seen += 1;
            let title = section.split("</h2>").next().unwrap_or_default();
            assert!(section.contains("<tbody"), "{page} has no table:\n{title}");
            if title.ends_with(">By clock") {
                assert!(
                    section.contains("CSV<span class=\"unseen\"> of promises by clock</span>"),
                    "{section}"
                );
            }
            let (files, lists): (Vec<_>, Vec<_>) =
                links(section).into_iter().partition(|link| link.contains(".csv"));
            let file = files.first().unwrap_or_else(|| panic!("{page} has no file:\n{title}"));
            let file = manager.open(file).await.expect(200);
            assert!(file.header("content-type").starts_with("text/csv"), "{page}");
            assert!(file.text().lines().count() > 1, "{page}: the file is empty:\n{title}");
            let of_tickets = |link: &&String| link.contains("/promises?") || link.contains("/tickets");
            let list = lists.iter().find(of_tickets);
            let list = list.unwrap_or_else(|| panic!("{page} leads to no tickets:\n{title}"));
            manager.open(list).await.expect(200);
        }
    }
    assert!(seen >= 10, "only {seen} tables and charts were found");
    let months =
        manager.open("/manager/figures.csv?by=by-month&period=2026-11&clock=respond").await.expect(200);
    assert!(months.text().contains("\"Nov 2026\",\"\",\"2\",\"1\",\"0\",\"66.6 %\""), "{}", months.text());
    let severities = manager.open("/manager/figures.csv?by=by-severity&period=2026-11&clock=respond").await;
    assert!(
        severities.expect(200).text().contains("\"Critical\",\"DMS Service Level Agreement\",\"1\",\"1\"")
    );
    manager.open("/manager/figures.csv?by=by-moon").await.expect(404);
    let said = manager.open("/manager/satisfaction.csv?period=2026-11").await.expect(200).text();
    assert!(said.contains("\"content\""), "{said}");
}

/// The address that a link leads to whose text contains some words.
fn link_with(html: &str, words: &str) -> String {
    let mut anchors = html.split("<a ").skip(1).filter_map(|tail| tail.split("</a>").next());
    let anchor = anchors.find(|anchor| super::words(&format!("<a {anchor}")).contains(words));
    let anchor = anchor.unwrap_or_else(|| panic!("no link says “{words}”:\n{html}"));
    links(anchor).remove(0)
}

/// How many tickets a list shows.
fn listed(html: &str) -> usize {
    html.matches("class=\"cover\" href=\"/desk/tickets/").count()
}

/// Reported at ten under the same agreement: a first response is due within 1, 2 and 8 hours of office time.
async fn each_figure_of_what_is_due_soon_opens_exactly_its_list(test: TestApp) {
    for severity in ["Critical", "High", "High", "Medium", "Low"] {
        let report = json!({ "subject": severity, "text": "x", "severity": severity });
        test.api(Who::Customer("dms")).post("/api/v1/tickets", report).await.expect(201);
    }
    let manager = test.api(Who::Manager);
    let mut counts = Vec::new();
    for filters in ["", "&clock=respond", "&severity=High"] {
        let board = manager.open(&format!("/manager?period=6m{filters}")).await.expect(200).text();
        let mut before = 0;
        for hours in ["2", "8", "24"] {
            let link = link_with(&board, &format!("due within {hours} hours"));
            let figure =
                board.split(&link.replace('&', "&#38;")).nth(1).unwrap().split("</b>").next().unwrap();
            let count: usize = figure.rsplit("<b>").next().unwrap().parse().unwrap();
            let list = manager.open(&link).await.expect(200).text();
            assert_eq!(listed(&list), count, "{filters} within {hours} hours");
            let counted = if count == 1 { "1 promise".to_owned() } else { format!("{count} promises") };
            assert_reads(&list, &[&format!("Open promises due within {hours} hours"), &counted]);
            assert!(count >= before, "each figure contains the ones before it");
            before = count;
            counts.push(count);
        }
    }
    assert!(counts.iter().any(|count| *count > 0) && counts.windows(2).any(|pair| pair[0] != pair[1]));
}

async fn what_was_missed_and_is_still_owed_has_a_list_of_its_own(test: TestApp) {
    let manager = test.api(Who::Manager);
    assert!(!super::words(&manager.open("/manager").await.text()).contains("still owed"));
    three_tickets(&test).await;
    let board = manager.open("/manager?period=2026-11").await.expect(200).text();
    assert!(!super::words(&board).contains("still owed"), "what came late is not owed any more");
    for subject in ["Four", "Five"] {
        let report = json!({ "subject": subject, "text": "x", "severity": "Critical" });
        test.api(Who::Customer("dms")).post("/api/v1/tickets", report).await.expect(201);
    }
    test.at("2026-11-30T12:00:00Z").await;
    let done = json!({ "text": "Done", "status": "resolved" });
    test.api(Who::Agent).post("/api/v1/tickets/5/replies", done).await.expect(201);
    let board = manager.open("/manager?period=2026-11&clock=respond").await.expect(200).text();
    let list = manager.open(&link_with(&board, "one of this time is still owed")).await.expect(200).text();
    assert_reads(&list, &["Missed, and still owed", "1 promise", "Four"]);
    assert_eq!(listed(&list), 1, "those that came late are not in it");
    let file = manager.open("/manager/promises.csv?period=2026-11&clock=respond&show=owed").await.expect(200);
    assert_eq!(file.text().lines().count(), 2, "{}", file.text());
}
