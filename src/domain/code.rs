//! Enums whose variants have a code: the short lower-case word that stands in documents, in frames
//! and in CSS classes.

/// Declares an enum with a stable code for each variant, and `Unknown` for a code that a newer
/// version wrote. `Unknown` is shown as "needs an update" and never written (invariant I8).
///
/// At rest, in rows of postcard, a variant is its place. Where rows may hold `Unknown`, it keeps its own: variants of
/// a later version stand after a semicolon, and so after it.
macro_rules! coded {
    (
        $(#[$meta:meta])*
        $name:ident {
            $( $(#[$vmeta:meta])* $variant:ident = $code:literal ),+ $(,)?
            $(; $( $(#[$lmeta:meta])* $later:ident = $later_code:literal ),+ $(,)? )?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $( $(#[$vmeta])* $variant, )+
            /// A code that this version does not know.
            #[default]
            Unknown,
            $( $( $(#[$lmeta])* $later, )+ )?
        }

        impl $name {
            /// Every variant that this version can write, in the order in which people read them.
            pub const ALL: &'static [Self] = &[$( Self::$variant, )+ $( $( Self::$later ),+ )?];

            /// The stable word for this variant in documents and CSS classes.
            pub fn code(self) -> &'static str {
                match self { $( Self::$variant => $code, )+ $( $( Self::$later => $later_code, )+ )? Self::Unknown => "unknown" }
            }

            /// The variant with this code, or `Unknown`.
            pub fn from_code(code: &str) -> Self {
                match code { $( $code => Self::$variant, )+ $( $( $later_code => Self::$later, )+ )? _ => Self::Unknown }
            }
        }

        impl $crate::value::FieldValue for $name {
            fn to_value(&self) -> $crate::value::Value {
                $crate::value::Value::Text(self.code().into())
            }
            fn from_value(value: Option<&$crate::value::Value>) -> Result<Self, $crate::value::Malformed> {
                Ok(value.and_then($crate::value::Value::text).map(Self::from_code).unwrap_or_default())
            }
            fn takes(value: Option<&$crate::value::Value>) -> bool {
                matches!(value, Some($crate::value::Value::Text(_)))
            }
            fn is_known(&self) -> bool {
                *self != Self::Unknown
            }
        }
    };
}
