//! What every screen can ask for: the community, who is acting, how syncing goes, settings, the
//! clock, and the way to give commands. Each is a newtype in context, cheap to copy.

pub mod actor;
pub mod archive;
pub mod calls;
pub mod check_in;
pub mod clock;
pub mod commands;
pub mod community;
pub mod device;
pub mod entrance;
pub mod handover;
pub mod history;
pub mod inbox;
pub mod invitation;
pub mod persistence;
pub mod problem;
pub mod refused;
pub mod settings;
pub mod status;
pub mod toast;
pub mod update;

use invitation::Invitation;
use kaifong_domain::bridge::ToWorker;

/// Provides everything to the screens below, opens the bridge and asks the worker to start.
pub fn provide(invitation: Option<Invitation>) {
    let preferences = settings::provide();
    community::provide();
    entrance::provide();
    status::provide();
    problem::provide();
    refused::provide();
    history::provide();
    handover::provide();
    toast::provide();
    clock::provide();
    invitation::provide(invitation);
    update::provide();
    persistence::provide();
    archive::provide();
    calls::provide();
    check_in::provide();
    let commands = commands::provide();
    commands.tell(&ToWorker::Start { community: preferences.with(|settings| settings.community.clone()) });
    inbox::wake_with_the_page(commands);
}
