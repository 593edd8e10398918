//! Values that are worked out from others, and again only when those change. Leptos compiles a memo
//! anew for each type of value; here the machinery is there once, which keeps the download small.

use std::{any::Any, marker::PhantomData, sync::Arc};

use leptos::prelude::{Get, GetUntracked, Memo as Machinery, Signal};

/// A value that is worked out from others. Whoever reads it hears of it only when it differs.
pub struct Memo<T> {
    worked: Machinery<Worked>,
    of: PhantomData<fn() -> T>,
}

/// A value of any type that can be compared with another one.
#[derive(Clone)]
struct Worked(Arc<dyn Comparable>);

trait Comparable: Any + Send + Sync {
    fn equals(&self, other: &dyn Any) -> bool;
}

impl<T: PartialEq + Send + Sync + 'static> Comparable for T {
    fn equals(&self, other: &dyn Any) -> bool {
        other.downcast_ref::<T>() == Some(self)
    }
}

impl PartialEq for Worked {
    fn eq(&self, other: &Self) -> bool {
        let other: &dyn Any = &*other.0;
        self.0.equals(other)
    }
}

fn memo(work: Box<dyn Fn() -> Worked + Send + Sync>) -> Machinery<Worked> {
    Machinery::new(move |_| work())
}

impl<T: PartialEq + Send + Sync + 'static> Memo<T> {
    /// Works it out by `work`, which is called again when something it has read changes.
    pub fn new(work: impl Fn() -> T + Send + Sync + 'static) -> Self {
        Self { worked: memo(Box::new(move || Worked(Arc::new(work())))), of: PhantomData }
    }

    /// Reads it, and again whenever it differs.
    pub fn with<U>(self, read: impl FnOnce(&T) -> U) -> U {
        read(of(&self.worked.get()))
    }

    /// Reads it once.
    pub fn with_untracked<U>(self, read: impl FnOnce(&T) -> U) -> U {
        read(of(&self.worked.get_untracked()))
    }

    /// What it is, and again whenever it differs.
    pub fn get(self) -> T
    where
        T: Clone,
    {
        self.with(T::clone)
    }

    /// What it is now.
    pub fn get_untracked(self) -> T
    where
        T: Clone,
    {
        self.with_untracked(T::clone)
    }
}

fn of<T: 'static>(worked: &Worked) -> &T {
    let worked: &dyn Any = &*worked.0;
    worked.downcast_ref().expect("a memo only ever holds what it was made to work out")
}

impl<T> Clone for Memo<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Memo<T> {}

impl<T: PartialEq + Clone + Send + Sync + 'static> From<Memo<T>> for Signal<T> {
    fn from(memo: Memo<T>) -> Self {
        Self::derive(move || memo.get())
    }
}
