//! The chosen tickets and the action, as a form brings them.

use std::str::FromStr;

use crate::domain::{BulkAction, ChosenTicket, ContentHash, Person, SnoozeUntil, Tag, TicketNumber, Viewer};
use crate::service::Contracts;
use crate::sla::{Instant, SeverityCode, Status};
use crate::store::{self, Connection};
use crate::web::error::WebError;
use crate::web::input::Posted;
use crate::web::macro_text;

/// Begins the name of a row's field: `t-17`, whose value is the version that the row shows.
const ROW: &str = "t-";

/// What was chosen, as typed.
#[derive(Debug, Clone)]
pub struct BulkForm {
    /// The tickets, by number.
    pub chosen: Vec<ChosenTicket>,
    /// The action's word: `assign:ID`, `status:resolved`, `tag` ...
    pub act: String,
    /// The tag, the reason, or the number of a ticket.
    pub detail: String,
    /// By what the texts are recognised that were looked at; empty where none were.
    pub seen: String,
}

impl BulkForm {
    /// Reads the form. Rows that can't be one of ours are left out.
    #[must_use]
    pub fn of(posted: Posted) -> Self {
        let (act, detail) = (posted.text("do"), posted.text("detail").trim().to_owned());
        let seen = posted.text("seen");
        let row = |(name, version): (String, String)| {
            let number = TicketNumber(name.strip_prefix(ROW)?.parse().ok()?);
            Some(ChosenTicket { number, version: version.parse().ok() })
        };
        let mut chosen: Vec<ChosenTicket> = posted.into_fields().filter_map(row).collect();
        chosen.sort_unstable_by_key(|one| one.number);
        Self { chosen, act, detail, seen }
    }

    /// Name and value of each ticket's field.
    #[must_use]
    pub fn rows(&self) -> Vec<(String, String)> {
        let version = |one: &ChosenTicket| one.version.map(|version| version.to_string()).unwrap_or_default();
        self.chosen.iter().map(|one| (format!("{ROW}{}", one.number), version(one))).collect()
    }

    /// The action, with what it needs of the database: the texts that a macro gives for the chosen tickets.
    ///
    /// # Errors
    /// [`WebError::Invalid`] naming `do` or `detail`, or that the database can't be read.
    pub fn action(
        &self,
        c: &mut Connection,
        contracts: &Contracts,
        by: &Person,
        now: Instant,
    ) -> Result<BulkAction, WebError> {
        let (kind, value) = self.act.split_once(':').unwrap_or((self.act.as_str(), ""));
        Ok(match kind {
            "answer" => {
                let id = value.parse().map_err(|_| unknown())?;
                BulkAction::Answer(
                    macro_text::answer(c, contracts, by, id, &self.chosen, now)?.ok_or_else(unknown)?,
                )
            }
            "snooze" if self.detail.is_empty() => {
                return Err(WebError::field(
                    "detail",
                    "Say why they can wait: it is kept with each of the tickets.",
                ));
            }
            "snooze" => BulkAction::Snooze {
                until: SnoozeUntil::Choice(value.parse().map_err(|_| unknown())?),
                reason: self.detail.clone(),
            },
            "merge" => BulkAction::Merge { into: self.target(c, by)? },
            "assign" => BulkAction::Assign(parse_or_none(value)?),
            "team" => BulkAction::AssignTeam(parse_or_none(value)?),
            "status" => BulkAction::SetStatus(value.parse::<Status>().map_err(|_| unknown())?),
            "severity" if self.detail.is_empty() => {
                return Err(WebError::field("detail", "Say why: it is kept with each of the tickets."));
            }
            "severity" => {
                BulkAction::Reclassify { to: SeverityCode::new(value), reason: self.detail.clone() }
            }
            "tag" => BulkAction::AddTag(self.tag()?),
            "untag" => BulkAction::RemoveTag(self.tag()?),
            _ => return Err(unknown()),
        })
    }

    /// Whether the action would say something else than what was looked at.
    #[must_use]
    pub fn saw_another(&self, action: &BulkAction) -> bool {
        !self.seen.is_empty() && self.seen != mark(action)
    }

    fn target(&self, c: &mut Connection, by: &Person) -> Result<TicketNumber, WebError> {
        let missing = || WebError::field("detail", "Write the number of the ticket in which they go on.");
        let number = TicketNumber(self.detail.trim_start_matches('#').parse().map_err(|_| missing())?);
        store::ticket::find_by_number(c, Viewer::of(by), number)?.ok_or_else(missing)?;
        Ok(number)
    }

    fn tag(&self) -> Result<Tag, WebError> {
        match self.detail.as_str() {
            "" => Err(WebError::field("detail", "Write the tag.")),
            text => Tag::parse(text).map_err(|fault| WebError::field("detail", fault)),
        }
    }
}

/// By what the texts of an action are recognised; empty for one that says nothing.
#[must_use]
pub fn mark(action: &BulkAction) -> String {
    let BulkAction::Answer(answer) = action else { return String::new() };
    let texts: Vec<_> = answer.texts.iter().map(|(number, text)| (number.0, text)).collect();
    // Texts always have a JSON form.
    ContentHash::of(&serde_json::to_vec(&(texts, answer.then)).unwrap_or_default()).0
}

fn parse_or_none<T: FromStr>(value: &str) -> Result<Option<T>, WebError> {
    match value {
        "" => Ok(None),
        value => value.parse().map(Some).map_err(|_| unknown()),
    }
}

fn unknown() -> WebError {
    WebError::field("do", "Choose what to do with the tickets.")
}
