//! Everybody can use every page: WCAG 2.2 AA, as far as a machine can tell, in light, dark and
//! elder mode.

use crate::harness::{
    phone::{Phone, Tab},
    server::Role,
    stage::story,
    words::word,
};

/// How a page is looked at.
#[derive(Clone, Copy, Debug)]
enum Look {
    Light,
    Dark,
    Elder,
}

impl Look {
    const ALL: [Self; 3] = [Self::Light, Self::Dark, Self::Elder];

    /// Chooses it under Me.
    async fn choose(self, phone: &Phone) {
        phone.go("/me").await;
        match self {
            Self::Light => phone.tap("theme-light").await,
            Self::Dark => phone.tap("theme-dark").await,
            Self::Elder => {
                phone.tap("theme-light").await;
                phone.tap("text-size-largest").await;
                phone.tap("elder").await;
            }
        }
    }
}

/// What is found wrong, with where.
struct Findings<'a> {
    phone: &'a Phone,
    look: Look,
    found: Vec<String>,
}

impl Findings<'_> {
    async fn check(&mut self, page: &str) {
        let look = self.look;
        self.phone.note(&format!("check {page} in {look:?}"));
        let violations = self.phone.violations().await;
        self.found.extend(violations.iter().map(|violation| format!("{page} in {look:?}: {}", violation.told())));
    }

    /// Opens the first record of a list and checks its page; returns where it is.
    async fn check_first(&mut self, card: &str, folder: &str) {
        self.phone.tap(card).await;
        self.phone.is_at(folder).await;
        self.check(folder).await;
    }
}

#[tokio::test]
async fn every_page_is_accessible_in_every_look() {
    story("every_page_is_accessible_in_every_look", async |stage| {
        let coordinator = stage.signed_in(Role::Coordinator).await;
        let mut found = Vec::new();
        for look in Look::ALL {
            look.choose(&coordinator).await;
            let mut findings = Findings { phone: &coordinator, look, found: Vec::new() };
            walk(&mut findings).await;
            found.append(&mut findings.found);
        }
        assert!(found.is_empty(), "{} violations:\n{}", found.len(), found.join("\n"));
    })
    .await;
}

async fn walk(findings: &mut Findings<'_>) {
    let phone = findings.phone;
    findings.check("Me").await;
    phone.open(Tab::Today).await;
    phone.sees("my-duties").await;
    findings.check("Today").await;

    phone.open(Tab::Tasks).await;
    for (view, path) in
        [("tasks-view-month", "?view=month"), ("tasks-view-list", ""), ("tasks-view-posts", "?view=posts")]
    {
        phone.tap(view).await;
        phone.is_at_query(path).await;
        findings.check(view).await;
    }
    findings.check_first("task-card", "/tasks/").await;
    phone.tap("edit").await;
    phone.sees("save").await;
    findings.check("the task's form").await;

    phone.open(Tab::Suggestions).await;
    phone.sees("suggestion-card").await;
    findings.check("the board").await;
    phone.tap("suggestions-view-list").await;
    findings.check("the suggestions' list").await;
    phone.go("/suggestions?view=list&status=triaged").await;
    findings.check_first("suggestion-card", "/suggestions/").await;
    phone.tap("move").await;
    phone.sees("note").await;
    findings.check("the sheet for a move").await;
    phone.tap("close").await;
    phone.tap("history").await;
    phone.sees("history-step").await;
    findings.check("a history").await;
    phone.open(Tab::Suggestions).await;
    phone.tap("new-suggestion").await;
    phone.tap("save").await;
    findings.check("a form with a fault").await;
    phone.write("title", "A toast is shown after this").await;
    phone.tap("save").await;
    phone.sees("toast").await;
    findings.check("a toast").await;

    phone.open(Tab::Neighbours).await;
    phone.search("a").await;
    findings.check("nobody found").await;
    phone.tap("neighbours-view-captains").await;
    findings.check("captains").await;
    phone.go("/neighbours?view=buildings").await;
    findings.check_first("building-row", "/buildings/").await;
    phone.go("/me").await;
    phone.tap("edit").await;
    phone.sees("save").await;
    findings.check("a person's form").await;
    phone.tap("sync-badge").await;
    phone.sees("try-now").await;
    findings.check("how syncing goes").await;
    phone.tap("hand-over-row").await;
    phone.is_at("/hand-over").await;
    findings.check("handing over").await;
    phone.tap("hand-over-take").await;
    phone.sees("no-scan").await;
    findings.check("taking along").await;
    phone.go("/archive").await;
    phone.sees("make-archive").await;
    findings.check("everything as a file").await;
    phone.go("/nowhere").await;
    findings.check("nowhere").await;
}

