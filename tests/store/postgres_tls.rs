//! The connection to PostgreSQL, encrypted as its address asks for it, with a real server.

use std::time::{Duration, Instant};

use punctual::store::{Database, DatabaseUrl, Options, StoreError};

use crate::support::app::{TestApp, Who};
use crate::support::process::command;
use crate::support::test_database::execute;
use crate::support::tls_postgres::{TlsPostgres, issue};

/// How long a test waits for news before it fails; far longer than they take.
const PATIENCE: Duration = Duration::from_secs(20);

fn open(url: &DatabaseUrl) -> Result<Database, StoreError> {
    Database::open(url, Options { patience: PATIENCE, ..Options::default() })
}

#[track_caller]
fn assert_refused(url: &DatabaseUrl, words: &[&str]) {
    let told = open(url).unwrap_err().to_string();
    for word in words {
        assert!(told.contains(word), "“{word}” is not said: {told}");
    }
}

/// How many sessions of this program there are, and how many of them are encrypted.
fn sessions(server: &TlsPostgres) -> (i64, i64) {
    #[derive(diesel::QueryableByName)]
    struct Sessions {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        every: i64,
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        encrypted: i64,
    }
    let beside = open(&server.url_by_socket()).unwrap();
    let count = "SELECT count(*) AS every, count(*) FILTER (WHERE ssl) AS encrypted FROM pg_stat_ssl \
        JOIN pg_stat_activity USING (pid) WHERE client_addr IS NOT NULL";
    let found: Sessions = beside
        .read_now(|c| Ok::<_, StoreError>(diesel::RunQueryDsl::get_result(diesel::sql_query(count), c)?))
        .unwrap();
    beside.close();
    (found.every, found.encrypted)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_whole_product_works_over_tls() {
    let test = TestApp::postgres_by_tls();
    let node = test.distant_node();
    let mut changes = node.database().changes();
    let report = serde_json::json!({ "subject": "The export stops", "text": "Since this morning." });
    test.api(Who::Customer("dms")).post("/api/v1/tickets", report).await.expect(201);
    tokio::time::timeout(PATIENCE, changes.next()).await.expect("the other node hears of it");
    test.tick().await;
    assert!(!test.mails().is_empty(), "the receipt is mailed");
    let page = node.api(Who::Agent).open("/desk").await.expect(200).text();
    assert!(page.contains("The export stops"));
    let (every, encrypted) = sessions(test.tls_server());
    assert!(every >= 4 && every == encrypted, "{encrypted} of {every} sessions are encrypted");
}

#[test]
fn commands_go_by_tls_too_and_the_doctor_knows_it() {
    let (server, folder) = (TlsPostgres::start(), tempfile::tempdir().unwrap());
    let run = |arguments: &str, url: &DatabaseUrl| {
        let output = command(arguments, url, &[]).current_dir(folder.path()).output().unwrap();
        let told = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8(told).unwrap())
    };
    for arguments in
        ["migrate", "user add --email you@example.com --name You --role admin", "backup --to . --plain"]
    {
        let (is_done, told) = run(arguments, &server.url());
        assert!(is_done, "{arguments}: {told}");
    }
    let (_, told) = run("doctor --no-dns", &server.url());
    assert!(told.contains("ok    way to the database: It is encrypted, and the server"), "{told}");
    let (_, told) = run("doctor --no-dns", &server.url_with("localhost", "require"));
    assert!(told.contains("look  way to the database: It is encrypted, but the server need not"), "{told}");

    server.sql("CREATE DATABASE another");
    let backup = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    let backup =
        backup.map(|name| name.into_string().unwrap()).find(|name| name.starts_with("punctual-")).unwrap();
    let DatabaseUrl::Postgres(url) = server.url() else { panic!("this is PostgreSQL") };
    let into = url.replace("/postgres?", "/another?");
    let (is_done, told) = run(&format!("restore {backup} --into {into}"), &server.url());
    assert!(is_done, "{told}");
}

