//! The book club's families: for its team, and for those whose family it is.

use crate::harness::{
    phone::{Phone, Tab},
    server::Role,
    stage::story,
    wait::until,
    words::word,
};

const GUARDIAN: &str = "Wing's mother";

/// A person's name, as it stands on their own page.
async fn name_of(phone: &Phone) -> String {
    phone.open(Tab::Me).await;
    until("the card is there", async || {
        let script = "return document.querySelector('.me-card-name')?.innerText || null";
        Ok(phone.evaluate(script, vec![]).await?.as_str().map(str::to_owned))
    })
    .await
}

/// Somebody writes a family with one child down, who comes to every session; where it stands.
async fn write_down(phone: &Phone) -> String {
    phone.go("/families/new").await;
    phone.tap("save").await;
    phone.reads(&word("families.guardian")).await;
    phone.write("guardian", GUARDIAN).await;
    phone.write("phone", "555 0107").await;
    phone.tap("save").await;
    phone.is_titled(GUARDIAN).await;
    let page = phone.is_at("/families/").await;
    phone.tap("add-child").await;
    phone.write("child-name", "Wing").await;
    phone.tap("child-age-6-7").await;
    phone.tap("save-child").await;
    phone.sees(("child", "Wing")).await;
    phone.tap("enrol").await;
    phone.tap("save-enrolment").await;
    phone.sees(("enrolment", word("families.every_session").as_str())).await;
    phone.is_synced().await;
    page
}

/// Whoever coordinates puts somebody into the book club's team, or takes them out.
async fn toggle_team(office: &Phone, name: &str) {
    office.go("/access").await;
    office.sees("access-list").await;
    office.search(name).await;
    office.tap(("access-one", name)).await;
    office.tap("team-book-club").await;
    office.tap("save-teams").await;
    office.reads(&word("access.teams_changed")).await;
}

#[tokio::test]
async fn a_family_is_for_the_team_and_is_erased_for_good() {
    story("a_family_is_for_the_team_and_is_erased_for_good", async |stage| {
        let office = stage.signed_in(Role::Coordinator).await;
        let page = write_down(&office).await;

        // Nobody else is given it, whatever they are captain of.
        let member = stage.signed_in(Role::Member).await;
        let captain = stage.signed_in(Role::Captain).await;
        for phone in [&member, &captain] {
            for address in [page.as_str(), "/families"] {
                phone.go(address).await;
                phone.reads(&word("families.unknown")).await;
                phone.reads_no(GUARDIAN).await;
            }
        }

        // Whoever comes into the team has it, without a network too.
        toggle_team(&office, &name_of(&member).await).await;
        member.go("/families").await;
        member.sees(("family", GUARDIAN)).await;
        member.is_synced().await;
        stage.server.stop().await;
        member.reload().await;
        member.tap(("family", GUARDIAN)).await;
        member.tap("add-child").await;
        member.write("child-name", "Lok").await;
        member.tap("save-child").await;
        member.sees(("child", "Lok")).await;
        member.tap("end-enrolment").await;
        member.misses("enrolment").await;
        member.tap("erase").await;
        member.tap("confirm").await;
        member.reads(&word("access.offline")).await;
        stage.server.start_again();
        member.is_synced().await;
        office.go(&page).await;
        office.sees(("child", "Lok")).await;
        office.misses("enrolment").await;

        // Erased, it is gone everywhere.
        member.tap("erase").await;
        member.tap("confirm").await;
        member.is_at("/families").await;
        member.reads_no(GUARDIAN).await;
        office.reads(&word("families.unknown")).await;
        office.reload().await;
        office.reads(&word("families.unknown")).await;

        // And whoever leaves the team has none of the others any more.
        member.sees("family").await;
        toggle_team(&office, &name_of(&member).await).await;
        member.go("/families").await;
        member.reads(&word("families.unknown")).await;
        member.misses("family").await;
    })
    .await;
}

#[tokio::test]
async fn a_grown_up_enrols_their_own_children() {
    story("a_grown_up_enrols_their_own_children", async |stage| {
        let parent = stage.signed_in(Role::Member).await;
        parent.open(Tab::Me).await;
        parent.tap("my-family").await;
        parent.reads(&word("families.own_none")).await;
        parent.tap("own-family").await;
        parent.write("guardian", GUARDIAN).await;
        parent.tap("save").await;
        parent.is_titled(GUARDIAN).await;
        parent.tap("add-child").await;
        parent.write("child-name", "Wing").await;
        parent.tap("save-child").await;
        parent.tap("enrol").await;
        parent.tap("save-enrolment").await;
        parent.sees("enrolment").await;
        parent.is_synced().await;

        let office = stage.signed_in(Role::Coordinator).await;
        office.go("/families").await;
        office.search(GUARDIAN).await;
        office.tap(("family", GUARDIAN)).await;
        office.sees(("child", "Wing")).await;
        // The teachers see it at the session, too.
        office.open(Tab::Tasks).await;
        let script = "return [...document.querySelectorAll('a[data-testid=task-card], [data-testid=task-card] a')]
            .map((link) => link.getAttribute('href')).find((href) => href.includes('series=')) ?? null";
        let session =
            until("a session comes", async || Ok(office.evaluate(script, vec![]).await?.as_str().map(str::to_owned)))
                .await;
        office.visit(&session).await;
        office.sees(("enrolled", "Wing")).await;
    })
    .await;
}
