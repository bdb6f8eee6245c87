//! The value.

use std::time::SystemTime;

use crate::rules::client::Client;
use crate::rules::consent::caution::Caution;
use crate::rules::consent::host::HostView;
use crate::rules::consent::lookalike::{self, Lookalike, NamedClient};
use crate::rules::consent::name::{clean_name, visible};
use crate::rules::consent::prompt::{self, ConsentStep};
use crate::rules::consent::redirect::{Landing, RedirectView};
use crate::rules::redirect_uri::RedirectUri;

/// What the server knows beside the client. The default is the most careful answer to each.
#[derive(Clone, Copy, Debug, Default)]
pub struct ConsentContext<'a> {
    /// The registered redirection URI of this request
    /// ([`Client::match_redirect_uri`]). `None` for a leg without one, such as device authorization.
    pub redirect_uri: Option<&'a RedirectUri>,
    /// When the first consent for this client was **completed** here: requests count nothing,
    /// because anybody can send them (T17). `None` where the server does not keep it.
    pub first_seen: Option<FirstSeen>,
    /// The user's language, a BCP 47 tag, in which name and logo are looked up.
    pub language: Option<&'a str>,
    /// Names that other clients should not bear.
    pub named_clients: &'a [NamedClient],
    /// Whether the policy trusts the client's picture: a stranger's is the most convincing lie of
    /// all, and asking for it tells him who is about to sign in.
    pub trusts_logo: bool,
    /// How the operator wants the client shown
    /// ([`Presentation::shown`](crate::resolve::policy::Presentation::shown)).
    pub shown: Shown<'a>,
}

/// How the operator wants a client shown. The default leaves it to the client and to the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shown<'a> {
    /// The name that the operator gives the client; it takes the place of the client's own.
    pub name: Option<&'a str>,
    /// Whether the logo is shown, whatever [`ConsentContext::trusts_logo`] says.
    pub logo: Option<bool>,
}

/// When somebody first completed a consent for a client here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FirstSeen {
    /// Nobody has.
    Never,
    /// Then.
    At(SystemTime),
}

/// What a consent page must show; see [this module](crate::rules::consent).
#[derive(Clone, Debug)]
pub struct ConsentView {
    client: Client,
    host: HostView,
    name: Option<String>,
    named_by_operator: bool,
    logo_uri: Option<String>,
    redirect: Option<RedirectView>,
    lookalikes: Vec<Lookalike>,
    first_seen: Option<FirstSeen>,
}

impl ConsentView {
    /// Makes ready what a page shows of a client.
    pub fn new(client: &Client, context: ConsentContext<'_>) -> Self {
        let host = HostView::new(client.client_id().host());
        let language = context.language;
        let names: Vec<String> = client.client_names().map(visible).collect();
        let name = language.and_then(|tag| client.client_name_in(tag));
        let logo = language.and_then(|tag| client.logo_uri_in(tag));
        let shows_logo = context.shown.logo.unwrap_or(context.trusts_logo);
        let logo = logo.or(client.logo_uri()).filter(|_| shows_logo);
        let own_name = name.or(client.client_name()).and_then(clean_name);
        let given = context.shown.name.and_then(clean_name);
        ConsentView {
            named_by_operator: given.is_some(),
            name: given.or(own_name),
            logo_uri: logo.map(str::to_owned),
            redirect: context
                .redirect_uri
                .map(|uri| RedirectView::new(uri, &host)),
            lookalikes: lookalike::find(&names, &host, context.named_clients),
            first_seen: context.first_seen,
            client: client.clone(),
            host,
        }
    }

    /// Makes ready what a page shows of a client, where the server knows nothing beside it but the
    /// redirection URI of the request, as it was presented. One that is not the client's is shown as
    /// none.
    pub fn presented(client: &Client, redirect_uri: &str) -> Self {
        let context = ConsentContext {
            redirect_uri: client.match_redirect_uri(redirect_uri),
            ..ConsentContext::default()
        };
        ConsentView::new(client, context)
    }

    /// The client.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Who asks: the host of the client_id, and beside it the name that the client gives itself, or
    /// that [the operator gives it](ConsentContext::shown), as [`clean_name`] leaves it. There is no way to have the name alone.
    pub fn host_and_name(&self) -> (&HostView, Option<&str>) {
        (&self.host, self.name.as_deref())
    }

    /// The port of the client_id, where one is written: another port may be another publisher.
    pub fn port(&self) -> Option<u16> {
        self.client.client_id().port()
    }

