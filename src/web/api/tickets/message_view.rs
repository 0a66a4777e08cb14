//! What was written in a ticket, and its files.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::{Attachment, AttachmentId, Message, MessageId, MessageKind, Withheld};
use crate::sla::Channel;
use crate::web::api::names::NamedPerson;
use crate::web::ticket_data::TicketData;

/// One message.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessageView {
    /// The id.
    pub id: MessageId,
    /// Who may read it. Customers are sent public ones only.
    pub kind: MessageKind,
    /// Who wrote it.
    pub author: NamedPerson,
    /// Whether that is a person of the provider.
    pub is_from_provider: bool,
    /// How it came in.
    pub channel: Channel,
    /// The text.
    pub text: String,
    /// When it was received or written.
    pub created_at: DateTime<Utc>,
    /// Its files.
    pub attachments: Vec<FileView>,
}

/// One file.
#[derive(Debug, Serialize, ToSchema)]
pub struct FileView {
    /// The id: download it at `/api/v1/attachments/{id}`.
    pub id: AttachmentId,
    /// Its name.
    pub file_name: String,
    /// The media type that its sender claimed.
    pub content_type: String,
    /// How many bytes.
    pub size: i64,
    /// Why it can’t be downloaded, in words: it is being checked for malware, or something was found in it. Null where it can.
    pub withheld: Option<String>,
}

impl MessageView {
    /// The conversation of a ticket, as far as it was read for its viewer.
    #[must_use]
    pub fn all(data: &TicketData) -> Vec<Self> {
        data.messages.iter().map(|message| Self::of(message, data)).collect()
    }

    fn of(message: &Message, data: &TicketData) -> Self {
        let author = data.people.get(&message.author_id);
        Self {
            id: message.id,
            kind: message.kind,
            author: NamedPerson { id: message.author_id, name: data.name(message.author_id) },
            is_from_provider: author.is_some_and(|person| person.role.is_staff()),
            channel: message.channel,
            text: message.text.clone(),
            created_at: message.created_at,
            attachments: data
                .files(message.id)
                .map(|(file, withheld)| FileView::of(file, withheld))
                .collect(),
        }
    }
}

impl FileView {
    fn of(file: &Attachment, withheld: Option<&Withheld>) -> Self {
        Self {
            id: file.id,
            file_name: file.file_name.as_str().to_owned(),
            content_type: file.content_type.clone(),
            size: file.size,
            withheld: withheld.map(ToString::to_string),
        }
    }
}
