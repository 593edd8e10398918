//! The command line.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, Parser, Subcommand};
use kaifong_domain::{access::AccessRole, id::PersonId};

use crate::{access::origin::Origin, access::sign_in_link::DAYS, slug::Slug};

const EXAMPLES: &str = "\
Examples:
  kaifong serve                          An empty community in ./data, on http://127.0.0.1:8080
  kaifong serve --community riverside --community-name 'Riverside Gardens' \\
      --listen 0.0.0.0:8080 --public-origin https://riverside.example
                                         A community behind a proxy that does TLS
  kaifong link --role coordinator        A sign-in link for a new coordinator
  kaifong backup monday.kaifong          A copy of everything, made while the server runs
  kaifong restore monday.kaifong --replace
                                         Back to that copy; phones send what has come since
  kaifong demo --reset                   A demo community, made anew

Every option can also stand in the environment (--community-name as KAIFONG_COMMUNITY_NAME) or in a
TOML file (--config kaifong.toml, with lines such as `community-name = \"Riverside Gardens\"`). An
option counts before the environment, the environment before the file.";

/// Kaifong runs a residential community's volunteer network: members, tasks and suggestions, on
/// phones that keep working without a connection and merge when they have one.
///
/// This one program serves the app, keeps the community's data in a folder, and merges what the
/// phones send.
#[derive(Debug, Parser)]
#[command(name = "kaifong", version, after_help = EXAMPLES)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve a community. The first start prints a sign-in link for its administrator
    Serve(Settings),
    /// Serve a demo community with data of its own
    Demo(Demo),
    /// Print a new sign-in link; the server may be running
    Link(Link),
    /// Let programs of others sync with the community, by a token each; the server may be running
    Integration(Integration),
    /// Copy everything into one file, which is checked; the server may be running
    Backup(Backup),
    /// Put a backup in place; the server must not be running
    Restore(Restore),
    /// Check that everything stored is whole: exit status 0 if so; the server may be running
    Doctor(Doctor),
    /// Ask the server whether it is well: exit status 0 if so (for containers)
    Healthcheck(Settings),
}

/// Settings, each of which can also come from the environment or the file.
#[derive(Clone, Debug, Default, Args)]
pub struct Settings {
    /// A TOML file with settings
    #[arg(long, env = "KAIFONG_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Where to listen [default: 127.0.0.1:8080]
    #[arg(long, env = "KAIFONG_LISTEN", value_name = "ADDRESS:PORT")]
    pub listen: Option<SocketAddr>,
    /// The folder that keeps the data; made if it is missing [default: ./data]
    #[arg(long, env = "KAIFONG_DATA", value_name = "FOLDER")]
    pub data: Option<PathBuf>,
    /// The community's short name in addresses: a-z, 0-9 and - [default: community]
    #[arg(long, env = "KAIFONG_COMMUNITY", value_name = "SLUG")]
    pub community: Option<Slug>,
    /// What people call the community, when it is made [default: its short name]
    #[arg(long, env = "KAIFONG_COMMUNITY_NAME", value_name = "NAME")]
    pub community_name: Option<String>,
    /// The address at which people open the app, such as https://kaifong.example; can be given more
    /// than once [default: the address that was asked for, on this machine only]
    #[arg(long, env = "KAIFONG_PUBLIC_ORIGIN", value_name = "URL", value_delimiter = ',')]
    pub public_origin: Option<Vec<Origin>>,
    /// Believe the proxy in front about who is asking (X-Forwarded-For) [default: false]
    #[arg(long, env = "KAIFONG_BEHIND_PROXY", value_name = "BOOL", num_args = 0..=1, require_equals = true,
          default_missing_value = "true")]
    pub behind_proxy: Option<bool>,
    /// What to log: error, warn, info, debug, trace, or a filter such as kaifong_server=debug
    /// [default: info]
    #[arg(long, env = "KAIFONG_LOG", value_name = "LEVEL")]
    pub log: Option<String>,
}