    /// The path and query of the client_id, where the host is a shared one and says too little
    /// (T17). Up to two thousand characters, of ASCII without spaces.
    pub fn path(&self) -> Option<&str> {
        self.host.shared()?;
        let (_, rest) = self.client.client_id().as_str().split_once("://")?;
        rest.find('/').and_then(|path| rest.get(path..))
    }

    /// Where the answer goes. `None` for a leg without redirection.
    pub fn redirect(&self) -> Option<&RedirectView> {
        self.redirect.as_ref()
    }

    /// The logo, only where [the policy trusts it](ConsentContext::trusts_logo) or
    /// [the operator shows it](ConsentContext::shown). Fetch it by the
    /// server and show the copy, or with `referrerpolicy=no-referrer`.
    pub fn logo_uri(&self) -> Option<&str> {
        self.logo_uri.as_deref()
    }

    /// What is wrong with the client's names, in whatever language they are.
    pub fn lookalikes(&self) -> &[Lookalike] {
        &self.lookalikes
    }

    /// When somebody first completed a consent for this client, as the server said.
    pub fn first_seen(&self) -> Option<FirstSeen> {
        self.first_seen
    }

    /// What to warn of, the gravest first.
    pub fn cautions(&self) -> Vec<Caution> {
        let all = Caution::ALL.iter().copied();
        all.filter(|caution| self.calls_for(*caution)).collect()
    }

    /// All that a page says in English beside the [host](Self::host_and_name) and what is asked for:
    /// what the client, or this server, calls it and where its document stands, then a sentence for each
    /// [caution](Self::cautions). Not escaped; what the client calls itself is in isolates
    /// (U+2068, U+2069), so that its script moves nothing else.
    pub fn sentences(&self) -> Vec<String> {
        let client_id = self.client.client_id();
        let name = match &self.name {
            Some(name) if self.named_by_operator => format!(
                "This server knows it as \u{201c}\u{2068}{name}\u{2069}\u{201d}. It is described at {client_id}."
            ),
            Some(name) => format!(
                "It calls itself \u{201c}\u{2068}{name}\u{2069}\u{201d} and says so at {client_id}."
            ),
            None => format!("It has no name and is described at {client_id}."),
        };
        let cautions = self.cautions().into_iter().map(Caution::sentence);
        std::iter::once(name)
            .chain(cautions.map(str::to_owned))
            .collect()
    }

    /// Whether a consent that is remembered may stand for asking again.
    ///
    /// Never where the answer goes to loopback or to a private-use scheme, because whoever receives it
    /// there need not be whom the user allowed (T16, RFC 8252 §8.6); nor without redirection, where
    /// somebody else may have started the flow (RFC 8628 §5.4); nor for a client that the policy has
    /// [in quarantine](crate::resolve::MayUse::Quarantined). For other websites it is `true`, which
    /// is no consent by itself.
    pub fn may_skip(&self) -> bool {
        self.landing() == Some(Landing::Website) && !self.client.is_quarantined()
    }

    /// What to do, for the request's `prompt` and whether the server
    /// [remembers a consent](crate::rules::binding) that covers the request.
    pub fn step(&self, prompt: Option<&str>, remembered: bool) -> ConsentStep {
        prompt::step(prompt, remembered, self.may_skip())
    }

    fn landing(&self) -> Option<Landing> {
        self.redirect.as_ref().map(RedirectView::landing)
    }

    fn calls_for(&self, caution: Caution) -> bool {
        let named = |lookalike: &Lookalike| matches!(lookalike, Lookalike::Named(_));
        match caution {
            Caution::LoopbackRedirect => self.landing() == Some(Landing::Loopback),
            Caution::LoopbackOnly => self.client.is_loopback_only(),
            Caution::PrivateUseRedirect => self.landing() == Some(Landing::PrivateUse),
            Caution::NameOfAnother => self.lookalikes.iter().any(named),
            Caution::NameLikeDomain => self.lookalikes.contains(&Lookalike::Domain),
            Caution::ForeignRedirect => self
                .redirect
                .as_ref()
                .is_some_and(RedirectView::leaves_client),
            Caution::PunycodeHost => self.host.is_punycode(),
            Caution::SharedHost => self.host.shared().is_some(),
            Caution::Quarantined => self.client.is_quarantined(),
            Caution::NeverSeen => self.first_seen == Some(FirstSeen::Never),
        }
    }
}
