//! People: contacts of customers and people of the provider.

pub mod access;
pub mod add;
pub mod change;
mod hash;
pub mod list;
mod view;

pub use view::PersonView;
