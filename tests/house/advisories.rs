//! What `.ci/run` asks about libraries.

use std::path::Path;
use std::process::{Command, Output};

/// A database with one advisory, about a library that we use: whatever is older than this has a fault.
fn advisories(mended_in: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("crates/chrono");
    std::fs::create_dir_all(&place).unwrap();
    let text = format!(
        "```toml\n[advisory]\nid = \"RUSTSEC-2099-0001\"\npackage = \"chrono\"\ndate = \"2026-01-01\"\n\
         [versions]\npatched = [\">= {mended_in}\"]\n```\n\n# Counts backwards\n\nMade up for a test.\n"
    );
    std::fs::write(place.join("RUSTSEC-2099-0001.md"), text).unwrap();
    folder
}

fn ask(folder: &Path) -> Output {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/advisories");
    Command::new("bash").arg(script).env("ADVISORIES", folder).output().unwrap()
}

#[test]
fn a_library_with_a_known_fault_fails_the_run() {
    let faulty = ask(advisories("99.0.0").path());
    let told = String::from_utf8_lossy(&faulty.stderr).into_owned();
    if told.contains("cargo-audit is not installed, and could not be fetched") {
        eprintln!("{told}");
        return;
    }
    assert!(!faulty.status.success(), "{told}");
    let found = String::from_utf8_lossy(&faulty.stdout);
    assert!(found.contains("RUSTSEC-2099-0001") && found.contains("Counts backwards"), "{found}{told}");
    let mended = ask(advisories("0.0.1").path());
    assert!(mended.status.success(), "{}", String::from_utf8_lossy(&mended.stderr));
}
