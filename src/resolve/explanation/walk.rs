//! The way itself, walked without leaving a trace.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::resolve::budget::{Applicant, Purpose, Requester};
use crate::resolve::entry::{Bounds, Entry};
use crate::resolve::error::{Question, ResolveError, whole_seconds};
use crate::resolve::explanation::account::{Conclusion, Explanation};
use crate::resolve::explanation::stage::Stage;
use crate::resolve::explanation::step::Step;
use crate::resolve::means::Course;
use crate::resolve::policy::{Admission, FetchContext, MayFetch};
use crate::resolve::resolver::Resolver;
use crate::rules::client::Client;
use crate::rules::client_id::ClientId;
use crate::rules::redirect_uri::Miss;

impl Resolver {
    /// What this server would do now with `client_id`, and with a `redirect_uri` that it presents at
    /// the authorization endpoint: a dry run, step by step.
    ///
    /// A copy that is fresh is explained as it is held; else the document is fetched, for which a slot
    /// and a place in the budgets are taken as for any client. Nothing is kept, and no observer is told.
    /// See [`explanation`](crate::resolve::explanation).
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime with its timer enabled, if something must be fetched.
    pub async fn explain(&self, client_id: &str, redirect_uri: Option<&str>) -> Explanation {
        let course = self.course();
        let mut walk = Walk {
            course: &course,
            steps: Vec::new(),
            client: None,
        };
        let conclusion = match walk.whole(client_id, redirect_uri).await {
            Ok(conclusion) | Err(conclusion) => conclusion,
        };
        Explanation::of(client_id, conclusion, walk.steps, walk.client)
    }
}

struct Walk<'a> {
    course: &'a Course,
    steps: Vec<Step>,
    client: Option<Client>,
}

/// Goes on, or is over.
type Way<T> = Result<T, Conclusion>;

