//! All that a person can ask for. Every command carries the ids of what it makes, so that asking
//! twice does no harm.

mod name;

use serde::{Deserialize, Serialize};

use crate::{
    building::{BuildingEdit, EstateEdit},
    captaincy::{CaptaincyEdit, Level},
    child::ChildEdit,
    contact::ContactEdit,
    family::FamilyEdit,
    id::{
        BuildingId, CaptaincyId, ChildId, ClaimId, CommentId, EndorsementId, EnrolmentId, EstateId, EventId, FamilyId,
        PersonId, RoleId, SeriesId, SuggestionId, TaskId,
    },
    person::PersonEdit,
    profile::ProfileEdit,
    record::RecordKey,
    role::TaskRoleEdit,
    series::{Occurrence, SeriesEdit},
    suggestion::{Status, SuggestionEdit},
    task::TaskEdit,
    time::Timestamp,
};

/// A role to be made together with its task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewRole {
    /// Its id.
    pub id: RoleId,
    /// What it is called.
    pub name: String,
    /// How many people it needs.
    pub places: u32,
}

/// Something that a person asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Command {
    /// Write the community's card.
    WriteProfile {
        /// What to write.
        edits: Vec<ProfileEdit>,
    },
    /// Add an estate.
    AddEstate {
        /// Its id.
        id: EstateId,
        /// Its fields.
        edits: Vec<EstateEdit>,
    },
    /// Add a building.
    AddBuilding {
        /// Its id.
        id: BuildingId,
        /// Where it stands.
        estate: EstateId,
        /// Its fields.
        edits: Vec<BuildingEdit>,
    },
    /// Add a person's card.
    AddPerson {
        /// Its id.
        id: PersonId,
        /// Its fields.
        edits: Vec<PersonEdit>,
    },
    /// Edit a person's card.
    EditPerson {
        /// Whose.
        id: PersonId,
        /// The new values.
        edits: Vec<PersonEdit>,
    },
    /// Make a person captain of a building.
    GrantCaptaincy {
        /// The captaincy's id.
        id: CaptaincyId,
        /// Who.
        person: PersonId,
        /// Of which building.
        building: BuildingId,
        /// How far.
        level: Level,
    },
    /// Edit a captaincy.
    EditCaptaincy {
        /// Which.
        id: CaptaincyId,
        /// The new values.
        edits: Vec<CaptaincyEdit>,
    },
    /// Add a weekly series.
    AddSeries {
        /// Its id.
        id: SeriesId,
        /// The first session's day.
        first: jiff::civil::Date,
        /// Its fields.
        edits: Vec<SeriesEdit>,
    },
    /// Add a task with its roles.
    AddTask {
        /// Its id.
        id: TaskId,
        /// The suggestion it comes from.
        suggestion: Option<SuggestionId>,
        /// Its fields.
        edits: Vec<TaskEdit>,
        /// Its roles.
        roles: Vec<NewRole>,
    },
    /// Edit a task.
    EditTask {
        /// Which.
        id: TaskId,
        /// The session it is, where it may not be stored yet.
        occurrence: Option<Occurrence>,
        /// The new values.
        edits: Vec<TaskEdit>,
    },
    /// Add a role to a task.
    AddRole {
        /// To which.
        task: TaskId,
        /// The session it is, where it may not be stored yet.
        occurrence: Option<Occurrence>,
        /// The role.
        role: NewRole,
    },
    /// Edit a role.
    EditRole {
        /// Which.
        id: RoleId,
        /// The new values.
        edits: Vec<TaskRoleEdit>,
    },
    /// Claim a place in a role.
    ClaimRole {
        /// The claim's id.
        id: ClaimId,
        /// In which task.
        task: TaskId,
        /// The session it is, where it may not be stored yet.
        occurrence: Option<Occurrence>,
        /// Which role.
        role: RoleId,
        /// For whom: oneself, or, as a coordinator, anybody.
        person: PersonId,
    },
    /// Withdraw a claim.
    WithdrawClaim {
        /// Which.
        id: ClaimId,
    },
    /// Take a withdrawal back: the claim stands again, from when it was first made.
    RestoreClaim {
        /// Which.
        id: ClaimId,
    },
    /// Raise a suggestion.
    RaiseSuggestion {
        /// Its id.
        id: SuggestionId,
        /// Its fields.
        edits: Vec<SuggestionEdit>,
    },
    /// Edit a suggestion.
    EditSuggestion {
        /// Which.
        id: SuggestionId,
        /// The new values.
        edits: Vec<SuggestionEdit>,
    },
    /// Move a suggestion.
    MoveSuggestion {
        /// The move's id.
        id: EventId,
        /// Which suggestion.
        suggestion: SuggestionId,
        /// To where.
        to: Status,
        /// Why, or with what result.
        note: String,
    },
    /// Comment on a suggestion.
    Comment {
        /// The comment's id.
        id: CommentId,
        /// On which suggestion.
        suggestion: SuggestionId,
        /// What to say.
        text: String,
    },
    /// Take a record out. It can be brought back.
    Remove {
        /// Which.
        key: RecordKey,
    },
    /// Bring a record back.
    Restore {
        /// Which.
        key: RecordKey,
    },
    /// Say how a person can be reached.
    WriteContact {
        /// Who.
        person: PersonId,
        /// What to write.
        edits: Vec<ContactEdit>,
    },
    /// Write a family of the book club down.
    AddFamily {
        /// Its id.
        id: FamilyId,
        /// Its fields.
        edits: Vec<FamilyEdit>,
    },
    /// Edit what is known of a family.
    EditFamily {
        /// Which.
        id: FamilyId,
        /// The new values.
        edits: Vec<FamilyEdit>,
    },
    /// Add a child.
    AddChild {
        /// Its id.
        id: ChildId,
        /// To which family.
        family: FamilyId,
        /// Its fields.
        edits: Vec<ChildEdit>,
    },
    /// Edit what is known of a child.
    EditChild {
        /// Which.
        id: ChildId,
        /// Of which family.
        family: FamilyId,
        /// The new values.
        edits: Vec<ChildEdit>,
    },
    /// Enrol a child, also again.
    Enrol {
        /// Of which family.
        family: FamilyId,
        /// Which child.
        child: ChildId,
        /// To which series.
        series: SeriesId,
        /// To which of its sessions only.
        date: Option<jiff::civil::Date>,
    },
    /// End an enrolment.
    EndEnrolment {
        /// Of which family.
        family: FamilyId,
        /// Which.
        id: EnrolmentId,
    },
    /// Speak for somebody's captaincy.
    Endorse {
        /// The endorsement's id, which follows from captaincy and person ([`EndorsementId::of`]).
        id: EndorsementId,
        /// Which captaincy.
        captaincy: CaptaincyId,
        /// Why; may be empty.
        note: String,
    },
}

impl Command {
    /// Of whom it says something personal: it goes when they are erased.
    pub fn describes(&self) -> Option<PersonId> {
        match self {
            Self::AddPerson { id, .. } | Self::EditPerson { id, .. } => Some(*id),
            Self::WriteContact { person, .. } => Some(*person),
            Self::AddFamily { id, .. } | Self::EditFamily { id, .. } => Some(id.subject()),
            Self::AddChild { family, .. } | Self::EditChild { family, .. } => Some(family.subject()),
            Self::Enrol { family, .. } | Self::EndEnrolment { family, .. } => Some(family.subject()),
            _ => None,
        }
    }
}

/// A command with who gave it and when, as the outbox keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// What was asked for.
    pub command: Command,
    /// When.
    pub at: Timestamp,
}
