//! A real Chromium, driven by a chromedriver of its own on a port of its own.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::common::command::FormatRequestData;
use thirtyfour::session::handle::SessionHandle;
use thirtyfour::{
    By, ChromiumLikeCapabilities, Cookie, DesiredCapabilities, RequestData, SessionId, WebDriver, WebElement,
};

use super::scripts;
use crate::support::app::TestApp;
use punctual::domain::Person;

/// How long a page may take to become what a test waits for, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// How wide a window is, and how high.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// A desk.
    Wide,
    /// A tablet held across: the sidebar still stands beside the content.
    Across,
    /// A tablet held upright.
    Upright,
    /// A small phone.
    Narrow,
}

/// What the device prefers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    Light,
    Dark,
}

impl Width {
    /// Those at which every page is looked at.
    pub const ALL: [Self; 2] = [Self::Wide, Self::Narrow];

    fn size(self) -> (u32, u32) {
        match self {
            Self::Wide => (1400, 900),
            Self::Across => (1024, 768),
            Self::Upright => (820, 1180),
            Self::Narrow => (360, 780),
        }
    }

    pub fn word(self) -> &'static str {
        match self {
            Self::Wide => "wide",
            Self::Across => "across",
            Self::Upright => "upright",
            Self::Narrow => "narrow",
        }
    }
}

impl Scheme {
    pub const ALL: [Self; 2] = [Self::Light, Self::Dark];

