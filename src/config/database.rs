//! `database_url`: where the data are. It may hold a password.

use super::raw::Raw;

/// Where the data are unless it is said.
const USUAL: &str = "sqlite:punctual.db";

impl Raw {
    /// `sqlite:PATH` or `postgres://USER@HOST/DATABASE`.
    pub(super) fn database_url(&mut self) -> Option<String> {
        let is_said = self.is_set("database_url") || self.is_set("database_url_file");
        let url = if is_said { self.secret("database_url")? } else { USUAL.to_owned() };
        let is_known =
            ["sqlite:", "postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme));
        match is_known {
            true => Some(url),
            false => self.fault("database_url", "write sqlite:PATH or postgres://USER@HOST/DATABASE"),
        }
    }
}
