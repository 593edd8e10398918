//! Words for what a suggestion is about.

use kaifong_domain::suggestion::Category;

/// What a category is called.
pub fn category(category: Category) -> &'static str {
    match category {
        Category::Charging => say!(suggestions.category_charging),
        Category::Lighting => say!(suggestions.category_lighting),
        Category::Parking => say!(suggestions.category_parking),
        Category::Cleaning => say!(suggestions.category_cleaning),
        Category::Noise => say!(suggestions.category_noise),
        Category::Safety => say!(suggestions.category_safety),
        Category::Lift => say!(suggestions.category_lift),
        Category::Greenery => say!(suggestions.category_greenery),
        Category::Water => say!(suggestions.category_water),
        Category::Facility => say!(suggestions.category_facility),
        Category::Service => say!(suggestions.category_service),
        Category::Other => say!(suggestions.category_other),
        Category::Unknown => say!(common.needs_update),
    }
}
