//! The community that strangers meet: a phone, and one suggestion.

use kaifong_domain::{
    building::EstateEdit,
    command::Command,
    id::{EstateId, SuggestionId},
    suggestion::SuggestionEdit,
};

use kaifong_tests::real::{
    kaifong::Kaifong,
    phone::{Phone, now},
};

/// A server, a phone, and what they hold.
pub struct Meeting {
    pub kaifong: Kaifong,
    pub phone: Phone,
    /// The suggestion that is there.
    pub suggestion: SuggestionId,
    /// Another id.
    pub new: SuggestionId,
}

impl Meeting {
    /// A server with a phone and what the phone wrote.
    pub async fn new() -> Self {
        let kaifong = Kaifong::start();
        let mut phone = Phone::signed_in(&kaifong).await;
        let (estate, suggestion, new) =
            (EstateId(phone.seed.uuid()), SuggestionId(phone.seed.uuid()), SuggestionId(phone.seed.uuid()));
        phone.give(Command::AddEstate { id: estate, edits: vec![EstateEdit::Name("East".into())] }).await;
        let edits = vec![SuggestionEdit::Title("A lamp for the stairs".into())];
        phone.give(Command::RaiseSuggestion { id: suggestion, edits }).await;
        Self { kaifong, phone, suggestion, new }
    }

    /// The name of the document in which suggestions are now.
    pub fn suggestions() -> String {
        format!("suggestions-{}", now().date().year())
    }

    /// The phone gives the suggestion another title.
    pub async fn retitle(&mut self, title: &str) {
        let edits = vec![SuggestionEdit::Title(title.into())];
        self.phone.give(Command::EditSuggestion { id: self.suggestion, edits }).await;
    }

    /// The phone lives on until it sees this title.
    pub async fn until_titled(&mut self, id: SuggestionId, title: &str) {
        let titled = |phone: &Phone| phone.community().suggestions.get(&id).is_some_and(|found| found.title == title);
        self.phone.until(&format!("a title is {title:?}"), |phone| titled(phone).then_some(())).await;
    }
}
