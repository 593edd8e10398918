//! The demo community, told through the same decisions as everybody's commands.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Weekday, date};
use kaifong_domain::{
    access::AccessRole,
    captaincy::Level,
    claim::Seat,
    community::Community,
    decide::{Context, decide},
    evolve::evolve,
    person::Group,
    suggestion::Status,
    task::{TaskKind, TaskStatus},
    time::Timestamp,
    usher::usher,
};

use super::{Script, script};

const TODAY: Date = date(2026, 11, 25);

/// Follows a script; every step must be allowed and change something.
fn followed(script: &Script) -> Community {
    let mut community = Community::default();
    for step in &script.steps {
        let context = Context { community: &community, actor: step.actor, now: step.at };
        let decision = decide(context, step.command.clone())
            .unwrap_or_else(|refusal| panic!("{refusal}: {:?} {:?}", step.at.date(), step.command));
        assert!(!decision.changes.is_empty(), "nothing comes of {:?}", step.command);
        for change in &decision.changes {
            evolve(&mut community, change);
        }
    }
    community
}

fn in_group(community: &Community, group: Group) -> usize {
    community.people.values().filter(|person| person.groups.contains(&group)).count()
}

#[test]
fn the_book_clubs_families_are_written_down_by_its_team() {
    let script = script(TODAY, 1);
    let community = followed(&script);
    assert_eq!(community.families.len(), 64);
    assert!((64..100).contains(&community.children.len()), "{}", community.children.len());
    assert!(community.enrolments.len() > 10 && script.club.len() == 6);
}

#[test]
fn the_people_are_those_of_the_story() {
    let community = followed(&script(TODAY, 1));
    let count = |group| in_group(&community, group);
    assert_eq!((count(Group::InService), count(Group::Teacher), count(Group::Association)), (386, 58, 360));
    assert_eq!((count(Group::Office), count(Group::Partner)), (7, 6));
    assert!((780..=820).contains(&community.people.len()), "{}", community.people.len());

    let year_ago = Timestamp::at(TODAY, 0).plus_days(-365);
    let teachers = community.people.values().filter(|person| person.groups.contains(&Group::Teacher));
    assert_eq!(teachers.filter(|teacher| teacher.created_at >= year_ago).count(), 13);

    let level = |level| community.captaincies.values().filter(|captaincy| captaincy.level == level).count();
    assert_eq!((level(Level::Core), level(Level::Formal), level(Level::Candidate)), (15, 93, 12));
    let endorsed: BTreeSet<_> = community.endorsements.values().map(|endorsement| endorsement.captaincy).collect();
    assert!((6..=12).contains(&endorsed.len()), "most candidates are spoken for: {}", endorsed.len());
    let captains: BTreeSet<_> = community.captaincies.values().map(|captaincy| captaincy.person).collect();
    assert_eq!(captains.len(), 120);

    let units: BTreeSet<_> = community.people.values().map(|person| &person.unit).collect();
    assert!(units.len() > 25, "{}", units.len());
    let names: BTreeSet<_> = community.people.values().map(|person| &person.name).collect();
    assert_eq!(names.len(), community.people.len(), "no name twice");
    for is in [
        |name: &str| name.chars().count() == 2,
        |name: &str| name.starts_with("欧阳"),
        |name: &str| name.chars().count() > 15,
    ] {
        assert!(names.iter().any(|name| is(name)), "names of every length");
    }
}

#[test]
fn the_buildings_are_those_of_the_story() {
    let community = followed(&script(TODAY, 1));
    assert_eq!((community.estates.len(), community.buildings.len()), (2, 42));
    assert_eq!(community.buildings.values().map(|building| building.households).sum::<u32>(), 5_312);
    for building in community.buildings.values() {
        assert!((50..=210).contains(&building.households), "{building:?}");
        assert!(community.captains_of(building.id).len() >= 2, "{building:?}");
    }
}

#[test]
fn the_tasks_are_those_of_the_story() {
    let community = followed(&script(TODAY, 1));
    let now = Timestamp::at(TODAY, 0);
    let of = |kind| community.tasks.values().filter(move |task| task.kind == kind);
    assert_eq!(of(TaskKind::Activity).count(), 21);
    for task in of(TaskKind::Activity) {
        let over = task.starts_at.is_some_and(|at| at < now);
        assert_eq!(over, task.status == TaskStatus::Done, "{task:?}");
        assert_eq!(over, !task.result.0.is_empty(), "{task:?}");
        assert!(community.roles_of(task.id).count() >= 2, "{task:?}");
    }
    assert_eq!(of(TaskKind::Activity).filter(|task| task.status == TaskStatus::Open).count(), 4);
    assert!(of(TaskKind::Post).count() >= 10);
    assert!(of(TaskKind::Duty).filter(|task| task.starts_at > Some(now)).count() >= 6);
    assert!(of(TaskKind::Work).count() >= 20, "{}", of(TaskKind::Work).count());

    let mut community = community;
    usher(&community, now).iter().for_each(|change| evolve(&mut community, change));
    let waits = |role| community.seats(role).iter().any(|(_, seat)| matches!(seat, Seat::Waiting(_)));
    assert!(community.roles.values().filter(|role| waits(role)).count() >= 5, "some are overfull");
    let withdrawn = community.claims.values().filter(|claim| !claim.stands()).count();
    assert!(withdrawn > 20, "{withdrawn}");
}

