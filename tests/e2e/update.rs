//! Another build of the app is served.

use crate::harness::{
    phone::Phone,
    relay::{Answer, Relay},
    server::Role,
    stage::story,
    wait::until,
};

/// A file that only the other build has.
const NEW_FILE: &str = "/assets/only-in-the-other-build.js";
/// What only the other build's page has.
const MARK: &str = "<meta name=\"build\" content=\"other\">";

/// From now on, another build is served: another name, another page, and one more file.
async fn serve_another_build(relay: &Relay, new_file: Answer) {
    let page = relay.get("/").await.replacen("<head>", &format!("<head>{MARK}"), 1);
    let script = relay.get("/sw.js").await.replacen("const BUILD = '", "const BUILD = 'other-", 1);
    let script = script.replacen("const PRECACHE = [", &format!("const PRECACHE = [\"{NEW_FILE}\","), 1);
    assert!(page.contains(MARK) && script.contains("'other-") && script.contains(NEW_FILE), "it is another build");
    relay.answer("/", Answer { status: "200 OK", content_type: "text/html; charset=utf-8", body: page });
    relay.answer("/sw.js", Answer { status: "200 OK", content_type: "text/javascript", body: script });
    relay.answer(NEW_FILE, new_file);
}

async fn runs_the_other_build(phone: &Phone) -> bool {
    let script = "return document.querySelector('meta[name=build]') !== null";
    until("the page answers", async || phone.evaluate(script, vec![]).await.map(Some)).await == true
}

#[tokio::test]
async fn a_new_build_waits_until_it_is_let_in() {
    story("a_new_build_waits_until_it_is_let_in", async |stage| {
        let relay = Relay::to(stage.server.port()).await;
        let captain = stage.signed_in_behind(&relay, Role::Captain).await;
        captain.has_the_app().await;
        let file = Answer { status: "200 OK", content_type: "text/javascript", body: "// New.".to_owned() };
        serve_another_build(&relay, file).await;

        captain.reload().await;
        captain.sees("update").await;
        assert!(!runs_the_other_build(&captain).await, "it waits");
        captain.raise("Written before the update").await;
        captain.tap("update").await;
        until("the other build runs", async || Ok(runs_the_other_build(&captain).await.then_some(()))).await;
        captain.misses("update").await;
        captain.sees(("suggestion-card", "Written before the update")).await;
        captain.is_synced().await;

        // The relay takes calls to the server and can't put them through.
        captain.expects("/sync/demo");
        stage.server.stop().await;
        captain.reload().await;
        captain.sees(("suggestion-card", "Written before the update")).await;
        assert!(runs_the_other_build(&captain).await, "it is on the phone");
    })
    .await;
}

#[tokio::test]
async fn half_a_build_is_none() {
    story("half_a_build_is_none", async |stage| {
        let relay = Relay::to(stage.server.port()).await;
        let captain = stage.signed_in_behind(&relay, Role::Captain).await;
        captain.has_the_app().await;
        captain.expects(NEW_FILE);
        captain.expects("/sync/demo");
        let file = Answer { status: "500 Internal Server Error", content_type: "text/plain", body: String::new() };
        serve_another_build(&relay, file).await;

        captain.reload().await;
        until("the phone has tried", async || Ok(relay.was_asked(NEW_FILE).then_some(()))).await;
        let given_up = "const registration = await navigator.serviceWorker.getRegistration();
            return registration.installing === null && registration.waiting === null;";
        until("it has given up", async || Ok((captain.evaluate_async(given_up, vec![]).await? == true).then_some(())))
            .await;
        captain.misses("update").await;

        stage.server.stop().await;
        captain.reload().await;
        captain.sees("suggestion-card").await;
        assert!(!runs_the_other_build(&captain).await, "the build before is whole");
    })
    .await;
}
