//! A law firm and its document management.

use super::Scenario;
use crate::sla::{Affected, Impact, Workaround};

pub(super) const SCENARIOS: [Scenario; 12] = [
    Scenario {
        severity: "Critical",
        answers: (Affected::Everyone, Impact::Unusable, Workaround::None),
        subject: "Nobody can sign in to DMS since {}",
        report: "Everyone in the firm gets \"Your session could not be started\" straight after the \
                 password. It began {}. We have tried other browsers and the office next door, with the \
                 same result: nobody can log in.\n\nWe have a filing deadline today, so please treat this \
                 as urgent.",
        details: ["about ten past nine", "the password change overnight", "the lunch break"],
        first: "We see it too: the sign-in service refuses new sessions for your firm. Two of us are on it \
                now, and you will hear from me every half hour until it is over.",
        question: None,
        updates: &[
            "The service that issues sessions has run out of storage. We are moving old sessions away to \
             make room.",
            "Half of the old sessions are gone and the first test sign-ins work. Please don't retry yet, \
             it slows us down.",
            "Sign-in works for our test accounts on your site. We are letting people back in groups of \
             fifty.",
        ],
        note: "Session table grew since the mobile app keeps its tokens. Alarm on its size was set to the \
               old disk.",
        resolution: "Everyone can sign in again; we have watched it for twenty minutes. The storage for \
                     sessions has been doubled and now raises an alarm long before it is full. A short \
                     summary follows tomorrow.",
    },
    Scenario {
        severity: "Critical",
        answers: (Affected::Everyone, Impact::Unusable, Workaround::None),
        subject: "DMS is down: {}",
        report: "The whole platform is down for all users. What we get is {}. Our internet is fine, other \
                 websites work.\n\nThirty fee earners are sitting on their hands, so a quick word would be \
                 appreciated.",
        details: [
            "error 503 on every page",
            "a blank page after the logo",
            "\"gateway timeout\" wherever we click",
        ],
        first: "Thank you for the report. Our monitoring rang at the same minute. One of the two \
                application servers has stopped answering and took the other one with it. We are \
                restarting both.",
        question: None,
        updates: &[
            "The first server is back, the second one is still checking its disks. Pages may load, but \
             slowly.",
            "Both servers answer. We keep traffic low until the document index has caught up.",
            "The index is at 90 per cent. Opening and saving is safe now, search may miss this morning's \
             documents.",
            "Everything has caught up; we are watching the load for another while before we call it over.",
        ],
        note: "Memory leak in the preview worker again. Restarted by hand; the fix is in the next release.",
        resolution: "DMS is up and stable. The cause was a preview of one very large drawing that used up \
                     all memory; such previews are now made on a machine of their own.",
    },
    Scenario {
        severity: "High",
        answers: (Affected::Several, Impact::Major, Workaround::None),
        subject: "Search finds nothing for {}",
        report: "Since this morning the search comes back empty for {}. The documents are there, one can \
                 browse to them, but nobody remembers where three thousand leases are filed.\n\nOther \
                 departments are not affected.",
        details: ["the property department", "the Leeds office", "matters opened this year"],
        first: "I can reproduce it: that part of the index is missing after last night's maintenance. I \
                have started to rebuild it and will tell you how far it is every two hours.",
        question: None,
        updates: &[
            "A third of the index is rebuilt. Documents from the last twelve months come first.",
            "Two thirds are done. Anything touched since spring is found again.",
        ],
        note: "Maintenance script skipped one shard without saying so. Ticket for the platform team \
               opened.",
        resolution: "The index is complete again; I checked it with twenty documents from {}. The \
                     maintenance script now stops if a part of the index is missing.",
    },
    Scenario {
        severity: "High",
        answers: (Affected::Several, Impact::Major, Workaround::Awkward),
        subject: "Scans cannot be uploaded to {}",
        report: "Uploading a scan to {} ends with \"file could not be stored\". It is the same for four \
                 people here, with PDFs of any size. Last week it worked.\n\nFor the moment we email the \
                 scans to each other, which is not how we want to handle client papers.",
        details: ["the probate folders", "closed matters", "the shared intake folder"],
        first: "Thank you, the log shows your uploads being refused by the virus scanner, which could not \
                be reached from that storage. We are putting the connection right.",
        question: Some((
            "Could you upload one small PDF now and tell me the time on your clock? I have the log open.",
            "Just did, at 20 past. Same message, I'm afraid.",
        )),
        updates: &["The scanner is reachable again from one of two storage machines, so every second \
                    upload should work."],
        note: "Firewall rule lost in the move to the new storage. Compared the rest of the rules: \
               complete.",
        resolution: "Uploads work again on both machines. Nothing was lost: refused files never left your \
                     computers.",
    },
    Scenario {
        severity: "High",
        answers: (Affected::Several, Impact::Major, Workaround::None),
        subject: "\"Document is locked\" for {}",
        report: "We cannot edit {}: DMS says the document is locked by somebody who went home yesterday. \
                 It is like that for the whole team, and the lock doesn't go away by itself as it used to.",
        details: [
            "the Ashdown share purchase agreement",
            "half of the Calloway bundle",
            "every precedent in the library",
        ],
        first: "I have found the locks: they were taken by a session that ended without saying goodbye. \
                Before I release them I am checking that no unsaved draft hangs on them.",
        question: None,
        updates: &[
            "Two drafts were found and saved as separate versions, so nothing will be overwritten. \
             Releasing next.",
            "Most locks are released. A handful belong to documents with tracked changes, which I release \
             one by one.",
        ],
        note: "Lock expiry job has been failing silently since the 2nd. Restarted.",
        resolution: "All locks are gone and the nightly release of forgotten locks works again. The two \
                     saved drafts are next to their documents, marked \"recovered\".",
    },
    Scenario {
        severity: "Medium",
        answers: (Affected::Several, Impact::Minor, Workaround::Easy),
        subject: "Bundle export stops at {}",
        report: "When I export a court bundle it stops at {} and the progress bar stays there. Exporting \
                 it in two halves works, so we can manage, but pagination then has to be done by hand.",
        details: ["page 500", "the first colour photograph", "the index page"],
        first: "Thank you for trying it in halves, that narrows it down nicely. I have reproduced the stop \
                with a bundle of our own and passed it to a developer.",
        question: Some((
            "Would you let us have the name of one bundle that stops, so that we can try the fix on a copy \
             of it?",
            "Of course: please use HF-2231 Okafor v Trent. You may copy it, but kindly delete it \
             afterwards.",
        )),
        updates: &["The cause is found: the page counter runs over a limit from the old format. A fix is \
                    being tested."],
        note: "Old 9-bit page field in the bundle writer. Yes, really.",
        resolution: "The fix went out last night and your bundle now exports in one go. The copy we tested \
                     with is deleted.",
    },
    Scenario {
        severity: "Medium",
        answers: (Affected::Several, Impact::Minor, Workaround::Easy),
        subject: "Version history names the wrong author for {}",
        report: "In the version history {} shows up under my name, although I haven't touched it. The text \
                 itself is right. If one opens the audit view instead, the proper author is there, so we \
                 do have a way round.",
        details: ["an edited lease", "every document saved by phone", "the minutes of the partners' meeting"],
        first: "That is confusing and I am sorry for it. The audit view is the one to trust: the history \
                takes the name from whoever last opened the folder. We will correct it.",
        question: None,
        updates: &["The correction is written and waits for review. Past entries will be put right from \
                    the audit log."],
        note: "Only the display is wrong, audit records are intact. Told compliance so.",
        resolution: "The history shows the right authors again, also for the past: we rebuilt it from the \
                     audit log.",
    },
    Scenario {
        severity: "Medium",
        answers: (Affected::One, Impact::Minor, Workaround::Easy),
        subject: "Outlook add-in files mail in {}",
        report: "When I file a mail with the add-in, it lands in {} rather than in the matter I picked. I \
                 can move it afterwards, so nothing is lost, it just takes twice as long.",
        details: ["the matter I used before", "the top folder", "my personal drafts"],
        first: "Thank you. The add-in remembers the last folder for too long when two mailboxes are open. \
                I have noted your case and will keep you posted.",
        question: Some((
            "Which version does the add-in show under Help, please?",
            "It says 4.8.1, on Outlook for Windows. My colleague with 4.7 doesn't have the problem.",
        )),
        updates: &["We can reproduce it with 4.8.1 and two mailboxes. It will be mended in 4.8.2."],
        note: "Regression from the multi-mailbox change. 4.8.2 planned for Thursday.",
        resolution: "Version 4.8.2 is out and updates by itself at the next start of Outlook. It files \
                     where you point.",
    },
    Scenario {
        severity: "Medium",
        answers: (Affected::Several, Impact::Minor, Workaround::Easy),
        subject: "Review reminders for {} arrive late",
        report: "The reminders for {} reach us the day after they are due. We look at the list in DMS \
                 every morning instead, which works, but one of these days somebody will forget.",
        details: ["limitation dates", "annual reviews", "contract renewals"],
        first: "You are right, they leave our side late: the job that sends them waits behind the nightly \
                backup. We are moving it to the evening before.",
        question: None,
        updates: &["The new schedule is in place for half of the reminders; the rest follows after a night \
                    of watching it."],
        note: "Queue order, not mail delivery. Check next week that nothing doubles.",
        resolution: "Reminders now leave at six in the evening before the day. We watched two nights: all \
                     of them on time.",
    },
    Scenario {
        severity: "Low",
        answers: (Affected::Nobody, Impact::Question, Workaround::Easy),
        subject: "How do we {}?",
        report: "A quick question, nothing is broken: how do we {}? I found a page in the help that seems \
                 to be about an older version.",
        details: [
            "give a barrister access to one matter only",
            "keep a document past its retention date",
            "print labels for archive boxes",
        ],
        first: "Good question, and thank you for the hint about the old page. I have put the steps \
                together for you with pictures; they are in the knowledge base under \"Everyday tasks\". \
                Tell me if anything is unclear.",
        question: None,
        updates: &[],
        note: "Help page is from version 3. Told documentation.",
        resolution: "I take it that the steps did the job. The old page in the help has been replaced as \
                     well.",
    },
    Scenario {
        severity: "Low",
        answers: (Affected::Nobody, Impact::Cosmetic, Workaround::Easy),
        subject: "Small misprint on {}",
        report: "This is cosmetic, but it makes us wince: on {} it says \"recieved\". Could somebody put \
                 it right when there is a moment?",
        details: ["the client upload page", "the cover sheet of bundles", "the sign-off screen"],
        first: "Ouch. Thank you for telling us; it is corrected for the next release, which is due at the \
                end of the week.",
        question: None,
        updates: &[],
        note: "Also in the Welsh texts, funnily enough.",
        resolution: "The corrected text is live. If you spot another one, we are glad to hear of it.",
    },
    Scenario {
        severity: "Low",
        answers: (Affected::Nobody, Impact::Question, Workaround::Easy),
        subject: "Question about {} on our invoice",
        report: "Our accounts department asks what {} on the last invoice stands for. There is no hurry, \
                 it just has to be explained before the end of the quarter.",
        details: ["\"additional storage, tier 2\"", "the two extra seats", "the credit from August"],
        first: "Happy to explain. I have asked our accounts team for the exact lines and will send them to \
                you in one piece.",
        question: None,
        updates: &["Accounts have sent me the breakdown; I am only checking it against your order before I \
                    pass it on."],
        note: "Order form and invoice agree. No credit note needed.",
        resolution: "The breakdown is attached to the invoice in your account now, line by line, with the \
                     order it belongs to.",
    },
];
