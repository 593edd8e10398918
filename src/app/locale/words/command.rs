//! Words for commands: what somebody wanted to do, or did.

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
        Command::Endorse { .. } => say!(refused.do_endorse),
        Command::WriteContact { .. } => say!(refused.do_write_contact),
        Command::AddFamily { .. } | Command::EditFamily { .. } => say!(refused.do_family),
        Command::AddChild { .. } | Command::EditChild { .. } => say!(refused.do_child),
        Command::Enrol { .. } => say!(refused.do_enrol),
        Command::EndEnrolment { .. } => say!(refused.do_end_enrolment),
    }
}

/// What was done by a change with this message. What others' programs do has no name; what only a newer
/// version can do has one that is not known here.
pub fn named(message: &str) -> &'static str {
    match message.split('/').next().unwrap_or_default() {
        "WriteProfile" => say!(refused.do_write_profile),
        "AddEstate" => say!(refused.do_add_estate),
        "AddBuilding" => say!(refused.do_add_building),
        "AddPerson" => say!(refused.do_add_person),
        "EditPerson" => say!(refused.do_edit_person),
        "GrantCaptaincy" | "EditCaptaincy" => say!(refused.do_captaincy),
        "AddSeries" => say!(refused.do_add_series),
        "AddTask" => say!(refused.do_add_task),
        "EditTask" => say!(refused.do_edit_task),
        "AddRole" | "EditRole" => say!(refused.do_role),
        "ClaimRole" | "RestoreClaim" => say!(refused.do_claim),
        "WithdrawClaim" => say!(refused.do_withdraw),
        "RaiseSuggestion" => say!(refused.do_raise),
        "EditSuggestion" => say!(refused.do_edit_suggestion),
        "MoveSuggestion" => say!(refused.do_advance),
        "Comment" => say!(refused.do_comment),
        "Remove" => say!(refused.do_remove),
        "Restore" => say!(refused.do_restore),
        "Endorse" => say!(refused.do_endorse),
        "WriteContact" => say!(refused.do_write_contact),
        "AddFamily" | "EditFamily" => say!(refused.do_family),
        "AddChild" | "EditChild" => say!(refused.do_child),
        "Enrol" => say!(refused.do_enrol),
        "EndEnrolment" => say!(refused.do_end_enrolment),
        "EnterDevices" => say!(history.do_enter),
        "ErasePerson" => say!(history.do_erase),
        "SeatClaims" => say!(history.do_seat),
        "" => say!(history.do_something),
        _ => say!(history.do_unknown),
    }
}
