//! Randomness.

use crate::scope::scope;

/// Random bytes from the browser's secure source.
pub(crate) fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    let crypto = scope().crypto().expect("every browser that runs wasm has crypto");
    crypto.get_random_values_with_u8_array(&mut bytes).expect("fewer bytes are asked for than may be");
    bytes
}
