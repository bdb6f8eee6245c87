//! Hosts below which strangers publish side by side.

/// What tells one publisher from another on a host that many share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SharedHost {
    /// The label before the shared name: `someone.github.io`. Names of tunnels and previews pass
    /// from one person to the next.
    ByName,
    /// The path: `raw.githubusercontent.com/someone/`. The host says nothing at all.
    ByPath,
}

impl SharedHost {
    /// What the host is known as; `None` also for what the table does not know. `host` is in lower
    /// case.
    pub(super) fn find(host: &str) -> Option<Self> {
        if BY_PATH.contains(&host) {
            return Some(SharedHost::ByPath);
        }
        Self::suffix(host).map(|_| SharedHost::ByName)
    }

    /// The shared name of a host that is below one.
    pub(super) fn suffix(host: &str) -> Option<&'static str> {
        let is_below = |suffix: &str| {
            let label = host.strip_suffix(suffix);
            label.is_some_and(|label| label.len() > 1 && label.ends_with('.'))
        };
        BY_NAME.iter().copied().find(|suffix| is_below(suffix))
    }
}

/// Each is in the private section of the Public Suffix List, or its operator documents that anybody
/// gets a name below it. Not complete, nor can it be: a host that is missing is shown as its owner's.
const BY_NAME: &[&str] = &[
    // Pages and sites.
    "bitbucket.io",
    "blogspot.com",
    "codeberg.page",
    "framer.app",
    "framer.website",
    "github.io",
    "gitlab.io",
    "neocities.org",
    "notion.site",
    "readthedocs.io",
    "surge.sh",
    "webflow.io",
    "wordpress.com",
    // Apps.
    "amplifyapp.com",
    "appspot.com",
    "azurestaticapps.net",
    "azurewebsites.net",
    "bolt.host",
    "cloudfront.net",
    "deno.dev",
    "deno.net",
    "firebaseapp.com",
    "fly.dev",
    "herokuapp.com",
    "hf.space",
    "lovable.app",
    "netlify.app",
    "onrender.com",
    "pages.dev",
    "r2.dev",
    "replit.app",
    "replit.dev",
    "run.app",
    "s3.amazonaws.com",
    "streamlit.app",
    "up.railway.app",
    "vercel.app",
    "web.app",
    "workers.dev",
    // Tunnels and previews.
    "app.github.dev",
    "gitpod.io",
    "loca.lt",
    "localhost.run",
    "ngrok-free.app",
    "ngrok-free.dev",
    "ngrok.app",
    "ngrok.dev",
    "ngrok.io",
    "serveo.net",
    "stackblitz.io",
    "trycloudflare.com",
    "webcontainer.io",
];

/// Hosts that serve the files of anybody who has an account, under one name.
const BY_PATH: &[&str] = &[
    "bitbucket.org",
    "cdn.jsdelivr.net",
    "cdn.statically.io",
    "codeberg.org",
    "firebasestorage.googleapis.com",
    "gist.githubusercontent.com",
    "github.com",
    "gitlab.com",
    "huggingface.co",
    "ipfs.io",
    "raw.githack.com",
    "raw.githubusercontent.com",
    "s3.amazonaws.com",
    "sites.google.com",
    "storage.googleapis.com",
    "unpkg.com",
];
