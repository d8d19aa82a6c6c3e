//! A field of a form, with what was typed and what is wrong with it.

/// A choice of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// Is it the one?
    pub chosen: bool,
}

/// A field of a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Field {
    /// Under which name it is sent.
    pub name: &'static str,
    /// The form it stands in, where a page has several; empty for one form.
    pub form: &'static str,
    /// What is asked.
    pub label: &'static str,
    /// How it is to be written; empty when that is plain.
    pub note: &'static str,
    /// What stands in it.
    pub value: String,
    /// What is wrong with it; empty for nothing.
    pub fault: String,
    /// What kind of input it is, such as `text` or `tel`.
    pub kind: &'static str,
    /// What stands in it, pale, while it is empty.
    pub hint: &'static str,
    /// Must it be filled in?
    pub required: bool,
    /// What there is to choose from; empty for a field to type in.
    pub choices: Vec<Choice>,
}

impl Field {
    /// A field for a line of text.
    #[must_use]
    pub fn text(name: &'static str, label: &'static str, value: impl Into<String>) -> Self {
        Self {
            name,
            label,
            value: value.into(),
            kind: "text",
            ..Self::default()
        }
    }

    /// A field for a day, typed as an office writes it: a browser of another
    /// language would ask for the month first.
    #[must_use]
    pub fn day(name: &'static str, label: &'static str, value: impl Into<String>) -> Self {
        Self {
            hint: "ngày/tháng/năm",
            ..Self::text(name, label, value)
        }
    }

    /// A field to choose from.
    #[must_use]
    pub fn choice(name: &'static str, label: &'static str, choices: Vec<Choice>) -> Self {
        Self {
            choices,
            ..Self::text(name, label, "")
        }
    }

    /// The same with a note on how it is written.
    #[must_use]
    pub fn noted(mut self, note: &'static str) -> Self {
        self.note = note;
        self
    }

    /// The same, and it must be filled in.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The same with what is wrong with it.
    #[must_use]
    pub fn wrong(mut self, fault: &str) -> Self {
        self.fault = fault.to_owned();
        self
    }

    /// The same in this form of several.
    #[must_use]
    pub fn within(mut self, form: &'static str) -> Self {
        self.form = form;
        self
    }

    /// What it is called on the page: the same nowhere else on it.
    #[must_use]
    pub fn id(&self) -> String {
        match self.form {
            "" => self.name.to_owned(),
            form => format!("{form}-{}", self.name),
        }
    }
}
