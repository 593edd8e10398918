//! Marking a task as done, calling it off and opening it again.

use kaifong_domain::{
    command::Command,
    field::Field,
    id::TaskId,
    series::Occurrence,
    task::{TaskEdit, TaskStatus},
    value::LongText,
};
use leptos::prelude::*;

use super::{
    faults::{Faults, faults_of},
    icon::{Glyph, icon},
    sheet::Sheet,
    text_area::TextArea,
};
use crate::{context::commands::use_commands, markup::view, signal::RwSignal};

/// Which task, and the session it is where it is not stored yet.
type Subject = (TaskId, Option<Occurrence>);

/// The buttons by which a task's status is changed, for those who may.
#[component]
pub fn StatusSheet(
    /// The task.
    task: Option<Subject>,
    /// How far it is.
    #[prop(into)]
    status: Signal<TaskStatus>,
    /// What has been written of what came of it.
    #[prop(into)]
    result: Signal<String>,
) -> impl IntoView {
    let commands = use_commands();
    let (done_open, cancel_open) = (RwSignal::new(false), RwSignal::new(false));
    let reopen = move |_| {
        let Some((id, occurrence)) = task else { return };
        let edits = vec![TaskEdit::Status(TaskStatus::Open)];
        commands.give(Command::EditTask { id, occurrence, edits }, || say!(tasks.reopened).to_owned());
    };
    let buttons = move || match status.get() {
        TaskStatus::Open => view! {
            {button("finish", Glyph::Check, say!(tasks.finish), done_open)}
            {button("call-off", Glyph::Cross, say!(tasks.call_off), cancel_open)}
        }
        .into_any(),
        TaskStatus::Done | TaskStatus::Cancelled => view! {
            <button class="button" type="button" data-testid="reopen" on:click=reopen>
                {icon(Glyph::Undo)}
                <span>{say!(tasks.reopen)}</span>
            </button>
        }
        .into_any(),
        TaskStatus::Unknown => ().into_any(),
    };
    view! {
        <div class="status-sheet">{buttons}</div>
        <Sheet open=done_open title=say!(tasks.finish)>
            {form(TaskStatus::Done, task, result, done_open)}
        </Sheet>
        <Sheet open=cancel_open title=say!(tasks.call_off)>
            {form(TaskStatus::Cancelled, task, result, cancel_open)}
        </Sheet>
    }
    .into_any()
}

fn button(testid: &'static str, glyph: Glyph, label: &'static str, open: RwSignal<bool>) -> AnyView {
    view! {
        <button class="button" type="button" data-testid=testid aria-haspopup="dialog" on:click=move |_| open.set(true)>
            {icon(glyph)}
            <span>{label}</span>
        </button>
    }
    .into_any()
}

fn form(to: TaskStatus, task: Option<Subject>, result: Signal<String>, open: RwSignal<bool>) -> AnyView {
    let (commands, faults) = (use_commands(), Faults::none());
    let text = RwSignal::new(result.get_untracked());
    let off = to == TaskStatus::Cancelled;
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some((id, occurrence)) = task else { return };
        let edits = vec![TaskEdit::Result(LongText(text.get_untracked())), TaskEdit::Status(to)];
        let wrong = faults_of!(edits);
        if !wrong.is_empty() {
            return faults.set(wrong);
        }
        let said = move || if off { say!(tasks.called_off) } else { say!(tasks.finished) }.to_owned();
        faults.submit(commands, Command::EditTask { id, occurrence, edits }, said, move || open.set(false));
    };
    let (label, hint) = if off {
        (say!(tasks.call_off_text), say!(tasks.call_off_hint))
    } else {
        (say!(tasks.finish_text), say!(tasks.finish_hint))
    };
    let (button, class) = if off {
        (say!(tasks.call_off), "button button-danger")
    } else {
        (say!(tasks.finish), "button button-primary")
    };
    view! {
        <form class="form" on:submit=save novalidate>
            <TextArea id="task-result" label=label hint=hint value=text error=faults.of(Field::Result) testid="result" />
            {faults.summary()}
            <div class="form-actions">
                <button class=class type="submit" data-testid="save">{button}</button>
            </div>
        </form>
    }
    .into_any()
}
