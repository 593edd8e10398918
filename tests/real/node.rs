//! A script of the suites' in Node.js, driven by one JSON line each way.

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::Duration,
};

use serde_json::{Value, json};

/// How long an answer may take, on a machine that is busy with something else.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running script. It ends with the value that holds it.
pub struct Node {
    child: Child,
    input: ChildStdin,
    answers: Receiver<String>,
}

impl Node {
    /// Starts a script, named by its path in this package; its first line is its first answer.
    ///
    /// # Panics
    /// If Node.js is not installed.
    pub fn start(script: &str) -> (Self, Value) {
        let mut command = Command::new("node");
        command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join(script)).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("Node.js is installed: see `cargo xtask test set-up`");
        let (input, output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let (tell, answers) = mpsc::channel();
        thread::spawn(move || {
            // Nobody listens any more when a test has failed.
            BufReader::new(output).lines().map_while(Result::ok).try_for_each(|line| tell.send(line))
        });
        let mut node = Self { child, input, answers };
        let first = node.answer();
        (node, first)
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Asks it for something and waits for the answer.
    ///
    /// # Panics
    /// If it answers with an error.
    pub fn ask(&mut self, question: &Value) -> Value {
        self.try_ask(question).unwrap_or_else(|error| panic!("{}: {error}", question["does"]))
    }

    /// Asks it for something that it may not be able to do.
    ///
    /// # Errors
    /// What it says instead of an answer.
    pub fn try_ask(&mut self, question: &Value) -> Result<Value, String> {
        writeln!(self.input, "{question}").unwrap();
        match self.answer() {
            Value::Object(mut answer) if answer.contains_key("error") => {
                Err(answer.remove("error").unwrap_or_default().to_string())
            }
            answer => Ok(answer["value"].clone()),
        }
    }

    /// Waits for an error that it tells without being asked.
    ///
    /// # Panics
    /// If it tells something else.
    pub fn overhear(&mut self) -> String {
        self.answer()["error"].as_str().expect("an error").to_owned()
    }

    fn answer(&mut self) -> Value {
        let line = self.answers.recv_timeout(PATIENCE).expect("the script answers");
        serde_json::from_str(&line).unwrap_or_else(|_| json!({ "error": line }))
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        // Fails only when it has ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
