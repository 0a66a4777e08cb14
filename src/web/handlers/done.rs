//! What the last action did, told on the page after it.

use serde::Deserialize;

/// The word in the address of the page after an action. Only our own sentences are ever shown.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Done {
    #[serde(default)]
    done: String,
}

impl Done {
    /// The sentence for the word; none for any other.
    #[must_use]
    pub fn sentence(&self) -> Option<&'static str> {
        let word = self.done.as_str();
        on_a_ticket(word)
            .or_else(|| on_an_account(word))
            .or_else(|| on_a_person(word))
            .or_else(|| on_mail(word))
            .or_else(|| on_a_setting(word))
    }
}

/// What was done to a ticket or written in it, in the portal or at the desk.
fn on_a_ticket(word: &str) -> Option<&'static str> {
    Some(match word {
        "reported" => "We have your report. What we promised you is on this page.",
        "opened" => "The ticket is open, and the customer has been told what is promised.",
        "replied" => "Your reply is sent.",
        "solved" => "Thank you for telling us. The ticket is resolved.",
        "unsolved" => "The ticket is open again.",
        "rated" => "Thank you. We read every word.",
        "escalated" => "We have told the people in charge.",
        "held" => "Your reply leaves in ten seconds. Until then you can take it back.",
        "undone" => "Your reply is back in the form.",
        "noted" => "Your note is saved. The customer does not see it.",
        "acknowledged" => "Acknowledged.",
        "assigned" => "The assignee is set.",
        "severity" => "The severity is set, and the clocks follow it.",
        "dismissed" => "The severity stays as it is.",
        "status" => "The status is set.",
        "tagged" => "The tags are set.",
        "taken" => "The ticket is yours. The chain has stopped.",
        "watching" => "They read along from now on.",
        "unwatched" => "They read along no more.",
        "following" => "You follow this ticket from now on.",
        "unfollowed" => "You follow this ticket no more.",
        "snoozed" => "The ticket is put away. It comes back by itself.",
        "woken" => "The ticket is back in the queue.",
        "merged" => "The ticket goes on in the other one. You can bring it back.",
        "unmerged" => "The ticket stands by itself again. Its clocks have counted on.",
        "linked" => "The tickets are linked.",
        "unlinked" => "The link is taken back.",
        "split" => "This ticket begins with the messages that you chose.",
        _ => return None,
    })
}

/// What people changed about themselves.
fn on_an_account(word: &str) -> Option<&'static str> {
    Some(match word {
        "own_password" => "Your new password is set, and you are signed out everywhere else.",
        "password_chosen" => "Your password is set. Sign in with it.",
        "session_ended" => "That browser is signed out.",
        "sessions_ended" => "You are signed out everywhere else.",
        "second_step_off" => "The second step is off.",
        "mails_chosen" => "Saved. It holds from the next mail on.",
        _ => return None,
    })
}

/// What was changed about somebody else, by who looks after people.
fn on_a_person(word: &str) -> Option<&'static str> {
    Some(match word {
        "contacts" => "The contacts are saved. It holds from the next notice on.",
        "invited" => "The invitation is on its way.",
        "uninvited" => "The invitation is taken back.",
        "disabled" => "They are signed out, and can’t sign in any more.",
        "enabled" => "They can sign in again.",
        "signed_out" => "They are signed out everywhere.",
        "password" => "The new password is set, and they are signed out everywhere.",
        "second_step_reset" => "The second step is taken away, and they are signed out everywhere.",
        "address_cleared" => "The address counts as good again.",
        "erased" => "The person is erased.",
        "joined" => "They are in the team from now on.",
        "left_team" => "They are out of the team.",
        "stand_in" => "The stand-in is on the rota.",
        "stand_in_removed" => "The stand-in is off the rota.",
        _ => return None,
    })
}

/// What was done to mails, notices and their texts.
fn on_mail(word: &str) -> Option<&'static str> {
    Some(match word {
        "released" => "The mail is let in.",
        "discarded" => "The mail is discarded. You can take it back.",
        "restored" => "The mail is held back again.",
        "reread" => "The mail is being read again.",
        "retried" => "The notice is being tried again.",
        "template_saved" => "Saved. Mail that leaves from now on says this.",
        "template_reset" => "Dropped. Mail that leaves from now on says what is shown here.",
        _ => return None,
    })
}

/// What was changed of the installation, of an agreement, or of what an agent keeps.
fn on_a_setting(word: &str) -> Option<&'static str> {
    Some(match word {
        "added" => "Added.",
        "changed" => "Saved.",
        "removed" => "Removed.",
        "view_saved" => "The view is kept.",
        "view_removed" => "The view is removed. The tickets in it are as they were.",
        "excused" => "The breach is excused. Both figures stay on the board.",
        "withdrawn" => "The excuse is taken back.",
        "contract_added" => "The version is added. Tickets that are open keep theirs.",
        "proclaimed" => "The day is a holiday. Running clocks follow it.",
        "holiday_withdrawn" => "The day is an ordinary one again. Running clocks follow it.",
        "revoked" => "The token is good for nothing from now on.",
        "repeated" => "It is posted again.",
        "webhook_tested" => "The test is on its way.",
        "webhook_paused" => "Nothing more is posted to it.",
        "webhook_resumed" => "It is at work again.",
        _ => return None,
    })
}