#[tokio::test]
async fn the_office_is_accessible_in_every_look() {
    story("the_office_is_accessible_in_every_look", async |stage| {
        // Somebody waits to be let in, and something waits to be looked at.
        let stranger = stage.phone("stranger").await;
        stranger.go("/check-in/demo").await;
        stranger.write("name", "Kong Bixia").await;
        stranger.tap("consent").await;
        stranger.tap("send").await;
        stranger.sees("check-in-waiting").await;
        stranger.go("/p/demo").await;
        stranger.write("resident-text", "The map is at www.map.example").await;
        stranger.tap("resident-send").await;
        stranger.sees("resident-code").await;

        let admin = stage.signed_in(Role::Admin).await;
        let mut found = Vec::new();
        for look in Look::ALL {
            look.choose(&admin).await;
            let mut findings = Findings { phone: &admin, look, found: Vec::new() };
            for (page, shown) in [
                ("/devices", "devices"),
                ("/devices/new", "make-invitation"),
                ("/access", "access-list"),
                ("/invitations", "make-invitation"),
                ("/check-ins", "check-ins"),
                ("/audit", "audit"),
                ("/families", "family"),
                ("/families/new", "guardian"),
                ("/suggestions", "held-count"),
                ("/suggestions/held", "held-one"),
                ("/check-in/demo", "checked-in"),
                ("/p/demo", "resident-send"),
                ("/p/demo/follow", "follow-code"),
            ] {
                admin.go(page).await;
                admin.sees(shown).await;
                findings.check(page).await;
            }
            walk_what_is_private(&mut findings).await;
            found.append(&mut findings.found);
            // Those who have no account have no settings but these.
            if let Look::Elder = look {
                stranger.tap("elder").await;
            }
            let mut findings = Findings { phone: &stranger, look, found: Vec::new() };
            for (page, shown) in [("/check-in/demo", "check-in-waiting"), ("/p/demo", "resident-code")] {
                stranger.go(page).await;
                stranger.sees(shown).await;
                findings.check(page).await;
            }
            stranger.tap("follow-ask").await;
            stranger.sees(("standing", word("resident.held").as_str())).await;
            findings.check("a suggestion that is followed").await;
            stranger.tap("resident-another").await;
            stranger.tap("resident-send").await;
            findings.check("the form with a fault").await;
            found.append(&mut findings.found);
        }
        assert!(found.is_empty(), "{} violations:\n{}", found.len(), found.join("\n"));
    })
    .await;
}

/// What is for few: a family, and what is kept of somebody.
async fn walk_what_is_private(findings: &mut Findings<'_>) {
    let phone = findings.phone;
    phone.go("/families").await;
    findings.check_first("family", "/families/").await;
    phone.tap("enrol").await;
    phone.sees("save-enrolment").await;
    findings.check("the sheet for an enrolment").await;
    phone.tap("close").await;
    phone.go("/me").await;
    phone.tap("personal").await;
    let page = phone.is_at("/people/").await;
    phone.sees("contact").await;
    findings.check("personal data").await;
    phone.go(&page.replace("/personal", "/contact")).await;
    phone.sees("phone").await;
    findings.check("the form for a contact").await;
}

#[tokio::test]
async fn the_door_is_accessible() {
    story("the_door_is_accessible", async |stage| {
        let stranger = stage.phone("stranger").await;
        stranger.go("/join").await;
        stranger.sees("join-link").await;
        let mut findings = Findings { phone: &stranger, look: Look::Light, found: Vec::new() };
        findings.check("the door").await;
        assert!(findings.found.is_empty(), "{}", findings.found.join("\n"));
    })
    .await;
}
