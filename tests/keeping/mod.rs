//! Keeping data: encryption at rest, backups, the audit log, a person's rights over their data.

mod audit;
mod backups;
mod commands;
mod contents;
mod daily;
mod erasure;
mod person_command;
mod tls;

use punctual::store::dump;
use punctual::vault::Key;
use reqwest::multipart::{Form, Part};

use crate::support::app::{TestApp, Who};

/// Settings with these keys, the newest first.
fn keys(keys: &[&Key]) -> String {
    let keys: Vec<_> = keys.iter().map(|key| format!("'{}'", key.reveal())).collect();
    format!("[encryption]\nkeys = [{}]", keys.join(", "))
}

/// Every row of every table, as text.
fn everything(test: &TestApp) -> String {
    test.read(|c| {
        let mut all = String::new();
        for table in dump::tables(c)? {
            dump::each_row(c, &table, |row| {
                all.push_str(&format!("{} {row}\n", table.name));
                Ok::<_, punctual::store::StoreError>(())
            })?;
        }
        Ok(all)
    })
}

/// How bytes look in [`everything`].
fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reports a ticket with a file; gives the ticket's number and the file's address.
async fn report_with_file(test: &TestApp, text: &str, file: &[u8]) -> (i64, String) {
    let report = serde_json::json!({ "subject": "Look at this", "text": text });
    let customer = test.api(Who::Customer("dms"));
    let ticket = customer.post("/api/v1/tickets", report).await.expect(201).json();
    let number = ticket["number"].as_i64().unwrap();
    let part = Part::bytes(file.to_vec()).file_name("log.txt");
    let reply = format!("/api/v1/tickets/{number}/replies");
    let form = Form::new().text("text", "Here is the log.").part("files", part);
    customer.post_multipart(&reply, form).await.expect(201);
    let ticket = customer.get(&format!("/api/v1/tickets/{number}")).await.expect(200).json();
    let messages = ticket["messages"].as_array().unwrap();
    let id = messages.iter().find_map(|one| one["attachments"][0]["id"].as_str()).unwrap();
    (number, format!("/api/v1/attachments/{id}"))
}
