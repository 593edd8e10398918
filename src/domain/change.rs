//! What a command changes, in the past tense, and what that writes into a document.

use serde::{Deserialize, Serialize};

use crate::{
    building::{Building, Estate},
    captaincy::{Captaincy, CaptaincyEdit},
    child::{Child, ChildEdit},
    claim::{Claim, ClaimEdit},
    comment::Comment,
    contact::{Contact, ContactEdit},
    device::{Device, DeviceEdit},
    endorsement::{Endorsement, EndorsementEdit},
    enrolment::{Enrolment, EnrolmentEdit},
    erasure::Erasure,
    event::Event,
    family::{Family, FamilyEdit},
    field::Field,
    id::{
        CaptaincyId, ChildId, ClaimId, DeviceId, EndorsementId, EnrolmentId, FamilyId, PersonId, RoleId, SuggestionId,
        TaskId,
    },
    person::{Person, PersonEdit},
    profile::Profile,
    record::{Collection, Record, RecordKey},
    role::{TaskRole, TaskRoleEdit},
    series::Series,
    suggestion::{Suggestion, SuggestionEdit},
    task::{Task, TaskEdit},
    value::{FieldValue, Value},
};

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// The community's card was written.
    ProfileWritten(Profile),
    /// An estate was added.
    EstateAdded(Estate),
    /// A building was added.
    BuildingAdded(Building),
    /// A person's card was added.
    PersonAdded(Person),
    /// A person's card was edited.
    PersonEdited(PersonId, PersonEdit),
    /// A person became captain of a building.
    CaptaincyGranted(Captaincy),
    /// A captaincy was edited.
    CaptaincyEdited(CaptaincyId, CaptaincyEdit),
    /// A series was added.
    SeriesAdded(Series),
    /// A task was added.
    TaskAdded(Task),
    /// Something was said of a session for the first time.
    SessionOpened(Task),
    /// A task was edited.
    TaskEdited(TaskId, TaskEdit),
    /// A role was added to a task.
    RoleAdded(TaskRole),
    /// A role was edited.
    RoleEdited(RoleId, TaskRoleEdit),
    /// A place was claimed.
    RoleClaimed(Claim),
    /// A claim was withdrawn, or restored.
    ClaimEdited(ClaimId, ClaimEdit),
    /// A suggestion was raised.
    SuggestionRaised(Suggestion),
    /// A suggestion was edited.
    SuggestionEdited(SuggestionId, SuggestionEdit),
    /// A suggestion was moved.
    SuggestionMoved(Event),
    /// Somebody commented.
    Commented(Comment),
    /// A record was taken out.
    Removed(RecordKey),
    /// A record was brought back.
    Restored(RecordKey),
    /// A device was let in.
    DeviceLetIn(Device),
    /// Somebody else acts on a device now.
    DeviceEdited(DeviceId, DeviceEdit),
    /// It was said how a person can be reached.
    ContactWritten(Contact),
    /// How a person can be reached was edited.
    ContactEdited(PersonId, ContactEdit),
    /// A person was erased.
    PersonErased(Erasure),
    /// A family was written down.
    FamilyAdded(Family),
    /// What is known of a family was edited.
    FamilyEdited(FamilyId, FamilyEdit),
    /// A child was added.
    ChildAdded(Child),
    /// What is known of a child was edited.
    ChildEdited(ChildId, ChildEdit),
    /// A child was enrolled.
    ChildEnrolled(Enrolment),
    /// An enrolment was ended, or taken up again.
    EnrolmentEdited(EnrolmentId, EnrolmentEdit),
    /// A captaincy was endorsed.
    Endorsed(Endorsement),
    /// An endorsement was edited.
    EndorsementEdited(EndorsementId, EndorsementEdit),
}

/// One write into a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Write {
    /// A new record with its fields.
    Create(RecordKey, Vec<(Field, Value)>),
    /// A field's new value.
    Put(RecordKey, Field, Value),
    /// A piece of a field's text or an item of its set, which stands otherwise as it is: as a gate finds it in what
    /// somebody has written.
    Part(RecordKey, Field),
}

impl Change {
    /// What it writes.
    pub fn write(&self) -> Write {
        use Collection as C;
        let create = |record: Record| Write::Create(record.key(), record.fields());
        let put = |collection, id, field, value| Write::Put(RecordKey { collection, id }, field, value);
        match self.clone() {
            Self::ProfileWritten(record) => create(record.into()),
            Self::EstateAdded(record) => create(record.into()),
            Self::BuildingAdded(record) => create(record.into()),
            Self::PersonAdded(record) => create(record.into()),
            Self::PersonEdited(id, edit) => put(C::People, id.0, edit.field(), edit.value()),
            Self::CaptaincyGranted(record) => create(record.into()),
            Self::CaptaincyEdited(id, edit) => put(C::Captaincies, id.0, edit.field(), edit.value()),
            Self::SeriesAdded(record) => create(record.into()),
            Self::TaskAdded(record) | Self::SessionOpened(record) => create(record.into()),
            Self::TaskEdited(id, edit) => put(C::Tasks, id.0, edit.field(), edit.value()),
            Self::RoleAdded(record) => create(record.into()),
            Self::RoleEdited(id, edit) => put(C::Roles, id.0, edit.field(), edit.value()),
            Self::RoleClaimed(record) => create(record.into()),
            Self::ClaimEdited(id, edit) => put(C::Claims, id.0, edit.field(), edit.value()),
            Self::SuggestionRaised(record) => create(record.into()),
            Self::SuggestionEdited(id, edit) => put(C::Suggestions, id.0, edit.field(), edit.value()),
            Self::SuggestionMoved(record) => create(record.into()),
            Self::Commented(record) => create(record.into()),
            Self::DeviceLetIn(record) => create(record.into()),
            Self::ContactWritten(record) => create(record.into()),
            Self::ContactEdited(id, edit) => put(C::Contacts, id.0, edit.field(), edit.value()),
            Self::PersonErased(record) => create(record.into()),
            Self::FamilyAdded(record) => create(record.into()),
            Self::FamilyEdited(id, edit) => put(C::Families, id.0, edit.field(), edit.value()),
            Self::ChildAdded(record) => create(record.into()),
            Self::ChildEdited(id, edit) => put(C::Children, id.0, edit.field(), edit.value()),
            Self::ChildEnrolled(record) => create(record.into()),
            Self::EnrolmentEdited(id, edit) => put(C::Enrolments, id.0, edit.field(), edit.value()),
            Self::Endorsed(record) => create(record.into()),
            Self::EndorsementEdited(id, edit) => put(C::Endorsements, id.0, edit.field(), edit.value()),
            Self::DeviceEdited(id, edit) => put(C::Devices, id.0, edit.field(), edit.value()),
            Self::Removed(key) => Write::Put(key, Field::Removed, true.to_value()),
            Self::Restored(key) => Write::Put(key, Field::Removed, false.to_value()),
        }
    }
}
