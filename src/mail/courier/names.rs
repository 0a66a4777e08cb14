//! Who is asked for the addresses of a name.

use std::collections::VecDeque;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// Who is asked.
#[derive(Debug, Clone, Default)]
pub enum Names {
    /// The system.
    #[default]
    System,
    /// A list of answers, each given once: a name server that changes its mind. An empty list knows no name.
    Scripted(Arc<Mutex<VecDeque<Vec<IpAddr>>>>),
}

impl Names {
    /// A list of answers, each given once, in this order.
    #[must_use]
    pub fn scripted(answers: impl IntoIterator<Item = Vec<IpAddr>>) -> Self {
        Self::Scripted(Arc::new(Mutex::new(answers.into_iter().collect())))
    }

    /// The addresses of a name.
    ///
    /// # Errors
    /// In words: there is none, or nobody answers.
    pub(super) async fn ask(&self, name: &str) -> Result<Vec<IpAddr>, String> {
        match self {
            Self::System => {
                let found = tokio::net::lookup_host((name, 0)).await.map_err(|error| error.to_string())?;
                Ok(found.map(|address| address.ip()).collect())
            }
            Self::Scripted(answers) => {
                let next = answers.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
                next.ok_or_else(|| "no such name".to_owned())
            }
        }
    }
}
