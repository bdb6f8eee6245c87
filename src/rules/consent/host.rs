//! A host as a person should see it.

use std::borrow::Cow;

use url::quirks;

use crate::rules::consent::shared_host::SharedHost;
use crate::rules::host;

/// A host as a page should show it: [`lead`](Self::lead), then [`emphasis`](Self::emphasis) in bold.
///
/// The text is in lower case and in A-labels, the only form in which no two hosts look alike by
/// their letters' design; [`unicode`](Self::unicode) may stand beside it, not instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostView {
    text: Box<str>,
    /// Where the emphasis begins.
    split: usize,
    unicode: Option<Box<str>>,
    shared: Option<SharedHost>,
}

impl HostView {
    pub(super) fn new(host: &str) -> Self {
        let text = host.to_ascii_lowercase();
        let shared = SharedHost::find(&text);
        HostView {
            split: text.len() - emphasis(&text, shared).len(),
            unicode: unicode(&text),
            shared,
            text: text.into(),
        }
    }

    /// The whole host: A-labels, lower case.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The end of the host, of whose owner it is probably a matter.
    ///
    /// A rule of thumb for bold print, never for comparison: no list of public suffixes is
    /// compiled in. It is the last two labels where the last is a generic top-level domain
    /// (`example.com`), because names are registered right below those; one label more than the
    /// shared name on a [shared host](Self::shared) that tells its publishers by name
    /// (`someone.github.io`); and the whole host everywhere else. Below a country's label nobody can
    /// tell by the look of it whether `co.uk` or `t.co` is somebody's, and on a host that tells its
    /// publishers by path a good name in bold would vouch for a stranger (`sites.google.com`).
    pub fn emphasis(&self) -> &str {
        self.text.split_at(self.split).1
    }

    /// What stands before the emphasis, its dot included; often nothing.
    pub fn lead(&self) -> &str {
        self.text.split_at(self.split).0
    }

    /// The lead, shortened on the left to at most so many characters, with `…` for what is cut.
    ///
    /// Whoever owns a name chooses what stands to its left, and makes it
    /// `accounts.example.com.….evil.example` where a page cuts on the right (T17).
    pub fn lead_within(&self, characters: usize) -> Cow<'_, str> {
        let lead = self.lead();
        if lead.len() <= characters {
            return Cow::Borrowed(lead);
        }
        let cut = lead.len() - characters.saturating_sub(1);
        Cow::Owned(format!("\u{2026}{}", lead.get(cut..).unwrap_or_default()))
    }

    /// The host as it reads in its own script, where it has labels of another script than ASCII.
    pub fn unicode(&self) -> Option<&str> {
        self.unicode.as_deref()
    }

    /// Whether a label is in Punycode: the host reads in another script than it is shown in, and may
    /// look like one that the person knows.
    pub fn is_punycode(&self) -> bool {
        self.text.split('.').any(|label| label.starts_with("xn--"))
    }

    /// Whether strangers publish side by side on the host, as far as a small table knows.
    pub fn shared(&self) -> Option<SharedHost> {
        self.shared
    }

    /// Whether a name of the DNS, in lower case, is this host's or below its emphasis, so that who
    /// answers for the host answers for the name.
    pub(super) fn owns(&self, name: &str) -> bool {
        let is_below = |own: &str| {
            let lead = name.strip_suffix(own);
            lead.is_some_and(|lead| lead.is_empty() || lead.ends_with('.'))
        };
        let own = is_below(self.emphasis()) || self.unicode().is_some_and(is_below);
        own && self.shared != Some(SharedHost::ByPath)
    }
}

fn emphasis(host: &str, shared: Option<SharedHost>) -> &str {
    match (shared, SharedHost::suffix(host)) {
        (Some(SharedHost::ByPath), _) => host,
        (_, Some(suffix)) => last_labels(host, suffix.split('.').count() + 1),
        (_, None) if is_generic(host) => last_labels(host, 2),
        (_, None) => host,
    }
}

/// A country has two letters, or an A-label.
fn is_generic(host: &str) -> bool {
    let last = host.rsplit('.').next().unwrap_or_default();
    last.len() > 2
        && last.bytes().all(|byte| byte.is_ascii_lowercase())
        && !host::is_ip_literal(host)
}

fn last_labels(host: &str, count: usize) -> &str {
    let mut dots = host.rmatch_indices('.').skip(count.saturating_sub(1));
    dots.next()
        .and_then(|(dot, _)| host.get(dot + 1..))
        .unwrap_or(host)
}

/// By the parser that also judges what is dialled.
fn unicode(host: &str) -> Option<Box<str>> {
    let unicode = quirks::domain_to_unicode(host);
    (!unicode.is_ascii()).then(|| unicode.into())
}
