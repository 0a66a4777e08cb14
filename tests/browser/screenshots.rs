//! Pictures of every page, to be looked at: `tests/screenshots` makes them.

use std::path::Path;

use super::chromium::{Chromium, Scheme, Scripts, Width};
use super::pages;
use crate::support::app::TestApp;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "makes pictures for people; tests/screenshots runs it"]
async fn screenshots() {
    let test = TestApp::demonstration();
    let browser = Chromium::start(&test, Scripts::On).await;
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("screenshots");
    std::fs::create_dir_all(&folder).unwrap();
    let only = std::env::var("PAGES").unwrap_or_default();
    for page in pages::all(&test).await.into_iter().filter(|page| page.pattern.starts_with(&only)) {
        browser.sign_out().await;
        if let Some(person) = &page.reader {
            browser.sign_in(&test, person).await;
        }
        for width in Width::ALL {
            browser.look(width, Scheme::Light).await;
            browser.open(&page.path).await;
            for scheme in Scheme::ALL {
                browser.look(width, scheme).await;
                let name = page.pattern.trim_matches('/').replace(['/', '{', '}'], "-");
                let name = if name.is_empty() { "home".to_owned() } else { name };
                browser.picture(&folder.join(format!("{name}.{}.{}.png", width.word(), scheme.word()))).await;
            }
        }
    }
}
