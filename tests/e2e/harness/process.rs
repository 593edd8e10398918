//! Programs that a story starts. Each ends with the value that holds it, also when a story fails.

use std::{
    io::{BufRead, BufReader},
    process::{Child, ChildStdout, Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use super::wait::until;

/// How long a program may take to say that it is ready.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running program.
pub struct Program {
    name: String,
    child: Child,
}

impl Program {
    /// Starts it; what it prints can be read by [`Self::listen`].
    pub fn start(command: &mut Command) -> Self {
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
        let child = child.unwrap_or_else(|error| panic!("{name} can't be started: {error}"));
        Self { name, child }
    }

    /// Reads lines until one tells what was looked for. The rest is read and forgotten, so that the
    /// program never waits for a reader.
    pub fn listen<T: Send + 'static>(&mut self, mut find: impl FnMut(&str) -> Option<T> + Send + 'static) -> T {
        let output: ChildStdout = self.child.stdout.take().expect("nobody has listened before");
        let (tell, told) = mpsc::channel();
        thread::spawn(move || {
            let mut found = false;
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if let Some(answer) = if found { None } else { find(&line) } {
                    found = true;
                    // The story may have lost its patience.
                    let _ = tell.send(answer);
                }
            }
        });
        told.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("{} did not say that it is ready", self.name))
    }

    /// Asks it to stop (SIGTERM) and waits until it has.
    pub async fn stop(mut self) {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        assert!(asked.is_ok_and(|status| status.success()), "{} could not be asked to stop", self.name);
        until(&format!("{} stops", self.name), async || Ok(self.child.try_wait().ok().flatten())).await;
    }

    /// Ends it at once (SIGKILL), in the middle of whatever it does.
    pub fn kill(self) {
        drop(self);
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Fails only when it has ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
