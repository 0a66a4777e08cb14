//! `punctual database`: a file that was readable, and a key that changes.

use punctual::store::{self, Database, DatabaseUrl, FileKey, Options, StoreError};
use punctual::vault::Key;

use super::{assert_refused, punctual};

const ADD: &str = "user add --email you@example.com --name You --role admin";

fn run(folder: &std::path::Path, arguments: &str, keys: &[&Key]) {
    let output = punctual(folder, arguments, keys);
    assert!(output.status.success(), "{arguments}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_readable_file_is_encrypted_once_and_its_key_is_changed() {
    let folder = tempfile::tempdir().unwrap();
    let (folder, file) = (folder.path(), folder.path().join("punctual.db"));
    let [first, second, wrong] = [Key::generate(), Key::generate(), Key::generate()];
    run(folder, "migrate", &[]);
    run(folder, ADD, &[]);
    assert!(std::fs::read(&file).unwrap().starts_with(b"SQLite format 3"));
    assert_refused(folder, "migrate", &[&first], "punctual database encrypt");

    let url = DatabaseUrl::Sqlite(file.clone());
    let open = Database::open(&url, Options::default()).unwrap();
    assert_refused(folder, "database encrypt", &[&first], "has to be closed");
    open.close();
    run(folder, "database encrypt", &[&first]);
    let bytes = std::fs::read(&file).unwrap();
    assert!(!bytes.starts_with(b"SQLite") && !bytes.windows(15).any(|window| window == b"you@example.com"));
    let left: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "the file and its keys: {left:?}");

    assert_refused(folder, "migrate", &[], "encryption.database_key_file has to name");
    assert_refused(folder, "migrate", &[&wrong], "does not open with");
    assert_refused(folder, "database encrypt", &[&first], "is encrypted");
    assert_refused(folder, "database rekey", &[&first], "only one key");
    run(folder, "migrate", &[&first]);

    assert_refused(folder, "migrate", &[&second, &first], "punctual database rekey");
    run(folder, "database rekey", &[&second, &wrong, &first]);
    assert_refused(folder, "migrate", &[&first], "does not open with");
    let file_key = Some(FileKey::from(&second));
    let database = Database::open(&url, Options { file_key, ..Options::default() }).unwrap();
    let address = "you@example.com".parse().unwrap();
    let found =
        database.read_now(|c| Ok::<_, StoreError>(store::person::find_by_email(c, &address)?)).unwrap();
    assert_eq!(found.unwrap().name, "You");
}
