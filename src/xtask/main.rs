//! The one tool of the project.

use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::{
    bench::Bench, failure::Failure, server::Profile, test::Stage, toolchain::Choice, wasm::Effort, whole::Wanted,
    workspace::Workspace,
};

mod bench;
mod bind;
mod child;
mod demo;
mod dist;
mod failure;
mod headline;
mod packages;
mod server;
mod sizes;
mod split;
mod test;
mod tidy;
mod toolchain;
mod wasm;
mod whole;
mod workspace;

/// Sets up what is missing on this machine, then builds, runs and tests Kaifong.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", max_term_width = 100)]
struct Xtask {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Build everything, make an invented community and serve it; prints links to sign in.
    ///
    /// The community is kept in target/demo, so a second start takes seconds.
    Demo {
        #[command(flatten)]
        flags: Flags,
        /// The port on 127.0.0.1.
        #[arg(long, default_value_t = 8080)]
        port: u16,
    },
    /// Build everything and serve an empty community, kept in ./data.
    Run {
        #[command(flatten)]
        flags: Flags,
        /// The port on 127.0.0.1.
        #[arg(long, default_value_t = 8080)]
        port: u16,
    },
    /// Run all the checks and tests, or only the stages named; installs what they need.
    Test {
        /// Only these, in this order.
        stages: Vec<Stage>,
        /// More seeds and more cases: an hour rather than minutes.
        #[arg(long)]
        deep: bool,
        #[command(flatten)]
        flags: Flags,
    },
    /// Build the app into dist/ and the server with the app inside; checks the sizes.
    Build {
        #[command(flatten)]
        flags: Flags,
    },
    /// Measure beside peers from npm, in one run; prints figures and ratios, and fails for none.
    Bench {
        /// What.
        what: Bench,
        #[command(flatten)]
        flags: Flags,
    },
    /// Check what rustfmt and clippy can't: lengths, dependencies, translations, style sheets.
    Tidy,
}

#[derive(Debug, Clone, Copy, Args)]
struct Flags {
    /// Build a large app in seconds, for developing; sizes aren't checked.
    #[arg(long)]
    fast: bool,
    /// Build the server for speed.
    #[arg(long)]
    release: bool,
    /// Which compiler makes the wasm.
    #[arg(long, value_enum, default_value_t = Choice::Auto)]
    toolchain: Choice,
}

impl Flags {
    fn wanted(self) -> Wanted {
        Wanted {
            effort: Effort::from_flag(self.fast),
            profile: Profile::from_flag(self.release),
            toolchain: self.toolchain,
        }
    }
}

fn main() -> ExitCode {
    let Xtask { task } = Xtask::parse();
    match Workspace::find().and_then(|workspace| carry_out(&workspace, task)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nxtask: {failure}");
            failure.exit_code()
        }
    }
}

fn carry_out(workspace: &Workspace, task: Task) -> Result<(), Failure> {
    match task {
        Task::Demo { flags, port } => demo::demo(workspace, flags.wanted(), port),
        Task::Run { flags, port } => demo::run(workspace, flags.wanted(), port),
        Task::Test { stages, deep, flags } => test::test(workspace, &stages, flags.wanted(), deep),
        Task::Build { flags } => {
            let server = whole::all(workspace, flags.wanted())?;
            println!("\nThe server is {}", server.display());
            Ok(())
        }
        Task::Bench { what, flags } => bench::bench(workspace, what, flags.wanted()),
        Task::Tidy => tidy::tidy(workspace),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Xtask::command().debug_assert();
    }
}
