//! Random texts for session ids, device marks and request ids.

use rand::Rng;

/// As many random bytes in lower-case hexadecimal, from the system-seeded generator of this thread.
#[must_use]
pub fn hex(bytes: usize) -> String {
    let mut generator = rand::rng();
    (0..bytes).map(|_| format!("{:02x}", generator.random::<u8>())).collect()
}
