//! What a small phone shows of what does not fit.

use super::chromium::{Chromium, Scheme, Scripts, Width};
use crate::support::app::{TestApp, Who};

/// Of each severity that is shown on the form: whether it is the one that the answers make, whether name and promise
/// share a line, and whether more is said of it.
const OFFERS: &str = "
    const shown = [...document.querySelectorAll('.offer')].filter((offer) => offer.offsetHeight > 0);
    const bounds = (offer, part) => offer.querySelector(part).getBoundingClientRect();
    return shown.map((offer) => [
        offer.classList.contains('chosen'),
        bounds(offer, '.severity').bottom > bounds(offer, 'strong').top,
        [...offer.querySelectorAll('.small')].some((line) => line.offsetHeight > 0),
    ]);";

const ANSWER: &str = "
    for (const question of ['affected', 'impact', 'workaround']) document.querySelector(`[name=${question}]`).click();";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn severities_are_a_line_each_until_one_is_chosen() {
    let test = TestApp::sqlite();
    let browser = Chromium::start(&test, Scripts::On).await;
    browser.sign_in(&test, &test.person(Who::Customer("dms"))).await;
    browser.look(Width::Narrow, Scheme::Light).await;
    browser.open("/portal/report").await;
    let offers = browser.run(OFFERS).await;
    let line = serde_json::json!([false, true, false]);
    assert!(
        offers.as_array().is_some_and(|all| all.len() > 2 && all.iter().all(|one| *one == line)),
        "{offers}"
    );
    browser.run(ANSWER).await;
    browser.find(".offer.chosen").await;
    let offers = browser.run(OFFERS).await;
    assert!(offers.as_array().is_some_and(|all| all.len() == 1), "only the chosen one is left: {offers}");
    assert_eq!((&offers[0][0], &offers[0][2]), (&true.into(), &true.into()), "all is said of it: {offers}");
    browser.look(Width::Wide, Scheme::Light).await;
    let offers = browser.run(OFFERS).await;
    assert!(
        offers.as_array().is_some_and(|all| all.len() > 2),
        "where there is room all are shown: {offers}"
    );
}

/// The views of a list that stand not wholly in their box on the screen.
const CUT_OFF: &str = "
    const views = [...document.querySelectorAll('.segments a')];
    const isCutOff = (view) => {
        const [own, box] = [view, view.parentElement].map((one) => one.getBoundingClientRect());
        return own.left < box.left || own.right > Math.min(box.right, innerWidth) || own.bottom > box.bottom;
    };
    return [views.length, views.filter(isCutOff).map((view) => view.textContent)];";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_view_of_a_list_is_cut_off() {
    let test = TestApp::sqlite();
    let browser = Chromium::start(&test, Scripts::On).await;
    browser.sign_in(&test, &test.person(Who::Admin)).await;
    browser.look(Width::Narrow, Scheme::Light).await;
    for (page, views) in [("/admin/inbox", 6), ("/admin/outbox", 4), ("/admin/people", 5)] {
        browser.open(page).await;
        assert_eq!(browser.run(CUT_OFF).await, serde_json::json!([views, []]), "{page}");
    }
}
