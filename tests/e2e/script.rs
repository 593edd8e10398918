//! Words that are scripts somewhere else are words here: a corpus of them in every field that takes text, and in
//! every part of an address, on every page that shows them.

use kaifong_domain::{
    building::{BuildingEdit, EstateEdit},
    child::ChildEdit,
    command::{Command, NewRole},
    contact::ContactEdit,
    family::FamilyEdit,
    id::{BuildingId, EstateId, EventId, FamilyId, PersonId, RequestId, RoleId, SeriesId, SuggestionId, TaskId},
    person::PersonEdit,
    profile::ProfileEdit,
    series::SeriesEdit,
    suggestion::{Status, SuggestionEdit},
    task::TaskEdit,
    value::LongText,
};
use uuid::Uuid;

use crate::harness::{phone::Phone, server::Role, stage::story, wait::until, words::word};

/// Each would set `ran` if somebody took it for markup, a script, an address or a template. None is longer than the
/// shortest field, 40 characters.
const CORPUS: [&str; 12] = [
    "<script>ran=1</script>",
    "<img src=x onerror=ran=1>",
    "<svg onload=ran=1>",
    "\"><iframe srcdoc='<script>ran=1'>",
    "' autofocus onfocus=ran=1 x='",
    "</textarea><script>ran=1</script>",
    "</title><style onload=ran=1>",
    "javascript:ran=1//",
    "{{constructor.constructor('ran=1')()}}",
    "${ran=1}#{ran=1}<%ran=1%>",
    "<math><mi xlink:href=javascript:ran=1>",
    "&lt;img src=x onerror=ran=1&gt;",
];

fn fresh<T: From<Uuid>>() -> T {
    Uuid::new_v4().into()
}

/// A person, a task and a suggestion that have a text in each of their fields; where they can be seen.
fn hostile(text: &str) -> (Vec<Command>, [String; 3]) {
    let (person, task, suggestion): (PersonId, TaskId, SuggestionId) = (fresh(), fresh(), fresh());
    let word = || text.to_owned();
    let long = || LongText(format!("{text}\n{text}"));
    let first = [
        PersonEdit::Name(word()),
        PersonEdit::Unit(word()),
        PersonEdit::Skills([word()].into()),
        PersonEdit::Availability(word()),
        PersonEdit::About(word()),
    ];
    let reach = [
        ContactEdit::Phone(word()),
        ContactEdit::WeChat(word()),
        ContactEdit::Email(word()),
        ContactEdit::Note(word()),
    ];
    let to_do = [TaskEdit::Title(word()), TaskEdit::Place(word()), TaskEdit::Text(long()), TaskEdit::Result(long())];
    let said = [SuggestionEdit::Title(word()), SuggestionEdit::Place(word()), SuggestionEdit::Text(long())];
    let roles = vec![NewRole { id: fresh::<RoleId>(), name: word(), places: 2 }];
    let commands = vec![
        Command::AddPerson { id: person, edits: first.into() },
        Command::WriteContact { person, edits: reach.into() },
        Command::RaiseSuggestion { id: suggestion, edits: said.into() },
        Command::AddTask { id: task, suggestion: Some(suggestion), edits: to_do.into(), roles },
        Command::Comment { id: fresh(), suggestion, text: word() },
        Command::MoveSuggestion { id: fresh::<EventId>(), suggestion, to: Status::Declined, note: word() },
        // Said twice, so that the history shows what it was before.
        Command::EditSuggestion { id: suggestion, edits: vec![SuggestionEdit::Place(format!("{text}."))] },
    ];
    let pages = [("people", person.0), ("tasks", task.0), ("suggestions", suggestion.0)];
    (commands, pages.map(|(folder, id)| format!("/{folder}/{}", id.simple())))
}

/// What the whole community sees.
fn places(text: &str) -> Vec<Command> {
    let (estate, building): (EstateId, BuildingId) = (fresh(), fresh());
    let word = || text.to_owned();
    let first = "2026-01-07".parse().expect("it is a day");
    vec![
        Command::WriteProfile { edits: vec![ProfileEdit::Name(word()), ProfileEdit::About(word())] },
        Command::AddEstate { id: estate, edits: vec![EstateEdit::Name(word())] },
        Command::AddBuilding { id: building, estate, edits: vec![BuildingEdit::Name(word())] },
        Command::AddSeries {
            id: fresh::<SeriesId>(),
            first,
            edits: vec![SeriesEdit::Title(word()), SeriesEdit::Place(word())],
        },
    ]
}

/// A resident without an account writes them down, in every field of the page, where they are shown again.
async fn sent_by_a_resident(resident: &Phone) {
    resident.go("/p/demo").await;
    for text in CORPUS {
        for field in ["resident-text", "resident-place", "resident-contact"] {
            resident.write(field, text).await;
        }
        resident.tap("resident-send").await;
        resident.sees("resident-thanks").await;
        resident.sees(("resident-slip", text)).await;
        resident.misses("resident-waiting").await;
        is_harmless(resident, "the residents' page").await;
        resident.tap("resident-another").await;
    }
}

