//! What `view!` makes: one type for all elements. Leptos' own macro compiles building and rebuilding
//! anew for every element's tag, attributes and children, which was half of the page's download.

mod child;
mod element;
mod listener;
mod worth;

pub use self::{
    child::{beside, child, component},
    element::Element,
};
pub use kaifong_markup::view;
