//! A design studio and the tool that plans its teams.

use super::Scenario;
use crate::sla::{Affected, Impact, Workaround};

pub(super) const SCENARIOS: [Scenario; 12] = [
    Scenario {
        severity: "High",
        answers: (Affected::Everyone, Impact::Unusable, Workaround::None),
        subject: "Login is not possible, {}",
        report: "Hey team, login is not possible for any of us: {}. That's 45 people who can't see what \
                 they're supposed to work on today. We've tried the app as well as the website.",
        details: [
            "\"something went wrong\" every time",
            "the Google button loops",
            "the reset mail never arrives",
        ],
        first: "Hi! Sorry about this. We can see sign-ins from your workspace failing since the last \
                deployment and are rolling it back at this very moment.",
        question: None,
        updates: &[
            "The roll-back is through. Some of you may have to clear cookies once, we're working on that \
             too.",
        ],
        note: "Cookie name changed in the release, old ones not accepted. Should have been caught in \
               staging.",
        resolution: "You're all back in, no need to clear anything any more. There's now a test that signs \
                     in with a cookie from the previous version.",
    },
    Scenario {
        severity: "High",
        answers: (Affected::Everyone, Impact::Unusable, Workaround::None),
        subject: "{} can't be saved at all",
        report: "Nothing we do sticks: {} can't be saved, there's a red bar and the change is gone. It's \
                 the same for everyone. We stopped working in it so that we don't lose more.",
        details: ["time sheets", "sprint plans", "days off"],
        first: "Stopping was the right call, thank you. The database node behind your workspace has gone \
                read-only. We're moving you to another one, no saved data is affected.",
        question: None,
        updates: &["The move is at about 70 %. As soon as it's through you can write again."],
        note: "Disk health warning was there on Friday, nobody owned it. Alert routing changed.",
        resolution: "You're on a healthy node and saving works. Nothing that had been saved before is \
                     missing; we compared the counts.",
    },
    Scenario {
        severity: "High",
        answers: (Affected::Everyone, Impact::Unusable, Workaround::None),
        subject: "Workspace shows {} instead of ours",
        report: "When we open our workspace we see {}. All our boards are gone from the list. That can't \
                 be right, and we can't work like this.",
        details: ["an empty demo workspace", "a \"workspace suspended\" page", "last year's projects only"],
        first: "That gave me a fright too, but everything of yours is where it was. A routing entry points \
                to the wrong place. I'm correcting it and checking that nobody else could see yours.",
        question: None,
        updates: &["Routing is corrected. We're reading the access log now to be sure about the second \
                    part."],
        note: "Access log clean: nobody from outside has opened their workspace. Written confirmation \
               sent.",
        resolution: "Your workspace is back and the log shows no access from outside. You have that in \
                     writing for your files.",
    },
    Scenario {
        severity: "Medium",
        answers: (Affected::Several, Impact::Major, Workaround::Awkward),
        subject: "{} report shows wrong sums",
        report: "The {} report adds up to more than we've worked. I checked one person by hand: 38 hours, \
                 the report says 52. Basic use is fine, but we bill by that report.",
        details: ["billable hours", "project budget", "monthly time"],
        first: "Thanks for checking by hand, that's a great help. Entries that were edited seem to be \
                counted twice. I'm on it with a developer.",
        question: Some((
            "Which week did you check? I'd like to look at exactly those entries.",
            "The second week of the month, Emilija's entries. She edits a lot.",
        )),
        updates: &["Confirmed: edited entries count twice in this report only. The time sheets themselves \
                    are right."],
        note: "Join on the history table. Fix is one line, the test is forty.",
        resolution: "Sums are right again and match your check to the minute. Please create last month's \
                     report afresh.",
    },
    Scenario {
        severity: "Medium",
        answers: (Affected::Several, Impact::Major, Workaround::Awkward),
        subject: "Sync with {} stopped",
        report: "Our tasks haven't synced with {} since yesterday noon. We copy them over by hand, which \
                 works, but it's clumsy and things fall through the cracks.",
        details: ["GitHub", "Jira", "the studio calendar"],
        first: "Hello! I see your connection and its last error: the permission has run out on their side. \
                I'm looking into why we didn't tell you.",
        question: Some((
            "Could an owner press \"connect again\" under Integrations? We keep the history.",
            "Done. It says connected. Let's see whether yesterday comes through.",
        )),
        updates: &["Yesterday's tasks are coming in now. It will take about an hour to catch up."],
        note: "Refresh token expiry isn't surfaced. Feature ticket written.",
        resolution: "All caught up. You'll get a warning a week before a permission runs out next time.",
    },
    Scenario {
        severity: "Medium",
        answers: (Affected::Several, Impact::Major, Workaround::Awkward),
        subject: "{} missing from the team board",
        report: "Since the redesign {} no longer show up on the team board. They're still there in the \
                 list view, so we work from that. Stand-ups have become guesswork.",
        details: ["tasks without an estimate", "part-time colleagues", "cards with two owners"],
        first: "You've found a filter that the redesign forgot to show. I'm asking the team to bring it \
                back, and meanwhile I can switch it off for your workspace.",
        question: None,
        updates: &["The filter is off for you, so the board should be complete now. The proper switch \
                    comes this week."],
        note: "Feature flag board_filter_v2 off for this workspace. Remember to turn it on again.",
        resolution: "The switch is there now: top right, \"show everything\". Your board is complete.",
    },
    Scenario {
        severity: "Medium",
        answers: (Affected::Several, Impact::Major, Workaround::Easy),
        subject: "Public holidays wrong for {}",
        report: "The calendar gives {} the wrong public holidays, and with that the wrong working hours. \
                 We correct it by hand each month. Would be great if it were just right.",
        details: ["our people in Vilnius", "the Glasgow team", "freelancers in Spain"],
        first: "Thank you! The region was merged with its neighbour in our last data update. We're \
                separating them again.",
        question: None,
        updates: &["The data is corrected for this year; next year's is being checked against the official \
                    list."],
        note: "Data vendor changed region codes. Added a diff to the import.",
        resolution: "Holidays are right for this year and next. Hours you corrected by hand stay as you \
                     entered them.",
    },
    Scenario {
        severity: "Low",
        answers: (Affected::Several, Impact::Minor, Workaround::Easy),
        subject: "{} loads slowly",
        report: "Not a big thing, but {} has become sluggish, ten seconds or so. Once it's there it works \
                 fine.",
        details: ["the insights page", "scrolling the year view", "the people directory"],
        first: "We've noticed it too on large workspaces. It's on our list for the next performance week.",
        question: None,
        updates: &["First improvements are live: the page loads in two steps, so you see something at \
                    once."],
        note: "N+1 on avatars.",
        resolution: "Down to about two seconds for a workspace of your size. There's more to come, but \
                     this should do.",
    },
    Scenario {
        severity: "Low",
        answers: (Affected::One, Impact::Cosmetic, Workaround::Easy),
        subject: "Graphics not positioned correctly on {}",
        report: "Designer speaking, so forgive me: the graphics are not positioned correctly on {}. About \
                 four pixels. I can't unsee it.",
        details: ["the sprint chart", "the dark theme's sidebar", "the print view"],
        first: "We would never argue with a designer about four pixels. Passed on, word for word.",
        question: None,
        updates: &[],
        note: "They are right, it is four.",
        resolution: "Aligned. We measured.",
    },
    Scenario {
        severity: "Low",
        answers: (Affected::Nobody, Impact::Question, Workaround::Easy),
        subject: "Question about {}",
        report: "Quick question about {}: what's the recommended way for a studio of our size? No rush at \
                 all.",
        details: ["approval of time sheets", "guests in the workspace", "archiving finished projects"],
        first: "Good one. For up to fifty people we'd keep it simple: one owner per team who does it \
                weekly. Two other studios that do it this way would be glad to tell you about it; shall I \
                put you in touch?",
        question: Some((
            "Do you have more than one owner at the moment?",
            "Three, to be honest. Two of them are on holiday most of the time.",
        )),
        updates: &[],
        note: "Candidate for a case study.",
        resolution: "Happy that it helped. Do come back when you grow past fifty.",
    },
    Scenario {
        severity: "Low",
        answers: (Affected::One, Impact::Minor, Workaround::Easy),
        subject: "{} displayed in the wrong language",
        report: "One of my colleagues sees {} in Lithuanian while the rest of the page is in English. He's \
                 learning, but still. Minor, of course.",
        details: ["the date picker", "error messages", "the weekly mail"],
        first: "Labas! That comes from the browser's preferred language, which we shouldn't ask in the \
                middle of a page. We'll take the one from the profile everywhere.",
        question: None,
        updates: &[],
        note: "Same root cause as the Polish one from last month.",
        resolution: "All in one language now, whichever your colleague picks in his profile.",
    },
    Scenario {
        severity: "Low",
        answers: (Affected::Nobody, Impact::Question, Workaround::Easy),
        subject: "Invoice should go to {}",
        report: "Our bookkeeping asks whether the invoice could go to {} from next month on. I didn't find \
                 where to set it.",
        details: ["another address", "two people", "our holding in Dublin"],
        first: "Certainly. I've noted it for the next run; please have a look at the draft that you'll get \
                on the 28th.",
        question: None,
        updates: &[],
        note: "Billing contact updated, VAT number unchanged.",
        resolution: "The invoice of this month went where it should. You can change it yourself under \
                     Billing, Recipients.",
    },
];
