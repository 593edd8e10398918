//! The community as one can see it: the projection of all documents that a phone may read. `decide`
//! reads it, and so do the screens.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use uuid::Uuid;

use crate::{
    building::{Building, Estate},
    captaincy::{Captaincy, Level},
    child::Child,
    claim::{Claim, Seat, seat},
    comment::Comment,
    conflict::Conflict,
    contact::Contact,
    device::Device,
    endorsement::Endorsement,
    enrolment::Enrolment,
    erasure::Erasure,
    event::Event,
    family::Family,
    id::{
        BuildingId, CaptaincyId, ChildId, ClaimId, CommentId, DeviceId, EndorsementId, EnrolmentId, EstateId, EventId,
        FamilyId, PersonId, ProfileId, RoleId, SeriesId, SuggestionId, TaskId,
    },
    person::Person,
    profile::Profile,
    record::{Collection, Entry, Record, RecordKey},
    role::TaskRole,
    series::{Occurrence, Series},
    suggestion::{self, Status, Suggestion},
    table::Table,
    task::Task,
};

macro_rules! community {
    ($( $(#[$meta:meta])* $field:ident: $id:ident => $record:ident in $collection:ident ),+ $(,)?) => {
        /// All records that can be seen, each kind by id.
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct Community {
            $( $(#[$meta])* pub $field: Table<$id, $record>, )+
            /// Records that were taken out and can be brought back.
            pub removed: BTreeMap<RecordKey, Record>,
            /// What was written apart in records that can be seen.
            pub conflicts: BTreeMap<RecordKey, Vec<Conflict>>,
        }

        impl Community {
            /// Takes in a record as it now is.
            pub fn put(&mut self, entry: Entry) {
                let key = entry.record.key();
                self.conflicts.remove(&key);
                if entry.removed {
                    self.take(key);
                    self.removed.insert(key, entry.record);
                    return;
                }
                self.removed.remove(&key);
                if !entry.conflicts.is_empty() {
                    self.conflicts.insert(key, entry.conflicts);
                }
                match entry.record {
                    $( Record::$record(record) => { self.$field.insert(record.id, record); } )+
                }
            }

            /// Forgets a record.
            pub fn take(&mut self, key: RecordKey) {
                self.removed.remove(&key);
                self.conflicts.remove(&key);
                match key.collection {
                    $( Collection::$collection => { self.$field.remove(&$id(key.id)); } )+
                    Collection::Unknown => {}
                }
            }

            /// A record that can be seen.
            pub fn record(&self, key: RecordKey) -> Option<Record> {
                match key.collection {
                    $( Collection::$collection => self.$field.get(&$id(key.id)).cloned().map(Record::$record), )+
                    Collection::Unknown => None,
                }
            }

            /// Whether a record exists, seen or taken out.
            pub fn knows(&self, key: RecordKey) -> bool {
                self.removed.contains_key(&key) || match key.collection {
                    $( Collection::$collection => self.$field.contains_key(&$id(key.id)), )+
                    Collection::Unknown => false,
                }
            }

            /// Everything, as entries from which an equal community can be made.
            pub fn entries(&self) -> Vec<Entry> {
                let mut entries = Vec::new();
                $( entries.extend(self.$field.values().cloned().map(|record| Entry::plain(record, false))); )+
                for entry in entries.iter_mut().filter(|_| !self.conflicts.is_empty()) {
                    entry.conflicts = self.conflicts.get(&entry.record.key()).cloned().unwrap_or_default();
                }
                entries.extend(self.removed.values().cloned().map(|record| Entry::plain(record, true)));
                entries
            }
        }
    };
}

community! {
    /// The community's card.
    profile: ProfileId => Profile in Profile,
    /// Estates.
    estates: EstateId => Estate in Estates,
    /// Buildings.
    buildings: BuildingId => Building in Buildings,
    /// People.
    people: PersonId => Person in People,
    /// Captaincies.
    captaincies: CaptaincyId => Captaincy in Captaincies,
    /// Series.
    series: SeriesId => Series in Series,
    /// Tasks that are stored: see [`Community::tasks_between`] for sessions that are not yet.
    tasks: TaskId => Task in Tasks,
    /// Roles.
    roles: RoleId => TaskRole in Roles,
    /// Claims, withdrawn ones too.
    claims: ClaimId => Claim in Claims,
    /// Suggestions.
    suggestions: SuggestionId => Suggestion in Suggestions,
    /// Moves.
    events: EventId => Event in Events,
    /// Comments.
    comments: CommentId => Comment in Comments,
    /// Devices.
    devices: DeviceId => Device in Devices,
    /// How people can be reached, of those of whom one may know.
    contacts: PersonId => Contact in Contacts,
    /// People who were erased.
    erasures: PersonId => Erasure in Erasures,
    /// Families of the book club, of which one may know.
    families: FamilyId => Family in Families,
    /// Their children.
    children: ChildId => Child in Children,
    /// Children's enrolments, ended ones too.
    enrolments: EnrolmentId => Enrolment in Enrolments,
    /// Endorsements of captaincies.
    endorsements: EndorsementId => Endorsement in Endorsements,
}

impl Community {
    /// The community's card, once it has one.
    pub fn card(&self) -> Option<&Profile> {
        self.profile.get(&ProfileId(Uuid::nil()))
    }

    /// A task that is stored, or a session as its series has it.
    pub fn task(&self, id: TaskId, occurrence: Option<Occurrence>) -> Option<(Task, Vec<TaskRole>)> {
        if let Some(task) = self.tasks.get(&id) {
            return Some((task.clone(), self.roles_of(id).cloned().collect()));
        }
        let Occurrence { series, date } = occurrence?;
        let series = self.series.get(&series).filter(|series| series.meets_on(date))?;
        let (task, roles) = series.session(date);
        let key = RecordKey { collection: Collection::Tasks, id: id.0 };
        (task.id == id && !self.removed.contains_key(&key)).then(|| (task, roles.to_vec()))
    }

    /// Tasks that begin between two days, both included, stored or following from a series; in the
    /// order in which they begin.
    pub fn tasks_between(&self, from: Date, to: Date) -> Vec<Task> {
        let within = |task: &&Task| task.starts_at.is_some_and(|at| (from..=to).contains(&at.date()));
        let stored = self.tasks.values().filter(within).cloned();
        let coming = self.series.values().flat_map(|series| {
            series.dates(from, to).map(|date| series.session(date).0).filter(|task| {
                let key = RecordKey { collection: Collection::Tasks, id: task.id.0 };
                !self.knows(key)
            })
        });
        let mut tasks: Vec<Task> = stored.chain(coming).collect();
        tasks.sort_by_key(|task| (task.starts_at, task.id));
        tasks
    }

    /// A task's roles, in the order in which they were made.
    pub fn roles_of(&self, task: TaskId) -> impl Iterator<Item = &TaskRole> {
        self.roles.values().filter(move |role| role.task == task)
    }

    /// Who has a place in a role and who waits.
    pub fn seats(&self, role: &TaskRole) -> Vec<(&Claim, Seat)> {
        seat(self.claims.values().filter(|claim| claim.role == role.id).collect(), role.places)
    }

    /// A person's standing claim to a role.
    pub fn claim_of(&self, person: PersonId, role: RoleId) -> Option<&Claim> {
        self.claims.values().find(|claim| claim.role == role && claim.person == person && claim.stands())
    }

    /// A suggestion's moves, in the order in which everybody sees them.
    pub fn moves_of(&self, suggestion: SuggestionId) -> Vec<&Event> {
        suggestion::in_order(self.events.values().filter(|event| event.suggestion == suggestion).collect())
    }

    /// Where a suggestion stands.
    pub fn status_of(&self, suggestion: SuggestionId) -> Status {
        self.moves_of(suggestion).last().map_or(Status::Raised, |event| event.to)
    }

    /// Where every suggestion stands, in one pass over the moves.
    pub fn statuses(&self) -> BTreeMap<SuggestionId, Status> {
        let mut last: BTreeMap<SuggestionId, &Event> = BTreeMap::new();
        for event in self.events.values() {
            let latest = last.entry(event.suggestion).or_insert(event);
            if (latest.at, latest.id) < (event.at, event.id) {
                *latest = event;
            }
        }
        let status = |id: &SuggestionId| last.get(id).map_or(Status::Raised, |event| event.to);
        self.suggestions.keys().map(|id| (id, status(&id))).collect()
    }

    /// A suggestion's comments, oldest first.
    pub fn comments_on(&self, suggestion: SuggestionId) -> Vec<&Comment> {
        let mut comments: Vec<_> = self.comments.values().filter(|comment| comment.suggestion == suggestion).collect();
        comments.sort_by_key(|comment| (comment.at, comment.id));
        comments
    }

    /// A family's children, in the order in which they were added.
    pub fn children_of(&self, family: FamilyId) -> impl Iterator<Item = &Child> {
        self.children.values().filter(move |child| child.family == family)
    }

    /// The children who are to come to a session, as far as one may know: each once, by name.
    pub fn enrolled(&self, series: SeriesId, date: Date) -> Vec<&Child> {
        let standing =
            self.enrolments.values().filter(|enrolment| enrolment.stands() && enrolment.is_for(series, date));
        let ids: BTreeSet<ChildId> = standing.map(|enrolment| enrolment.child).collect();
        let is_here = |child: &&Child| self.families.contains_key(&child.family);
        let mut children: Vec<&Child> = ids.iter().filter_map(|id| self.children.get(id)).filter(is_here).collect();
        children.sort_by_key(|child| (&child.name, child.id));
        children
    }

    /// The captains of a building, core first.
    pub fn captains_of(&self, building: BuildingId) -> Vec<&Captaincy> {
        let mut captains: Vec<_> =
            self.captaincies.values().filter(|captaincy| captaincy.building == building).collect();
        // A level of a newer version stands last: nobody knows how high it is.
        captains.sort_by_key(|captaincy| {
            let level = captaincy.level;
            (level == Level::Unknown, std::cmp::Reverse(level), captaincy.since, captaincy.id)
        });
        captains
    }

    /// Who speaks for a captaincy, the first first.
    pub fn endorsements_of(&self, captaincy: CaptaincyId) -> Vec<&Endorsement> {
        let mut all: Vec<_> = self.endorsements.values().filter(|one| one.captaincy == captaincy).collect();
        all.sort_by_key(|endorsement| (endorsement.at, endorsement.id));
        all
    }
}
