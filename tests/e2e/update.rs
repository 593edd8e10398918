//! Another build of the app is served.

use crate::harness::{
    phone::Phone,
    relay::{Answer, Relay},
    server::Role,
    stage::{Stage, story},
    wait::until,
};

/// A file that only the other build has.
const NEW_FILE: &str = "/assets/only-in-the-other-build.js";
/// What only the other build's page has.
const MARK: &str = "<meta name=\"build\" content=\"other\">";

/// A phone that reaches the server through a relay, with the app on it.
async fn phone_behind(relay: &Relay, stage: &Stage) -> Phone {
    let phone = stage.phone_at("captain", relay.origin()).await;
    let link = stage.server.take_link(Role::Captain).replace(&stage.server.origin(), &relay.origin());
    phone.sign_in(&link).await;
    phone.has_the_app().await;
    phone
}

/// From now on, another build is served: another name, another page, and one more file.
async fn serve_another_build(relay: &Relay, phone: &Phone, new_file: Answer) {
    let text = async |path: &str| {
        let script = format!("return await (await fetch('{path}', {{ cache: 'no-store' }})).text()");
        let text = async || Ok(phone.evaluate_async(&script, vec![]).await?.as_str().map(str::to_owned));
        until("the build is read", text).await
    };
    let page = text("/").await.replacen("<head>", &format!("<head>{MARK}"), 1);
    let script = text("/sw.js").await;
    let script = script.replacen("const BUILD = '", "const BUILD = 'other-", 1);
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
        let captain = phone_behind(&relay, stage).await;
        let file = Answer { status: "200 OK", content_type: "text/javascript", body: "// New.".to_owned() };
        serve_another_build(&relay, &captain, file).await;

        captain.reload().await;
        captain.sees("update").await;
        assert!(!runs_the_other_build(&captain).await, "it waits");
        captain.raise("Written before the update").await;
        captain.tap("update").await;
        until("the other build runs", async || Ok(runs_the_other_build(&captain).await.then_some(()))).await;
        captain.misses("update").await;
        captain.is_titled("Written before the update").await;
        captain.is_synced().await;

        stage.server.stop().await;
        captain.reload().await;
        captain.is_titled("Written before the update").await;
        assert!(runs_the_other_build(&captain).await, "it is on the phone");
    })
    .await;
}

#[tokio::test]
async fn half_a_build_is_none() {
    story("half_a_build_is_none", async |stage| {
        let relay = Relay::to(stage.server.port()).await;
        let captain = phone_behind(&relay, stage).await;
        captain.expects(NEW_FILE);
        let file = Answer { status: "500 Internal Server Error", content_type: "text/plain", body: String::new() };
        serve_another_build(&relay, &captain, file).await;

        captain.reload().await;
        until("the phone has tried", async || Ok(relay.was_asked(NEW_FILE).then_some(()))).await;
        let given_up = "const registration = await navigator.serviceWorker.getRegistration();
            return registration.installing === null && registration.waiting === null;";
        until("it has given up", async || {
            Ok((captain.evaluate_async(given_up, vec![]).await? == true).then_some(()))
        })
        .await;
        captain.misses("update").await;

        stage.server.stop().await;
        captain.reload().await;
        captain.sees("my-duties").await;
        assert!(!runs_the_other_build(&captain).await, "the build before is whole");
    })
    .await;
}
