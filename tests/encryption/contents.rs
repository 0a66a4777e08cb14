//! What lies on the disk, and that everything works over it.

use std::path::PathBuf;

use punctual::domain::Viewer;
use punctual::store::ticket::TicketFilter;
use punctual::store::{self, Database, DatabaseUrl, FileKey, Options, recrypt};
use punctual::vault::Key;

use crate::support::app::{TestApp, Who};

/// A word that is in no page or table of ours.
const WORD: &str = "xylophonist";

async fn written() -> TestApp {
    let test = TestApp::sqlite();
    let report = serde_json::json!({ "subject": "The export stops", "text": format!("The {WORD} is gone.") });
    test.api(Who::Customer("dms")).post("/api/v1/tickets", report).await.expect(201);
    test.tick().await;
    test
}

fn file(test: &TestApp) -> PathBuf {
    let DatabaseUrl::Sqlite(path) = test.url() else { panic!("this is SQLite") };
    path
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_readable_in_the_file_its_index_or_its_log() {
    let test = written().await;
    let page = test.api(Who::Agent).open(&format!("/desk?q={WORD}")).await.expect(200).text();
    assert!(page.contains("The export stops"), "the index finds it");
    for ending in ["", "-wal"] {
        let bytes = std::fs::read(format!("{}{ending}", file(&test).display())).unwrap();
        assert!(bytes.len() > 1000, "the file{ending} has something in it");
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        for word in [WORD, "sqlite format", "create table", "message_search"] {
            assert!(!text.contains(word), "“{word}” is readable in the file{ending}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_index_is_whole_under_another_key() {
    let test = written().await;
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.db");
    for ending in ["", "-wal"] {
        std::fs::copy(format!("{}{ending}", file(&test).display()), format!("{}{ending}", copy.display()))
            .unwrap();
    }
    let key = FileKey::from(&Key::generate());
    assert!(recrypt::rekey(&copy, test.database_key().unwrap(), key).unwrap());
    let options = Options { file_key: Some(key), ..Options::default() };
    let database = Database::open(&DatabaseUrl::Sqlite(copy), options).unwrap();
    let viewer = Viewer::of(&test.person(Who::Agent));
    let (filter, words) = (TicketFilter::default(), [WORD.to_owned()]);
    let found = database.read_now(|c| store::ticket::ranked(c, viewer, &filter, &words, None, 10)).unwrap();
    assert_eq!(found.rows.len(), 1);
}
