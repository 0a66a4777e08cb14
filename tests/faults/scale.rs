//! How much a run does: a little with every other test, a lot when `tests/faults/run` asks for it.

/// The seed of the run.
pub fn seed() -> u64 {
    variable("FAULTS_SEED").unwrap_or(7)
}

/// This number of things, or that many in a long run.
pub fn scaled(short: u64, long: u64) -> u64 {
    if is_long() { long } else { short }
}

/// Whether this is a long run, whose figures have to be good too.
pub fn is_long() -> bool {
    variable("FAULTS_LONG") == Some(1)
}

fn variable(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}
