//! The menu of a narrow page: everything is reached by it, by mouse, by keyboard and without scripts.

use thirtyfour::Key;

use super::chromium::{Chromium, Scheme, Scripts, Width};
use crate::support::app::{TestApp, Who};

/// The links that can be seen in the header, and whether one of them reaches beyond the window.
const SHOWN: &str = "
    const links = [...document.querySelectorAll('header nav a')].filter((link) => link.checkVisibility());
    const isWhole = (box) => box.left >= 0 && box.right <= window.innerWidth && box.height >= 24;
    return [links.map((link) => link.title), links.every((link) => isWhole(link.getBoundingClientRect()))];";

const OVERFLOW: &str = "return document.documentElement.scrollWidth - window.innerWidth;";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_narrow_page_has_every_way_to_go_in_a_menu() {
    let test = TestApp::sqlite();
    for scripts in [Scripts::On, Scripts::Off] {
        let browser = Chromium::start(&test, scripts).await;
        for (who, page, last) in [
            (Who::Agent, "/desk", "All tickets"),
            (Who::Manager, "/manager", "Received mail"),
            (Who::Admin, "/admin/people", "Audit log"),
        ] {
            browser.sign_in(&test, &test.person(who)).await;
            browser.look(Width::Narrow, Scheme::Light).await;
            browser.open(page).await;
            assert_eq!(browser.run(SHOWN).await, serde_json::json!([[], true]), "{page}: the menu is closed");
            browser.find(".places > summary").await.click().await.unwrap();
            let shown = browser.run(SHOWN).await;
            let names: Vec<&str> =
                shown[0].as_array().unwrap().iter().filter_map(|one| one.as_str()).collect();
            assert!(names.contains(&"Queue") && names.contains(&last), "{page}: {names:?}");
            assert_eq!(shown[1], true, "{page}: a way to go is cut off");
            assert!(browser.run(OVERFLOW).await.as_i64() <= Some(1), "{page} is wider than its window");
            if scripts == Scripts::On {
                for scheme in Scheme::ALL {
                    browser.look(Width::Narrow, scheme).await;
                    let found = browser.violations().await;
                    assert!(found.is_empty(), "{page}: {found:?}");
                }
                browser.press(Key::Escape).await;
                assert!(
                    browser.is_focused(".places > summary").await,
                    "Escape closes it and keeps the place"
                );
                assert_eq!(browser.run(SHOWN).await[0], serde_json::json!([]), "{page}");
            }
            browser.open(page).await;
            for _ in 0..3 {
                browser.press(Key::Tab).await;
            }
            assert!(browser.is_focused(".places > summary").await, "{page}: the third stop is the menu");
            browser.press(Key::Enter).await;
            browser.press(Key::Tab).await;
            assert!(
                browser.is_focused(".places nav a[href='/desk']").await,
                "{page}: then its first way to go"
            );
            browser.press(Key::Enter).await;
            browser.arrive("/desk").await;
            browser.look(Width::Wide, Scheme::Light).await;
            let shown = browser.run(SHOWN).await;
            assert!(shown[0].as_array().unwrap().len() > 5, "a wide page shows them beside its content");
        }
    }
}
