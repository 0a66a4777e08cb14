//! The JSON API as a program meets it.

mod administration;
mod bulk;
mod document;
mod files;
mod flow;
mod for_others;
mod holidays;
mod lists;
mod mails;
mod office;
mod problems;
mod repetition;
mod reports;
mod sessions;
mod tokens;
mod walk;
