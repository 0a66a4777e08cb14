//! Webhooks: addresses of other programs that are told what happens to tickets.

pub mod change;
pub mod deliveries;
pub mod key;
pub mod list;
mod view;

pub use view::{DeliveryView, WebhookView};
