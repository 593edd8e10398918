//! Words for teams.

use kaifong_domain::access::Team;

/// What a team is called.
pub fn team(team: Team) -> &'static str {
    match team {
        Team::BookClub => say!(access.team_book_club),
        Team::Unknown => say!(common.needs_update),
    }
}

/// What those who belong to it are trusted with.
pub fn team_hint(team: Team) -> &'static str {
    match team {
        Team::BookClub => say!(access.team_book_club_hint),
        Team::Unknown => say!(common.needs_update),
    }
}
