//! Values that can be set and are read again when they change. As with memos, Leptos' machinery is there
//! once for all types of value, which keeps the download small.

use std::{any::Any, marker::PhantomData};

use leptos::prelude::{RwSignal as Machinery, Set, Signal, Update, With, WithUntracked};

/// A value of any type.
type Held = Box<dyn Any + Send + Sync>;

/// A value that can be set.
pub struct RwSignal<T> {
    held: Machinery<Held>,
    of: PhantomData<fn() -> T>,
}

impl<T: Send + Sync + 'static> RwSignal<T> {
    /// With what it is at first.
    pub fn new(value: T) -> Self {
        Self { held: Machinery::new(Box::new(value)), of: PhantomData }
    }

    /// Reads it, and again whenever it is set.
    pub fn with<U>(self, read: impl FnOnce(&T) -> U) -> U {
        self.held.with(|held| read(of(held)))
    }

    /// Reads it once.
    pub fn with_untracked<U>(self, read: impl FnOnce(&T) -> U) -> U {
        self.held.with_untracked(|held| read(of(held)))
    }

    /// Reads it once, unless who made it is gone.
    pub fn try_with_untracked<U>(self, read: impl FnOnce(&T) -> U) -> Option<U> {
        self.held.try_with_untracked(|held| read(of(held)))
    }

    /// What it is, and again whenever it is set.
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

    /// Sets it.
    pub fn set(self, value: T) {
        self.held.set(Box::new(value));
    }

    /// Changes it where it is.
    pub fn update(self, change: impl FnOnce(&mut T)) {
        self.held.update(|held| change(of_mut(held)));
    }

    /// Changes it where it is, unless who made it is gone; says what `change` says.
    pub fn try_update<U>(self, change: impl FnOnce(&mut T) -> U) -> Option<U> {
        self.held.try_update(|held| change(of_mut(held)))
    }
}

fn of<T: 'static>(held: &Held) -> &T {
    held.downcast_ref().expect("a signal only ever holds values of its own type")
}

fn of_mut<T: 'static>(held: &mut Held) -> &mut T {
    held.downcast_mut().expect("a signal only ever holds values of its own type")
}

impl<T: Default + Send + Sync + 'static> Default for RwSignal<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> Clone for RwSignal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for RwSignal<T> {}

impl<T: Clone + Send + Sync + 'static> From<RwSignal<T>> for Signal<T> {
    fn from(signal: RwSignal<T>) -> Self {
        Self::derive(move || signal.get())
    }
}