    pub fn word(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// Whether pages may run scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scripts {
    On,
    Off,
}

/// A browser, closed when the test ends, however it ends.
pub struct Chromium {
    driver: WebDriver,
    process: Child,
    address: String,
    _profile: TempDir,
}

impl Chromium {
    /// Starts one that looks at an installation.
    pub async fn start(test: &TestApp, scripts: Scripts) -> Self {
        let profile = tempfile::tempdir().unwrap();
        let mut process = Command::new("chromedriver")
            .args(["--port=0", "--log-level=SEVERE"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the tests need chromium-driver: tests/run installs it");
        let port = port(&mut process);
        let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities(&profile, scripts));
        let driver = driver.await.expect("chromium starts");
        Self { driver, process, address: test.address.clone(), _profile: profile }
    }

    /// Is somebody from now on.
    pub async fn sign_in(&self, test: &TestApp, person: &Person) {
        self.open("/healthz").await;
        self.driver.delete_all_cookies().await.unwrap();
        let cookie = test.session_cookie(person);
        let (name, value) = cookie.split_once('=').unwrap();
        let mut cookie = Cookie::new(name, value);
        cookie.set_path("/");
        self.driver.add_cookie(cookie).await.unwrap();
    }

    /// Is nobody from now on.
    pub async fn sign_out(&self) {
        self.driver.delete_all_cookies().await.unwrap();
    }

    /// Opens a page, and waits until it is loaded.
    pub async fn open(&self, path: &str) {
        let address = format!("{}{path}", self.address);
        self.driver.goto(address).await.unwrap_or_else(|error| panic!("{path}: {error}"));
    }

    /// Gives the window a size, and the device a preference.
    pub async fn look(&self, width: Width, scheme: Scheme) {
        let (wide, high) = width.size();
        let metrics = json!({
            "width": wide, "height": high, "deviceScaleFactor": 1, "mobile": width == Width::Narrow,
        });
        self.command("Emulation.setDeviceMetricsOverride", metrics).await;
        let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme.word() }] });
        self.command("Emulation.setEmulatedMedia", media).await;
    }

    /// The part of the page that a selector names, as soon as it is there and can be seen.
    pub async fn find(&self, css: &str) -> WebElement {
        let begun = tokio::time::Instant::now();
        loop {
            if let Ok(found) = self.driver.find(By::Css(css)).await
                && found.is_displayed().await.unwrap_or(false)
            {
                return found;
            }
            assert!(begun.elapsed() < PATIENCE, "“{css}” does not appear at {}", self.place().await);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits until a page whose path begins so is open.
    pub async fn arrive(&self, path: &str) {
        let begun = tokio::time::Instant::now();
        while !self.place().await.starts_with(path) {
            assert!(begun.elapsed() < PATIENCE, "{path} is not reached, but {}", self.place().await);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits until a reader finds these words on the page.
    pub async fn read(&self, words: &str) {
        let begun = tokio::time::Instant::now();
        loop {
            let text = match self.driver.find(By::Tag("body")).await {
                Ok(body) => body.text().await.unwrap_or_default(),
                Err(_) => String::new(),
            };
            if text.contains(words) {
                return;
            }
            assert!(begun.elapsed() < PATIENCE, "“{words}” is not on {}:\n{text}", self.place().await);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Presses keys wherever the focus is.
    pub async fn press(&self, keys: impl Into<thirtyfour::TypingData>) {
        self.driver.action_chain().send_keys(keys).perform().await.unwrap();
    }

    /// Presses a key while Ctrl is held down.
    pub async fn press_with_control(&self, key: &str) {
        let keys = self.driver.action_chain().key_down(thirtyfour::Key::Control).send_keys(key);
        keys.key_up(thirtyfour::Key::Control).perform().await.unwrap();
    }

    /// Whether the focus is on the part of the page that a selector names.
    pub async fn is_focused(&self, css: &str) -> bool {
        self.run(&format!("return document.activeElement?.matches({css:?}) ?? false")).await
            == Value::Bool(true)
    }

    /// Whether the focus is on another radio button of the group to which the one that a selector names belongs.
    pub async fn is_focused_beside(&self, css: &str) -> bool {
        let script = format!(
            "const [one, other] = [document.activeElement, document.querySelector({css:?})];
             return one?.type === 'radio' && one.name === other?.name && one.form === other.form"
        );
        self.run(&script).await == Value::Bool(true)
    }

    /// Whether this page has run its scripts: they hide the buttons that are there for whoever has none.
    pub async fn runs_scripts(&self) -> bool {
        self.run("return document.querySelector('[data-plain-only]').hidden").await == Value::Bool(true)
    }

    /// Waits until the browser has drawn what it was told and has counted it.
    pub async fn settle(&self) {
        let script = "const done = arguments[0]; requestAnimationFrame(() => setTimeout(() => done(), 300));";
        self.run_until_called(script).await;
    }

    /// The page's path and query.
    pub async fn place(&self) -> String {
        let url = self.driver.current_url().await.unwrap();
        url.as_str().strip_prefix(&self.address).unwrap_or(url.as_str()).to_owned()
    }

    /// What a script gives back.
    pub async fn run(&self, script: &str) -> Value {
        self.driver.execute(script, Vec::new()).await.unwrap().json().clone()
    }

    /// What a script gives to its last argument, which is called when it is done.
    pub async fn run_until_called(&self, script: &str) -> Value {
        self.driver.execute_async(script, Vec::new()).await.unwrap().json().clone()
    }

    /// What axe-core finds wrong with the page, in words; nothing where it finds nothing.
    pub async fn violations(&self) -> Vec<String> {
        let is_there = self.run("return typeof axe === 'object'").await;
        if is_there != Value::Bool(true) {
            self.run(scripts::axe()).await;
        }
        let found = self
            .run_until_called(
                "const done = arguments[arguments.length - 1];
                 axe.run(document, { resultTypes: ['violations'] }).then(
                   (results) => done(results.violations.map((one) =>
                     one.id + ': ' + one.help + ' ' + one.nodes.slice(0, 3).map((node) =>
                       node.target.join(' ') + ' ' + node.html.slice(0, 200) + ' ' + node.failureSummary).join(' | '))),
                   (fault) => done(['axe: ' + fault]));",
            )
            .await;
        serde_json::from_value(found).unwrap()
    }

    /// Lets a script run in every page before its own.
    pub async fn inject(&self, source: &str) {
        self.command("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source })).await;
    }

    /// Writes the whole page, however long, as a picture.
    pub async fn picture(&self, file: &Path) {
        use base64::Engine;
        let shot = self.command("Page.captureScreenshot", json!({ "captureBeyondViewport": true })).await;
        let bytes = base64::engine::general_purpose::STANDARD.decode(shot["data"].as_str().unwrap()).unwrap();
        std::fs::write(file, bytes).unwrap();
    }

    async fn command(&self, name: &'static str, parameters: Value) -> Value {
        let handle: &std::sync::Arc<SessionHandle> = self.driver.handle();
        let answer = handle.cmd(DevTools { name, parameters }).await;
        answer.unwrap_or_else(|error| panic!("{name}: {error}")).value().unwrap()
    }
}

impl Drop for Chromium {
    /// Ends chromedriver, which takes its Chromium along.
    fn drop(&mut self) {
        let driver = self.driver.clone();
        tokio::task::block_in_place(|| {
            tokio::runtime::Handle::current().block_on(async move { driver.quit().await.ok() })
        });
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

/// A command of the browser itself, beyond those of WebDriver.
#[derive(Debug)]
struct DevTools {
    name: &'static str,
    parameters: Value,
}

impl FormatRequestData for DevTools {
    fn format_request(&self, session: &SessionId) -> RequestData {
        RequestData::new(Method::POST, format!("/session/{session}/goog/cdp/execute"))
            .add_body(json!({ "cmd": self.name, "params": self.parameters }))
    }
}

fn capabilities(profile: &TempDir, scripts: Scripts) -> thirtyfour::ChromeCapabilities {
    let mut wanted = DesiredCapabilities::chrome();
    for flag in [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--window-size=1400,900",
    ] {
        wanted.add_arg(flag).unwrap();
    }
    wanted.add_arg(&format!("--user-data-dir={}", profile.path().display())).unwrap();
    if scripts == Scripts::Off {
        let refused = json!({ "profile.managed_default_content_settings.javascript": 2 });
        wanted.add_experimental_option("prefs", refused).unwrap();
    }
    wanted
}

/// The port that chromedriver chose, which it tells when it is ready.
fn port(process: &mut Child) -> u16 {
    let said = BufReader::new(process.stdout.take().unwrap());
    for line in said.lines().map_while(Result::ok) {
        if let Some((_, port)) = line.split_once("started successfully on port ") {
            return port.trim_end_matches('.').trim().parse().unwrap();
        }
    }
    panic!("chromedriver does not start");
}