#[test]
fn the_book_club_has_met_two_hundred_times() {
    let community = followed(&script(TODAY, 1));
    let series = community.series.values().next().expect("the book club");
    let yesterday = TODAY.yesterday().expect("a day");
    let days: Vec<_> = series.dates(series.first, yesterday).collect();
    assert_eq!(days.len(), 200);
    assert!(days.iter().all(|day| day.weekday() == Weekday::Wednesday));
    assert_eq!((series.minutes, series.duration), (19 * 60 + 30, 90));

    let sessions: Vec<_> = community.tasks.values().filter(|task| task.kind == TaskKind::Session).collect();
    let past: Vec<_> = sessions.iter().filter(|task| task.date < Some(TODAY)).collect();
    assert_eq!(past.len(), 50);
    assert!(past.iter().all(|task| task.theme.is_some() && task.format.is_some() && task.status != TaskStatus::Open));
    assert_eq!(past.iter().filter(|task| task.status == TaskStatus::Cancelled).count(), 1);
    assert!(sessions.len() - past.len() >= 3, "some coming sessions have been claimed");
    for task in past {
        let taught = community.roles_of(task.id).find(|role| role.name == kaifong_domain::series::TEACHER);
        assert!((2..=3).contains(&community.seats(taught.expect("a role for teachers")).len()), "{task:?}");
    }
}

#[test]
fn the_suggestions_are_those_of_the_story() {
    let community = followed(&script(TODAY, 1));
    assert_eq!(community.suggestions.len(), 83);
    let mut states: BTreeMap<Status, usize> = BTreeMap::new();
    for status in community.statuses().into_values() {
        *states.entry(status).or_default() += 1;
    }
    assert_eq!(states[&Status::Solved] + states[&Status::Agreed], 52);
    assert_eq!(states.len(), Status::ALL.len(), "every state: {states:?}");
    let titles: BTreeSet<_> = community.suggestions.values().map(|suggestion| &suggestion.title).collect();
    assert_eq!(titles.len(), 83);
    for suggestion in community.suggestions.values() {
        let status = community.status_of(suggestion.id);
        assert_eq!(suggestion.owner.is_some(), status != Status::Raised, "{}", suggestion.title);
        for (event, apart) in kaifong_domain::suggestion::trail(community.moves_of(suggestion.id)) {
            assert!(!apart, "{event:?}");
        }
    }
    let story =
        community.suggestions.values().find(|one| one.title.contains("充电桩") && one.title.contains("地下车库"));
    let story = story.expect("the charging points");
    assert_eq!(community.moves_of(story.id).len(), 5);
    assert!(community.comments_on(story.id).len() >= 20);
    assert_eq!(community.tasks.values().filter(|task| task.suggestion == Some(story.id)).count(), 4);
}

#[test]
fn one_can_sign_in_as_four_people() {
    let script = script(TODAY, 1);
    let community = followed(&script);
    let roles: Vec<_> = script.sign_ins.iter().map(|sign_in| sign_in.role).collect();
    assert_eq!(roles, [AccessRole::Admin, AccessRole::Coordinator, AccessRole::Captain, AccessRole::Member]);
    for sign_in in &script.sign_ins {
        assert_eq!(script.roles[&sign_in.person], sign_in.role);
        assert!(sign_in.label.starts_with(&community.people[&sign_in.person].name));
    }
    let captain = script.sign_ins[2].person;
    let captaincy = community.captaincies.values().find(|captaincy| captaincy.person == captain).expect("a captaincy");
    assert_eq!(captaincy.level, Level::Core);
    assert_eq!(community.people[&captain].building, Some(captaincy.building));
    assert!(community.suggestions.values().filter(|one| one.owner == Some(captain)).count() >= 5);
    let member = script.sign_ins[3].person;
    assert!(community.people[&member].groups.contains(&Group::InService));
    assert!(community.claims.values().filter(|claim| claim.person == member && claim.stands()).count() >= 4);
}

#[test]
fn everybody_is_known_and_acts_in_their_role() {
    let script = script(TODAY, 1);
    let community = followed(&script);
    assert!(community.people.keys().eq(script.roles.keys().copied()));
    assert!(script.steps.iter().all(|step| script.roles[&step.actor.person] == step.actor.role));
    assert!(script.steps.is_sorted_by_key(|step| step.at));
    for step in &script.steps {
        assert!(step.at < Timestamp::at(TODAY, 0) && (8 * 60..22 * 60).contains(&step.at.minutes()), "{step:?}");
    }
}

#[test]
fn the_dice_say_it_all() {
    assert_eq!(script(TODAY, 7), script(TODAY, 7));
    assert_ne!(script(TODAY, 7), script(TODAY, 8));
    for (today, seed) in [(date(2027, 1, 1), 2), (date(2028, 2, 29), 3), (date(2027, 6, 30), 4), (date(2026, 12, 6), 5)]
    {
        let community = followed(&script(today, seed));
        let solved = community.statuses().into_values().filter(|status| status.is_solved()).count();
        assert_eq!((community.suggestions.len(), solved), (83, 52), "{today}");
        assert_eq!(in_group(&community, Group::InService), 386);
    }
}
