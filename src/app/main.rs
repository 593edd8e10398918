//! The page: a Leptos single-page app over the read models that the worker sends. It holds no
//! documents and no secrets; what a person asks for crosses to the worker as a command.
//!
//! Start reading at [`routes`], then [`context`].

#[macro_use]
mod locale;

mod address;
mod bridge;
mod clipboard;
mod component;
mod context;
mod draft;
mod file;
mod hex;
mod letterbox;
mod markup;
mod memo;
mod page;
mod param;
mod promise;
mod routes;
mod row;
mod signal;

fn main() {
    let invitation = context::invitation::take_from_address();
    leptos::mount::mount_to_body(move || routes::app(invitation));
}
