//! How fast pages show themselves, stand still and answer, with 50,000 tickets in the database: `tests/vitals` prints it.

use chrono::TimeDelta;
use punctual::domain::Person;
use punctual::service::{self, NewTicket, ServiceError};
use punctual::sla::Channel;
use thirtyfour::Key;

use super::chromium::{Chromium, Scheme, Scripts, Width};
use super::scripts;
use crate::support::app::{TestApp, Who};

const TICKETS: i64 = 50_000;

/// Milliseconds until the largest part of a page is shown.
const LARGEST_PAINT: f64 = 1000.0;
/// How much of a page may move.
const LAYOUT_SHIFT: f64 = 0.05;
/// Milliseconds from a press to the next picture.
const NEXT_PAINT: f64 = 100.0;

/// Keeps the last value of each figure.
const LISTEN: &str = "
    window.vitals = {};
    webVitals.onLCP((one) => { window.vitals.LCP = one.value; }, { reportAllChanges: true });
    webVitals.onCLS((one) => { window.vitals.CLS = one.value; }, { reportAllChanges: true });
    webVitals.onINP((one) => { window.vitals.INP = one.value; }, { reportAllChanges: true, durationThreshold: 16 });";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "measures for minutes; tests/vitals runs it"]
async fn vitals() {
    let test = TestApp::sqlite();
    fill(&test);
    let browser = Chromium::start(&test, Scripts::On).await;
    browser.inject(&format!("{}\n{LISTEN}", scripts::web_vitals())).await;
    let mut is_slow = false;
    println!("{TICKETS} tickets\n{:<28}{:>12}{:>8}{:>12}", "page", "LCP ms", "CLS", "INP ms");
    for (who, path) in [
        (Who::Customer("dms"), "/portal"),
        (Who::Customer("dms"), "/portal/report"),
        (Who::Customer("dms"), "/portal/tickets/1"),
        (Who::Customer("dms"), "/portal/agreement"),
        (Who::Agent, "/desk"),
        (Who::Agent, "/desk/tickets/1"),
        (Who::Manager, "/manager"),
        (Who::Manager, "/manager/promises"),
        (Who::Admin, "/admin/contracts"),
    ] {
        browser.sign_in(&test, &test.person(who)).await;
        browser.look(Width::Wide, Scheme::Light).await;
        browser.open(path).await;
        use_the_page(&browser).await;
        let figure = async |name: &str| browser.run(&format!("return vitals.{name} ?? 0")).await.as_f64();
        let [paint, shift, answer] =
            [figure("LCP").await, figure("CLS").await, figure("INP").await].map(Option::unwrap_or_default);
        println!("{path:<28}{paint:>12.0}{shift:>8.3}{answer:>12.0}");
        is_slow |= paint >= LARGEST_PAINT || shift >= LAYOUT_SHIFT || answer >= NEXT_PAINT;
    }
    assert!(!is_slow, "a figure is over {LARGEST_PAINT} ms, {LAYOUT_SHIFT} or {NEXT_PAINT} ms");
}

/// What people do on any page: tab through it, type where they can, open the menu.
async fn use_the_page(browser: &Chromium) {
    for key in [Key::Tab, Key::Tab, Key::Tab, Key::Down, Key::Escape] {
        browser.press(key).await;
    }
    browser.press("jk?").await;
    browser.press(Key::Escape).await;
    let menu = browser.find("details.menu > summary").await;
    menu.click().await.unwrap();
    menu.click().await.unwrap();
    browser.settle().await;
}

/// Years of tickets, two in three of them resolved.
fn fill(test: &TestApp) {
    let customers =
        ["dms", "discount-kit", "teamplify", "software-support"].map(|key| test.person(Who::Customer(key)));
    let agent = test.person(Who::Agent);
    let beginning = test.now() - TimeDelta::days(700);
    for chunk in 0..TICKETS / 500 {
        let (app, customers, agent) = (test.app.clone(), customers.clone(), agent.clone());
        let job = move |c: &mut punctual::store::Connection| -> Result<(), ServiceError> {
            for place in chunk * 500..(chunk + 1) * 500 {
                let context = app.context_at(beginning + TimeDelta::minutes(place * 20));
                let requester = &customers[usize::try_from(place).unwrap() % customers.len()];
                open(c, &context, requester, &agent, place)?;
            }
            Ok(())
        };
        test.database().write_now(job).unwrap();
    }
}

fn open(
    c: &mut punctual::store::Connection,
    context: &service::Context,
    requester: &Person,
    agent: &Person,
    place: i64,
) -> Result<(), ServiceError> {
    let new = NewTicket {
        channel: Channel::Api,
        subject: format!("Report {place}: the export stops after a while"),
        text: "It stops after some lines.".to_owned(),
        html: None,
        answers: None,
        severity: None,
        attachments: Vec::new(),
        received_at: context.now,
        inbound_mail_id: None,
        follows_up: None,
        is_acknowledged: false,
    };
    let ticket = service::open_ticket(c, context, requester, new)?;
    if place % 3 != 0 {
        service::acknowledge(c, context, agent, ticket.id, None)?;
        service::set_status(c, context, agent, ticket.id, None, punctual::sla::Status::Resolved)?;
    }
    Ok(())
}
