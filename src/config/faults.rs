//! What is wrong with a configuration.

/// Every fault of a configuration: which setting, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ConfigFaults(Vec<(String, String)>);

impl ConfigFaults {
    /// A single fault.
    pub(super) fn one(setting: String, message: String) -> Self {
        Self(vec![(setting, message)])
    }

    /// Adds a fault.
    pub(super) fn add(&mut self, setting: impl Into<String>, message: impl Into<String>) {
        self.0.push((setting.into(), message.into()));
    }

    /// The value, if there were no faults.
    pub(super) fn or<T>(self, value: Option<T>) -> Result<T, Self> {
        match value {
            Some(value) if self.0.is_empty() => Ok(value),
            _ => Err(self),
        }
    }
}

impl std::fmt::Display for ConfigFaults {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("The configuration has faults:")?;
        for (setting, message) in &self.0 {
            write!(formatter, "\n  {setting}: {message}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ConfigFaults {}
