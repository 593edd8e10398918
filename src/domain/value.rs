//! The values that a record's fields can hold, as documents see them.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// One field's value in a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Value {
    /// A short text: the last writer wins.
    Text(String),
    /// A long text that several people write together: edits within it merge.
    Long(String),
    /// A whole number, or a moment in milliseconds.
    Int(i64),
    /// Yes or no.
    Bool(bool),
    /// A set of short texts: additions and removals merge one by one.
    Set(BTreeSet<String>),
    /// Nothing: the field is taken out of the document.
    Nothing,
}

impl Value {
    /// A text, short or long: JavaScript's Automerge writes every plain string as a text that merges.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Long(text) => Some(text),
            _ => None,
        }
    }
}

/// A field holds something that this version cannot read as what it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("a field is missing or of another type")]
pub struct Malformed;

/// What can stand in a field.
pub trait FieldValue: Sized {
    /// As it is written into a document.
    fn to_value(&self) -> Value;
    /// As it is read; an absent field is `None`.
    ///
    /// # Errors
    /// [`Malformed`] if there is no sensible reading.
    fn from_value(value: Option<&Value>) -> Result<Self, Malformed>;
    /// Whether a value is of the type that is written here. What can be read is more: a code of another
    /// type is a code that this version doesn't know.
    fn takes(value: Option<&Value>) -> bool {
        Self::from_value(value).is_ok()
    }
    /// What a bound counts: characters of a text, items of a set, a number itself.
    fn measure(&self) -> u64 {
        0
    }
    /// Characters of the longest item of a set.
    fn longest(&self) -> u64 {
        0
    }
    /// Whether this version knows the value, and so may write it.
    fn is_known(&self) -> bool {
        true
    }
    /// White space trimmed where it means nothing.
    fn trimmed(self) -> Self {
        self
    }
}

/// A long text that several people write together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LongText(pub String);

impl FieldValue for String {
    fn to_value(&self) -> Value {
        Value::Text(self.clone())
    }
    fn from_value(value: Option<&Value>) -> Result<Self, Malformed> {
        match value {
            None | Some(Value::Nothing) => Ok(Self::new()),
            Some(value) => value.text().map(Into::into).ok_or(Malformed),
        }
    }
    fn measure(&self) -> u64 {
        self.chars().count() as u64
    }
    fn trimmed(self) -> Self {
        self.trim().to_owned()
    }
}

impl FieldValue for LongText {
    fn to_value(&self) -> Value {
        Value::Long(self.0.clone())
    }
    fn from_value(value: Option<&Value>) -> Result<Self, Malformed> {
        String::from_value(value).map(Self)
    }
    fn measure(&self) -> u64 {
        self.0.measure()
    }
    fn trimmed(self) -> Self {
        Self(self.0.trimmed())
    }
}

impl FieldValue for bool {
    fn to_value(&self) -> Value {
        Value::Bool(*self)
    }
    fn from_value(value: Option<&Value>) -> Result<Self, Malformed> {
        match value {
            Some(Value::Bool(yes)) => Ok(*yes),
            None | Some(Value::Nothing) => Ok(false),
            _ => Err(Malformed),
        }
    }
}

impl FieldValue for u32 {
    fn to_value(&self) -> Value {
        Value::Int(i64::from(*self))
    }
    fn from_value(value: Option<&Value>) -> Result<Self, Malformed> {
        match value {
            Some(Value::Int(number)) => Self::try_from(*number).map_err(|_| Malformed),
            _ => Err(Malformed),
        }
    }
    fn measure(&self) -> u64 {
        u64::from(*self)
    }
}

impl FieldValue for Timestamp {
    fn to_value(&self) -> Value {
        Value::Int(self.0)
    }
    fn from_value(value: Option<&Value>) -> Result<Self, Malformed> {
        match value {
            Some(Value::Int(millis)) => Ok(Self(*millis)),
            _ => Err(Malformed),
        }
    }
}

impl FieldValue for Date {
    fn to_value(&self) -> Value {
        Value::Text(self.to_string())
    }
    fn from_value(value: Option<&Value>) -> Result<Self, Malformed> {
        value.and_then(Value::text).and_then(|text| text.parse().ok()).ok_or(Malformed)
    }
}

impl<T: FieldValue> FieldValue for Option<T> {
    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Nothing, T::to_value)
    }
    fn from_value(value: Option<&Value>) -> Result<Self, Malformed> {
        match value {
            None | Some(Value::Nothing) => Ok(None),
            some => T::from_value(some).map(Some),
        }
    }
    fn takes(value: Option<&Value>) -> bool {
        matches!(value, None | Some(Value::Nothing)) || T::takes(value)
    }
    fn measure(&self) -> u64 {
        self.as_ref().map_or(0, T::measure)
    }
    fn is_known(&self) -> bool {
        self.as_ref().is_none_or(T::is_known)
    }
    fn trimmed(self) -> Self {
        self.map(T::trimmed)
    }
}

impl FieldValue for BTreeSet<String> {
    fn to_value(&self) -> Value {
        Value::Set(self.clone())
    }
    fn from_value(value: Option<&Value>) -> Result<Self, Malformed> {
        match value {
            Some(Value::Set(items)) => Ok(items.clone()),
            None | Some(Value::Nothing) => Ok(Self::new()),
            _ => Err(Malformed),
        }
    }
    fn measure(&self) -> u64 {
        self.len() as u64
    }
    fn longest(&self) -> u64 {
        self.iter().map(String::measure).max().unwrap_or(0)
    }
    fn trimmed(self) -> Self {
        self.into_iter().map(String::trimmed).filter(|item| !item.is_empty()).collect()
    }
}

/// A set of coded values. Codes of a newer version are not shown, and stay in the document, because
/// a set is edited item by item.
impl FieldValue for BTreeSet<crate::person::Group> {
    fn to_value(&self) -> Value {
        Value::Set(self.iter().map(|group| group.code().to_owned()).collect())
    }
    fn from_value(value: Option<&Value>) -> Result<Self, Malformed> {
        let codes = BTreeSet::<String>::from_value(value)?;
        Ok(codes.iter().map(|code| crate::person::Group::from_code(code)).filter(FieldValue::is_known).collect())
    }
    fn measure(&self) -> u64 {
        self.len() as u64
    }
    fn is_known(&self) -> bool {
        self.iter().all(FieldValue::is_known)
    }
}
