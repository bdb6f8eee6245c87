//! A Chromium of this test's own.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand};
use fantoccini::{Client, ClientBuilder};
use http::Method;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use crate::world::World;

/// Whether pages may run scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum JavaScript {
    On,
    Off,
}

/// Light, or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    Light,
    Dark,
}

/// Runs `test` in a browser in front of a server, and ends both whatever becomes of it.
pub(crate) async fn drive<F, T>(javascript: JavaScript, test: T)
where
    T: FnOnce(Client, World) -> F,
    F: Future<Output = ()> + Send + 'static,
{
    let world = World::new().await;
    let mut driver = Driver::start();
    let client = driver.session(javascript).await;
    let outcome = tokio::spawn(test(client.clone(), world)).await;
    let closed = client.close().await;
    driver.end();
    if let Err(failed) = outcome {
        std::panic::resume_unwind(failed.into_panic());
    }
    closed.unwrap();
}

/// Has pages shown as a person has set his machine.
pub(crate) async fn show_in(client: &Client, scheme: Scheme) {
    let value = match scheme {
        Scheme::Light => "light",
        Scheme::Dark => "dark",
    };
    let feature = json!([{ "name": "prefers-color-scheme", "value": value }]);
    let parameters = json!({ "features": feature });
    devtools(client, "Emulation.setEmulatedMedia", parameters).await;
}

/// As wide as a device, in CSS pixels.
pub(crate) async fn widen(client: &Client, width: u32) {
    let metrics = json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false });
    devtools(client, "Emulation.setDeviceMetricsOverride", metrics).await;
}

/// A command of the Chrome DevTools Protocol.
pub(crate) async fn devtools(client: &Client, method: &str, parameters: Value) -> Value {
    let command = DevTools(json!({ "cmd": method, "params": parameters }).to_string());
    client.issue_cmd(command).await.unwrap()
}

struct Driver {
    process: Child,
    port: u16,
}

impl Driver {
    fn start() -> Self {
        let mut process = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is installed");
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let port = lines.map(Result::unwrap).find_map(|line| {
            let (_, port) = line.rsplit_once("successfully on port ")?;
            port.trim_end_matches('.').parse().ok()
        });
        Driver {
            port: port.expect("chromedriver says its port"),
            process,
        }
    }

    async fn session(&mut self, javascript: JavaScript) -> Client {
        let setting = match javascript {
            JavaScript::On => 1,
            JavaScript::Off => 2,
        };
        let options = json!({
            "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"],
            "prefs": { "profile.managed_default_content_settings.javascript": setting },
        });
        let mut capabilities = Capabilities::new();
        capabilities.insert("goog:chromeOptions".to_owned(), options);
        ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{}", self.port))
            .await
            .expect("chromedriver starts chromium")
    }

    fn end(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

#[derive(Debug)]
struct DevTools(String);

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap()))
    }

    fn method_and_body(&self, _: &url::Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.0.clone()))
    }
}
