//! A program that can't encrypt its database says so, instead of leaving it readable.

use punctual::vault::Key;

use super::assert_refused;

#[test]
fn a_key_for_the_file_is_refused_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    for command in ["migrate", "serve", "database encrypt"] {
        assert_refused(
            folder.path(),
            command,
            &[&Key::generate()],
            "cargo build --release --features encryption",
        );
    }
    assert!(!folder.path().join("punctual.db").exists(), "nothing readable was made");
}
