//! Merging, splitting and linking at the desk, and what the customer sees of it.

use serde_json::json;

use super::{report, ticket};
use crate::support::app::{TestApp, Who, on_both_apps};

on_both_apps!(
    an_agent_finds_previews_merges_links_splits_and_takes_back,
    each_merged_ticket_is_followed_by_those_that_had_been_merged_into_it,
);

async fn each_merged_ticket_is_followed_by_those_that_had_been_merged_into_it(test: TestApp) {
    let dms = Who::Customer("dms");
    let agent = test.api(Who::Agent);
    let mut numbers = Vec::new();
    for _ in 0..5 {
        numbers.push(report(&test, dms, "High").await);
    }
    for number in &numbers {
        let words = json!({ "text": format!("Said in #{number}.") });
        test.api(dms).post(&format!("/api/v1/tickets/{number}/replies"), words).await.expect(201);
    }
    for (merged, into) in [(0, 1), (2, 3), (4, 3), (3, 1)] {
        test.app.clock.advance(chrono::TimeDelta::seconds(1));
        let into = numbers[into].to_string();
        let path = format!("/desk/tickets/{}/merge", numbers[merged]);
        agent.submit(&path, &[("into", &into)]).await.expect(303);
    }
    for page in [
        test.api(dms).open(&format!("/portal/tickets/{}", numbers[1])).await.expect(200).text(),
        agent.open(&format!("/desk/tickets/{}", numbers[1])).await.expect(200).text(),
    ] {
        let blocks: Vec<&str> = page.split("<details class=\"card merged\">").skip(1).collect();
        assert_eq!(blocks.len(), 4, "{page}");
        for (block, place) in blocks.into_iter().zip([0, 3, 2, 4]) {
            let block = block.split("</ol>").next().unwrap();
            let number = numbers[place];
            assert!(block.contains(&format!("messages of #{number}")), "{number}: {block}");
            assert!(block.contains(&format!("Said in #{number}.")), "{number}: {block}");
        }
    }
}

async fn an_agent_finds_previews_merges_links_splits_and_takes_back(test: TestApp) {
    let dms = Who::Customer("dms");
    let (one, two) = (report(&test, dms, "High").await, report(&test, dms, "High").await);
    let low = report(&test, dms, "Low").await;
    let agent = test.api(Who::Agent);
    let join = format!("/desk/tickets/{one}/join");
    let found = agent.open(&format!("{join}?q=high+fault")).await.expect(200).text();
    assert!(
        found.contains(&format!("/desk/tickets/{one}/join?q={two}"))
            && !found.contains(&format!("?q={low}\""))
    );
    let preview = agent.open(&format!("{join}?q=%23{two}")).await.expect(200).text();
    for words in ["First response: stops", "First response: stays", "Merge into #"] {
        assert!(preview.contains(words), "{words}: {preview}");
    }
    let refused =
        agent.submit(&format!("/desk/tickets/{one}/merge"), &[("into", &low.to_string())]).await.expect(422);
    assert!(refused.text().contains("more severe"), "{}", refused.text());

    let words = json!({ "text": "Only in the first." });
    test.api(dms).post(&format!("/api/v1/tickets/{one}/replies"), words).await.expect(201);
    let note = json!({ "text": "Between ourselves." });
    agent.post(&format!("/api/v1/tickets/{one}/notes"), note).await.expect(201);
    let into = two.to_string();
    agent.submit(&format!("/desk/tickets/{one}/merge"), &[("into", &into)]).await.expect(303);
    for (late, told) in [
        (format!("/desk/tickets/{one}/merge"), "This ticket is closed"),
        (format!("/desk/tickets/{two}/unmerge"), "This ticket is not merged into another."),
    ] {
        let page = agent.submit(&late, &[("into", &into)]).await.expect(409).text();
        assert!(page.contains("Merge, split or link #") && page.contains(told), "{late}: {page}");
    }
    let merged = agent.open(&format!("/desk/tickets/{one}")).await.expect(200).text();
    assert!(merged.contains("Merged into") && merged.contains("Bring it back"));
    assert!(
        !merged.contains("Closed for good") && merged.contains("until this ticket is brought back"),
        "{merged}"
    );
    let seen = test.api(dms).open(&format!("/portal/tickets/{one}")).await.expect(200).text();
    assert!(seen.contains("This goes on in ticket") && seen.contains(&format!("/portal/tickets/{two}")));
    let seen = test.api(dms).open(&format!("/portal/tickets/{two}")).await.expect(200).text();
    assert!(seen.contains("goes on here") && seen.contains(&format!("/portal/tickets/{one}")));
    let block =
        seen.split("<details class=\"card merged\">").nth(1).expect("its messages stand here, folded");
    let block = block.split("</ol>").next().unwrap();
    assert!(
        block.contains(&format!("2 messages of #{one}")) && block.contains("Only in the first."),
        "{block}"
    );
    assert!(!seen.contains("Between ourselves."), "notes stay inside");
    let desk = agent.open(&format!("/desk/tickets/{two}")).await.expect(200).text();
    assert!(desk.contains(&format!("3 messages of #{one}")) && desk.contains("Between ourselves."), "{desk}");
    // Merged once more, they are still found where everything goes on.
    let three = report(&test, dms, "High").await;
    let further = [("into", three.to_string())];
    let further: Vec<(&str, &str)> = further.iter().map(|(name, value)| (*name, value.as_str())).collect();
    agent.submit(&format!("/desk/tickets/{two}/merge"), &further).await.expect(303);
    let seen = test.api(dms).open(&format!("/portal/tickets/{three}")).await.expect(200).text();
    assert!(
        seen.contains(&format!("1 message of #{two}")) && seen.contains(&format!("2 messages of #{one}"))
    );
    agent.submit(&format!("/desk/tickets/{two}/unmerge"), &[]).await.expect(303);
    agent.submit(&format!("/desk/tickets/{one}/unmerge"), &[]).await.expect(303);
    assert_eq!(ticket(&test, one).await["status"], "open");

    let link = [("relation", "causes"), ("ticket", into.as_str())];
    agent.submit(&format!("/desk/tickets/{one}/links"), &link).await.expect(303);
    assert!(agent.open(&format!("/desk/tickets/{two}")).await.expect(200).text().contains("Is caused by"));
    agent.submit(&format!("/desk/tickets/{one}/links/remove"), &link).await.expect(303);
    assert!(!agent.open(&format!("/desk/tickets/{two}")).await.expect(200).text().contains("Is caused by"));

    let split = format!("/desk/tickets/{one}/split");
    let refused = agent.submit(&split, &[("subject", "As typed")]).await.expect(422).text();
    assert!(refused.contains("Choose the messages") && refused.contains("As typed"));
    let message = format!("message-{}", ticket(&test, one).await["messages"][0]["id"].as_str().unwrap());
    let begun = agent.submit(&split, &[("subject", "Another"), (&message, "yes")]).await.expect(303);
    let place = begun.header("location");
    let shown = agent.open(&place).await.expect(200).text();
    assert!(shown.contains("Was split from") && shown.contains("Another"), "{place}");
}
