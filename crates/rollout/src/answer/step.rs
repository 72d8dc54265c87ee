//! Steps to take next, as data.

/// What stands in a command for the inputs until somebody puts them in.
pub const INPUTS: &str = "…";

/// One step that follows from an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A command of this program.
    Run {
        /// The command with what it asks about, such as `user jonas@northwind.example`.
        command: String,
        /// The inputs that it reads: [`INPUTS`] until the caller puts in its own. `None` where it reads none.
        inputs: Option<String>,
        /// Options behind the inputs; may be empty.
        options: String,
        /// What it is for.
        why: String,
    },
    /// Something that a person does.
    Do(String),
}

impl Step {
    /// A command that reads the same inputs.
    pub fn run(command: impl Into<String>, why: impl Into<String>) -> Step {
        let inputs = Some(INPUTS.to_owned());
        Step::Run { command: command.into(), inputs, options: String::new(), why: why.into() }
    }

    /// A command that reads no inputs.
    pub fn look_up(command: impl Into<String>, why: impl Into<String>) -> Step {
        Step::Run { command: command.into(), inputs: None, options: String::new(), why: why.into() }
    }

    /// The same with options behind the inputs.
    #[must_use]
    pub fn with(mut self, more: impl Into<String>) -> Step {
        if let Step::Run { options, .. } = &mut self {
            *options = more.into();
        }
        self
    }

    /// What is to be typed or done, and what it is for; the second may be empty.
    pub fn words(&self) -> (String, &str) {
        match self {
            Step::Do(what) => (what.clone(), ""),
            Step::Run { command, inputs, options, why } => {
                let parts = [command.as_str(), inputs.as_deref().unwrap_or_default(), options];
                let parts = parts.into_iter().filter(|part| !part.is_empty());
                let line = parts.fold("entrasift".to_owned(), |line, part| line + " " + part);
                (line, why)
            }
        }
    }
}
