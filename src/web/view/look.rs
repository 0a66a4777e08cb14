//! How a person wants pages to look, kept in two cookies of their browser.

use actix_web::HttpRequest;

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the device is set.
    #[default]
    Auto,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// How much stands on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Density {
    /// With room to breathe.
    #[default]
    Comfortable,
    /// As much as can be read.
    Compact,
}

/// Theme and density.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Look {
    /// Light or dark.
    pub theme: Theme,
    /// How much stands on a page.
    pub density: Density,
}

impl Theme {
    /// Every theme, in the order of the switch.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// The word in the cookie and the page.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Reads the word; anything else is the device's own.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        Self::ALL.into_iter().find(|theme| theme.as_str() == word).unwrap_or_default()
    }
}

impl Density {
    /// Every density, in the order of the switch.
    pub const ALL: [Self; 2] = [Self::Comfortable, Self::Compact];

    /// The word in the cookie and the page.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Comfortable => "comfortable",
            Self::Compact => "compact",
        }
    }

    /// Reads the word; anything else is comfortable.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        Self::ALL.into_iter().find(|density| density.as_str() == word).unwrap_or_default()
    }
}

impl Look {
    /// Reads the cookies of a request.
    #[must_use]
    pub fn of(request: &HttpRequest) -> Self {
        let word = |name| request.cookie(name).map(|cookie| cookie.value().to_owned()).unwrap_or_default();
        Self { theme: Theme::parse(&word("theme")), density: Density::parse(&word("density")) }
    }
}
