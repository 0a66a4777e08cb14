//! The account page, and the pages around signing in.

use askama::Template;
use qrcodegen::{QrCode, QrCodeEcc};

use super::admin::Form;
use crate::domain::OneTimeCodes;
use crate::web::view::{Moment, Shell};

/// White modules around a QR code, as its standard (ISO/IEC 18004) asks for.
const QUIET: i32 = 4;

/// What an authenticator app is given.
#[derive(Debug, Clone)]
pub struct Enrolment {
    /// The width of the picture in modules.
    pub size: i32,
    /// The black modules, as the path of an SVG picture.
    pub modules: String,
    /// The same as text, in groups of four letters.
    pub groups: Vec<String>,
    /// The same as an address, which opens an app on the device that shows the page.
    pub address: String,
}

impl Enrolment {
    /// The picture and the key of these codes; none where the picture can't be made.
    #[must_use]
    pub fn of(codes: &OneTimeCodes) -> Option<Self> {
        let address = codes.address();
        let code = QrCode::encode_text(&address, QrCodeEcc::Medium).ok()?;
        let places = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y)));
        let black = places.filter(|(x, y)| code.get_module(*x, *y));
        let modules = black.map(|(x, y)| format!("M{} {}h1v1h-1z", x + QUIET, y + QUIET)).collect();
        let letters: Vec<char> = codes.key().chars().collect();
        let groups = letters.chunks(4).map(|group| group.iter().collect()).collect();
        Some(Self { size: code.size() + 2 * QUIET, modules, groups, address })
    }
}

/// One session of the list.
#[derive(Debug, Clone)]
pub struct SessionRow {
    /// The id.
    pub id: String,
    /// Which browser.
    pub browser: String,
    /// Where it was seen.
    pub network: String,
    /// When it began.
    pub since: Moment,
    /// When it was last renewed.
    pub seen: Moment,
    /// Whether it is the one that asks.
    pub is_current: bool,
}

/// Where somebody is signed in, and what ending a session takes.
#[derive(Debug, Clone)]
pub struct EndingSessions {
    /// The sessions, the latest first.
    pub rows: Vec<SessionRow>,
    /// Whether the password has to be typed.
    pub asks_password: bool,
    /// Why it was refused.
    pub fault: Option<String>,
}

macro_rules! account_page {
    ($($(#[$doc:meta])* $name:ident $path:literal),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Template)]
        #[template(path = $path)]
        pub struct $name {
            /// What is around it.
            pub shell: Shell,
            /// Whose account it is.
            pub email: String,
            /// What an app is given while a second step is set up, and the form that takes its first code.
            pub enrolling: Option<(Enrolment, Form)>,
            /// Recovery codes, shown once.
            pub codes: Vec<String>,
            /// What can be changed.
            pub forms: Vec<Form>,
            /// Where the person is signed in.
            pub ending: EndingSessions,
        }
    )+};
}

account_page! {
    /// The account page of the provider's people.
    DeskAccountPage "account/desk.html",
    /// The account page of customers.
    PortalAccountPage "account/portal.html",
}

/// A page with one form, for somebody who is not signed in yet.
#[derive(Template)]
#[template(path = "auth/form.html")]
pub struct AloneFormPage {
    /// What is around it.
    pub shell: Shell,
    /// Its heading.
    pub title: &'static str,
    /// A sentence under it; may be empty.
    pub lede: String,
    /// What an app is given, while a second step is set up.
    pub enrolment: Option<Enrolment>,
    /// Recovery codes, shown once.
    pub codes: Vec<String>,
    /// What it asks.
    pub form: Option<Form>,
    /// Where else to go: address and words.
    pub links: Vec<(String, &'static str)>,
}
