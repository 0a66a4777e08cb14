//! On-call rotas, and who stands in on them.

pub mod change;
pub mod list;
pub mod stand_in;
mod view;

pub use view::RotaView;
