//! Putting down what is still on its way: it goes from this phone, and one is asked before.

use kaifong_domain::{bridge::ToWorker, handover::LetterId};
use leptos::prelude::*;

use super::give::as_file;
use crate::{
    component::sheet::Sheet,
    context::{commands::use_commands, handover::use_handover},
    markup::view,
    signal::RwSignal,
};

/// The button, and what it asks: it says what goes, who else has it, and offers a file of it first.
pub(super) fn put_down(id: LetterId, name: &str) -> AnyView {
    let (commands, handover, is_open) = (use_commands(), use_handover(), RwSignal::new(false));
    let text = say!(handover.put_down_text, name = name);
    let ask = move |_| {
        // All that can be handed over goes into the file, this too.
        commands.tell(&ToWorker::Pack);
        is_open.set(true);
    };
    let go = move |_| {
        is_open.set(false);
        commands.tell(&ToWorker::PutDown(id));
    };
    let file =
        move || handover.packed().and_then(Result::ok).map(|packed| as_file(&packed.text, say!(handover.save_first)));
    view! {
        <button class="button" type="button" data-testid="put-down" on:click=ask>{say!(handover.put_down_now)}</button>
        <Sheet open=is_open title=say!(handover.put_down_ask, name = name)>
            <p>{text.clone()}</p>
            <div class="confirm-actions">
                {file}
                <button class="button" type="button" on:click=move |_| is_open.set(false)>{say!(handover.carry_on)}</button>
                <button class="button button-danger" type="button" data-testid="confirm" on:click=go>{say!(handover.put_down_now)}</button>
            </div>
        </Sheet>
    }
}
