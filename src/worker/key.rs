//! The device's key: ECDSA on P-256, made by WebCrypto so that nothing, not even this program, can
//! read its private half.

use js_sys::{Array, Object, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

use crate::{
    object::{get, object},
    scope::scope,
};

/// A key pair.
#[derive(Clone)]
pub(crate) struct DeviceKey {
    /// `{ privateKey, publicKey }`, as it is stored.
    pair: JsValue,
    private: CryptoKey,
    public: CryptoKey,
}

/// The browser can't make or use a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the browser can't make or use a key")]
pub(crate) struct KeyFailure;

impl From<JsValue> for KeyFailure {
    fn from(_: JsValue) -> Self {
        Self
    }
}

impl DeviceKey {
    /// Makes a new key that can't be exported.
    pub(crate) async fn generate() -> Result<Self, KeyFailure> {
        let algorithm = object(&[("name", &"ECDSA".into()), ("namedCurve", &"P-256".into())]);
        let uses = Array::of2(&"sign".into(), &"verify".into());
        let pair = JsFuture::from(subtle()?.generate_key_with_object(&algorithm, false, &uses)?).await?;
        Self::from_pair(pair).ok_or(KeyFailure)
    }

    /// The key from its stored form.
    pub(crate) fn from_pair(pair: JsValue) -> Option<Self> {
        let half = |name| get(&pair, name)?.dyn_into::<CryptoKey>().ok();
        let (private, public) = (half("privateKey")?, half("publicKey")?);
        let pair: JsValue = object(&[("privateKey", &private), ("publicKey", &public)]).into();
        Some(Self { pair, private, public })
    }

    /// The stored form.
    pub(crate) fn pair(&self) -> &JsValue {
        &self.pair
    }

    /// The public key's point, not compressed: 65 bytes (SEC 1, 2.3.3).
    pub(crate) async fn public(&self) -> Result<Vec<u8>, KeyFailure> {
        let raw = JsFuture::from(subtle()?.export_key("raw", &self.public)?).await?;
        Ok(Uint8Array::new(&raw).to_vec())
    }

    /// Whether a key, given as its point, has signed a text.
    pub(crate) async fn has_signed(point: &[u8; 65], text: &str, signature: &[u8; 64]) -> Result<bool, KeyFailure> {
        let algorithm = object(&[("name", &"ECDSA".into()), ("namedCurve", &"P-256".into())]);
        let (point, uses) = (Uint8Array::from(point.as_slice()), Array::of1(&"verify".into()));
        let importing = subtle()?.import_key_with_object("raw", &point, &algorithm, true, &uses)?;
        let key: CryptoKey = JsFuture::from(importing).await?.dyn_into()?;
        let (signature, text) = (Uint8Array::from(signature.as_slice()), Uint8Array::from(text.as_bytes()));
        let verifying =
            subtle()?.verify_with_object_and_js_u8_array_and_js_u8_array(&ecdsa(), &key, &signature, &text)?;
        Ok(JsFuture::from(verifying).await?.is_truthy())
    }

    /// Signs a text with SHA-256: r‖s.
    pub(crate) async fn sign(&self, text: &str) -> Result<[u8; 64], KeyFailure> {
        let bytes = Uint8Array::from(text.as_bytes());
        let signing = subtle()?.sign_with_object_and_js_u8_array(&ecdsa(), &self.private, &bytes)?;
        let signature = JsFuture::from(signing).await?;
        Uint8Array::new(&signature).to_vec().try_into().map_err(|_| KeyFailure)
    }
}

/// How everything is signed here.
fn ecdsa() -> Object {
    let hash: Object = object(&[("name", &"SHA-256".into())]);
    object(&[("name", &"ECDSA".into()), ("hash", &hash)])
}

/// WebCrypto, which browsers only give to secure origins.
fn subtle() -> Result<SubtleCrypto, KeyFailure> {
    let crypto = scope().crypto()?;
    get(&crypto, "subtle").map(JsCast::unchecked_into).ok_or(KeyFailure)
}
