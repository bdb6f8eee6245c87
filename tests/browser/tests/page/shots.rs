//! Pictures of all pages, to be looked at: `tests/browser/run --shots FOLDER pictures`.

use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::accessible::{open, pages};
use crate::browser::{JavaScript, Scheme, devtools, drive, show_in, widen};

#[tokio::test(flavor = "multi_thread")]
async fn pictures_are_taken_where_somebody_wants_them() {
    let Some(folder) = std::env::var_os("SHOTS").map(PathBuf::from) else {
        return;
    };
    drive(JavaScript::On, |client, world| async move {
        world.order().await;
        for (scheme, width) in [
            (Scheme::Light, 1280),
            (Scheme::Dark, 1280),
            (Scheme::Light, 390),
            (Scheme::Dark, 390),
        ] {
            show_in(&client, scheme).await;
            widen(&client, width).await;
            for (number, page) in pages(&world).iter().enumerate() {
                open(&client, page).await;
                let height = "return document.documentElement.scrollHeight";
                let height = client.execute(height, Vec::new()).await.unwrap();
                let clip = json!({ "x": 0, "y": 0, "width": width, "height": height, "scale": 1 });
                let whole = json!({ "captureBeyondViewport": true, "format": "png", "clip": clip });
                let picture = devtools(&client, "Page.captureScreenshot", whole).await;
                let picture = STANDARD.decode(picture["data"].as_str().unwrap()).unwrap();
                let name = format!("{number}-{width}-{scheme:?}.png").to_ascii_lowercase();
                std::fs::write(folder.join(name), picture).unwrap();
            }
        }
    })
    .await;
}
