//! Commands about endorsements.

use super::{
    Context, Decision,
    check::{drafted, edited, found, permitted},
};
use crate::{
    change::Change,
    document::DocumentKind,
    endorsement::{Endorsement, EndorsementEdit},
    id::{CaptaincyId, EndorsementId},
    policy::Deed,
    record::{Collection, Record},
    refusal::Refusal,
};

/// Speaks for a captaincy; for one that was spoken for before, with other words, or again.
pub(super) fn endorse(
    context: Context<'_>,
    id: EndorsementId,
    captaincy: CaptaincyId,
    note: String,
) -> Result<Decision, Refusal> {
    let Context { community, actor, now } = context;
    let of = found(community.captaincies.get(&captaincy), Collection::Captaincies)?;
    if of.person == actor.person {
        return Err(Refusal::Oneself);
    }
    let endorsement = drafted!(Endorsement { id, captaincy, by: actor.person, at: now, note }, []);
    let record = Record::from(endorsement.clone());
    permitted(context, Deed::Make, &record)?;
    let key = record.key();
    let gone = community.removed.get(&key).and_then(|record| match record {
        Record::Endorsement(endorsement) => Some(endorsement),
        _ => None,
    });
    let changes = match community.endorsements.get(&id).or(gone) {
        Some(before) => {
            let edits = [EndorsementEdit::Note(endorsement.note)];
            let (_, edited) = edited!(community, before, edits, Change::EndorsementEdited);
            let restored = gone.is_some().then_some(Change::Restored(key));
            edited.into_iter().chain(restored).collect()
        }
        None => vec![Change::Endorsed(endorsement)],
    };
    Ok(Decision { document: DocumentKind::Roster, changes })
}
