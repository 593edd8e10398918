//! Records of one kind, by id. A map that is compiled once for all kinds: twelve `BTreeMap`s made a
//! tenth of what a phone had to download.

use std::{fmt, marker::PhantomData, ops::Index, sync::Arc};

use uuid::Uuid;

/// An id of records in a [`Table`].
pub trait Key: Copy {
    /// The bare id.
    fn uuid(self) -> Uuid;
    /// From the bare id.
    fn of(uuid: Uuid) -> Self;
}

/// Records in the order of their ids. Cheap to copy: the records themselves are shared.
///
/// A record that comes in at the end, as records do that are read from a document or made later, is
/// put there in constant time; one in the midst moves those behind it, a pointer each.
pub struct Table<K, T> {
    ids: Vec<Uuid>,
    rows: Vec<Arc<T>>,
    key: PhantomData<K>,
}

/// Where an id stands, or would.
fn place(ids: &[Uuid], id: Uuid) -> Result<usize, usize> {
    match ids.last() {
        Some(last) if *last < id => Err(ids.len()),
        _ => ids.binary_search(&id),
    }
}

impl<K: Key, T> Table<K, T> {
    /// A record.
    pub fn get(&self, key: &K) -> Option<&T> {
        let index = place(&self.ids, key.uuid()).ok()?;
        self.rows.get(index).map(AsRef::as_ref)
    }

    /// Whether there is a record with this id.
    pub fn contains_key(&self, key: &K) -> bool {
        place(&self.ids, key.uuid()).is_ok()
    }

    /// Puts a record in, in the place of the one that had its id.
    pub fn insert(&mut self, key: K, row: T) {
        let (id, row) = (key.uuid(), Arc::new(row));
        match place(&self.ids, id) {
            Ok(index) => self.rows[index] = row,
            Err(index) => {
                self.ids.insert(index, id);
                self.rows.insert(index, row);
            }
        }
    }

    /// Takes a record out.
    pub fn remove(&mut self, key: &K) {
        if let Ok(index) = place(&self.ids, key.uuid()) {
            self.ids.remove(index);
            self.rows.remove(index);
        }
    }

    /// All records.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &T> + Clone {
        self.rows.iter().map(AsRef::as_ref)
    }

    /// All ids.
    pub fn keys(&self) -> impl Iterator<Item = K> {
        self.ids.iter().map(|id| K::of(*id))
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Keeps only those records of which `keep` says so.
    #[cfg(test)]
    pub(crate) fn retain(&mut self, keep: impl Fn(&T) -> bool) {
        let mut kept = self.rows.iter().map(|row| keep(row));
        self.ids.retain(|_| kept.next().unwrap_or(true));
        self.rows.retain(|row| keep(row));
    }
}

impl<K: Key, T> Index<&K> for Table<K, T> {
    type Output = T;

    /// # Panics
    /// If there is no such record.
    fn index(&self, key: &K) -> &T {
        self.get(key).expect("there is a record with this id")
    }
}

impl<K, T> Default for Table<K, T> {
    fn default() -> Self {
        Self { ids: Vec::new(), rows: Vec::new(), key: PhantomData }
    }
}

impl<K, T> Clone for Table<K, T> {
    fn clone(&self) -> Self {
        Self { ids: self.ids.clone(), rows: self.rows.clone(), key: PhantomData }
    }
}

impl<K, T: PartialEq> PartialEq for Table<K, T> {
    fn eq(&self, other: &Self) -> bool {
        self.ids == other.ids && self.rows == other.rows
    }
}

impl<K, T: Eq> Eq for Table<K, T> {}

impl<K, T: fmt::Debug> fmt::Debug for Table<K, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.ids.iter().zip(&self.rows)).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::id::TaskId;

    fn id(number: u8) -> TaskId {
        TaskId(Uuid::from_u128(number.into()))
    }

    proptest! {
        /// It does what a map does, whatever the order.
        #[test]
        fn a_table_is_a_map(steps in proptest::collection::vec((0..30_u8, any::<bool>(), 0..9_u8), 0..80)) {
            let (mut table, mut map) = (Table::default(), BTreeMap::new());
            for (number, puts, row) in steps {
                if puts {
                    table.insert(id(number), row);
                    map.insert(id(number), row);
                } else {
                    table.remove(&id(number));
                    map.remove(&id(number));
                }
                prop_assert_eq!(table.get(&id(number)), map.get(&id(number)));
                prop_assert_eq!(table.contains_key(&id(number)), puts);
            }
            prop_assert!(table.keys().eq(map.keys().copied()));
            prop_assert!(table.values().eq(map.values()));
            table.retain(|row| row % 2 == 0);
            map.retain(|_, row| *row % 2 == 0);
            prop_assert!(table.keys().eq(map.keys().copied()));
            prop_assert_eq!(table.len(), map.len());
        }
    }
}
