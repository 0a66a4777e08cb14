//! What pages show, as plain data: no connection, no request, so that every page can be rendered in a test.

mod icon;
mod look;
mod moment;
mod shell;

pub use icon::{Icon, severity_svg};
pub use look::{Density, Look, Theme};
pub use moment::{Moment, span, zone_name};
pub use shell::{Area, Me, NavGroup, NavItem, Shell, initials, role_label};
