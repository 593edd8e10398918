//! Words for why somebody could not come in.

use kaifong_domain::bridge::JoinError;

/// What is the matter, and what one can do.
pub fn join_error(error: JoinError) -> (&'static str, &'static str) {
    match error {
        JoinError::Offline => (say!(join.offline), say!(join.offline_then)),
        JoinError::LinkUsed => (say!(join.link_used), say!(join.ask_new)),
        JoinError::LinkExpired => (say!(join.link_expired), say!(join.ask_new)),
        JoinError::LinkUnknown => (say!(join.link_unknown), say!(join.link_unknown_then)),
        JoinError::DeviceRevoked => (say!(join.device_revoked), say!(join.ask_new)),
        JoinError::TooMany => (say!(join.too_many), say!(join.too_many_then)),
        JoinError::NoKey => (say!(join.no_key), say!(join.no_key_then)),
        JoinError::Storage => (say!(join.storage), say!(join.storage_then)),
        JoinError::Server => (say!(join.server), say!(join.server_then)),
    }
}
