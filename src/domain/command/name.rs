//! What commands are called where they leave the program.

use super::Command;

impl Command {
    /// The names of all commands, without their versions.
    pub const NAMES: [&str; 29] = [
        "WriteProfile",
        "AddEstate",
        "AddBuilding",
        "AddPerson",
        "EditPerson",
        "GrantCaptaincy",
        "EditCaptaincy",
        "AddSeries",
        "AddTask",
        "EditTask",
        "AddRole",
        "EditRole",
        "ClaimRole",
        "WithdrawClaim",
        "RestoreClaim",
        "RaiseSuggestion",
        "EditSuggestion",
        "MoveSuggestion",
        "Comment",
        "Remove",
        "Restore",
        "WriteContact",
        "AddFamily",
        "EditFamily",
        "AddChild",
        "EditChild",
        "Enrol",
        "EndEnrolment",
        "Endorse",
    ];

    /// Name and version: the message of the change that the command makes (invariant I1).
    pub fn name(&self) -> &'static str {
        match self {
            Self::WriteProfile { .. } => "WriteProfile/1",
            Self::AddEstate { .. } => "AddEstate/1",
            Self::AddBuilding { .. } => "AddBuilding/1",
            Self::AddPerson { .. } => "AddPerson/1",
            Self::EditPerson { .. } => "EditPerson/1",
            Self::GrantCaptaincy { .. } => "GrantCaptaincy/1",
            Self::EditCaptaincy { .. } => "EditCaptaincy/1",
            Self::AddSeries { .. } => "AddSeries/1",
            Self::AddTask { .. } => "AddTask/1",
            Self::EditTask { .. } => "EditTask/1",
            Self::AddRole { .. } => "AddRole/1",
            Self::EditRole { .. } => "EditRole/1",
            Self::ClaimRole { .. } => "ClaimRole/1",
            Self::WithdrawClaim { .. } => "WithdrawClaim/1",
            Self::RestoreClaim { .. } => "RestoreClaim/1",
            Self::RaiseSuggestion { .. } => "RaiseSuggestion/1",
            Self::EditSuggestion { .. } => "EditSuggestion/1",
            Self::MoveSuggestion { .. } => "MoveSuggestion/1",
            Self::Comment { .. } => "Comment/1",
            Self::Remove { .. } => "Remove/1",
            Self::Restore { .. } => "Restore/1",
            Self::WriteContact { .. } => "WriteContact/1",
            Self::Endorse { .. } => "Endorse/1",
            Self::AddFamily { .. } => "AddFamily/1",
            Self::EditFamily { .. } => "EditFamily/1",
            Self::AddChild { .. } => "AddChild/1",
            Self::EditChild { .. } => "EditChild/1",
            Self::Enrol { .. } => "Enrol/1",
            Self::EndEnrolment { .. } => "EndEnrolment/1",
        }
    }
}
