//! The fuzz targets are a package of their own, which is seldom built: its lock file would lag behind unseen.

use std::collections::BTreeSet;
use std::path::Path;

fn read(file: &str) -> toml::Table {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn packages(lock: &toml::Table) -> impl Iterator<Item = (&str, &toml::Value)> {
    lock["package"].as_array().unwrap().iter().map(|package| (package["name"].as_str().unwrap(), package))
}

#[test]
fn the_fuzz_targets_lock_what_the_product_is_made_of() {
    let (manifest, ours, theirs) = (read("Cargo.toml"), read("Cargo.lock"), read("tests/fuzz/Cargo.lock"));
    let (_, product) = packages(&theirs).find(|(name, _)| *name == "punctual").unwrap();
    let locked: BTreeSet<&str> = product["dependencies"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|entry| entry.as_str()?.split_whitespace().next())
        .collect();
    let wanted = manifest["dependencies"].as_table().unwrap().iter();
    let is_optional =
        |entry: &toml::Value| entry.get("optional").is_some_and(|value| value.as_bool() == Some(true));
    let missing: Vec<&String> = wanted
        .filter(|(name, entry)| !is_optional(entry) && !locked.contains(name.as_str()))
        .map(|(name, _)| name)
        .collect();
    assert!(
        missing.is_empty(),
        "tests/fuzz/Cargo.lock lacks {missing:?}: run `cargo metadata` in tests/fuzz"
    );

    let names: BTreeSet<&str> = packages(&ours).map(|(name, _)| name).collect();
    let versions: BTreeSet<String> =
        packages(&ours).map(|(name, package)| format!("{name} {}", package["version"])).collect();
    let others: Vec<String> = packages(&theirs)
        .filter(|(name, _)| names.contains(name))
        .map(|(name, package)| format!("{name} {}", package["version"]))
        .filter(|package| !versions.contains(package))
        .collect();
    assert!(others.is_empty(), "the fuzz targets would be built with other versions: {others:?}");
}
