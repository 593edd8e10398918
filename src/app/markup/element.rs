//! An element, of one type whatever it is.

use leptos::{
    ev::EventDescriptor,
    html::ElementType,
    prelude::*,
    tachys::{
        html::{
            attribute::{Attribute, any_attribute::AnyAttribute},
            node_ref::NodeRefContainer,
        },
        hydration::Cursor,
        view::{Mountable, Position, PositionState, any_view::AnyViewState},
    },
};
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;

use super::{
    child::Child,
    listener::{Listener, Listening},
    worth::Worth,
};

/// What SVG's elements are made under.
const SVG: &str = "http://www.w3.org/2000/svg";

/// An element that is not on the page yet.
pub struct Element {
    tag: &'static str,
    /// Attributes that never change.
    fixed: &'static [(&'static str, &'static str)],
    settings: Vec<Setting>,
    children: Vec<AnyView>,
}

/// Something that is said of an element besides its fixed attributes.
enum Setting {
    Attribute(&'static str, Worth),
    Property(&'static str, Worth),
    Class(&'static str, Worth),
    Listener(SendWrapper<Listener>),
    Note(Box<dyn FnOnce(&web_sys::Element) + Send>),
}

/// An element on the page.
pub struct OnPage {
    tag: &'static str,
    fixed: &'static [(&'static str, &'static str)],
    node: web_sys::Element,
    settings: Vec<Set>,
    children: Vec<AnyViewState>,
}

/// A setting at work.
enum Set {
    /// Set once.
    Still,
    /// Set again whenever it changes.
    Live {
        _effect: RenderEffect<()>,
    },
    Listening(Listening),
}

impl Element {
    /// An element with the attributes that never change.
    pub fn new(tag: &'static str, fixed: &'static [(&'static str, &'static str)]) -> Self {
        Self { tag, fixed, settings: Vec::new(), children: Vec::new() }
    }

    /// Sets an attribute.
    pub fn attribute(self, name: &'static str, worth: impl Into<Worth>) -> Self {
        self.with(Setting::Attribute(name, worth.into()))
    }

    /// Sets a property of the element's object, such as what stands in an input.
    pub fn property(self, name: &'static str, worth: impl Into<Worth>) -> Self {
        self.with(Setting::Property(name, worth.into()))
    }

    /// Gives it a class while `worth` is on.
    pub fn class(self, name: &'static str, worth: impl Into<Worth>) -> Self {
        self.with(Setting::Class(name, worth.into()))
    }

    /// Does something on an event.
    pub fn on<E>(self, event: E, handler: impl FnMut(E::EventType) + 'static) -> Self
    where
        E: EventDescriptor,
        E::EventType: JsCast,
    {
        self.with(Setting::Listener(SendWrapper::new(Listener::new(event, handler))))
    }

    /// Notes where it is, once it is on the page.
    pub fn noted<E: ElementType>(self, note: impl NodeRefContainer<E>) -> Self {
        self.with(Setting::Note(Box::new(move |node| note.load(node))))
    }

    /// Puts something in it, after what is there.
    pub fn child(mut self, child: impl Child) -> Self {
        self.children.push(child.into_child());
        self
    }

    fn with(mut self, setting: Setting) -> Self {
        self.settings.push(setting);
        self
    }

    fn is_like(&self, state: &OnPage) -> bool {
        self.tag == state.tag
            && self.fixed == state.fixed
            && self.settings.len() == state.settings.len()
            && self.children.len() == state.children.len()
    }
}

/// Makes the node of an element.
fn make(tag: &str) -> web_sys::Element {
    let made = match tag {
        "svg" | "path" => document().create_element_ns(Some(SVG), tag),
        _ => document().create_element(tag),
    };
    made.expect("a tag is a name")
}

fn set_attribute(node: &web_sys::Element, name: &str, worth: &Worth) {
    // Both fail only for a name that is none.
    let _ = match worth.text() {
        Some(text) => node.set_attribute(name, &text),
        None => node.remove_attribute(name),
    };
}

fn set_property(node: &web_sys::Element, name: &str, worth: &Worth) {
    // Fails only for what is no object.
    let _ = js_sys::Reflect::set(node, &name.into(), &worth.js());
}

fn set_class(node: &web_sys::Element, name: &str, worth: &Worth) {
    // Fails only for a name that is none.
    let _ = node.class_list().toggle_with_force(name, worth.is_on());
}

/// Sets it now, and again whenever it changes.
fn keep(node: &web_sys::Element, name: &'static str, worth: Worth, set: fn(&web_sys::Element, &str, &Worth)) -> Set {
    if !matches!(worth, Worth::Live(_)) {
        set(node, name, &worth);
        return Set::Still;
    }
    let node = node.clone();
    Set::Live { _effect: RenderEffect::new(move |_| set(&node, name, &worth)) }
}

impl Setting {
    fn apply(self, node: &web_sys::Element) -> Set {
        match self {
            Self::Attribute(name, worth) => keep(node, name, worth, set_attribute),
            Self::Property(name, worth) => keep(node, name, worth, set_property),
            Self::Class(name, worth) => keep(node, name, worth, set_class),
            Self::Listener(listener) => Set::Listening(listener.take().attach(node)),
            Self::Note(note) => {
                note(node);
                Set::Still
            }
        }
    }

    /// Puts this setting in the place of one that came from the same place in the source.
    fn apply_again(self, node: &web_sys::Element, before: &mut Set) {
        match (self, &mut *before) {
            (Self::Listener(listener), Set::Listening(listening)) => {
                if let Err(other) = listening.replace(listener.take()) {
                    *before = Set::Listening(other.attach(node));
                }
            }
            (setting, _) => *before = setting.apply(node),
        }
    }
}

impl Render for Element {
    type State = OnPage;

    fn build(self) -> OnPage {
        let node = make(self.tag);
        for (name, text) in self.fixed {
            // Fails only for a name that is none.
            let _ = node.set_attribute(name, text);
        }
        let children = self.children.into_iter().map(|child| {
            let mut child = child.build();
            child.mount(&node, None);
            child
        });
        let children = children.collect();
        // After the children: what a <select> is set to must be among its options.
        let settings = self.settings.into_iter().map(|setting| setting.apply(&node)).collect();
        OnPage { tag: self.tag, fixed: self.fixed, node, settings, children }
    }

    fn rebuild(self, state: &mut OnPage) {
        if !self.is_like(state) {
            let mut new = self.build();
            state.insert_before_this(&mut new);
            state.unmount();
            *state = new;
            return;
        }
        for (child, before) in self.children.into_iter().zip(&mut state.children) {
            child.rebuild(before);
        }
        for (setting, before) in self.settings.into_iter().zip(&mut state.settings) {
            setting.apply_again(&state.node, before);
        }
    }
}

impl Mountable for OnPage {
    fn unmount(&mut self) {
        self.node.remove();
    }

    fn mount(&mut self, parent: &web_sys::Element, marker: Option<&web_sys::Node>) {
        // Fails only where the marker has left the parent: then the end is the best place.
        if parent.insert_before(&self.node, marker).is_err() {
            let _ = parent.append_child(&self.node);
        }
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let Some(parent) = self.node.parent_element() else { return false };
        child.mount(&parent, Some(&self.node));
        true
    }

    fn elements(&self) -> Vec<web_sys::Element> {
        vec![self.node.clone()]
    }
}

impl AddAnyAttr for Element {
    type Output<New: Attribute> = Self;

    /// Attributes are given where the element is made.
    fn add_any_attr<New: Attribute>(self, _: New) -> Self {
        self
    }
}

/// What Leptos asks of a view for pages that a server renders. This page is made in the browser, where
/// none of it is called.
impl RenderHtml for Element {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {}

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> OnPage {
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}
