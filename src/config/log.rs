//! `[log]`: how logs are written.

use tracing_subscriber::filter::Targets;

use super::Log;
use super::raw::Raw;

/// What a filter may say; a bare word that is none of them would be read as the name of a part, and silence all others.
const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];

impl Raw {
    /// The section, with a default for everything.
    pub(super) fn log(&mut self) -> Option<Log> {
        let json = self.parsed("log.json", "false", "true or false");
        let filter = self.checked("log.filter", "info", is_filter);
        Some(Log { json: json?, filter: filter? })
    }
}

fn is_filter(text: &str) -> Result<(), String> {
    let level = |directive: &str| {
        let level = directive.rsplit('=').next().unwrap_or_default().to_lowercase();
        LEVELS.contains(&level.as_str())
    };
    let is_plain = !text.contains(char::is_whitespace);
    match is_plain && text.split(',').all(level) && text.parse::<Targets>().is_ok() {
        true => Ok(()),
        false => Err(format!(
            "write one of {}, or such as info,punctual=debug for a part of the program",
            LEVELS.join(", ")
        )),
    }
}
