//! Words for commands: what somebody wanted to do.

use kaifong_domain::command::Command;

/// What was wanted, as one would do it.
pub fn command(command: &Command) -> &'static str {
    match command {
        Command::WriteProfile { .. } => say!(refused.do_write_profile),
        Command::AddEstate { .. } => say!(refused.do_add_estate),
        Command::AddBuilding { .. } => say!(refused.do_add_building),
        Command::AddPerson { .. } => say!(refused.do_add_person),
        Command::EditPerson { .. } => say!(refused.do_edit_person),
        Command::GrantCaptaincy { .. } | Command::EditCaptaincy { .. } => say!(refused.do_captaincy),
        Command::AddSeries { .. } => say!(refused.do_add_series),
        Command::AddTask { .. } => say!(refused.do_add_task),
        Command::EditTask { .. } => say!(refused.do_edit_task),
        Command::AddRole { .. } | Command::EditRole { .. } => say!(refused.do_role),
        Command::ClaimRole { .. } | Command::RestoreClaim { .. } => say!(refused.do_claim),
        Command::WithdrawClaim { .. } => say!(refused.do_withdraw),
        Command::RaiseSuggestion { .. } => say!(refused.do_raise),
        Command::EditSuggestion { .. } => say!(refused.do_edit_suggestion),
        Command::MoveSuggestion { .. } => say!(refused.do_advance),
        Command::Comment { .. } => say!(refused.do_comment),
        Command::Remove { .. } => say!(refused.do_remove),
        Command::Restore { .. } => say!(refused.do_restore),
    }
}
