//! What can stand in an element.

use std::borrow::Cow;

use leptos::prelude::*;

/// What can stand in an element. There are few kinds of view behind it, so each is compiled once.
pub trait Child {
    /// As a view.
    fn into_child(self) -> AnyView;
}

/// Makes a view of what can stand in an element.
pub fn child(child: impl Child) -> AnyView {
    child.into_child()
}

/// Makes a view of what a component returned.
pub fn component(made: impl IntoView) -> AnyView {
    made.into_any()
}

/// Views side by side.
pub fn beside<const N: usize>(views: [AnyView; N]) -> AnyView {
    Vec::from(views).into_any()
}

impl Child for AnyView {
    fn into_child(self) -> AnyView {
        self
    }
}

impl Child for super::Element {
    fn into_child(self) -> AnyView {
        self.into_any()
    }
}

impl Child for () {
    fn into_child(self) -> AnyView {
        self.into_any()
    }
}

impl Child for &'static str {
    fn into_child(self) -> AnyView {
        text(Cow::Borrowed(self))
    }
}

impl Child for String {
    fn into_child(self) -> AnyView {
        text(Cow::Owned(self))
    }
}

impl Child for Cow<'static, str> {
    fn into_child(self) -> AnyView {
        text(self)
    }
}

impl Child for usize {
    fn into_child(self) -> AnyView {
        text(Cow::Owned(self.to_string()))
    }
}

impl<T: Child> Child for Option<T> {
    fn into_child(self) -> AnyView {
        match self {
            Some(child) => child.into_child(),
            None => ().into_any(),
        }
    }
}

impl<T: Child> Child for Vec<T> {
    fn into_child(self) -> AnyView {
        self.into_iter().map(T::into_child).collect::<Vec<AnyView>>().into_any()
    }
}

/// A view that is made anew whenever something changes that it was made of.
impl<F, T> Child for F
where
    F: Fn() -> T + Send + 'static,
    T: Child,
{
    fn into_child(self) -> AnyView {
        live(Box::new(move || self().into_child()))
    }
}

fn live(view: Box<dyn FnMut() -> AnyView + Send>) -> AnyView {
    view.into_any()
}

fn text(text: Cow<'static, str>) -> AnyView {
    text.into_any()
}
