//! The JSON API as a program meets it.

mod document;
mod files;
mod flow;
mod problems;
mod sessions;
