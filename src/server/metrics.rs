//! Numbers for Prometheus. They count, and name nobody.

use std::time::Duration;

use prometheus_client::{
    encoding::text::encode,
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::{Registry, Unit},
};

use crate::store::StoreError;

/// Commit times in seconds: an fsync takes from 0.1 ms to a second on a tired disk.
const COMMIT_SECONDS: [f64; 12] = [0.000_5, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 5.0];

/// One label with a word from a fixed list.
type Labelled = Family<[(&'static str, &'static str); 1], Counter>;

/// What the server counts.
pub struct Metrics {
    registry: Registry,
    /// Links (sockets) that have proved themselves and are open.
    pub links_open: Gauge,
    /// Frames that arrived.
    pub frames_in: Counter,
    /// Frames that were sent.
    pub frames_out: Counter,
    /// Bytes in frames that arrived.
    pub bytes_in: Counter,
    /// Bytes in frames that were sent.
    pub bytes_out: Counter,
    /// Changes that were committed.
    pub changes_accepted: Counter,
    /// Rooms that failed and were loaded again.
    pub rooms_restarted: Counter,
    commit_seconds: Histogram,
    frames_refused: Labelled,
    changes_refused: Labelled,
    letters_refused: Labelled,
    store_errors: Labelled,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut metrics = Self {
            registry: Registry::with_prefix("kaifong"),
            links_open: Gauge::default(),
            frames_in: Counter::default(),
            frames_out: Counter::default(),
            bytes_in: Counter::default(),
            bytes_out: Counter::default(),
            changes_accepted: Counter::default(),
            rooms_restarted: Counter::default(),
            commit_seconds: Histogram::new(COMMIT_SECONDS),
            frames_refused: Labelled::default(),
            changes_refused: Labelled::default(),
            letters_refused: Labelled::default(),
            store_errors: Labelled::default(),
        };
        metrics.register();
        metrics
    }
}

impl Metrics {
    fn register(&mut self) {
        let registry = &mut self.registry;
        registry.register("links_open", "Sockets that have proved themselves", self.links_open.clone());
        registry.register("frames_in", "Frames that arrived", self.frames_in.clone());
        registry.register("frames_out", "Frames that were sent", self.frames_out.clone());
        registry.register_with_unit("frames_in", "Frames that arrived", Unit::Bytes, self.bytes_in.clone());
        registry.register_with_unit("frames_out", "Frames that were sent", Unit::Bytes, self.bytes_out.clone());
        registry.register("changes_accepted", "Changes that were committed", self.changes_accepted.clone());
        registry.register("rooms_restarted", "Rooms that failed and were loaded again", self.rooms_restarted.clone());
        registry.register_with_unit("commit", "Duration of commits", Unit::Seconds, self.commit_seconds.clone());
        registry.register("frames_refused", "Frames that were refused, by reason", self.frames_refused.clone());
        registry.register("changes_refused", "Changes that were refused, by reason", self.changes_refused.clone());
        let told = "Letters of other devices that were refused, by reason";
        registry.register("letters_refused", told, self.letters_refused.clone());
        registry.register("store_errors", "Errors of the store, by kind", self.store_errors.clone());
    }

    /// A frame was refused, for a reason out of a fixed list.
    pub fn frame_refused(&self, reason: &'static str) {
        self.frames_refused.get_or_create(&[("reason", reason)]).inc();
    }

    /// A change was refused, for a reason out of a fixed list.
    pub fn change_refused(&self, reason: &'static str) {
        self.changes_refused.get_or_create(&[("reason", reason)]).inc();
    }

    /// A letter was refused, for a reason out of a fixed list.
    pub fn letter_refused(&self, reason: &'static str) {
        self.letters_refused.get_or_create(&[("reason", reason)]).inc();
    }

    /// The store failed.
    pub fn store_failed(&self, error: &StoreError) {
        tracing::error!(error = error as &dyn std::error::Error, "the store failed");
        self.store_errors.get_or_create(&[("kind", error.label())]).inc();
    }

    /// A commit took this long.
    pub fn committed(&self, took: Duration) {
        self.commit_seconds.observe(took.as_secs_f64());
    }

    /// All numbers in the OpenMetrics text format.
    pub fn text(&self) -> String {
        let mut text = String::new();
        encode(&mut text, &self.registry).expect("writing to a string does not fail");
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_with_their_labels_and_units() {
        let metrics = Metrics::default();
        metrics.links_open.inc();
        metrics.frames_in.inc();
        metrics.bytes_in.inc_by(17);
        metrics.frame_refused("malformed");
        metrics.change_refused("clock");
        metrics.letter_refused("revoked");
        metrics.store_failed(&StoreError::Closed);
        metrics.committed(Duration::from_millis(3));
        let text = metrics.text();
        for line in [
            "kaifong_links_open 1",
            "kaifong_frames_in_total 1",
            "kaifong_frames_in_bytes_total 17",
            "kaifong_frames_refused_total{reason=\"malformed\"} 1",
            "kaifong_changes_refused_total{reason=\"clock\"} 1",
            "kaifong_letters_refused_total{reason=\"revoked\"} 1",
            "kaifong_store_errors_total{kind=\"closed\"} 1",
            "kaifong_commit_seconds_bucket{le=\"0.005\"} 1",
            "kaifong_commit_seconds_count 1",
        ] {
            assert!(text.contains(line), "{line} is not in\n{text}");
        }
    }
}
