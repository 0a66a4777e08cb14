//! The engine against a model that walks minute by minute, and properties that hold for every contract.

mod agreement;
mod model;
mod properties;
