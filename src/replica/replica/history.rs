//! What happened to records, told when somebody asks.

use kaifong_domain::{
    decide::home,
    history::{History, Question},
};

use super::Replica;

impl Replica {
    /// What happened to some records; nothing, if this phone does not have them.
    pub fn history(&self, question: &Question) -> History {
        let community = &self.community;
        let first = question.keys.first();
        let record = first.and_then(|key| community.record(*key).or_else(|| community.removed.get(key).cloned()));
        let kind = record.and_then(|record| home(community, &record).ok());
        let shelf = kind.and_then(|kind| self.shelves.get(&kind));
        shelf.map(|shelf| shelf.document.history(question)).unwrap_or_default()
    }
}
