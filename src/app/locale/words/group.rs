//! Words for people's circles.

use kaifong_domain::person::Group;

/// What a circle is called.
pub fn group(group: Group) -> &'static str {
    match group {
        Group::InService => say!(neighbours.group_in_service),
        Group::Teacher => say!(neighbours.group_teacher),
        Group::Association => say!(neighbours.group_association),
        Group::Office => say!(neighbours.group_office),
        Group::Partner => say!(neighbours.group_partner),
        Group::Unknown => say!(common.needs_update),
    }
}