#[tokio::test]
async fn what_residents_write_never_runs() {
    story("what_residents_write_never_runs", async |stage| {
        let resident = stage.phone("resident").await;
        sent_by_a_resident(&resident).await;
        let office = stage.signed_in(Role::Coordinator).await;
        // The first few stand on the board; so many from one address are looked at first.
        for (number, text) in CORPUS.into_iter().enumerate() {
            let (page, shown) =
                if number < 5 { ("/suggestions", "suggestion-card") } else { ("/suggestions/held", "held-one") };
            office.visit(page).await;
            office.sees((shown, text)).await;
            is_harmless(&office, page).await;
            if number < 5 {
                office.tap((shown, text)).await;
                office.is_titled(text).await;
            }
            office.tap("ask-reporter").await;
            office.sees("reporter").await;
            is_harmless(&office, "a resident's suggestion").await;
        }
    })
    .await;
}

/// Nothing has run, and nothing was taken for an element that the app never makes.
async fn is_harmless(phone: &Phone, page: &str) {
    let script = "return [globalThis.ran !== undefined, document.querySelectorAll(
        'main script, main iframe, main style, main math, img[src=x], [onload], [onerror], [onfocus], a[href^=\"javascript:\" i]').length]";
    let found = phone.evaluate(script, vec![]).await.expect("the page can be asked").to_string();
    assert_eq!(found, "[false,0]", "{page}");
}

#[tokio::test]
async fn what_people_write_never_runs() {
    story("what_people_write_never_runs", async |stage| {
        let phone = stage.phone("coordinator").await;
        phone.overhear("nothing").await;
        phone.sign_in(&stage.server.take_link(Role::Coordinator)).await;
        let mut pages = Vec::new();
        for text in CORPUS {
            let (commands, shown) = hostile(text);
            for command in commands.into_iter().chain(places(text)) {
                phone.gives(RequestId(Uuid::new_v4()), command).await;
            }
            pages.extend(shown.map(|page| (page, text)));
        }
        phone.visit("/today").await;
        is_harmless(&phone, "/today").await;
        for (page, text) in &pages {
            phone.visit(page).await;
            phone.reads(text).await;
            is_harmless(&phone, page).await;
        }
        // The lists, the forms, and the histories.
        let (page, text) = &pages[2];
        for list in ["/tasks", "/tasks?view=posts", "/suggestions", "/suggestions?view=list", "/neighbours", "/me"] {
            phone.visit(list).await;
            is_harmless(&phone, list).await;
        }
        for form in pages.iter().take(3).map(|(page, _)| format!("{page}/edit")) {
            phone.visit(&form).await;
            phone.sees("save").await;
            is_harmless(&phone, &form).await;
        }
        phone.visit(&format!("/history{page}")).await;
        phone.reads(text).await;
        is_harmless(&phone, "a history").await;
        stage.server.stop().await;
        phone.go(page).await;
        phone.reads(text).await;
        is_harmless(&phone, "out of reach").await;
    })
    .await;
}

#[tokio::test]
async fn what_is_written_of_families_never_runs() {
    story("what_is_written_of_families_never_runs", async |stage| {
        let phone = stage.phone("coordinator").await;
        phone.overhear("nothing").await;
        phone.sign_in(&stage.server.take_link(Role::Coordinator)).await;
        phone.visit("/families").await;
        let mut pages = Vec::new();
        for text in CORPUS {
            let (family, said): (FamilyId, _) = (fresh(), || text.to_owned());
            let edits = vec![FamilyEdit::Guardian(said()), FamilyEdit::Phone(said()), FamilyEdit::Note(said())];
            // A child's name is shorter.
            let name: String = text.chars().take(20).collect();
            let child = vec![ChildEdit::Name(name.clone())];
            for command in
                [Command::AddFamily { id: family, edits }, Command::AddChild { id: fresh(), family, edits: child }]
            {
                phone.gives(RequestId(Uuid::new_v4()), command).await;
            }
            phone.sees(("family", format!("{} {}", name.trim(), word("families.age_4")).as_str())).await;
            pages.push((format!("/families/{family}"), text));
        }
        is_harmless(&phone, "the families").await;
        for (page, text) in pages {
            phone.visit(&page).await;
            phone.reads(text).await;
            phone.sees("child").await;
            is_harmless(&phone, &page).await;
        }
    })
    .await;
}

#[tokio::test]
async fn what_stands_in_an_address_never_runs() {
    story("what_stands_in_an_address_never_runs", async |stage| {
        let phone = stage.signed_in(Role::Member).await;
        for text in CORPUS {
            let escaped: String = text.bytes().map(|byte| format!("%{byte:02x}")).collect();
            for address in [
                format!("/{escaped}"),
                format!("/suggestions/{escaped}"),
                format!("/suggestions?view={escaped}&status={escaped}&q={escaped}"),
                format!("/history/{escaped}/{escaped}"),
                format!("/join#{escaped}"),
                format!("/p/{escaped}"),
                format!("/p/demo/{escaped}"),
            ] {
                phone.go(&address).await;
                until("a page stands there", async || {
                    let stands = phone.evaluate("return document.querySelector('main h1') !== null", vec![]).await?;
                    Ok((stands == true).then_some(()))
                })
                .await;
                is_harmless(&phone, &address).await;
            }
        }
    })
    .await;
}
