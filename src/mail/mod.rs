//! The wire: mail is read, written and sent here. No SQL, no clock, no rule about tickets.
//!
//! What comes from outside may be anything: [`parse()`] takes any bytes and never fails.

mod authenticate;
mod compose;
mod courier;
mod dkim;
mod html_cost;
mod imap;
mod parse;
mod quote;
mod receiver;
mod render;
mod sanitize;
mod security;
mod send;
mod signature;
mod tls;
mod webhook;

pub use authenticate::{Authenticator, Resolver, ask_by, read_results};
pub use compose::{ComposeError, Composed, MailSettings, ReplyTo, compose};
pub use courier::{Courier, Names};
pub use dkim::{Dkim, DkimSettings};
pub use imap::{
    AccessTokens, AfterTaking, Credential, FetchedMail, ImapConnection, ImapError, ImapSettings,
    MailboxPosition, TokenEndpoint, replay_answers,
};
pub use parse::{parse, parse_header, unreadable};
pub use quote::{Stretch, StretchKind, fold_quotes};
pub use receiver::{
    CertificateFiles, Destination, Protocol, Receiver, ReceiverSettings, Recipients, Refusal, replay,
};
pub use render::{
    RenderError, Rendered, TemplateFault, TemplatePart, VariableLine, built_in_words, check_template,
    preview, render, variable_lines,
};
pub use sanitize::{RemoteImages, has_remote_images, html_to_text, sanitize};
pub use security::Security;
pub use send::{Mailer, MemoryMailer, OutgoingMail, SendError, SmtpMailer, SmtpSettings};
pub use tls::check_ca_file;
pub use webhook::Webhook;
