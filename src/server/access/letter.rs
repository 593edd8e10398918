//! Letters: what one device has signed, brought by another one. The signature counts, not who brings it.

use kaifong_domain::handover::LetterRejection;
use kaifong_replica::hub::{Claim, Verdict};
use p256::ecdsa::{Signature, signature::Verifier};

use crate::device::Device;

/// Holds a claim against the device that the store knows.
pub fn judge(claim: &Claim, device: Option<Device>) -> Verdict {
    let Some(device) = device.filter(|device| device.id.0 == claim.device) else {
        return Verdict::Refused(LetterRejection::UnknownDevice);
    };
    if device.revoked_at.is_some() {
        return Verdict::Refused(LetterRejection::Revoked);
    }
    let signature = Signature::from_slice(&claim.signature);
    let holds = |signature| device.public_key.verifying().verify(claim.text.as_bytes(), &signature).is_ok();
    if signature.is_ok_and(holds) {
        Verdict::Holds(device.actor())
    } else {
        Verdict::Refused(LetterRejection::BadSignature)
    }
}
