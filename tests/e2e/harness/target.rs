//! What one can point at on a screen.

use std::fmt;

/// Something on a screen: by its `data-testid`, and maybe by a text in it.
#[derive(Clone, Debug)]
pub struct Target {
    pub test_id: String,
    pub text: Option<String>,
}

impl From<&str> for Target {
    fn from(test_id: &str) -> Self {
        Self { test_id: test_id.to_owned(), text: None }
    }
}

impl From<(&str, &str)> for Target {
    fn from((test_id, text): (&str, &str)) -> Self {
        Self { test_id: test_id.to_owned(), text: Some(text.to_owned()) }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.text {
            None => write!(formatter, "`{}`", self.test_id),
            Some(text) => write!(formatter, "`{}` with “{text}”", self.test_id),
        }
    }
}
