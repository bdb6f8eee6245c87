//! `cimd serve`, as an author and the server of a developer meet it.

use std::fs;
use std::io::{BufRead, BufReader, Lines};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Output, Stdio};

use reqwest::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::{cimd, stderr, stdout};

#[test]
fn what_is_served_is_what_explain_fetches() {
    let serving = Serving::start("explained", &document());
    let explained = serving.explain(URL);
    assert_eq!(explained.status.code(), Some(0), "{explained:?}");
    assert!(stdout(&explained).starts_with("accepted"), "{explained:?}");
}

#[test]
fn the_line_that_is_printed_is_the_one_to_run() {
    let serving = Serving::start("advised", &document());
    let advice = serving.advice("cimd explain");
    let words: Vec<_> = advice.split(' ').skip(1).collect();
    let explained = cimd(&words, b"");
    assert_eq!(explained.status.code(), Some(0), "{advice}\n{explained:?}");
    for call in ["danger_extra_root", "danger_map(\"client.example.com\""] {
        assert!(serving.told.contains(call), "{}", serving.told);
    }
}

#[test]
fn a_changed_file_is_seen_at_the_next_request() {
    let serving = Serving::start("changed", &document());
    assert_eq!(serving.explain(URL).status.code(), Some(0));
    let mut changed = document();
    changed["client_secret"] = json!("hush");
    fs::write(&serving.file, changed.to_string()).unwrap();
    let explained = serving.explain(URL);
    assert_eq!(explained.status.code(), Some(1), "{explained:?}");
    assert!(
        stdout(&explained).contains("document.forbidden"),
        "{explained:?}"
    );
}

#[test]
fn a_file_that_is_gone_is_a_document_that_was_withdrawn() {
    let serving = Serving::start("gone", &document());
    fs::remove_file(&serving.file).unwrap();
    let explained = serving.explain(URL);
    assert_eq!(explained.status.code(), Some(1), "{explained:?}");
    assert!(stdout(&explained).contains("404"), "{explained:?}");
}

#[tokio::test]
async fn an_answer_says_what_it_is_and_that_it_is_to_be_asked_for_again() {
    let serving = Serving::start("answered", &document());
    let answer = serving.send(Method::GET, URL, &[]).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()[CONTENT_TYPE], "application/json");
    assert_eq!(answer.headers()[CACHE_CONTROL], "no-cache");
    assert!(answer.headers().contains_key(ETAG));
    let body = answer.bytes().await.unwrap();
    assert_eq!(body, document().to_string());
}

#[tokio::test]
async fn a_copy_that_is_still_right_is_304() {
    let serving = Serving::start("held", &document());
    let answer = serving.send(Method::GET, URL, &[]).await;
    let tag = answer.headers()[ETAG].to_str().unwrap().to_owned();
    let weak = format!("\"other\", W/{tag}");
    for held in [tag.as_str(), &weak, "*"] {
        let answer = serving.send(Method::GET, URL, &[held]).await;
        assert_eq!(answer.status(), StatusCode::NOT_MODIFIED, "{held}");
        assert_eq!(answer.headers()[ETAG], *tag);
    }
    let other = serving.send(Method::GET, URL, &["\"other\""]).await;
    assert_eq!(other.status(), StatusCode::OK);
    fs::write(&serving.file, "{}").unwrap();
    let changed = serving.send(Method::GET, URL, &[&tag]).await;
    assert_eq!(changed.status(), StatusCode::OK);
    assert_ne!(changed.headers()[ETAG], *tag);
}

