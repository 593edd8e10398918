//! Words for about how old a child is.

use kaifong_domain::child::AgeBand;

/// About how old.
pub fn age_band(age: AgeBand) -> &'static str {
    match age {
        AgeBand::Under4 => say!(families.age_under_4),
        AgeBand::From4 => say!(families.age_4),
        AgeBand::From6 => say!(families.age_6),
        AgeBand::From8 => say!(families.age_8),
        AgeBand::Unknown => say!(common.needs_update),
    }
}
