//! The pages: what each person sees, and what nobody gets by a trick.

mod access;
mod board;
mod bulk;
mod bulk_kinds;
mod calendar;
mod calls;
mod compare;
mod contacts;
mod contracts_page;
mod counts;
mod desk;
mod downloads;
mod faults;
mod find;
mod follow;
mod forms;
mod headers;
mod held;
mod holiday_sweeps;
mod holidays;
mod letters;
mod live;
mod logs;
mod macros;
mod mail_search;
mod newcomer;
mod on_call;
mod pace;
mod portal;
mod portal_filters;
mod satisfaction;
mod search;
mod severities;
mod sign_in;
mod snooze;
mod solved;
mod sorting;
mod take;
mod templates;
mod twice;
mod wire;

use crate::support::app::{TestApp, Who};

/// The customer whose tickets these tests look at, on the `dms` agreement.
const ANN: Who = Who::Customer("dms");
/// A customer who has nothing to do with them.
const STRANGER: Who = Who::Customer("discount-kit");

/// Reports a fault in the portal's form, and gives the ticket's number.
async fn report(test: &TestApp, who: Who, subject: &str, answers: [&str; 3]) -> i64 {
    let [affected, impact, workaround] = answers;
    let fields = [
        ("subject", subject),
        ("text", "It began this morning.\nNothing helps."),
        ("affected", affected),
        ("impact", impact),
        ("workaround", workaround),
    ];
    let answer = test.api(who).submit("/portal/report", &fields).await.expect(303);
    let place = answer.header("location");
    place.rsplit('/').next().unwrap().split('?').next().unwrap().parse().unwrap()
}

/// A minor fault of Ann's.
async fn anns_ticket(test: &TestApp) -> i64 {
    report(test, ANN, "The export is slow", ["one", "minor", "easy"]).await
}

/// The page as a reader sees it: without tags, spaces folded.
fn words(html: &str) -> String {
    let mut text = String::new();
    let mut is_tag = false;
    for letter in html.chars() {
        match letter {
            '<' => is_tag = true,
            '>' => {
                is_tag = false;
                text.push(' ');
            }
            _ if !is_tag => text.push(letter),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace("&#39;", "'").replace("&#38;", "&")
}

/// Fails, showing the page, unless a reader finds every one of these on it.
#[track_caller]
fn assert_reads(html: &str, expected: &[&str]) {
    let page = words(html);
    for wanted in expected {
        assert!(page.contains(wanted), "“{wanted}” is not on the page:\n{page}");
    }
}
