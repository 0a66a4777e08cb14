//! The engine against a model that walks minute by minute, and properties that hold for every contract.

mod agreement;
mod command;
mod model;
mod properties;
mod refusals;
