//! Secrets: in the configuration, or each in a file of its own, as systemd's credentials or the agent of a vault hand them
//! over. The file is named by the same setting with `_file` behind it, and read once, at start.

use super::raw::Raw;

impl Raw {
    /// A secret that may be missing.
    pub(super) fn secret(&mut self, path: &str) -> Option<String> {
        let setting = format!("{path}_file");
        let written = self.optional(path);
        let Some(file) = self.optional(&setting) else { return written };
        if written.is_some() {
            return self.fault(&setting, &format!("{path} is set too: leave one of them out"));
        }
        match read(&file) {
            Ok(secret) => Some(secret),
            Err(why) => self.fault(&setting, &why),
        }
    }

    /// A secret that has to be there.
    pub(super) fn required_secret(&mut self, path: &str, what: &str) -> Option<String> {
        match self.is_set(&format!("{path}_file")) {
            true => self.secret(path),
            false => self.required(path, what),
        }
    }
}

/// What a file holds, without the line's end that editors put behind it.
fn read(file: &str) -> Result<String, String> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("{file} can’t be read: {error}"))?;
    match text.trim_end_matches(['\r', '\n']) {
        "" => Err(format!("{file} is empty")),
        secret => Ok(secret.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::config::Config;
    use crate::mail::Credential;

    /// Every secret, with what has to be set beside it and how it is found in what was read.
    type Found = fn(&Config) -> Option<String>;
    const SECRETS: [(&str, &str, Found); 6] = [
        ("database_url", "", |config| Some(config.database_url.clone())),
        ("smtp.password", "smtp.host = 'mail.example'\nsmtp.username = 'us'\n", |config| {
            Some(config.smtp.as_ref()?.credentials.as_ref()?.1.clone())
        }),
        ("pager.secret", "pager.url = 'https://pager.example'\n", |config| {
            Some(config.pager.as_ref()?.secret.clone())
        }),
        ("mailbox.password", "", |config| match &config.mailboxes.first()?.imap.credential {
            Credential::Password(password) => Some(password.clone()),
            Credential::OAuth(_) => None,
        }),
        ("mailbox.refresh_token", OAUTH, |config| oauth(config)),
        ("mailbox.client_secret", OAUTH_WITH_TOKEN, |config| oauth(config)),
    ];
    const OAUTH: &str = "token_url = 'https://login.example'\nclient_id = 'us'\n";
    const OAUTH_WITH_TOKEN: &str =
        "token_url = 'https://login.example'\nclient_id = 'us'\nrefresh_token = 'longer'\n";
    const SECRET: &str = "postgres://us:xyzzy@db.example/punctual";

    /// Access tokens keep their secrets to themselves: that they could be read is all that can be seen.
    fn oauth(config: &Config) -> Option<String> {
        matches!(config.mailboxes.first()?.imap.credential, Credential::OAuth(_)).then(|| SECRET.to_owned())
    }

    fn load(secret: &str, beside: &str, value: &str, with_file: bool) -> Result<Config, String> {
        let line = |name: &str| match with_file {
            true => format!("{name}_file = '{value}'\n"),
            false => format!("{name} = '{value}'\n"),
        };
        let text = match secret.strip_prefix("mailbox.") {
            Some(name) => {
                format!("[[mailbox]]\nhost = 'imap.example'\nuser = 'us'\n{beside}{}", line(name))
            }
            None => format!("{beside}{}", line(secret)),
        };
        Config::parse(&text, std::iter::empty()).map_err(|faults| faults.to_string())
    }

    #[test]
    fn every_secret_may_lie_in_a_file_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("secret");
        let path = file.to_str().unwrap();
        for (secret, beside, found) in SECRETS {
            for ending in ["", "\n", "\r\n"] {
                std::fs::write(&file, format!("{SECRET}{ending}")).unwrap();
                let config = load(secret, beside, path, true).unwrap_or_else(|faults| panic!("{faults}"));
                assert_eq!(found(&config).as_deref(), Some(SECRET), "{secret}");
            }
            assert!(load(secret, beside, SECRET, false).is_ok(), "{secret} may still be written down");
            let both = format!("{beside}{} = 'written'\n", secret.trim_start_matches("mailbox."));
            let refused = load(secret, &both, path, true).unwrap_err();
            assert!(refused.contains("_file") && refused.contains("leave one of them out"), "{refused}");
            std::fs::write(&file, "\n").unwrap();
            let refused = load(secret, beside, path, true).unwrap_err();
            assert!(refused.contains("_file") && refused.contains("is empty"), "{refused}");
            let refused = load(secret, beside, "/nowhere/secret", true).unwrap_err();
            assert!(refused.contains("/nowhere/secret can’t be read"), "{refused}");
            assert!(!refused.contains(SECRET), "{refused}");
        }
    }

    /// What sounds like a secret and is read as any other setting would have to be written into the configuration.
    #[test]
    fn no_secret_is_read_in_another_way() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/config");
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap();
            for reader in ["optional(", "required(", "take(", "checked(", "parsed(", "listed("] {
                for call in code.split(reader).skip(1) {
                    let name = call.split('"').nth(1).unwrap_or_default();
                    let last = name.rsplit('.').next().unwrap_or_default();
                    let is_secret =
                        ["password", "secret", "token", "refresh_token", "client_secret", "database_url"]
                            .contains(&last);
                    assert!(!is_secret, "{name} in {}", path.display());
                }
            }
        }
    }
}
