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

/// An address that asks for TLS is not answered by a connection without.
#[test]
fn tls_to_postgresql_is_refused_rather_than_left_out() {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_punctual"));
    command.arg("migrate").env("DATABASE_URL", "postgres://ann@127.0.0.1:9/tickets?sslmode=require");
    let output = command.output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && told.contains("sslmode"), "{told}");
}
