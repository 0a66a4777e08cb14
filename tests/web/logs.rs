//! What the program logs of requests and sign-ins: enough to follow somebody, and nothing that gives them away.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use diesel::RunQueryDsl;
use punctual::store::{self, DatabaseUrl, StoreError};
use serde_json::Value;

use crate::support::app::{TestApp, Who};

/// The program serving the pages of a test's database, with its log.
struct Serving {
    child: Child,
    address: String,
}

impl Serving {
    fn start(test: &TestApp) -> Self {
        let DatabaseUrl::Sqlite(path) = test.url() else { panic!("the test runs on a file") };
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut command = Command::new(env!("CARGO_BIN_EXE_punctual"));
        command.args(["serve", "--no-worker"]).env("DATABASE_URL", format!("sqlite:{}", path.display()));
        command.env("PUNCTUAL_HTTP__LISTEN", format!("127.0.0.1:{port}")).env("PUNCTUAL_LOG__JSON", "true");
        let child = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        Self { child, address: format!("http://127.0.0.1:{port}") }
    }

    /// Sends a request as soon as the pages are there.
    async fn post(&self, path: &str, body: &Value) -> u16 {
        let client = reqwest::Client::new();
        loop {
            let request = client
                .post(format!("{}{path}", self.address))
                .header("user-agent", "x\t{\"level\":\"ERROR\"}");
            match request.json(body).send().await {
                Ok(answer) => return answer.status().as_u16(),
                Err(error) if error.is_connect() => tokio::task::yield_now().await,
                Err(error) => panic!("{error}"),
            }
        }
    }

    /// Ends the program and gives its log, a line an entry.
    fn stop(mut self) -> Vec<Value> {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").arg(id).status().unwrap().success());
        let log = BufReader::new(self.child.stderr.take().unwrap()).lines();
        let entries = log.map(|line| serde_json::from_str(&line.unwrap()).expect("each line is one entry"));
        let entries = entries.collect();
        self.child.wait().unwrap();
        entries
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sign_ins_and_refusals_are_logged_by_whom_in_utc_and_never_what_was_typed() {
    let test = TestApp::sqlite();
    let agent = test.person(Who::Agent);
    let serving = Serving::start(&test);
    let try_with = |email: &str, password: &str| serde_json::json!({ "email": email, "password": password });
    let wrong = try_with(agent.email.as_str(), "not-my-password\nlevel=ERROR");
    assert_eq!(serving.post("/api/v1/sessions", &wrong).await, 401);
    let unknown = try_with("hunter2-typed-here@x.example", "whatever-it-was");
    assert_eq!(serving.post("/api/v1/sessions", &unknown).await, 401);
    let right = try_with(agent.email.as_str(), crate::support::app::PASSWORD);
    assert_eq!(serving.post("/api/v1/sessions", &right).await, 201);
    assert_eq!(serving.post("/api/v1/tickets", &right).await, 401);
    let log = serving.stop();
    let of = |message: &str| -> Vec<&Value> {
        log.iter().map(|entry| &entry["fields"]).filter(|fields| fields["message"] == message).collect()
    };
    let refused = of("sign-in refused: wrong address or password");
    assert_eq!(refused.len(), 2, "{log:#?}");
    assert_eq!(
        (&refused[0]["person"], &refused[0]["from"]),
        (&agent.id.to_string().into(), &"127.0.0.1".into())
    );
    assert_eq!(refused[1]["person"], "nobody");
    assert_eq!(of("signed in")[0]["person"], agent.id.to_string());
    let requests = of("request");
    assert!(requests.iter().any(|fields| fields["status"] == 401 && fields["route"] == "/api/v1/tickets"));
    let all = serde_json::to_string(&log).unwrap();
    for typed in
        ["not-my-password", "hunter2", "whatever", agent.email.as_str(), crate::support::app::PASSWORD]
    {
        assert!(!all.contains(typed), "{typed} is in the log");
    }
    assert!(log.iter().all(|entry| entry["timestamp"].as_str().unwrap().ends_with('Z')), "{log:#?}");
    assert!(
        log.iter().all(|entry| entry["level"] != "ERROR"),
        "somebody wrote an entry of their own: {log:#?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sign_in_that_the_database_fails_is_not_said_to_be_one_of_too_many() {
    let test = TestApp::sqlite();
    let agent = test.person(Who::Agent);
    let serving = Serving::start(&test);
    let typed =
        serde_json::json!({ "email": agent.email.as_str(), "password": crate::support::app::PASSWORD });
    assert_eq!(serving.post("/api/v1/sessions", &typed).await, 201);
    let lose = |c: &mut store::Connection| -> Result<usize, StoreError> {
        Ok(diesel::sql_query("ALTER TABLE throttle RENAME TO lost").execute(c)?)
    };
    test.app.db.write_now(lose).unwrap();
    let answer = serving.post("/api/v1/sessions", &typed).await;
    assert!(answer >= 500, "{answer}");
    let log = serving.stop();
    let is_said = log.iter().any(|entry| entry["fields"]["message"] == "sign-in refused: too many tries");
    assert!(!is_said, "{log:?}");
}