#[tokio::test]
async fn there_is_one_document_and_it_is_only_read() {
    let serving = Serving::start("elsewhere", &document());
    for elsewhere in [
        "/",
        "/oauth/client.json/",
        "/oauth/client.json?a=b",
        "/oauth",
    ] {
        let url = format!("https://client.example.com{elsewhere}");
        let answer = serving.send(Method::GET, &url, &[]).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{elsewhere}");
    }
    let head = serving.send(Method::HEAD, URL, &[]).await;
    assert_eq!(head.status(), StatusCode::OK);
    let post = serving.send(Method::POST, URL, &[]).await;
    assert_eq!(post.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(post.headers()[ALLOW], "GET, HEAD");
}

#[tokio::test]
async fn each_request_is_a_line() {
    let mut serving = Serving::start("logged", &document());
    serving.send(Method::GET, URL, &[]).await;
    assert!(serving.line().starts_with("GET /oauth/client.json 200 "));
    let other = "https://client.example.com/other";
    serving.send(Method::GET, other, &[]).await;
    assert_eq!(serving.line(), "GET /other 404 0 bytes");
}

/// Each run has an authority of its own.
#[tokio::test]
async fn the_certificate_is_good_for_one_host_and_one_run() {
    let serving = Serving::start("certified", &document());
    let other = "https://other.example.com/oauth/client.json";
    let client = serving.client(&serving.certificate());
    assert!(client.get(other).send().await.is_err());
    let another = Serving::start("certified-anew", &document());
    let client = serving.client(&another.certificate());
    assert!(client.get(URL).send().await.is_err());
}

#[test]
fn what_is_wrong_is_said_and_served_all_the_same() {
    let mut wrong = document();
    wrong["redirect_uris"] = json!([]);
    let serving = Serving::start("wrong", &wrong);
    assert!(serving.told.contains("lint: refused"), "{}", serving.told);
    assert!(serving.told.contains("rule: document."), "{}", serving.told);
    assert_eq!(serving.explain(URL).status.code(), Some(1));
    let right = Serving::start("right", &document());
    assert!(right.told.starts_with("lint: accepted"), "{}", right.told);
}

#[test]
fn where_it_is_published_can_be_said() {
    let file = written("said", &document().to_string());
    let url = "https://other.example.com/client.json";
    let serving = Serving::start_with(file, &["--client-id", url]);
    assert!(
        serving.told.contains("document.client_id"),
        "{}",
        serving.told
    );
    let explained = serving.explain(url);
    assert_eq!(explained.status.code(), Some(1), "{explained:?}");
}

/// Who pastes the line did not write the document.
#[test]
fn a_client_id_is_one_word_for_a_shell() {
    let hostile = "https://client.example.com/x;$(id)&'";
    let file = written("shell", &json!({ "client_id": hostile }).to_string());
    let serving = Serving::start_with(file, &[]);
    let quoted = r"cimd explain 'https://client.example.com/x;$(id)&'\''' --danger-root";
    assert!(serving.told.contains(quoted), "{}", serving.told);
}

#[test]
fn nobody_but_this_machine_is_served() {
    for elsewhere in [
        "0.0.0.0:0",
        "[::]:0",
        "192.0.2.1:443",
        "[::ffff:127.0.0.1]:0",
    ] {
        refused(&["serve", "x.json", "--listen", elsewhere], "loopback");
    }
    refused(
        &["serve", "x.json", "--listen", "localhost:0"],
        "invalid socket",
    );
}

#[test]
fn without_a_document_or_a_place_for_it_nothing_is_served() {
    refused(&["serve", "there-is-no-such-file.json"], "no-such-file");
    for nowhere in [
        "{}",
        "no json",
        r#"{"client_id":"http://client.example.com/x"}"#,
    ] {
        let file = written("nowhere", nowhere);
        refused(&["serve", file.to_str().unwrap()], "--client-id");
    }
}

#[track_caller]
fn refused(arguments: &[&str], complaint: &str) {
    let output = cimd(arguments, b"");
    assert_eq!(output.status.code(), Some(64), "{arguments:?} {output:?}");
    assert!(
        stderr(&output).contains(complaint),
        "{arguments:?} {output:?}"
    );
}

/// A publisher that runs until it is dropped.
struct Serving {
    child: Child,
    output: Lines<BufReader<ChildStdout>>,
    file: PathBuf,
    /// What it printed before the first request.
    told: String,
}

impl Serving {
    fn start(name: &str, document: &Value) -> Serving {
        Serving::start_with(written(name, &document.to_string()), &[])
    }

    fn start_with(file: PathBuf, arguments: &[&str]) -> Serving {
        let mut child = Command::new(env!("CARGO_BIN_EXE_cimd"))
            .arg("serve")
            .arg(&file)
            .arg("--certificate-out")
            .arg(file.with_extension("pem"))
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut serving = Serving {
            child,
            output,
            file,
            told: String::new(),
        };
        while !serving.told.contains("cimd explain") {
            let line = serving.line();
            serving.told.push_str(&line);
            serving.told.push('\n');
        }
        // The empty line behind the advice.
        serving.line();
        serving
    }

    fn line(&mut self) -> String {
        self.output.next().unwrap().unwrap()
    }

    fn advice(&self, begins: &str) -> &str {
        let mut lines = self.told.lines().map(str::trim);
        lines.find(|line| line.starts_with(begins)).unwrap()
    }

    fn socket(&self) -> &str {
        self.advice("serving").rsplit(' ').next().unwrap()
    }

    fn explain(&self, url: &str) -> Output {
        let host = url.split('/').nth(2).unwrap();
        let root = self.file.with_extension("pem");
        let mapping = format!("{host}={}", self.socket());
        let root = root.to_str().unwrap();
        let arguments = [
            "explain",
            url,
            "--danger-root",
            root,
            "--danger-map",
            &mapping,
        ];
        cimd(&arguments, b"")
    }

    fn certificate(&self) -> Vec<u8> {
        fs::read(self.file.with_extension("pem")).unwrap()
    }

    fn client(&self, root: &[u8]) -> reqwest::Client {
        let socket = self.socket().parse().unwrap();
        let root = reqwest::Certificate::from_pem(root).unwrap();
        reqwest::Client::builder()
            .tls_certs_only([root])
            .resolve("client.example.com", socket)
            .resolve("other.example.com", socket)
            .build()
            .unwrap()
    }

    async fn send(&self, method: Method, url: &str, held: &[&str]) -> reqwest::Response {
        let mut request = self.client(&self.certificate()).request(method, url);
        for tag in held {
            request = request.header(IF_NONE_MATCH, *tag);
        }
        request.send().await.unwrap()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn written(name: &str, document: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cimd-serve");
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join(format!("{name}.json"));
    fs::write(&file, document).unwrap();
    file
}

fn document() -> Value {
    json!({
        "client_id": URL,
        "client_name": "A client",
        "redirect_uris": ["https://client.example.com/callback"],
        "token_endpoint_auth_method": "none",
    })
}

const URL: &str = "https://client.example.com/oauth/client.json";
