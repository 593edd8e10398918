//! Who may come in, and who may not any more.

use crate::harness::{phone::Tab, server::Role, stage::story, wait::until, words::word};

#[tokio::test]
async fn a_second_device_comes_in_by_a_code_and_is_sent_away() {
    story("a_second_device_comes_in_by_a_code_and_is_sent_away", async |stage| {
        let member = stage.signed_in(Role::Member).await;
        member.open(Tab::Me).await;
        member.tap("my-devices").await;
        member.is_at("/devices").await;
        member.sees("devices").await;
        member.tap("add-device").await;
        member.is_at("/devices/new").await;
        member.tap("make-invitation").await;
        let code = member.text("invitation-code").await;

        let second = stage.phone("second").await;
        second.go("/suggestions").await;
        second.reads(&word("join.explain_how")).await;
        second.write("join-link", &code.to_lowercase()).await;
        second.tap("join").await;
        second.sees("suggestion-card").await;
        second.is_synced().await;

        member.tap("done").await;
        member.is_at("/devices").await;
        until("the other device is listed", async || {
            let count = member.evaluate("return document.querySelectorAll('[data-device]').length", vec![]).await?;
            Ok((count == 2).then_some(()))
        })
        .await;
        let revoke = "[...document.querySelectorAll('[data-device]')].find((one) => !one.querySelector('.badge'))
            .querySelector('[data-testid=revoke]').click()";
        member.evaluate(revoke, vec![]).await.expect("there are two devices");
        member.tap("confirm").await;
        second.sees("revoked").await;
        second.reads(&word("join.revoked_text")).await;
        second.reload().await;
        second.sees("revoked").await;
        second.misses("suggestion-card").await;
    })
    .await;
}

#[tokio::test]
async fn an_administrator_searches_the_audit_in_their_own_words() {
    story("an_administrator_searches_the_audit_in_their_own_words", async |stage| {
        let captain = stage.signed_in(Role::Captain).await;
        captain.raise("A lamp").await;
        captain.is_synced().await;
        let admin = stage.signed_in(Role::Admin).await;
        admin.go("/audit").await;
        for words in ["refused.do_raise", "access.deed_signed_in"].map(word) {
            admin.search(&words).await;
            until("only what was looked for is listed", async || {
                let script = "return [...document.querySelectorAll('[data-testid=audit-one] .audit-deed')]
                    .map((one) => one.innerText)";
                let rows: Vec<String> =
                    serde_json::from_value(admin.evaluate(script, vec![]).await?).unwrap_or_default();
                Ok((!rows.is_empty() && rows.iter().all(|row| row.contains(&words))).then_some(()))
            })
            .await;
        }
    })
    .await;
}

#[tokio::test]
async fn who_checks_in_is_let_in() {
    story("who_checks_in_is_let_in", async |stage| {
        let newcomer = stage.phone("newcomer").await;
        newcomer.go("/check-in/demo").await;
        newcomer.write("name", "Kong Bixia").await;
        newcomer.write("unit", "Water works").await;
        newcomer.tap("send").await;
        newcomer.reads(&word("access.consent_needed")).await;
        newcomer.tap("consent").await;
        newcomer.tap("send").await;
        newcomer.sees("check-in-waiting").await;
        newcomer.reload().await;
        newcomer.sees("check-in-waiting").await;

        let office = stage.signed_in(Role::Coordinator).await;
        office.open(Tab::Me).await;
        office.go("/check-ins").await;
        office.reads("Water works").await;
        office.tap("confirm-check-in").await;
        office.tap("let-in").await;
        office.reads(&word("access.no_check_ins")).await;

        newcomer.reload().await;
        newcomer.sees("checked-in").await;
        newcomer.tap("enter").await;
        newcomer.is_at("/today").await;
        newcomer.open(Tab::Me).await;
        newcomer.reads("Kong Bixia").await;
    })
    .await;
}
