//! Everybody at hand, by what they are.

use kaifong_domain::{access::AccessRole, captaincy::Level, person::Group, time::Timestamp};

use super::Neighbour;
use crate::demo::{SignIn, texts::people::LABELS};

/// How many teachers keep the book club's families.
const CLUB: usize = 6;

/// All people, and the two through whose eyes the demo is mostly seen.
pub(in crate::demo) struct Cast {
    pub(in crate::demo) people: Vec<Neighbour>,
    captain: usize,
    member: usize,
}

impl Cast {
    pub(super) fn new(people: Vec<Neighbour>) -> Self {
        let first = |is: &dyn Fn(&Neighbour) -> bool| people.iter().position(is).expect("the circles hold such people");
        let captain = first(&|one| one.captain.is_some_and(|(level, _)| level == Level::Core));
        let early = people[captain].joined.plus_days(30);
        let member = first(&|one| {
            one.role == AccessRole::Member && one.groups.contains(&Group::InService) && one.joined < early
        });
        Self { people, captain, member }
    }

    pub(in crate::demo) fn admin(&self) -> &Neighbour {
        &self.people[0]
    }

    /// The captain as whom one can sign in.
    pub(in crate::demo) fn captain(&self) -> &Neighbour {
        &self.people[self.captain]
    }

    /// The member as whom one can sign in.
    pub(in crate::demo) fn member(&self) -> &Neighbour {
        &self.people[self.member]
    }

    fn all(&self, is: impl Fn(&Neighbour) -> bool) -> Vec<&Neighbour> {
        self.people.iter().filter(|neighbour| is(neighbour)).collect()
    }

    /// The coordinators.
    pub(in crate::demo) fn office(&self) -> Vec<&Neighbour> {
        self.all(|one| one.role == AccessRole::Coordinator)
    }

    pub(in crate::demo) fn partners(&self) -> Vec<&Neighbour> {
        self.all(|one| one.role == AccessRole::Partner)
    }

    /// Those of a circle who were there at some time.
    pub(in crate::demo) fn circle(&self, group: Group, at: Timestamp) -> Vec<&Neighbour> {
        self.all(|one| one.joined < at && one.groups.contains(&group))
    }

    /// The teachers who keep the book club's families.
    pub(in crate::demo) fn club(&self) -> Vec<&Neighbour> {
        let teachers = |one: &Neighbour| one.role == AccessRole::Member && one.groups.contains(&Group::Teacher);
        let mut teachers = self.all(teachers);
        teachers.sort_by_key(|one| one.joined);
        teachers.truncate(CLUB);
        teachers
    }

    /// Those who were captains, candidates not counted, at some time.
    pub(in crate::demo) fn captains(&self, at: Timestamp) -> Vec<&Neighbour> {
        self.all(|one| one.role == AccessRole::Captain && one.captain.is_some_and(|(_, since)| since < at))
    }

    /// The core captains, who were there from the first weeks.
    pub(in crate::demo) fn core(&self) -> Vec<&Neighbour> {
        self.all(|one| one.captain.is_some_and(|(level, _)| level == Level::Core))
    }

    /// Everybody who gives a hand, at some time.
    pub(in crate::demo) fn volunteers(&self, at: Timestamp) -> Vec<&Neighbour> {
        self.all(|one| one.joined < at && matches!(one.role, AccessRole::Captain | AccessRole::Member))
    }

    pub(in crate::demo) fn sign_ins(&self) -> Vec<SignIn> {
        let people = [self.admin(), self.office()[0], self.captain(), self.member()];
        let sign_in = |(neighbour, label): (&Neighbour, &str)| SignIn {
            person: neighbour.id,
            role: neighbour.role,
            label: format!("{}（{label}）", neighbour.name),
        };
        people.into_iter().zip(LABELS).map(sign_in).collect()
    }
}
