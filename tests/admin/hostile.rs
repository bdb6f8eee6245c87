//! What a stranger publishes is text on every page, whatever member it stands in (stored XSS).

use serde_json::{Value, json};

use crate::html::{tags, text};
use crate::rig::{Rig, client, encoded};

const CLIENT: &str = "https://hostile.example.net/client.json";

/// Texts that would come out of where they stand, if anything did.
const PAYLOADS: [&str; 10] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "\" autofocus onfocus=\"alert(1)",
    "</bdi></pre></td></table></main><script>alert(1)</script>",
    "</style><script>alert(1)</script><style>",
    "javascript:alert(1)",
    "{{ 7*7 }}{% include 'x' %}",
    "<!--<script>--><svg/onload=alert(1)>",
    "&lt;script&gt;&#60;script&#62;",
];

/// Every member that a rule reads or a page may show, one that no rule knows, and in what form it holds a
/// text.
const MEMBERS: [(&str, Form); 30] = [
    ("client_name", Form::Text),
    ("client_name#de", Form::Text),
    ("client_name#<b>", Form::Text),
    ("logo_uri", Form::Text),
    ("logo_uri#de", Form::Text),
    ("client_uri", Form::Text),
    ("tos_uri", Form::Text),
    ("policy_uri", Form::Text),
    ("contacts", Form::List),
    ("software_id", Form::Text),
    ("software_version", Form::Text),
    ("software_statement", Form::Text),
    ("scope", Form::Text),
    ("redirect_uris", Form::List),
    ("redirect_uris", Form::InUri),
    ("post_logout_redirect_uris", Form::List),
    ("grant_types", Form::List),
    ("response_types", Form::List),
    ("application_type", Form::Text),
    ("token_endpoint_auth_method", Form::Text),
    ("token_endpoint_auth_methods_supported", Form::List),
    ("token_endpoint_auth_signing_alg", Form::Text),
    ("jwks_uri", Form::Text),
    ("jwks_uri", Form::InUri),
    ("jwks", Form::Object),
    ("client_id", Form::Text),
    ("x_unknown", Form::Text),
    ("x_unknown", Form::Object),
    ("<script>alert(1)</script>", Form::Text),
    ("\"><img src=x onerror=alert(1)>", Form::List),
];

#[derive(Clone, Copy, Debug)]
enum Form {
    Text,
    List,
    Object,
    /// As far as it fits into a URI.
    InUri,
}

impl Form {
    fn of(self, payload: &str) -> Value {
        match self {
            Form::Text => json!(payload),
            Form::List => json!(["https://hostile.example.net/cb", payload]),
            Form::Object => json!({ payload: [payload, { "a": payload }] }),
            Form::InUri => {
                let tame = payload.replace(['<', '>', '"', ' ', '{', '}', '%', '\'', '#'], "");
                let uri = format!("https://hostile.example.net/{tame}?'onclick='alert(1)");
                json!(if payload.len() % 2 == 0 {
                    json!(uri)
                } else {
                    json!([uri])
                })
            }
        }
    }
}

/// Every page that there is about the client, after it came along, changed and was asked about.
async fn pages(rig: &Rig) -> Vec<(String, String)> {
    rig.sign_in(CLIENT).await;
    let mut pages = Vec::new();
    for path in [
        "/overview",
        "/clients",
        "/refusals",
        "/orders",
        "/explain",
        &client(CLIENT),
    ] {
        pages.push((path.to_owned(), rig.get(path).await.body));
    }
    for (path, fields) in [
        (
            "/explain",
            vec![
                ("client_id", CLIENT),
                ("redirect_uri", "https://hostile.example.net/cb"),
            ],
        ),
        ("/refresh", vec![("client_id", CLIENT)]),
    ] {
        pages.push((format!("POST {path}"), rig.submit(path, &fields).await.body));
    }
    pages.retain(|(_, body)| !body.is_empty());
    pages
}

/// That a page is made of nothing but what its templates write.
fn is_ours(told: &str, html: &str) {
    for tag in tags(html) {
        assert!(TAGS.contains(&tag.name.as_str()), "{told}: {tag:?}");
        for (name, value) in &tag.attributes {
            assert!(ATTRIBUTES.contains(&name.as_str()), "{told}: {tag:?}");
            let leads = ["href", "action"].contains(&name.as_str());
            let is_within = !value.contains(':') && !value.starts_with('/');
            assert!(!leads || is_within, "{told}: {tag:?}");
        }
    }
    assert!(!html.contains("<script"), "{told}");
}

#[tokio::test]
async fn no_member_of_a_document_comes_out_of_the_text() {
    for (member, form) in MEMBERS {
        for payload in PAYLOADS {
            let rig = Rig::new();
            rig.hold(CLIENT, json!({ "client_name": "before" })).await;
            rig.publish(CLIENT, json!({ member: form.of(payload) }));
            rig.submit("/refresh", &[("client_id", CLIENT)]).await;
            for (path, html) in pages(&rig).await {
                is_ours(&format!("{member} {form:?} {payload}: {path}"), &html);
            }
        }
    }
}

#[tokio::test]
async fn what_is_shown_is_what_was_published() {
    for payload in PAYLOADS {
        let rig = Rig::new();
        rig.hold(CLIENT, json!({ "client_name": payload })).await;
        for path in ["/clients", &client(CLIENT)] {
            let page = text(&rig.get(path).await.body);
            assert!(page.contains(payload), "{path}: {payload}: {page}");
        }
    }
}

