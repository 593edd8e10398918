//! What a field can hold, and what may be written into it.

use crate::{
    field::Field,
    refusal::Refusal,
    value::{FieldValue, Value},
};

/// Whether a value can stand in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// It can.
    Fits,
    /// It is larger than the field's bound.
    TooMuch,
    /// It is of another type: nobody could read the record any more.
    Misfit,
}

/// Whether a value can stand in a field of this type and bound.
pub(crate) fn fit<T: FieldValue>(value: Option<&Value>, most: u64) -> Fit {
    match T::from_value(value) {
        Ok(read) if T::takes(value) && read.measure() <= most && read.longest() <= ITEM => Fit::Fits,
        Ok(_) if T::takes(value) => Fit::TooMuch,
        _ => Fit::Misfit,
    }
}

/// Whether a field of this type and least size is in every record.
pub(crate) fn is_required<T: FieldValue>(least: u64) -> bool {
    least > 0 || fit::<T>(None, u64::MAX) == Fit::Misfit
}

/// Refuses a value that this version can show but not write.
pub(crate) fn known(field: Field, value: &impl FieldValue) -> Result<(), Refusal> {
    if value.is_known() { Ok(()) } else { Err(Refusal::NeedsUpdate { field }) }
}

/// The most characters that one item of a set can have.
pub const ITEM: u64 = 40;

/// Refuses a value outside a field's bounds.
pub(crate) fn bounded(
    field: Field,
    value: &impl FieldValue,
    bound: std::ops::RangeInclusive<u64>,
) -> Result<(), Refusal> {
    if value.longest() > ITEM {
        return Err(Refusal::TooMuch { field, most: ITEM });
    }
    let size = value.measure();
    if size > *bound.end() {
        Err(Refusal::TooMuch { field, most: *bound.end() })
    } else if size < *bound.start() {
        Err(if *bound.start() == 1 {
            Refusal::Missing { field }
        } else {
            Refusal::TooLittle { field, least: *bound.start() }
        })
    } else {
        Ok(())
    }
}
