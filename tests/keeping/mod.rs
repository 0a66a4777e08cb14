//! Keeping data: the audit log.

mod audit;
