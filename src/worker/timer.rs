//! Timers that stop when they are dropped.

use wasm_bindgen::{JsCast, closure::Closure};

use crate::scope::scope;

/// Goes off once.
pub(crate) struct Timer {
    handle: i32,
    _callback: Closure<dyn FnMut()>,
}

impl Timer {
    /// Calls back after some milliseconds.
    pub(crate) fn after(milliseconds: i32, callback: impl FnMut() + 'static) -> Self {
        let callback = Closure::<dyn FnMut()>::new(callback);
        let handle = scope()
            .set_timeout_with_callback_and_timeout_and_arguments_0(callback.as_ref().unchecked_ref(), milliseconds)
            .expect("a function can always be timed");
        Self { handle, _callback: callback }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        scope().clear_timeout_with_handle(self.handle);
    }
}

/// Goes off again and again.
pub(crate) struct Interval {
    handle: i32,
    _callback: Closure<dyn FnMut()>,
}

impl Interval {
    /// Calls back every so many milliseconds.
    pub(crate) fn every(milliseconds: i32, callback: impl FnMut() + 'static) -> Self {
        let callback = Closure::<dyn FnMut()>::new(callback);
        let handle = scope()
            .set_interval_with_callback_and_timeout_and_arguments_0(callback.as_ref().unchecked_ref(), milliseconds)
            .expect("a function can always be timed");
        Self { handle, _callback: callback }
    }
}

impl Drop for Interval {
    fn drop(&mut self) {
        scope().clear_interval_with_handle(self.handle);
    }
}
