//! A candle shop and the discounts it gives.

use super::Scenario;
use crate::sla::{Affected, Impact, Workaround};

pub(super) const SCENARIOS: [Scenario; 12] = [
    Scenario {
        severity: "Critical",
        answers: (Affected::Everyone, Impact::Unusable, Workaround::None),
        subject: "Checkout fails as soon as {} is applied",
        report: "URGENT: the checkout is broken. Every customer who has {} in the basket gets an error at \
                 checkout and cannot pay. We are losing orders by the minute. It is completely broken, on \
                 phones and computers alike.",
        details: ["the autumn code", "a gift set discount", "free shipping over £40"],
        first: "I'm on it. To stop the bleeding I have switched the discount to a plain percentage for \
                now, so people can pay. Now I'm looking for the reason.",
        question: None,
        updates: &[
            "Payments are going through with the stopgap; I can see eleven orders in the last ten minutes.",
            "Found it: a rounding rule rejected prices that end in .95. A corrected version is being \
             tested on your theme.",
        ],
        note: "Stopgap gives 10 % flat instead of the tier. Reimburse the difference if they ask.",
        resolution: "The corrected rule is live and your discount is back to what it was. I placed two \
                     test orders myself. Sorry for the fright.",
    },
    Scenario {
        severity: "Critical",
        answers: (Affected::Everyone, Impact::Unusable, Workaround::None),
        subject: "Discount Kit won't load, {}",
        report: "The app is down, it doesn't open at all: {}. None of us can get in, and all our live \
                 discounts have vanished from the shop. The sale emails went out an hour ago...",
        details: ["just a white page in the admin", "\"application error\" every time", "it spins for ever"],
        first: "Confirmed, the app is down for a group of shops, yours among them. The whole team is on \
                it. Your discounts are safe in our database, they are just not being served.",
        question: None,
        updates: &[
            "We have gone back to yesterday's version on half of the servers. Shops are coming back one \
             after the other.",
            "Your discounts are being served again. The admin may still be slow for a quarter of an hour.",
        ],
        note: "Deployed without the new environment variable in the EU region. Post-mortem on Thursday.",
        resolution: "Everything is back, and the faulty version has been withdrawn. You will find the \
                     post-mortem in our shared channel this week.",
    },
    Scenario {
        severity: "High",
        answers: (Affected::Several, Impact::Major, Workaround::None),
        subject: "Volume discount not applied to {}",
        report: "Our \"buy 3, save 15 %\" does nothing for {}. The banner promises it, the basket ignores \
                 it, and customers write to us. There is no workaround short of refunding people one by \
                 one.",
        details: ["refill tins", "anything from the new collection", "baskets with more than one scent"],
        first: "I can see the rule and I can see it being skipped. The products were added to the \
                collection after the rule had been saved, and the rule kept its old list. I'm working on \
                it.",
        question: Some((
            "May I save your rule again? That refreshes its list, but its \"last changed\" date will say \
             today.",
            "Yes please, go ahead. Nobody looks at the date.",
        )),
        updates: &["Saved again: the discount works for new baskets. I'm now making sure that it stays \
                    that way."],
        note: "Webhook for collection changes not subscribed for shops that upgraded from Basic.",
        resolution: "The rule now follows the collection whenever it changes. I checked with a basket of \
                     three: 15 % off.",
    },
    Scenario {
        severity: "High",
        answers: (Affected::Several, Impact::Major, Workaround::None),
        subject: "Wholesale customers see {}",
        report: "Our trade accounts see {} since yesterday. Two of them have already complained and one \
                 has held back an order for 400 candles. Retail customers are fine.",
        details: ["retail prices", "prices with the VAT taken off twice", "the discount of another tier"],
        first: "Thank you, that is clear. Customer tags are being read before Shopify has sent them, so \
                the first price shown is the wrong one. We're changing the order.",
        question: None,
        updates: &["A fix is ready and runs on a copy of your shop. If it holds overnight, it goes live in \
                    the morning."],
        note: "Race on tag webhook. Reproduced with throttled network.",
        resolution: "Live since this morning. I signed in as one of your trade test accounts: right price \
                     at first sight.",
    },
    Scenario {
        severity: "High",
        answers: (Affected::Everyone, Impact::Major, Workaround::None),
        subject: "Countdown for {} shows the wrong end",
        report: "The countdown bar says that {} ended three hours ago, while the discount itself still \
                 works. People leave because they think they are too late. Our time zone is London and \
                 hasn't changed.",
        details: ["the Friday sale", "early access", "the bank holiday offer"],
        first: "I see what you mean. The bar takes the visitor's clock rather than the shop's. I'm getting \
                that mended and will tell you when it's out.",
        question: Some((
            "Do you use our theme block for the bar or the older script tag?",
            "Script tag, I believe. We never got round to moving to the block.",
        )),
        updates: &["The script tag version is corrected and being rolled out to shops in your region."],
        note: "Suggest the theme block once things are calm.",
        resolution: "The bar counts by your shop's clock again. When you have a quiet hour, the theme \
                     block would be the sturdier choice; I'm glad to help with it.",
    },
    Scenario {
        severity: "High",
        answers: (Affected::Several, Impact::Major, Workaround::None),
        subject: "Import of {} stuck",
        report: "I uploaded a CSV with {} and it has been \"processing\" since. The campaign starts on \
                 Monday and we need those codes, otherwise we print the cards without them.",
        details: ["2,000 single-use codes", "codes for the loyalty club", "the influencer codes"],
        first: "Your file is in the queue and the queue doesn't move. I've taken it out and am running it \
                by hand while a colleague looks at the queue.",
        question: None,
        updates: &["1,200 codes are in and can be used. The rest follows within the hour."],
        note: "Queue worker stuck on a file with a BOM from another shop. Skipped.",
        resolution: "All codes are in, I tried five at random. You can print.",
    },
    Scenario {
        severity: "Low",
        answers: (Affected::Nobody, Impact::Question, Workaround::Easy),
        subject: "Can we combine {}?",
        report: "Hi there, just a question: is it possible to combine {}? We'd like to try it for Mother's \
                 Day, so there's plenty of time.",
        details: [
            "free shipping with a volume discount",
            "two codes in one basket",
            "a gift with a percentage off",
        ],
        first: "Yes, with one condition: both have to be set to \"may be combined\", and the shop's own \
                limit of discounts counts too. I've written down the steps for your case below.\n\n1. Open \
                the first discount, then Combinations.\n2. Tick the kind of the second one.\n3. Do the \
                same the other way round.",
        question: None,
        updates: &[],
        note: "Third customer to ask this month. FAQ?",
        resolution: "Glad that it works for you. We have added the steps to our help pages.",
    },
    Scenario {
        severity: "Low",
        answers: (Affected::Nobody, Impact::Question, Workaround::Easy),
        subject: "Feature request: {}",
        report: "Something for your wish list: {} would save us an hour every week. I imagine that other \
                 shops could use it as well.",
        details: [
            "schedules that repeat every month",
            "a report of codes by channel",
            "a preview of the basket",
        ],
        first: "Thank you, that's a sensible wish. I've added it to our list with your use case, and two \
                other shops have asked for the same. I can't promise a date.",
        question: None,
        updates: &[],
        note: "Linked to the roadmap item.",
        resolution: "I'm closing the request here; you'll get a mail from us should it be built.",
    },
    Scenario {
        severity: "Low",
        answers: (Affected::Nobody, Impact::Cosmetic, Workaround::Easy),
        subject: "Badge overlaps {}",
        report: "On small phones the discount badge covers {}. It's only cosmetic, everything can be \
                 clicked, but it doesn't look very polished next to our photographs.",
        details: ["the product title", "the heart icon", "half of the price"],
        first: "Pretty pictures deserve better. I've found the spot in your theme and suggest moving the \
                badge to the lower left corner. Shall I?",
        question: Some((
            "I only need your leave to edit the theme copy. Your live theme stays untouched.",
            "Please do, on the copy. I'll publish it after a look.",
        )),
        updates: &[],
        note: "z-index set by their theme agency. Do not touch the live theme.",
        resolution: "Done on the copy called \"badge\". Publish it when you like what you see.",
    },
    Scenario {
        severity: "Low",
        answers: (Affected::One, Impact::Minor, Workaround::Easy),
        subject: "Weekly report lists {} twice",
        report: "In the weekly discount report {} appears on two lines. The sum at the bottom is right, I \
                 just have to explain the list to my boss every Monday.",
        details: ["the newsletter code", "each refunded order", "orders from the app"],
        first: "Thank you, your boss has a point. One line comes from the order, one from its fulfilment. \
                We'll merge them.",
        question: None,
        updates: &["Merged in our test version; the next weekly report should already be right."],
        note: "Low risk, goes with the Tuesday release.",
        resolution: "This week's report has one line each. I compared the sums with Shopify: equal to the \
                     penny.",
    },
    Scenario {
        severity: "Low",
        answers: (Affected::Nobody, Impact::Question, Workaround::Easy),
        subject: "How to hand over {} to a colleague",
        report: "I'm going on maternity leave in spring and want to hand over {} properly. Is there a \
                 guide, or somebody who could spend twenty minutes with my colleague?",
        details: ["our discount calendar", "the owner's account", "the report settings"],
        first: "Congratulations! There's a handover checklist in our help pages, and I'm happy to spend \
                half an hour with your colleague. Any afternoon next week suits me.",
        question: Some((
            "Would Wednesday at two be good for a call?",
            "Wednesday at two is perfect. Petra will join us.",
        )),
        updates: &[],
        note: "Call booked. Petra gets the owner role on the 1st.",
        resolution: "That was a nice call. Petra has everything he needs, and the checklist is signed off.",
    },
    Scenario {
        severity: "Low",
        answers: (Affected::One, Impact::Minor, Workaround::Easy),
        subject: "Colleague didn't get {}",
        report: "My colleague Petra hasn't received {}. I get mine. We looked in the spam folder. He can \
                 look it up in the app, so no drama.",
        details: ["his invitation", "the monthly summary", "the low-stock hint"],
        first: "Our log says that his mail server asked us to come back later and we never did. I've sent \
                it again and am looking at why we gave up.",
        question: None,
        updates: &[],
        note: "Greylisting; retry limit was 1 for this kind of mail. Raised to 5.",
        resolution: "Delivered at the second try, and our retries are more patient from now on.",
    },
];
