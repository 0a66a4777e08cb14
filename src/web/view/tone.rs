//! How good or bad a state is, as a class of the stylesheet. A word or sign always says the same.

/// A tone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Well.
    Ok,
    /// Soon to be missed, or in need of a look.
    Soon,
    /// Missed.
    Late,
    /// Under way.
    Live,
    /// At rest.
    Calm,
}

impl Tone {
    /// The class.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::Ok => "tone-ok",
            Self::Soon => "tone-soon",
            Self::Late => "tone-late",
            Self::Live => "tone-live",
            Self::Calm => "tone-calm",
        }
    }
}