impl Walk<'_> {
    async fn whole(&mut self, presented: &str, redirect_uri: Option<&str>) -> Way<Conclusion> {
        self.course.begun().await;
        self.registered(presented).await?;
        let client_id = self.client_id(presented)?;
        let admission = self.admits(&client_id)?;
        let client = match self.at_hand(&client_id)? {
            Some(client) => client,
            None => self.published(&client_id, admission).await?,
        };
        self.client = Some(client.clone());
        self.may_use(client.clone())?;
        self.redirect_uri(&client, redirect_uri)?;
        Ok(Conclusion::Accepted)
    }

    async fn registered(&mut self, presented: &str) -> Way<()> {
        if self.course.registered.is_none() {
            return Ok(());
        }
        let known = self.course.is_registered(presented).await;
        match self.try_to(Stage::Registered, known)? {
            true => {
                self.pass(Stage::Registered, "the host's own client table has it");
                Err(Conclusion::Registered)
            }
            false => {
                self.pass(
                    Stage::Registered,
                    "the host's own client table does not have it",
                );
                Ok(())
            }
        }
    }

    fn client_id(&mut self, presented: &str) -> Way<ClientId> {
        let parsed = self.course.parse(presented, None);
        let client_id = self.try_to(Stage::ClientId, parsed)?.into_owned();
        let own = self.course.check_own_host(&client_id);
        self.try_to(Stage::ClientId, own)?;
        self.pass(Stage::ClientId, "a valid client identifier URL");
        Ok(client_id)
    }

    fn admits(&mut self, client_id: &ClientId) -> Way<Admission> {
        let admission = self.course.admit(client_id);
        let admission = self.try_to(Stage::Admits, admission)?;
        let words = match admission {
            Admission::Named => "the policy names it",
            Admission::Trusted => "the policy trusts its host",
            Admission::Admitted | Admission::Refused => {
                "no rule about hosts or paths is against it"
            }
        };
        self.pass(Stage::Admits, words);
        Ok(admission)
    }

    fn at_hand(&mut self, client_id: &ClientId) -> Way<Option<Client>> {
        let now = self.course.clock().now();
        if let Some(pinned) = self.course.pinned(client_id.as_str()) {
            let usable = pinned.and_then(|pinned| pinned.usable(now).cloned());
            let client = self.try_to(Stage::AtHand, usable)?;
            self.pass(
                Stage::AtHand,
                "the operator's own document is used in place of the published one",
            );
            return Ok(Some(client));
        }
        let held = self.course.cache().get(client_id.as_str());
        let Some(entry) = held else {
            self.pass(Stage::AtHand, "no copy is held");
            return Ok(None);
        };
        let bounds = self.course.bounds(client_id);
        self.pass(Stage::AtHand, held_words(&entry, bounds, now));
        if !entry.is_fresh(bounds, now) {
            return Ok(None);
        }
        let client = self.course.derived(client_id, &entry);
        self.try_to(Stage::Document, client).map(Some)
    }

    async fn published(&mut self, client_id: &ClientId, admission: Admission) -> Way<Client> {
        let context = FetchContext::detached(None);
        match self.course.may_fetch(client_id, &context).await {
            MayFetch::Allowed => self.pass(
                Stage::MayFetch,
                "the policy lets it be fetched for a request of nobody",
            ),
            MayFetch::Deferred => self.pass(
                Stage::MayFetch,
                "the policy has the user sign in first, and then asks again",
            ),
            MayFetch::Refused => {
                return Err(self.fail(Stage::MayFetch, &ResolveError::Refused(Question::MayFetch)));
            }
            MayFetch::Unavailable => {
                return Err(self.fail(Stage::MayFetch, &ResolveError::PolicyUnavailable));
            }
        }
        let applicant = Applicant {
            client_id,
            admission,
            requester: Requester::Unknown,
        };
        self.fetched(&applicant).await
    }

    async fn fetched(&mut self, applicant: &Applicant<'_>) -> Way<Client> {
        let kept = self.course.budgets.standing(applicant).is_kept();
        let slot = self
            .course
            .slots
            .try_acquire(&applicant.client_id.host_lowercase(), kept);
        let slot = self.try_to(Stage::Budget, slot.ok_or(ResolveError::Busy))?;
        let now = self.course.clock().now();
        let ticket = self
            .course
            .budgets
            .spend(applicant, Purpose::Discovery, now);
        let ticket = self.try_to(Stage::Budget, ticket)?;
        self.pass(Stage::Budget, "there is room for a fetch");
        let inspected = self
            .course
            .retrieval
            .inspect(applicant.client_id, &ticket)
            .await;
        drop(slot);
        self.answered(applicant.client_id, inspected)
    }

    fn answered(
        &mut self,
        client_id: &ClientId,
        inspected: Result<Arc<Entry>, ResolveError>,
    ) -> Way<Client> {
        let entry = match inspected {
            Ok(entry) => entry,
            Err(error @ ResolveError::Weather(_)) => return Err(self.fail(Stage::Fetch, &error)),
            Err(error) => {
                self.pass(Stage::Fetch, "the publisher answered");
                return Err(self.fail(Stage::Document, &error));
            }
        };
        let bytes = entry.publication().body().len();
        let delay = entry.delay().as_millis();
        self.pass(Stage::Fetch, format!("{bytes} bytes in {delay} ms"));
        let freshness = entry.freshness(self.course.bounds(client_id));
        let (lifetime, basis) = (whole_seconds(freshness.lifetime), freshness.basis.rule());
        self.pass(
            Stage::Document,
            format!("valid; would be kept for {lifetime} s ({basis})"),
        );
        Ok(entry.client().clone())
    }

    fn may_use(&mut self, client: Client) -> Way<()> {
        let permitted = self.course.permit(client);
        let client = self.try_to(Stage::MayUse, permitted)?;
        let words = match client.is_quarantined() {
            true => "the policy lets it be used, under quarantine",
            false => "the policy lets it be used",
        };
        self.pass(Stage::MayUse, words);
        Ok(())
    }

    fn redirect_uri(&mut self, client: &Client, presented: Option<&str>) -> Way<()> {
        let Some(presented) = presented else {
            return Ok(());
        };
        match Miss::nearest(presented, client.redirect_uris()) {
            None => {
                self.pass(Stage::RedirectUri, "it is registered");
                Ok(())
            }
            Some((miss, nearest)) => {
                let words = match nearest {
                    Some(uri) => format!("{}: {uri}", miss.description()),
                    None => miss.description().to_owned(),
                };
                let step = Step::broken(Stage::RedirectUri, miss.rule(), words);
                self.steps.push(step);
                Err(Conclusion::Refused)
            }
        }
    }

    fn pass(&mut self, stage: Stage, words: impl Into<String>) {
        self.steps.push(Step::passed(stage, words));
    }

    fn fail(&mut self, stage: Stage, error: &ResolveError) -> Conclusion {
        self.steps.push(Step::failed(stage, error));
        Conclusion::by(error.blame())
    }

    fn try_to<T>(&mut self, stage: Stage, outcome: Result<T, ResolveError>) -> Way<T> {
        outcome.map_err(|error| self.fail(stage, &error))
    }
}

fn held_words(entry: &Entry, bounds: Bounds, now: Instant) -> String {
    let age = entry.age(now);
    let left = entry.freshness(bounds).lifetime.saturating_sub(age);
    match left {
        Duration::ZERO => format!(
            "a copy of {} s ago is held, and no longer fresh",
            age.as_secs()
        ),
        left => format!(
            "a copy of {} s ago is held, and fresh for another {} s",
            age.as_secs(),
            whole_seconds(left)
        ),
    }
}
