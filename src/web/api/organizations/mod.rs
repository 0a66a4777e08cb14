//! Customers.

pub mod add;
pub mod change;
mod known_team;
pub mod list;
mod view;

pub use known_team::known_team;
pub use view::OrganizationView;
