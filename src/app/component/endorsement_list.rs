//! Which captains speak for a captaincy, in whose words; and, for a captain, doing so.

use kaifong_domain::{
    command::Command,
    endorsement::{Endorsement, EndorsementEdit},
    field::Field,
    id::{CaptaincyId, EndorsementId, PersonId},
    policy::Deed,
    record::{Collection, RecordKey},
    time::Timestamp,
};
use leptos::prelude::*;

use super::{
    action_bar::action_bar,
    chip::chip,
    faults::{Faults, faults_of},
    icon::{Glyph, icon},
    person_chip::PersonChip,
    sheet::Sheet,
    text_area::TextArea,
};
use crate::{
    context::{
        actor::{may_do, use_actor},
        commands::use_commands,
        community::use_community,
    },
    markup::view,
    memo::Memo,
    signal::RwSignal,
};

/// Draws who speaks for a captaincy.
pub fn endorsement_list(captaincy: CaptaincyId) -> AnyView {
    let (community, actor) = (use_community(), use_actor());
    let all = Memo::new(move || {
        community
            .with(|community| community.endorsements_of(captaincy).into_iter().cloned().collect::<Vec<Endorsement>>())
    });
    let own = Memo::new(move || {
        let by = actor.get()?.person;
        community.with(|community| {
            let own = community.endorsements.get(&EndorsementId::of(captaincy, by)).cloned();
            let blank = || blank(captaincy, by);
            may_do(actor.get(), Deed::Make, &blank().into(), community).then(|| own.unwrap_or_else(blank))
        })
    });
    let shown = move || {
        let all = all.get();
        let count = u32::try_from(all.len()).unwrap_or(u32::MAX);
        (count > 0).then(|| {
            view! {
                <p class="endorsement-list-count">
                    {icon(Glyph::Star)}
                    <span>{say!(neighbours.endorsement_count, count = count)}</span>
                </p>
                <ul>{all.into_iter().map(one).collect_view()}</ul>
            }
        })
    };
    let speak = move || own.get().map(|own| speak(own, all));
    view! { <div class="endorsement-list" data-testid="endorsements">{shown}{speak}</div> }.into_any()
}

/// What a captain has not said yet.
fn blank(captaincy: CaptaincyId, by: PersonId) -> Endorsement {
    Endorsement { id: EndorsementId::of(captaincy, by), captaincy, by, at: Timestamp(0), note: String::new() }
}

fn one(endorsement: Endorsement) -> AnyView {
    let Endorsement { by, note, .. } = endorsement;
    let note = (!note.is_empty()).then(|| view! { <p class="prose">{note}</p> });
    view! { <li data-testid="endorsement"><PersonChip person=by />{note}</li> }.into_any()
}

/// Speaking for it; or, for who has done so, other words and withdrawing.
fn speak(own: Endorsement, all: Memo<Vec<Endorsement>>) -> AnyView {
    let commands = use_commands();
    let open = RwSignal::new(false);
    let id = own.id;
    let is_said = all.with(|all| all.iter().any(|one| one.id == id));
    let withdraw = is_said.then(|| {
        chip(say!(neighbours.endorsement_withdraw), "withdraw-endorsement".into(), None, move || {
            let key = RecordKey { collection: Collection::Endorsements, id: id.0 };
            commands.give(Command::Remove { key }, || say!(neighbours.endorsement_withdrawn).into());
        })
    });
    let word = if is_said { say!(neighbours.endorsement_edit) } else { say!(neighbours.endorse) };
    let own = StoredValue::new(own);
    view! {
        <div class="chips">{chip(word, "endorse".into(), None, move || open.set(true))}{withdraw}</div>
        <Sheet open=open title=say!(neighbours.endorse)>{form(&own.get_value(), open)}</Sheet>
    }
    .into_any()
}

fn form(own: &Endorsement, open: RwSignal<bool>) -> AnyView {
    let (commands, faults) = (use_commands(), Faults::none());
    let note = RwSignal::new(own.note.clone());
    let (id, captaincy) = (own.id, own.captaincy);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let edits = [EndorsementEdit::Note(note.get_untracked())];
        let wrong = faults_of!(edits);
        if !wrong.is_empty() {
            return faults.set(wrong);
        }
        let command = Command::Endorse { id, captaincy, note: note.get_untracked() };
        faults.submit(commands, command, || say!(neighbours.endorsed).into(), move || open.set(false));
    };
    view! {
        <form class="form" on:submit=save novalidate>
            <TextArea
                id="endorsement-note"
                label=say!(neighbours.endorsement_note)
                hint=say!(neighbours.endorsement_hint)
                value=note
                error=faults.of(Field::Note)
                rows="2"
                testid="endorsement-note"
            />
            {faults.summary()}
            {action_bar(view! {
                <button class="button button-primary" type="submit" data-testid="save">{say!(neighbours.endorse)}</button>
            })}
        </form>
    }
    .into_any()
}
