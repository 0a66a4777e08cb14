//! How somebody works a page: with the mouse, or with the keyboard alone.

use thirtyfour::{By, Key};

use super::chromium::Chromium;

/// The farthest that anybody should have to tab.
const MOST_TABS: usize = 150;

/// How somebody works a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    /// Points and clicks; types only into fields.
    Mouse,
    /// Never points: reaches everything by the tab key.
    Keyboard,
}

impl Hand {
    /// Follows a link, or presses a button.
    pub async fn press(self, browser: &Chromium, css: &str) {
        match self {
            Self::Mouse => {
                let found = browser.find(css).await;
                found.scroll_into_view().await.unwrap();
                found.click().await.unwrap();
            }
            Self::Keyboard => {
                self.reach(browser, css).await;
                browser.press(Key::Enter).await;
            }
        }
    }

    /// Chooses one of several by its button, or ticks a box.
    pub async fn choose(self, browser: &Chromium, css: &str) {
        match self {
            Self::Mouse => browser.find(css).await.click().await.unwrap(),
            Self::Keyboard => {
                self.reach(browser, css).await;
                browser.press(Key::Space).await;
            }
        }
    }

    /// Writes into a field, after what is there.
    pub async fn write(self, browser: &Chromium, css: &str, text: &str) {
        match self {
            Self::Mouse => {
                let field = browser.find(css).await;
                field.click().await.unwrap();
                field.send_keys(text).await.unwrap();
            }
            Self::Keyboard => {
                self.reach(browser, css).await;
                browser.press(text).await;
            }
        }
    }

    /// Selects an entry of a list by what it says.
    pub async fn select(self, browser: &Chromium, css: &str, label: &str) {
        match self {
            Self::Mouse => {
                let list = browser.find(css).await;
                for entry in list.find_all(By::Tag("option")).await.unwrap() {
                    if entry.text().await.unwrap() == label {
                        return entry.click().await.unwrap();
                    }
                }
                panic!("“{label}” is not in {css}");
            }
            Self::Keyboard => {
                self.reach(browser, css).await;
                browser.press(label).await;
            }
        }
    }

    /// Goes on by the tab key until the focus is there. A group of radio buttons is one stop; arrow keys go on within.
    async fn reach(self, browser: &Chromium, css: &str) {
        browser.find(css).await;
        for _ in 0..MOST_TABS {
            if browser.is_focused(css).await {
                return;
            }
            browser.press(Key::Tab).await;
            for _ in 0..6 {
                if browser.is_focused(css).await || !browser.is_focused_beside(css).await {
                    break;
                }
                browser.press(Key::Down).await;
            }
        }
        panic!("the keyboard does not reach “{css}” at {}", browser.place().await);
    }
}
