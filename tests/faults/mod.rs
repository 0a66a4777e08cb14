//! Every plug pulled: what was promised is told once, to the right people, and no later than it must be.
//!
//! `tests/faults/run` runs the long versions and prints their figures; the short ones run with every other test. A seed
//! decides what happens when, so that a run can be repeated.

mod catch_up;
mod clients;
mod clock;
mod disk;
mod full_server;
mod health;
mod installation;
mod kill;
mod line;
mod mail_server;
mod mailbox_nodes;
mod nodes;
mod on_time;
mod poison;
mod scale;
mod soak;
mod upgrade;
