//! Handing over without a server: what waits here goes with a neighbour's phone, or a neighbour's with this one.

mod carried;
mod give;
mod put_down;
mod take;

use kaifong_domain::time::Timestamp;
use leptos::prelude::*;

use self::{carried::carried, give::give, take::take};
use crate::{
    address::use_address,
    component::{page_header::page_header, segments::Segments},
    context::clock::use_today,
    locale::format,
    markup::view,
    memo::Memo,
};

/// The choice in the address: whether one gives or takes.
const WAY: &str = "way";
const GIVE: &str = "give";
const TAKE: &str = "take";

/// Handing over.
#[component]
pub fn HandOverPage() -> impl IntoView {
    let address = use_address();
    let way = Memo::new(move || if address.choice(WAY).as_deref() == Some(TAKE) { TAKE } else { GIVE });
    let value = Signal::derive(move || way.get().to_owned());
    let options = vec![(GIVE, say!(handover.give).to_owned()), (TAKE, say!(handover.take).to_owned())];
    let choose = move |code: String| address.choose(WAY, (code == TAKE).then_some(TAKE));
    view! {
        {page_header(say!(handover.title), Some(("/sync".into(), say!(sync.title).into())), None)}
        <Segments id="hand-over" label=say!(handover.title) options=options value=value choose=choose />
        {move || if way.get() == TAKE { take() } else { give() }}
        {carried()}
    }
}

/// From when to when changes were made.
fn span_of((first, last): (Timestamp, Timestamp)) -> String {
    let today = use_today().get();
    let words = |at| format::day_and_time(at, today);
    let (first, last) = (words(first), words(last));
    if first == last { first } else { say!(handover.span, first = first.as_str(), last = last.as_str()) }
}
