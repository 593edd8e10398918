//! Commands about the book club's families.

use jiff::civil::Date;

use super::{
    Context, Decision,
    check::{Place, drafted, edited, found, permitted, place, refers},
};
use crate::{
    change::Change,
    child::{AgeBand, Child, ChildEdit, MOST_CHILDREN},
    document::DocumentKind,
    enrolment::{Enrolment, EnrolmentEdit},
    family::{Family, FamilyEdit},
    field::Field,
    id::{ChildId, EnrolmentId, FamilyId, SeriesId},
    policy::Deed,
    record::{Collection, Record, RecordKey},
    refusal::Refusal,
};

type Decided = Result<Decision, Refusal>;

fn of(family: FamilyId, changes: Vec<Change>) -> Decided {
    Ok(Decision { document: DocumentKind::Family(family), changes })
}

pub(super) fn add(context: Context<'_>, id: FamilyId, edits: Vec<FamilyEdit>) -> Decided {
    let Context { community, actor, now } = context;
    let family = Family {
        id,
        created_by: actor.person,
        created_at: now,
        guardian: String::new(),
        phone: String::new(),
        building: None,
        note: String::new(),
    };
    let family = drafted!(family, edits);
    permitted(context, Deed::Make, &family.clone().into())?;
    refers(community, Collection::Buildings, family.building.map(|building| building.0))?;
    let author = family.created_by;
    let same = |other: &Record| matches!(other, Record::Family(other) if other.created_by == author);
    match place(community, &family.clone().into(), same)? {
        Place::Free => of(id, vec![Change::FamilyAdded(family)]),
        Place::Same(_) => of(id, vec![]),
    }
}

pub(super) fn edit(context: Context<'_>, id: FamilyId, edits: Vec<FamilyEdit>) -> Decided {
    let family = found(context.community.families.get(&id), Collection::Families)?;
    permitted(context, Deed::Edit(Field::Guardian), &family.clone().into())?;
    let (edited, changes) = edited!(context.community, family, edits, Change::FamilyEdited);
    refers(context.community, Collection::Buildings, edited.building.map(|building| building.0))?;
    of(id, changes)
}

pub(super) fn add_child(context: Context<'_>, id: ChildId, family: FamilyId, edits: Vec<ChildEdit>) -> Decided {
    let community = context.community;
    found(community.families.get(&family), Collection::Families)?;
    let child = drafted!(Child { id, family, name: String::new(), age: AgeBand::From4 }, edits);
    permitted(context, Deed::Make, &child.clone().into())?;
    let same = |other: &Record| matches!(other, Record::Child(other) if other.family == family);
    match place(community, &child.clone().into(), same)? {
        Place::Free if community.children_of(family).count() >= MOST_CHILDREN => {
            Err(Refusal::TooMuch { field: Field::Child, most: MOST_CHILDREN as u64 })
        }
        Place::Free => of(family, vec![Change::ChildAdded(child)]),
        Place::Same(_) => of(family, vec![]),
    }
}

pub(super) fn edit_child(context: Context<'_>, id: ChildId, family: FamilyId, edits: Vec<ChildEdit>) -> Decided {
    let child = child_of(context, id, family)?;
    permitted(context, Deed::Edit(Field::Name), &child.clone().into())?;
    let (_, changes) = edited!(context.community, child, edits, Change::ChildEdited);
    of(family, changes)
}

pub(super) fn enrol(
    context: Context<'_>,
    family: FamilyId,
    child: ChildId,
    series: SeriesId,
    date: Option<Date>,
) -> Decided {
    let Context { community, now, .. } = context;
    child_of(context, child, family)?;
    let sessions = found(community.series.get(&series), Collection::Series)?;
    if date.is_some_and(|date| !sessions.meets_on(date)) {
        return Err(Refusal::NoSession);
    }
    let id = EnrolmentId::of(child, series, date);
    let key = RecordKey { collection: Collection::Enrolments, id: id.0 };
    if let Some(Record::Enrolment(enrolment)) = community.record(key).or(community.removed.get(&key).cloned()) {
        let restored = community.removed.contains_key(&key).then_some(Change::Restored(key));
        let edit = EnrolmentEdit::WithdrawnAt(None);
        let again = (!enrolment.stands()).then_some(Change::EnrolmentEdited(id, edit));
        return of(family, restored.into_iter().chain(again).collect());
    }
    let enrolment = Enrolment { id, family, child, series, date, since: now, withdrawn_at: None };
    permitted(context, Deed::Make, &enrolment.clone().into())?;
    of(family, vec![Change::ChildEnrolled(enrolment)])
}

pub(super) fn end_enrolment(context: Context<'_>, family: FamilyId, id: EnrolmentId) -> Decided {
    let found = found(context.community.enrolments.get(&id), Collection::Enrolments)?;
    if found.family != family {
        return Err(Refusal::NotFound { of: Collection::Enrolments });
    }
    permitted(context, Deed::Edit(Field::WithdrawnAt), &found.clone().into())?;
    let edit = EnrolmentEdit::WithdrawnAt(Some(context.now));
    of(family, found.stands().then_some(Change::EnrolmentEdited(id, edit)).into_iter().collect())
}

/// A child of a family, of which both are here.
fn child_of(context: Context<'_>, id: ChildId, family: FamilyId) -> Result<&Child, Refusal> {
    found(context.community.families.get(&family), Collection::Families)?;
    let child = context.community.children.get(&id).filter(|child| child.family == family);
    found(child, Collection::Children)
}
