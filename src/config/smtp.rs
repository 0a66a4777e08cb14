//! `[smtp]`: the server that takes our mail.

use super::raw::Raw;
use crate::mail::{Security, SmtpSettings};

impl Raw {
    /// Where our mail goes; nowhere unless something of it is set.
    pub(super) fn smtp(&mut self) -> Option<SmtpSettings> {
        if !self.has("smtp") {
            return None;
        }
        let host = self.required("smtp.host", "the name of the server that takes our mail");
        let security = self.security("smtp", host.as_deref().unwrap_or_default());
        let port = self.parsed(
            "smtp.port",
            if security == Some(Security::Tls) { "465" } else { "587" },
            "a port from 1 to 65535",
        );
        let user = self.optional("smtp.username");
        let is_password_said = self.is_set("smtp.password") || self.is_set("smtp.password_file");
        let password = self.secret("smtp.password");
        let ca_file = self.ca_file("smtp");
        let connections = self.parsed("smtp.connections", "8", "a number of connections");
        let credentials = match (user, password) {
            (Some(user), Some(password)) => Some((user, password)),
            (None, None) if !is_password_said => None,
            // What is wrong with it was said.
            (_, None) if is_password_said => None,
            _ => self.fault("smtp.password", "set smtp.username and smtp.password both, or neither"),
        };
        Some(SmtpSettings {
            host: host?,
            port: port?,
            security: security?,
            credentials,
            ca_file,
            connections: connections?,
        })
    }
}
