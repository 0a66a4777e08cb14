//! What pages show, as plain data: no connection, no request, so that every page can be rendered in a test.

mod chart;
mod clock_card;
mod conversation;
mod history;
mod icon;
pub mod labels;
mod list_order;
mod look;
mod merged;
mod moment;
mod queue_view;
mod remedies;
mod severity_mark;
mod shell;
mod tone;
mod watcher_line;

pub use crate::domain::size_in_words as size;
pub use chart::{Bar, Part, bar_chart};
pub use clock_card::{ClockCard, PromiseSentence, clock_cards};
pub use conversation::{FileView, MessageView, TextPart, conversation};
pub use history::{HistoryLine, Names};
pub use icon::{Icon, severity_svg};
pub use labels::Chip;
pub use list_order::ListOrder;
pub use look::{Density, Look, Theme};
pub use merged::MergedView;
pub use moment::{Moment, span, zone_name};
pub use queue_view::QueueView;
pub use remedies::{Remedy, remedies};
pub use severity_mark::SeverityMark;
pub use shell::{Area, Me, NavGroup, NavItem, Shell, initials, role_label};
pub use tone::Tone;
pub use watcher_line::WatcherLine;
