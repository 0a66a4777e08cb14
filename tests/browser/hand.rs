//! How somebody works a page: with the mouse, or with the keyboard alone.

use thirtyfour::{By, Key};

use super::chromium::Chromium;

/// The farthest that anybody should have to tab.
const MOST_TABS: usize = 150;

/// How often a page may exchange what is about to be clicked.
const MOST_EXCHANGES: usize = 50;

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
            Self::Mouse => click(browser, css).await,
            Self::Keyboard => {
                self.reach(browser, css).await;
                browser.press(Key::Enter).await;
            }
        }
    }

    /// Chooses one of several by its button, or ticks a box.
    pub async fn choose(self, browser: &Chromium, css: &str) {
        match self {
            Self::Mouse => click(browser, css).await,
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

/// Clicks. A page that is alive may exchange what was found before it is clicked: then it is found again.
async fn click(browser: &Chromium, css: &str) {
    for _ in 0..MOST_EXCHANGES {
        match browser.find(css).await.click().await {
            Ok(()) => return,
            Err(error) if error.to_string().contains("stale element") => {}
            Err(error) => panic!("“{css}” at {}: {error}", browser.place().await),
        }
    }
    panic!("“{css}” never stands still at {}", browser.place().await);
}