/// Options of `kaifong demo`.
#[derive(Debug, Args)]
pub struct Demo {
    /// Delete the demo community and make it anew
    #[arg(long)]
    pub reset: bool,
    /// Settings, with defaults of their own: the folder ./data/demo and the community `demo`.
    #[command(flatten)]
    pub settings: Settings,
}

/// Options of `kaifong link`.
#[derive(Debug, Args)]
pub struct Link {
    /// What a new person is trusted with: admin, coordinator, captain, member or partner
    #[arg(long, default_value = "admin", value_parser = role)]
    pub role: AccessRole,
    /// Whom the link signs in: a person's id of 32 hexadecimal digits [default: a new person]
    #[arg(long, value_name = "ID")]
    pub person: Option<PersonId>,
    /// For how many days the link works
    #[arg(long, default_value_t = DAYS, value_parser = clap::value_parser!(i64).range(1..=365))]
    pub days: i64,
    /// Settings.
    #[command(flatten)]
    pub settings: Settings,
}

/// Options of `kaifong integration`.
#[derive(Debug, Args)]
pub struct Integration {
    /// What to do.
    #[command(subcommand)]
    pub action: IntegrationAction,
}

/// What can be done about integrations.
#[derive(Debug, Subcommand)]
pub enum IntegrationAction {
    /// Let a program in: prints its token, this once
    Add {
        /// What you call it
        #[arg(long, value_parser = integration_name)]
        name: String,
        /// It may write as well as read
        #[arg(long)]
        writes: bool,
        /// Settings.
        #[command(flatten)]
        settings: Settings,
    },
    /// List the programs that were let in
    List(Settings),
    /// Make a program's token worthless, at once
    Revoke {
        /// What you call it
        #[arg(long)]
        name: String,
        /// Settings.
        #[command(flatten)]
        settings: Settings,
    },
    /// List the community's documents with their addresses for automerge-repo
    Documents(Settings),
}

/// The most characters in an integration's name.
const LONGEST_NAME: usize = 40;

fn integration_name(name: &str) -> Result<String, String> {
    let name = name.trim();
    let fits = (1..=LONGEST_NAME).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    if fits { Ok(name.into()) } else { Err(format!("1 to {LONGEST_NAME} characters")) }
}

/// Options of `kaifong backup`.
#[derive(Debug, Args)]
pub struct Backup {
    /// The file to make; there must be none of that name
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Settings.
    #[command(flatten)]
    pub settings: Settings,
}

/// Options of `kaifong restore`.
#[derive(Debug, Args)]
pub struct Restore {
    /// The backup
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Where there is data already, set it aside under another name
    #[arg(long)]
    pub replace: bool,
    /// Settings.
    #[command(flatten)]
    pub settings: Settings,
}

/// Options of `kaifong doctor`.
#[derive(Debug, Args)]
pub struct Doctor {
    /// A backup to check [default: the data in the folder]
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Settings.
    #[command(flatten)]
    pub settings: Settings,
}

fn role(code: &str) -> Result<AccessRole, String> {
    match AccessRole::from_code(code) {
        AccessRole::Unknown => {
            let known: Vec<_> = AccessRole::ALL.iter().map(|role| role.code()).collect();
            Err(format!("one of {}", known.join(", ")))
        }
        role => Ok(role),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn an_integration_has_a_name() {
        let parse = |name| Cli::try_parse_from(["kaifong", "integration", "add", "--name", name]);
        assert!(parse("the notice board").is_ok());
        for name in ["", "  ", "two\nlines", &"x".repeat(41)] {
            assert!(parse(name).is_err(), "{name:?}");
        }
    }

    #[test]
    fn a_role_is_one_that_exists() {
        let parse = |role| Cli::try_parse_from(["kaifong", "link", "--role", role]);
        assert!(parse("captain").is_ok());
        assert!(parse("emperor").unwrap_err().to_string().contains("one of admin, coordinator"));
    }
}