#[tokio::test]
async fn what_a_request_says_is_text() {
    let rig = Rig::with_presented().await;
    for payload in PAYLOADS {
        let query = encoded(&[("text", payload), ("rule", payload), ("blame", payload)]);
        for path in [
            format!("/refusals?{query}"),
            format!(
                "/clients?{}",
                encoded(&[("text", payload), ("after", payload)])
            ),
            format!("/clients?{}", encoded(&[("state", payload)])),
            format!("/client?{}", encoded(&[("client_id", payload)])),
            format!(
                "/explain?{}",
                encoded(&[("client_id", payload), ("redirect_uri", payload)])
            ),
            format!("/overview?{}", encoded(&[("done", payload)])),
            "/refusals".to_owned(),
        ] {
            is_ours(&path, &rig.get(&path).await.body);
        }
        let fields = [
            ("client_id", payload),
            ("redirect_uri", payload),
            ("pattern", payload),
            ("rulebook", payload),
        ];
        for path in [
            "/explain",
            "/block",
            "/pin",
            "/mode",
            "/refresh",
            "/unblock",
            "/rulebook",
        ] {
            is_ours(path, &rig.submit(path, &fields).await.body);
        }
    }
}

#[tokio::test]
async fn what_an_operator_writes_is_text() {
    for payload in PAYLOADS {
        let rig = Rig::with_desk().await;
        let why = ("why", payload);
        rig.submit("/block", &[("pattern", "a.example.com"), why])
            .await;
        rig.submit("/block", &[("pattern", "desk.example.com"), why])
            .await;
        rig.submit("/mode", &[("mode", "report"), why]).await;
        let pin = [
            ("client_id", crate::rig::DESK),
            ("use", "instead"),
            ("days", "1"),
            why,
        ];
        rig.submit("/pin", &pin).await;
        for path in ["/overview", "/orders", &client(crate::rig::DESK)] {
            let page = rig.get(path).await.body;
            is_ours(path, &page);
            assert!(text(&page).contains(payload), "{path}: {payload}");
        }
    }
}

#[tokio::test]
async fn what_would_not_show_is_shown() {
    let check = async |name: &str, expected: &str| {
        let rig = Rig::new();
        rig.hold(CLIENT, json!({ "client_name": name })).await;
        let page = rig.get("/clients").await.body;
        is_ours(name, &page);
        assert!(page.contains(expected), "{name:?}: {page}");
        assert!(
            !page.contains(['\u{202e}', '\u{2066}', '\u{200b}', '\u{feff}', '\u{7}']),
            "{name:?}"
        );
    };
    check(
        "a\u{202e}gnp.exe",
        "<bdi>a<span class=\"code\">U+202E</span>gnp.exe</bdi>",
    )
    .await;
    check("\u{2066}a\u{2069}", "U+2066").await;
    check("zero\u{200b}width", "U+200B").await;
    check("bell\u{7}", "U+0007").await;
    check("bom\u{feff}", "U+FEFF").await;
    check(
        "e\u{301}\u{302}\u{303}",
        "<span class=\"code\">U+0303</span>",
    )
    .await;
    check(
        "\u{5d3}\u{5d5}\u{5d0}\u{5e8}",
        "<bdi>\u{5d3}\u{5d5}\u{5d0}\u{5e8}</bdi>",
    )
    .await;
}

#[tokio::test]
async fn a_document_as_large_as_may_be_is_shown_whole() {
    let rig = Rig::new();
    let text_of = "<b>\u{202e}&\"'".repeat(200);
    rig.hold(CLIENT, json!({ "client_name": text_of, "x": text_of }))
        .await;
    for (path, html) in pages(&rig).await {
        is_ours(&path, &html);
        assert!(html.len() < 200_000, "{path}: {}", html.len());
    }
}

impl Rig {
    /// Somebody has come along with each of the payloads for a client_id.
    async fn with_presented() -> Self {
        let rig = Rig::new();
        for payload in PAYLOADS {
            rig.sign_in(&format!("https://hostile.example.net/{payload}"))
                .await;
        }
        rig
    }
}

const TAGS: [&str; 51] = [
    "a", "bdi", "body", "button", "caption", "code", "dd", "del", "div", "dl", "dt", "fieldset",
    "footer", "form", "h1", "h2", "h3", "head", "header", "html", "input", "ins", "label",
    "legend", "li", "main", "meta", "meter", "nav", "ol", "option", "p", "pre", "section",
    "select", "span", "style", "table", "tbody", "td", "textarea", "th", "thead", "time", "title",
    "tr", "ul", "details", "summary", "strong", "em",
];
const ATTRIBUTES: [&str; 37] = [
    "action",
    "aria-current",
    "aria-label",
    "aria-labelledby",
    "autocomplete",
    "charset",
    "checked",
    "class",
    "content",
    "data-of",
    "datetime",
    "for",
    "href",
    "id",
    "inputmode",
    "lang",
    "max",
    "maxlength",
    "method",
    "min",
    "name",
    "placeholder",
    "rel",
    "required",
    "role",
    "scope",
    "selected",
    "spellcheck",
    "tabindex",
    "title",
    "type",
    "value",
    "aria-describedby",
    "rows",
    "high",
    "low",
    "open",
];
