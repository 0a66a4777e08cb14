//! Black-box tests, by subject: one binary, so that it links once.
