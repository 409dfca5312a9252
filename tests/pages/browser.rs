//! A real browser, driven by its own driver.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::served::Visitor;
use crate::world::tools::provided;

/// A window of the browser.
pub struct Browser {
    pub client: Client,
    address: String,
    driver: Child,
    _profile: TempDir,
}

/// What a browser is started with.
#[derive(Debug, Clone, Copy, Default)]
pub struct Habits {
    pub without_script: bool,
    pub dark: bool,
}

impl Browser {
    /// Opens a window on pages served at an address.
    pub async fn open(address: &str, habits: Habits) -> Browser {
        provided("pages");
        let mut driver = Command::new("chromedriver")
            .args(["--port=0", "--allowed-ips=127.0.0.1"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        let started =
            lines.find_map(|line| line.unwrap().split("successfully on port ").nth(1).map(str::to_owned));
        let port: String =
            started.expect("the driver says its port").chars().take_while(char::is_ascii_digit).collect();
        std::thread::spawn(move || lines.for_each(drop));
        let profile = tempfile::tempdir().unwrap();
        let mut args: Vec<String> = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            // A button that glides into view is not yet where it is pressed.
            "--force-prefers-reduced-motion",
        ]
        .map(str::to_owned)
        .to_vec();
        args.push(format!("--user-data-dir={}", profile.path().display()));
        if habits.dark {
            args.push("--force-dark-mode".to_owned());
            args.push("--blink-settings=preferredColorScheme=0".to_owned());
        }
        let script = if habits.without_script { 2 } else { 1 };
        let options =
            json!({"args": args, "prefs": {"profile.managed_default_content_settings.javascript": script}});
        let Value::Object(capabilities) = json!({"goog:chromeOptions": options}) else { unreachable!() };
        let connector = hyper_util::client::legacy::connect::HttpConnector::new();
        let client = ClientBuilder::new(connector)
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .unwrap();
        client.set_window_size(1366, 900).await.unwrap();
        Browser { client, address: address.to_owned(), driver, _profile: profile }
    }

    /// Goes to a page.
    pub async fn goto(&self, path: &str) {
        self.client.goto(&format!("{}{path}", self.address)).await.unwrap();
    }

    /// Takes over the session of a visitor.
    pub async fn becomes(&self, visitor: &Visitor<'_>) {
        self.devtools("Network.clearBrowserCookies", json!({})).await;
        for (name, value) in visitor.cookies() {
            let cookie = json!({"name": name, "value": value, "url": self.address, "httpOnly": true});
            self.devtools("Network.setCookie", cookie).await;
        }
    }

    /// What axe finds serious or critical on this page, a line each.
    pub async fn axe(&self) -> Vec<String> {
        let folder = provided("pages");
        let axe =
            std::fs::read_to_string(folder.join("tests/pages/node_modules/axe-core/axe.min.js")).unwrap();
        self.client.execute(&axe, Vec::new()).await.unwrap();
        let run = "const done = arguments[arguments.length - 1];
            axe.run({resultTypes: ['violations']}).then(
                (found) => done(found.violations.filter((one) => ['serious', 'critical'].includes(one.impact)).map(
                    (one) => one.id + ': ' + one.nodes.map((node) => node.html).join(' | '))),
                (fault) => done([String(fault)]));";
        let found = self.client.execute_async(run, Vec::new()).await.unwrap();
        found.as_array().unwrap().iter().map(|one| one.as_str().unwrap_or_default().to_owned()).collect()
    }

    /// Waits, with a bound, until a script of the page says yes.
    pub async fn until(&self, script: &str) {
        for _ in 0..400 {
            if self.client.execute(script, Vec::new()).await.is_ok_and(|answer| answer == Value::Bool(true)) {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("it never became true: {script}");
    }

    /// Presses what leads to another page, and has that page when it ends.
    pub async fn presses(&self, css: &str) {
        let Ok(button) = self.client.find(Locator::Css(css)).await else {
            let text = self.client.find(Locator::Css("body")).await.unwrap().text().await.unwrap();
            panic!("there is no {css} at {}: {text}", self.client.current_url().await.unwrap());
        };
        self.leaves(async || button.click().await.unwrap()).await;
    }

    /// Does what leads to another page, and has that page when it ends.
    pub async fn leaves(&self, act: impl AsyncFnOnce()) {
        // The driver may answer before the browser has left: the page that is left is marked.
        self.client.execute("document.left = true", Vec::new()).await.unwrap();
        act().await;
        self.until("return !document.left && document.readyState === 'complete'").await;
    }

    /// Shows pages as a screen 320 pixels wide does, or again as the window does.
    pub async fn narrow(&self, on: bool) {
        let screen = json!({"width": 320, "height": 800, "deviceScaleFactor": 1, "mobile": false});
        match on {
            true => self.devtools("Emulation.setDeviceMetricsOverride", screen).await,
            false => self.devtools("Emulation.clearDeviceMetricsOverride", json!({})).await,
        };
    }

    /// Shows pages as a laptop does whose browser fills its screen.
    pub async fn laptop(&self) {
        let screen = json!({"width": 1366, "height": 768, "deviceScaleFactor": 1, "mobile": false});
        self.devtools("Emulation.setDeviceMetricsOverride", screen).await;
    }

    /// Keeps a picture of what the window shows, no more.
    pub async fn shot(&self, name: &str) {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/pages");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(format!("{name}.png")), self.client.screenshot().await.unwrap()).unwrap();
    }

    /// Says something to the browser's developer tools, which the driver has no word for.
    pub async fn devtools(&self, command: &str, told: Value) -> Value {
        self.client.issue_cmd(Devtools(json!({"cmd": command, "params": told}))).await.unwrap()
    }

    /// By how many pixels the page is wider than its window.
    pub async fn overhang(&self) -> i64 {
        let script = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
        self.client.execute(script, Vec::new()).await.unwrap().as_i64().unwrap()
    }

    /// Keeps a picture of the whole page in `target/pages/`.
    pub async fn picture(&self, name: &str) {
        let script = "return document.documentElement.scrollHeight";
        let height = self.client.execute(script, Vec::new()).await.unwrap().as_u64().unwrap();
        let (width, before) = self.client.get_window_size().await.unwrap();
        let tall = u32::try_from(height.clamp(600, 6000)).unwrap();
        self.client.set_window_size(u32::try_from(width).unwrap(), tall).await.unwrap();
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/pages");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(format!("{name}.png")), self.client.screenshot().await.unwrap()).unwrap();
        self.client
            .set_window_size(u32::try_from(width).unwrap(), u32::try_from(before).unwrap())
            .await
            .unwrap();
    }

    /// Closes the window and ends the driver.
    pub async fn close(mut self) {
        let _ = self.client.clone().close().await;
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

#[derive(Debug)]
struct Devtools(Value);

impl WebDriverCompatibleCommand for Devtools {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (axum::http::Method, Option<String>) {
        (axum::http::Method::POST, Some(self.0.to_string()))
    }
}
