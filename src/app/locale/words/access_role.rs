//! Words for roles.

use kaifong_domain::access::AccessRole;

/// What a role is called.
pub fn access_role(role: AccessRole) -> &'static str {
    match role {
        AccessRole::Admin => say!(common.role_admin),
        AccessRole::Coordinator => say!(common.role_coordinator),
        AccessRole::Captain => say!(common.role_captain),
        AccessRole::Member => say!(common.role_member),
        AccessRole::Partner => say!(common.role_partner),
        AccessRole::Unknown => say!(common.needs_update),
    }
}
