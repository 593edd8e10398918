//! Residents' suggestions (S6) and the way they go.

use crate::{
    event::Event,
    id::{BuildingId, PersonId},
    time::Timestamp,
    value::LongText,
};

coded! {
    /// Where a suggestion stands. Never a field: the last of its moves says, in the order of [`in_order`].
    Status {
        /// Somebody raised it.
        Raised = "raised",
        /// Somebody looked at it and took it on.
        Triaged = "triaged",
        /// It is being discussed together.
        Discussing = "discussing",
        /// Work goes on.
        Working = "working",
        /// The work is done.
        Solved = "solved",
        /// The person who raised it agrees that it is solved.
        Agreed = "agreed",
        /// It will not be done, and the note says why.
        Declined = "declined",
    }
}

impl Status {
    /// Where one can move from here.
    pub fn next(self) -> &'static [Self] {
        match self {
            Self::Raised => &[Self::Triaged, Self::Discussing, Self::Declined],
            Self::Triaged => &[Self::Discussing, Self::Working, Self::Declined],
            Self::Discussing => &[Self::Working, Self::Declined],
            Self::Working => &[Self::Solved, Self::Discussing],
            Self::Solved => &[Self::Agreed, Self::Working],
            Self::Agreed => &[Self::Working],
            Self::Declined => &[Self::Triaged],
            Self::Unknown => &[],
        }
    }

    /// Whether a move to here must say why.
    pub fn needs_note(self) -> bool {
        matches!(self, Self::Solved | Self::Declined)
    }

    /// Whether it counts as solved.
    pub fn is_solved(self) -> bool {
        matches!(self, Self::Solved | Self::Agreed)
    }

    /// Whether nothing more is to be done.
    pub fn is_settled(self) -> bool {
        self.is_solved() || self == Self::Declined
    }
}

coded! {
    /// What a suggestion is about.
    Category {
        /// Charging points, garages, bicycles.
        Charging = "charging",
        /// Lamps and power.
        Lighting = "lighting",
        /// Cars and roads.
        Parking = "parking",
        /// Cleaning and waste.
        Cleaning = "cleaning",
        /// Noise and manners.
        Noise = "noise",
        /// Fire, falls, theft.
        Safety = "safety",
        /// Lifts.
        Lift = "lift",
        /// Trees and gardens.
        Greenery = "greenery",
        /// Water and drains.
        Water = "water",
        /// Playgrounds, seats, ramps.
        Facility = "facility",
        /// Services for residents.
        Service = "service",
        /// Anything else.
        Other = "other",
    }
}

coded! {
    /// How a suggestion came in.
    Source {
        /// At a resident's door.
        Door = "door",
        /// At a reception desk.
        Desk = "desk",
        /// Found on a patrol.
        Patrol = "patrol",
        /// From the public form.
        Form = "form",
        /// In a talk or a group chat.
        Talk = "talk",
    }
}

record! {
    /// A resident's suggestion.
    Suggestion(SuggestionId)
    fixed {
        /// Who wrote it down.
        raised_by: PersonId as RaisedBy,
        /// When.
        raised_at: Timestamp as RaisedAt,
    }
    SuggestionEdit {
        /// In a few words.
        title: String as Title in 1..=80 => MATTERS,
        /// In full.
        text: LongText as Text in 0..=4_000,
        /// Which building it concerns.
        building: Option<BuildingId> as Building => MATTERS,
        /// Where exactly.
        place: String as Place in 0..=80 => MATTERS,
        /// What it is about.
        category: Category as Category => MATTERS,
        /// How it came in.
        source: Source as Source,
        /// Who follows it up.
        owner: Option<PersonId> as Owner => MATTERS,
    }
}

impl Suggestion {
    /// The year whose document holds the suggestion: fixed for its life.
    pub fn year(&self) -> i16 {
        self.raised_at.date().year()
    }
}

/// Puts a suggestion's moves in the order in which everybody sees them: by time, then by id.
pub fn in_order(mut events: Vec<&Event>) -> Vec<&Event> {
    events.sort_by_key(|event| (event.at, event.id));
    events
}

/// Moves in order, each with whether it was made apart: its author did not see what stood before it.
/// Such moves both stay and are shown as what they are.
pub fn trail(events: Vec<&Event>) -> Vec<(&Event, bool)> {
    let mut stood = Status::Raised;
    let mut trail = Vec::with_capacity(events.len());
    for event in in_order(events) {
        let apart = event.from != std::mem::replace(&mut stood, event.to);
        trail.push((event, apart));
    }
    trail
}