#[test]
fn a_server_that_is_not_the_one_in_the_address_is_told_apart() {
    let (server, elsewhere) = (TlsPostgres::start(), tempfile::tempdir().unwrap());
    issue(elsewhere.path(), "localhost");
    let (issuer, stranger) = (server.file("issuer.pem"), elsewhere.path().join("issuer.pem"));
    let (issuer, stranger) = (issuer.display(), stranger.display());
    let own = server.file("data/server.crt");
    for (host, mode) in [
        ("127.0.0.1", "require".to_owned()),
        ("127.0.0.1", format!("verify-ca&sslrootcert={issuer}")),
        ("localhost", format!("verify-full&sslrootcert={issuer}")),
        ("localhost", format!("verify-full&sslrootcert={}", own.display())),
        ("nobody.invalid,localhost", format!("verify-full&sslrootcert={issuer}")),
    ] {
        let url = server.url_with(host, &mode);
        open(&url).unwrap_or_else(|error| panic!("{host} by {mode}: {error}")).close();
    }
    for (host, mode, words) in [
        (
            "127.0.0.1",
            format!("verify-full&sslrootcert={issuer}"),
            ["is not for “127.0.0.1”", "write the name it is for"],
        ),
        (
            "localhost",
            format!("verify-full&sslrootcert={stranger}"),
            ["neither it nor its issuer is among those in", "as sslrootcert"],
        ),
        ("localhost", format!("verify-ca&sslrootcert={stranger}"), ["is not believed", "as sslrootcert"]),
        ("localhost", "verify-full".to_owned(), ["among the public issuers", "as sslrootcert"]),
        ("localhost", "verify-full&sslrootcert=/none.pem".to_owned(), ["/none.pem", "cannot connect"]),
        ("nobody.invalid", "require".to_owned(), ["nobody.invalid", "cannot be reached"]),
    ] {
        assert_refused(&server.url_with(host, &mode), &words);
    }
    let DatabaseUrl::Postgres(url) = server.url() else { panic!("this is PostgreSQL") };
    let wrong = DatabaseUrl::Postgres(url.replace("correct%20horse", "wrong"));
    assert_refused(&wrong, &["password authentication failed"]);
    assert_refused(&server.url_with("localhost", "disable"), &["no encryption"]);

    server.set("ssl = off");
    assert_refused(&server.url(), &["offers no TLS", "set ssl = on"]);
}

#[test]
fn a_server_that_was_killed_is_connected_to_again() {
    let server = TlsPostgres::start();
    let database = open(&server.url()).unwrap();
    let another = open(&server.url()).unwrap();
    execute(&database, "CREATE TABLE kept (number INTEGER)").unwrap();
    server.kill();
    let begun = Instant::now();
    while execute(&database, "INSERT INTO kept VALUES (1)").is_err() {
        assert!(begun.elapsed() < PATIENCE, "it is not connected to again");
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    // The session that listens was lost too, and comes back by itself.
    let hears = async {
        let mut changes = another.changes();
        loop {
            execute(&database, "INSERT INTO kept VALUES (2)").unwrap();
            if tokio::time::timeout(Duration::from_millis(200), changes.next()).await.is_ok() {
                return;
            }
        }
    };
    runtime.block_on(async { tokio::time::timeout(PATIENCE, hears).await }).expect("news arrive again");
    database.close();
    another.close();
}

#[test]
fn a_server_that_asks_who_we_are_is_shown_our_certificate() {
    let server = TlsPostgres::start();
    server.set("ssl_ca_file = 'server.crt'");
    std::fs::write(
        server.file("data/pg_hba.conf"),
        "local all all trust\nhostssl all all 127.0.0.1/32 scram-sha-256 clientcert=verify-ca\n",
    )
    .unwrap();
    server.kill();
    let issuer = server.file("issuer.pem");
    let mode = format!("verify-full&sslrootcert={}", issuer.display());
    assert_refused(&server.url_with("localhost", &mode), &["certificate"]);
    let (own, key) = (server.file("data/server.crt"), server.file("data/server.key"));
    let shown = format!("{mode}&sslcert={}&sslkey={}", own.display(), key.display());
    open(&server.url_with("localhost", &shown)).unwrap().close();
}

#[test]
fn what_an_address_asks_for_and_cannot_get_is_refused() {
    for (url, words) in [
        ("postgres:///tickets?sslmode=require", "names no host"),
        ("postgres://db/tickets?sslmode=verify-ca", "write sslmode=verify-full"),
        ("postgres://db/tickets?sslmode=require&sslcrl=a", "sslcrl is not known here"),
        ("postgres://db/tickets?sslmode=require&tcp_user_timeout=9s", "tcp_user_timeout=9s is no number"),
    ] {
        let told = url.parse::<DatabaseUrl>().unwrap_err().to_string();
        assert!(told.contains(words), "{url}: {told}");
    }
}
