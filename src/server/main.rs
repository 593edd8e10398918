//! The program `kaifong`.

use std::{error::Error, io::IsTerminal, process::ExitCode, sync::Arc};

use clap::Parser;
use kaifong_domain::access::AccessRole;
use kaifong_server::{
    access::sign_in_link,
    backup::{self, BackupError},
    cli::{Backup, Cli, Command, Demo, Doctor, Link, Restore, Settings},
    clock,
    config::{Config, ConfigError, Defaults, reachable},
    data::{DataError, DataFolder, Hold},
    demo::found::{self, FoundError},
    doctor::{self, Report},
    founding,
    health::{self, Unwell},
    integration::{self, IntegrationError},
    secret::new_person,
    server::{Server, StartError},
    slug::Slug,
    store::{Store, StoreError, sqlite::SqliteStore},
};
use tracing_subscriber::EnvFilter;

/// Why the program ends with a complaint.
#[derive(Debug, thiserror::Error)]
enum Complaint {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Data(#[from] DataError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Start(#[from] StartError),
    #[error(transparent)]
    Demo(#[from] FoundError),
    #[error(transparent)]
    Unwell(#[from] Unwell),
    #[error(transparent)]
    Integration(#[from] IntegrationError),
    #[error(transparent)]
    Backup(#[from] BackupError),
    #[error("not everything is well: see above")]
    Unsound,
    #[error("{0:?} does not say what to log: {1}")]
    Log(String, tracing_subscriber::filter::ParseError),
    #[error("the program could not start: {0}")]
    Runtime(#[from] std::io::Error),
    #[error("the data in {0} is not only the demo's ({1} is there too): nothing was deleted")]
    NotADemo(String, Slug),
    #[error("nobody has the id {0} in {1}: leave --person out to sign a new person in")]
    UnknownPerson(String, Slug),
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Serve(settings) => block_on(serve(settings)),
        Command::Demo(options) => block_on(demo(options)),
        Command::Link(options) => block_on(link(options)),
        Command::Integration(options) => {
            block_on(async { Ok(integration::run(options.action, &mut std::io::stdout()).await?) })
        }
        Command::Backup(options) => backup(options),
        Command::Restore(options) => restore(options),
        Command::Doctor(options) => doctor(options),
        Command::Healthcheck(settings) => healthcheck(settings),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(complaint) => {
            eprintln!("{}", told(&complaint));
            ExitCode::FAILURE
        }
    }
}

/// An error with its causes, in one line.
fn told(error: &dyn Error) -> String {
    let causes = std::iter::successors(error.source(), |&cause| cause.source());
    causes.fold(error.to_string(), |told, cause| format!("{told}: {cause}"))
}

fn block_on(work: impl Future<Output = Result<(), Complaint>>) -> Result<(), Complaint> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work)
}

async fn serve(settings: Settings) -> Result<(), Complaint> {
    let config = Config::resolve(settings, Defaults::OWN)?;
    log(&config)?;
    let folder = DataFolder::open(&config.data)?;
    let hold = folder.hold()?;
    run(&config, &folder, hold, Guests::None).await
}

async fn demo(options: Demo) -> Result<(), Complaint> {
    let config = Config::resolve(options.settings, Defaults::DEMO)?;
    log(&config)?;
    let folder = DataFolder::open(&config.data)?;
    let hold = folder.hold()?;
    if options.reset {
        reset(&config, &folder, &hold).await?;
    }
    let store = SqliteStore::open(&folder.database())?;
    found::found(&store, &config.community, clock::now()).await?;
    drop(store);
    run(&config, &folder, hold, Guests::Invited).await
}

/// Deletes the demo, and only the demo.
async fn reset(config: &Config, folder: &DataFolder, hold: &Hold) -> Result<(), Complaint> {
    let communities = SqliteStore::open(&folder.database())?.communities().await?;
    if let Some(other) = communities.into_iter().find(|community| community.slug != config.community) {
        return Err(Complaint::NotADemo(config.data.display().to_string(), other.slug));
    }
    Ok(folder.clear(hold)?)
}

/// Who is let in at every start.
enum Guests {
    /// Nobody: people have links of their own.
    None,
    /// The people whom one can be in the demo.
    Invited,
}

/// Serves until the operating system asks to stop.
async fn run(config: &Config, folder: &DataFolder, _hold: Hold, guests: Guests) -> Result<(), Complaint> {
    let store: Arc<dyn Store> = Arc::new(SqliteStore::open(&folder.database())?);
    let stop = asked_to_stop()?;
    let server = Server::start(config, Arc::clone(&store)).await?;
    let origin = config.origin(server.address());
    println!("Kaifong serves \"{}\" at {origin}", config.community_name);
    if !server.address().ip().is_loopback() && config.public_origins.is_empty() {
        println!("Browsers on other machines need --public-origin to be told the address that they use.");
    }
    if let Some(link) = founding::first_link(&*store, &origin, &config.community, clock::now()).await? {
        println!("Sign in as its administrator (once, within {} days):\n  {link}", sign_in_link::DAYS);
    }
    if let Guests::Invited = guests {
        println!("Sign in as one of these people (each link once, within {} days):", sign_in_link::DAYS);
        for (guest, link) in found::let_in(&*store, &origin, &config.community, clock::now()).await? {
            println!("  {:<11} {}\n    {link}", guest.role.code(), guest.label);
        }
    }
    stop.await;
    tracing::info!("stopping");
    server.stop().await;
    Ok(())
}

async fn link(options: Link) -> Result<(), Complaint> {
    let config = Config::resolve(options.settings, Defaults::OWN)?;
    let folder = DataFolder::open(&config.data)?;
    let store = SqliteStore::open(&folder.database())?;
    let now = clock::now();
    let (person, role) = match options.person {
        None => (new_person(now), options.role),
        Some(person) => match store.role(&config.community, person).await? {
            Some(role) => (person, role),
            None => return Err(Complaint::UnknownPerson(person.to_string(), config.community)),
        },
    };
    let origin = config.origin(config.listen);
    let link = sign_in_link::make(&store, &origin, &config.community, (person, role), now, options.days).await?;
    println!("A sign-in link for {} (once, within {} days):\n  {link}", article(role), options.days);
    Ok(())
}

fn backup(options: Backup) -> Result<(), Complaint> {
    let config = Config::resolve(options.settings, Defaults::OWN)?;
    let report = backup::make(&DataFolder::at(&config.data).database(), &options.file)?;
    println!("Everything is in {}.", options.file.display());
    told_of(&report)
}

fn restore(options: Restore) -> Result<(), Complaint> {
    let config = Config::resolve(options.settings, Defaults::OWN)?;
    let folder = DataFolder::open(&config.data)?;
    let hold = folder.hold()?;
    let restored = backup::restore(&folder, &hold, &options.file, options.replace, clock::now())?;
    println!("The backup is in place, as store {}.", restored.storage_id);
    if let Some(path) = restored.set_aside {
        println!("What was there before is in {}.", path.display());
    }
    match restored.erased {
        Ok(0) => {}
        Ok(count) => println!("{count} people and families that were erased are erased from it too."),
        Err(error) => println!(
            "Whom the data that was there before had erased cannot be told ({error}): phones bring it, and until they do \
             the backup's people are back."
        ),
    }
    told_of(&restored.report)
}

fn doctor(options: Doctor) -> Result<(), Complaint> {
    let config = Config::resolve(options.settings, Defaults::OWN)?;
    let path = options.file.unwrap_or_else(|| DataFolder::at(&config.data).database());
    if !path.exists() {
        return Err(BackupError::NoFile(path).into());
    }
    let mut report = doctor::examine(&path).map_err(|cause| BackupError::Store(path, cause))?;
    report.judge_clock(clock::now());
    told_of(&report)
}

/// Prints what was found; a complaint if something is wrong.
fn told_of(report: &Report) -> Result<(), Complaint> {
    print!("{report}");
    if report.is_sound() { Ok(()) } else { Err(Complaint::Unsound) }
}

fn article(role: AccessRole) -> String {
    let article = if role == AccessRole::Admin { "an" } else { "a" };
    format!("{article} {}", role.code())
}

fn healthcheck(settings: Settings) -> Result<(), Complaint> {
    let config = Config::resolve(settings, Defaults::OWN)?;
    Ok(health::ask(reachable(config.listen))?)
}

fn log(config: &Config) -> Result<(), Complaint> {
    let filter = EnvFilter::try_new(&config.log).map_err(|error| Complaint::Log(config.log.clone(), error))?;
    // What would write the content of frames into the log does not, whatever is asked for: secrets are in it.
    let quiet = ["tungstenite=info", "tokio_tungstenite=info"].map(|it| it.parse().expect("a directive"));
    let filter = quiet.into_iter().fold(filter, EnvFilter::add_directive);
    let ansi = std::io::stderr().is_terminal();
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(ansi).with_writer(std::io::stderr).init();
    Ok(())
}

/// Returns when the operating system asks the program to stop; it listens from the moment of the call.
fn asked_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
        Ok(async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        })
    }
    #[cfg(windows)]
    {
        let mut interrupt = tokio::signal::windows::ctrl_c()?;
        Ok(async move { drop(interrupt.recv().await) })
    }
}
