//! Why a task stopped, in one plain sentence each.

use std::{error::Error, io, path::PathBuf, process::ExitCode};

/// Why a task stopped.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Something the machine lacks and that can't be installed from here.
    #[error("{what} is missing.\n  {remedy}")]
    Missing {
        /// What is missing.
        what: String,
        /// What the person can do about it.
        remedy: String,
    },
    /// A program ran and failed; its own words stand above.
    #[error("`{line}` failed{}", code.map(|code| format!(" with exit code {code}")).unwrap_or_default())]
    Command {
        /// The program and its arguments.
        line: String,
        /// Its exit code, unless a signal ended it.
        code: Option<i32>,
    },
    /// A program that couldn't be started at all.
    #[error("`{line}` could not be started: {source}")]
    Start {
        /// The program and its arguments.
        line: String,
        /// Why not.
        source: io::Error,
    },
    /// A file or folder that couldn't be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// No checkout of this project at or above the current folder.
    #[error("{} is not inside a checkout of this project", _0.display())]
    NoWorkspace(PathBuf),
    /// wasm-bindgen refused a module.
    #[error("wasm-bindgen could not bind {package}: {source}")]
    Bind {
        /// The package the module was built from.
        package: &'static str,
        /// Its own words.
        source: Box<dyn Error + Send + Sync>,
    },
    /// A template of the app shell and its values don't fit together.
    #[error(transparent)]
    Template(#[from] crate::dist::template::Mismatch),
    /// A style sheet that can't be bundled.
    #[error(transparent)]
    Style(#[from] crate::dist::style::Flaw),
    /// The download is larger than the budget allows.
    #[error("too large: {0}. See the table above; the budget stands in sizes.rs")]
    OverBudget(String),
    /// `tidy` found something; the findings stand above.
    #[error("{0} finding(s), listed above")]
    Untidy(usize),
    /// A stage of `test` failed.
    #[error("the stage `{stage}` failed: {source}")]
    Stage {
        /// Which stage.
        stage: &'static str,
        /// What happened in it.
        source: Box<Failure>,
    },
}

impl Failure {
    /// Wraps an IO error with the path it is about, for `map_err`.
    pub fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }

    /// A program that failed passes its own exit code on.
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Self::Command { code: Some(code), .. } => u8::try_from(*code).map_or(ExitCode::FAILURE, ExitCode::from),
            Self::Stage { source, .. } => source.exit_code(),
            _ => ExitCode::FAILURE,
        }
    }
}
