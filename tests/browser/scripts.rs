//! The scripts with which pages are measured. They are installed once into the build's folder, and injected by the
//! tests.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// axe-core: finds what keeps people out.
pub fn axe() -> &'static str {
    static SOURCE: OnceLock<String> = OnceLock::new();
    SOURCE.get_or_init(|| read("axe-core/axe.min.js"))
}

/// web-vitals: how fast a page shows itself, stands still and answers. It is injected before the page's own scripts.
pub fn web_vitals() -> &'static str {
    static SOURCE: OnceLock<String> = OnceLock::new();
    SOURCE.get_or_init(|| read("web-vitals/dist/web-vitals.attribution.iife.js"))
}

fn read(file: &str) -> String {
    let path = folder().join("node_modules").join(file);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Where they are, installed if they are not there yet.
fn folder() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("npm");
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/install");
        let done = Command::new("bash").arg(script).arg(&folder).output().unwrap();
        assert!(
            done.status.success(),
            "tests/browser/install failed: {}",
            String::from_utf8_lossy(&done.stderr)
        );
        folder
    })
}
