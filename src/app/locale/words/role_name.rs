//! Words for the names of roles.

use kaifong_domain::series::{HELPER, TEACHER};

/// What a role is called: those of a session have words of their own, all others the name they were
/// given.
pub fn role_name(name: &str) -> String {
    match name {
        TEACHER => say!(tasks.role_teacher).to_owned(),
        HELPER => say!(tasks.role_helper).to_owned(),
        given => given.to_owned(),
    }
}
