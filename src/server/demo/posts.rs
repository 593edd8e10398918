//! Posts: standing duties, which in-service members claim when they check in.

use kaifong_domain::{
    command::Command,
    person::Group,
    task::{TaskEdit, TaskKind},
    value::LongText,
};

use super::{
    claims::{Opening, Window, claim, fill, new_roles},
    people::Cast,
    stage::{FOUNDED, Stage},
    texts::posts::POSTS,
};

/// Sets up all posts, in the third month.
pub(super) fn set_up(stage: &mut Stage, cast: &Cast) {
    for (index, post) in (0_i64..).zip(POSTS) {
        let at = stage.some_time(FOUNDED + 30 + index);
        let id = stage.id(at);
        let coordinator = stage.dice.pick(&cast.office());
        let lead = stage.dice.pick(&cast.core());
        let edits = vec![
            TaskEdit::Kind(TaskKind::Post),
            TaskEdit::Title(post.title.into()),
            TaskEdit::Text(LongText(post.text.into())),
            TaskEdit::Place(post.place.into()),
            TaskEdit::Lead(Some(lead.id)),
        ];
        let roles = new_roles(stage, at, &[(post.role, post.places)]);
        let opening = Opening { task: id, role: roles[0].id, occurrence: None };
        stage.say(coordinator.actor(), at, Command::AddTask { id, suggestion: None, edits, roles });
        let window = Window { from: at, until: stage.end() };
        let mut pool = cast.circle(Group::InService, at);
        pool.retain(|one| one.id != cast.member().id);
        if index == 0 {
            let at = stage.some_time(FOUNDED + 45);
            claim(stage, cast, opening, cast.member(), at);
        }
        let count = (post.places as usize * 9).div_ceil(10);
        fill(stage, cast, opening, &mut pool, count, window);
    }
}
