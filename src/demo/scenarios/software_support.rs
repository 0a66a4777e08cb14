//! A haulier and the planning system that was built for it.

use super::Scenario;
use crate::sla::{Affected, Impact, Workaround};

pub(super) const SCENARIOS: [Scenario; 12] = [
    Scenario {
        severity: "S1",
        answers: (Affected::Everyone, Impact::Unusable, Workaround::None),
        subject: "Planning system down, {} standing still",
        report: "The planning system is down. No depot can log in, the handhelds say \"no connection\". We \
                 have {} standing still because the drivers have no run sheets. Please ring the duty \
                 manager if you need anything from us.",
        details: ["night trunk", "the Daventry dock", "all early departures"],
        first: "Duty engineer here. I have your system on screen: the database has stopped after running \
                out of space for its log. Making room now; I'll write again shortly.",
        question: None,
        updates: &[
            "Space is made and the database is replaying its log. It has a quarter of an hour to go. \
             Nothing was lost.",
            "The planning screens are open again. Handhelds reconnect by themselves within ten minutes.",
            "Run sheets print in Daventry and Goole. I am watching the handhelds come back, 60 of 85 so \
             far.",
        ],
        note: "Archive job had filled the volume. Moved archives to the second volume for now.",
        resolution: "All depots are working. The log now has a volume of its own with an alarm at 70 per \
                     cent, and I have gone through the last hour of bookings with your duty manager.",
    },
    Scenario {
        severity: "S1",
        answers: (Affected::Everyone, Impact::Unusable, Workaround::None),
        subject: "Nobody can log in after {}",
        report: "After {} nobody can access the system, office and depots alike. The page says \
                 \"certificate not valid\". We can't book, plan or invoice. All users affected.",
        details: ["the network change last night", "the server restart", "the clocks were changed"],
        first: "Understood. The certificate of your server has been replaced by one that your computers \
                don't know. I am putting the right one back.",
        question: None,
        updates: &[
            "The right certificate is in place on the main server. The second one needs a restart, which I \
             do now.",
            "Both servers are right. Please ask one depot to try and tell me.",
        ],
        note: "Renewal hook used the test authority. Fixed the hook, renewed early on all three customers \
               with this setup.",
        resolution: "Everybody can log in again, Goole confirmed it by phone. Renewal is automatic from \
                     the right authority.",
    },
    Scenario {
        severity: "S2",
        answers: (Affected::Several, Impact::Major, Workaround::Awkward),
        subject: "{} not possible since the update",
        report: "Since Sunday's update {} is not possible: the button is greyed out for all planners. The \
                 rest of the system works. We do it on paper, which costs the shift about an hour.",
        details: ["splitting a load", "assigning a trailer", "printing CMR notes"],
        first: "Thank you. The update changed who may press that button, and the planners' role was left \
                out. I'm checking what else may have been left out before I put it right.",
        question: Some((
            "Can you confirm that shift leaders do see the button?",
            "Confirmed, our shift leader can press it. Only planners can't.",
        )),
        updates: &["The role is corrected on the test system and your key user is trying it right now."],
        note: "Role mapping was rewritten in 7.2 without the planner alias. Compared all other roles: \
               fine.",
        resolution: "Planners have the button back. We compared all roles before and after the update: \
                     this was the only one.",
    },
    Scenario {
        severity: "S2",
        answers: (Affected::Several, Impact::Major, Workaround::None),
        subject: "Interface to {} has stopped",
        report: "No messages have come in from {} since 4 o'clock. Orders are piling up on their side and \
                 we plan blind. The screen itself works normally.",
        details: ["the customs broker", "our biggest customer's SAP", "the toll provider"],
        first: "The interface has been refusing messages because of one with a date in the year 2206. I've \
                put that one aside and am letting the rest through under supervision.",
        question: None,
        updates: &[
            "140 of 180 waiting messages are in. Please plan from the list as usual.",
            "All messages are in except the odd one, for which we need a word with the sender.",
        ],
        note: "One bad message must not block the queue. Change request drafted.",
        resolution: "The interface is running and a single bad message no longer holds up the others. The \
                     odd one was a typing error and has been sent again by them.",
    },
    Scenario {
        severity: "S2",
        answers: (Affected::Several, Impact::Major, Workaround::Awkward),
        subject: "Invoices for {} come out empty",
        report: "The invoice run for {} produces PDFs without any lines. Totals are there. Month end is \
                 close and our accounts are getting nervous. We can type them by hand but there are about \
                 ninety.",
        details: ["pallet customers", "the Irish branch", "fuel surcharges"],
        first: "I've run one of them on a copy: the lines are read from a table that was renamed in the \
                update. I am adapting the report.",
        question: None,
        updates: &["The adapted report gives the right lines for ten sample invoices. Your accounts have \
                    them for checking."],
        note: "View name hard-coded in the report. Searched for others: two, both unused.",
        resolution: "The run for {} is complete and approved by your accounts. No invoice left the house \
                     without lines.",
    },
    Scenario {
        severity: "S3",
        answers: (Affected::Several, Impact::Minor, Workaround::Easy),
        subject: "{} very slow in the mornings",
        report: "Between seven and nine {} takes up to a minute to open. After that it's fine again. We \
                 get by, but the morning is when we need it most.",
        details: ["the planning board", "the tracking map", "the driver list"],
        first: "Thank you for the times, they help. At seven a statistics job starts that reads the same \
                tables. We'll see whether it can run at night.",
        question: Some((
            "Would anybody miss it if yesterday's figures were ready at five rather than at eight?",
            "On the contrary, the managers would love that.",
        )),
        updates: &["The job has moved to 4.30. Tomorrow morning will show whether that was all."],
        note: "Index on planned_at would help as well. Ask for a maintenance window.",
        resolution: "Two mornings in a row it opened in under three seconds. The figures are ready before \
                     five.",
    },
    Scenario {
        severity: "S3",
        answers: (Affected::Several, Impact::Minor, Workaround::Easy),
        subject: "System slow when {}",
        report: "The system is running slow for everybody whenever {}. Core functions are healthy, it is \
                 just a nuisance. Could you have a look at what it does in those minutes?",
        details: ["somebody opens last year's jobs", "the dock prints labels", "accounts export to Excel"],
        first: "We'll look at it. I've switched on detailed timing for two days, which costs nothing, and \
                will come back with what it shows.",
        question: None,
        updates: &[
            "The timing shows one query that reads everything since 2019. We're teaching it to stop at the \
             dates asked for.",
        ],
        note: "Missing date bound. Simple, but needs a regression test on reports.",
        resolution: "The query now reads what it needs. The minute has become two seconds, measured on \
                     your data.",
    },
    Scenario {
        severity: "S3",
        answers: (Affected::Several, Impact::Minor, Workaround::Easy),
        subject: "Tracking map lags behind for {}",
        report: "The positions on the map are ten to fifteen minutes old for {}. Dispatch rings the \
                 drivers instead. It has been like this since the weekend.",
        details: ["the Scania fleet", "subcontractors", "trailers with new boxes"],
        first: "The positions reach us in time and then wait in a queue that has become too narrow. We are \
                widening it.",
        question: None,
        updates: &["With two workers the lag is down to four minutes. We add a third tonight."],
        note: "New boxes send every 10 s instead of 60. Ask fleet whether that is wanted.",
        resolution: "Positions are under a minute old again. The new boxes send more often than the old \
                     ones, and we are ready for that now.",
    },
    Scenario {
        severity: "S4",
        answers: (Affected::One, Impact::Minor, Workaround::Awkward),
        subject: "{} cannot print run sheets",
        report: "Only one person is affected: {} gets an empty page when printing run sheets. A colleague \
                 prints for the two of them meanwhile.",
        details: ["our new planner", "the Goole shift leader", "Karen in dispatch"],
        first: "Thank you. I can see the print job arriving without a template. Could be the user's \
                settings; I'm having a look.",
        question: Some((
            "Please open My settings and read me what stands under Printer and Layout.",
            "Printer: Dock 2. Layout: it says \"none\". Should there be something?",
        )),
        updates: &[],
        note: "New users get no layout when created from the copy function.",
        resolution: "There should, yes: the layout was missing. It's set, and new users will get it by \
                     themselves.",
    },
    Scenario {
        severity: "S4",
        answers: (Affected::One, Impact::Minor, Workaround::Easy),
        subject: "Can't find {} any more",
        report: "Probably my own fault, but I can't find {} any more. It used to be on the left. My \
                 colleague still has it on his screen.",
        details: ["the archive button", "my saved filters", "the subcontractor tab"],
        first: "Not your fault at all. The panel can be folded away with a key combination that is easy to \
                hit by accident: Ctrl and B. Press it again and everything is back.",
        question: None,
        updates: &[],
        note: "Third time this quarter. Suggest a visible handle.",
        resolution: "Glad it's back. We'll make the folded panel easier to spot.",
    },
    Scenario {
        severity: "S5",
        answers: (Affected::Nobody, Impact::Cosmetic, Workaround::Easy),
        subject: "Spelling mistake on {}",
        report: "It says \"Adress\" on {}. Our customers in Germany won't mind, the ones in Hull do. Only \
                 cosmetic.",
        details: ["the delivery note", "the booking confirmation", "the login page"],
        first: "You're quite right. It's on the list for the next content release.",
        question: None,
        updates: &[],
        note: "Checked the other templates, two more found.",
        resolution: "Corrected, together with two more that nobody had noticed.",
    },
    Scenario {
        severity: "S5",
        answers: (Affected::Nobody, Impact::Cosmetic, Workaround::Easy),
        subject: "Wish: {}",
        report: "We would like {}. It's an enhancement, not a fault. Could you tell us what it would cost \
                 and how long it would take?",
        details: [
            "a column for the vehicle's height",
            "the depots in alphabetical order",
            "our new logo on the run sheet",
        ],
        first: "Thank you, that sounds doable. I'm asking for an estimate and will send it to you.",
        question: Some((
            "Should it be for all depots, or for Daventry first?",
            "Daventry first, please, and the others once they have seen it.",
        )),
        updates: &["The estimate is here: half a day of work. I'm sending it with a date on a separate \
                    sheet."],
        note: "Chargeable if approved. Estimate 0.5 d.",
        resolution: "Approved by you, built, and live in Daventry. The other depots get it with the next \
                     update.",
    },
];
