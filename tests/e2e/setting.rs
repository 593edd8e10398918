//! How one likes the app, kept on one's phone.

use crate::harness::{
    phone::Tab,
    server::Role,
    stage::story,
    wait::until,
    words::{LANGUAGES, word_in},
};

#[tokio::test]
async fn settings_take_effect_and_stay() {
    story("settings_take_effect_and_stay", async |stage| {
        let member = stage.signed_in(Role::Member).await;
        member.open(Tab::Me).await;
        assert_eq!(member.root("lang").await, LANGUAGES[0]);
        for language in LANGUAGES.into_iter().rev() {
            member.tap(format!("language-{language}").as_str()).await;
            for tab in ["today", "tasks", "suggestions", "neighbours", "me"] {
                member
                    .sees((format!("tab-{tab}").as_str(), word_in(language, &format!("common.tab_{tab}")).as_str()))
                    .await;
            }
            member.reload().await;
            member.reads(&word_in(language, "me.elder")).await;
            assert_eq!(member.root("lang").await, language);
        }

        let size = async || member.font_size().await;
        let normal = size().await;
        member.tap("text-size-largest").await;
        until("text is larger", async || Ok((size().await > normal).then_some(()))).await;
        let largest = size().await;
        member.tap("elder").await;
        until("text is larger yet, or as large as it gets", async || Ok((size().await >= largest).then_some(()))).await;
        assert!(member.font_size().await >= 18.0, "elder mode's text is at least 18 px");
        member.tap("theme-dark").await;
        member.reload().await;
        member.sees("my-card").await;
        for (attribute, value) in [("data-text", "largest"), ("data-elder", "on"), ("data-theme", "dark")] {
            assert_eq!(member.root(attribute).await, value);
        }
        member.close_browser().await;
        member.open_browser().await;
        member.go("/me").await;
        member.sees("my-card").await;
        assert_eq!(member.root("data-elder").await, "on");
    })
    .await;
}
