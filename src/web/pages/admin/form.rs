//! Forms as data: what is asked, what was typed, what was wrong with it. One template draws them all.

use askama::Template;

use crate::web::error::FieldFault;
use crate::web::pages::manager::Choice;
use crate::web::view::Shell;

/// What a field takes.
#[derive(Debug, Clone)]
pub enum Input {
    /// One line; the word is the browser's type.
    Line(&'static str),
    /// Several lines: so many are shown.
    Lines(u32),
    /// One of these.
    Select(Vec<Choice>),
    /// Several of these in an order, each in a list of its own: what is chosen in them. They are sent as `NAME-1`,
    /// `NAME-2` and so on, an empty one being none.
    Ordered(Vec<Choice>, Vec<String>),
    /// The same where lists would be too long: each in a line of its own, with these to choose from as it is typed.
    OrderedLines(Vec<Choice>, Vec<String>),
    /// One line, with names to choose from as it is typed.
    Suggested(Vec<String>),
    /// Yes or no.
    Tick,
    /// Not shown.
    Hidden,
}

/// One field.
#[derive(Debug, Clone)]
pub struct FormField {
    /// Its name in the form.
    pub name: &'static str,
    /// What it asks.
    pub label: &'static str,
    /// What to know about it; may be empty.
    pub hint: String,
    /// What it takes.
    pub input: Input,
    /// What is in it; `yes` for a tick.
    pub value: String,
    /// Whether it must be filled in.
    pub is_required: bool,
    /// What the browser or a password manager may fill in (the HTML standard's autocomplete words).
    pub completion: &'static str,
    /// What its id is made of.
    pub id: &'static str,
    /// What was wrong with it.
    pub fault: Option<String>,
}

impl FormField {
    /// A field that must be filled in.
    #[must_use]
    pub fn new(name: &'static str, label: &'static str, input: Input, value: impl Into<String>) -> Self {
        let (value, hint) = (value.into(), String::new());
        let completion = match input {
            Input::Line("password") => "new-password",
            _ => "off",
        };
        Self { name, label, hint, input, value, is_required: true, completion, id: name, fault: None }
    }

    /// A time zone by its IANA name, chosen from all of them.
    #[must_use]
    pub fn time_zone(value: impl Into<String>) -> Self {
        let names = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name().to_owned()).collect();
        Self::new("time_zone", "Time zone", Input::Suggested(names), value)
            .hint("Type a city and choose from the list, like Europe/London.")
    }

    /// The same with something to know about it.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: hint.into(), ..self }
    }

    /// The same, which may stay empty.
    #[must_use]
    pub fn optional(self) -> Self {
        Self { is_required: false, ..self }
    }

    /// The same, which the browser may fill in.
    #[must_use]
    pub fn completed_as(self, completion: &'static str) -> Self {
        Self { completion, ..self }
    }

    /// The same with an id of its own, where two forms of a page have a field of this name.
    #[must_use]
    pub fn known_as(self, id: &'static str) -> Self {
        Self { id, ..self }
    }

    /// Adds what was wrong with it to what else was.
    fn add_fault(&mut self, fault: String) {
        match &mut self.fault {
            Some(known) => known.extend([" ", &fault]),
            none => *none = Some(fault),
        }
    }

    /// The id of its input; unlike the name it is set apart from those of other forms of the page.
    #[must_use]
    pub fn id(&self) -> String {
        format!("field-{}", self.id)
    }
}

/// A form: where it goes, what it asks.
#[derive(Debug, Clone)]
pub struct Form {
    /// Its heading; empty for none.
    pub title: &'static str,
    /// What it does, in a sentence; may be empty.
    pub text: String,
    /// Where it is sent.
    pub action: String,
    /// What its button says.
    pub button: &'static str,
    /// Whether the button does something that hurts.
    pub is_danger: bool,
    /// What is said before a button that can't be undone is within reach; empty for any other.
    pub warning: &'static str,
    /// What it asks.
    pub fields: Vec<FormField>,
    /// What was wrong that belongs to no field.
    pub faults: Vec<String>,
}

impl Form {
    /// A form without a heading.
    #[must_use]
    pub fn new(action: impl Into<String>, button: &'static str, fields: Vec<FormField>) -> Self {
        Self {
            title: "",
            text: String::new(),
            action: action.into(),
            button,
            is_danger: false,
            warning: "",
            fields,
            faults: Vec::new(),
        }
    }

    /// The same with a heading and a sentence.
    #[must_use]
    pub fn about(self, title: &'static str, text: impl Into<String>) -> Self {
        Self { title, text: text.into(), ..self }
    }

    /// The same for what can't be undone: its button has to be asked for, and stands under a warning.
    #[must_use]
    pub fn warning(self, warning: &'static str) -> Self {
        Self { is_danger: true, warning, ..self }
    }

    /// The same with what was wrong, at the fields that it is about.
    #[must_use]
    pub fn with_faults(mut self, faults: Vec<FieldFault>) -> Self {
        for fault in faults {
            match self.fields.iter_mut().find(|field| field.name == fault.field) {
                Some(field) => field.add_fault(fault.message),
                None => self.faults.push(fault.message),
            }
        }
        self
    }
}

/// One thing to know: name, value, and where that leads.
#[derive(Debug, Clone)]
pub struct FactLine {
    /// What it is.
    pub label: &'static str,
    /// What it says.
    pub value: String,
    /// Where it leads, if anywhere.
    pub href: Option<String>,
}

impl FactLine {
    /// Something to know.
    #[must_use]
    pub fn new(label: &'static str, value: impl Into<String>) -> Self {
        Self { label, value: value.into(), href: None }
    }
}

/// A page with one main form, what there is to know, and smaller forms beside it.
#[derive(Template)]
#[template(path = "admin/form.html")]
pub struct FormPage {
    /// What is around it.
    pub shell: Shell,
    /// Where it hangs: address and name.
    pub parent: (&'static str, &'static str),
    /// Its heading.
    pub title: String,
    /// A sentence under it; may be empty.
    pub lede: String,
    /// The main form.
    pub form: Form,
    /// What there is to know.
    pub facts: Vec<FactLine>,
    /// Smaller forms.
    pub others: Vec<Form>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_stands_at_its_field_or_above_the_form() {
        let fields = vec![FormField::new("name", "Name", Input::Line("text"), "typed")];
        let faults = [("name", "Too short."), ("other", "odd"), ("name", "Taken.")]
            .map(|(field, message)| FieldFault::new(field, message))
            .to_vec();
        let form = Form::new("/x", "Save", fields).with_faults(faults);
        assert_eq!(form.fields[0].fault.as_deref(), Some("Too short. Taken."));
        assert_eq!(form.fields[0].value, "typed");
        assert_eq!(form.faults, ["odd"]);
    }
}
