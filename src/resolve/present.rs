//! The settings of one moment, as one request sees them.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::{ArcSwap, Guard};

use crate::resolve::clock::{Clock, within};
use crate::resolve::course::Found;
use crate::resolve::error::ResolveError;
use crate::resolve::event::{self, Outcome, Throttle};
use crate::resolve::means::Course;
use crate::resolve::policy::FetchContext;
use crate::resolve::resolution::Resolution;
use crate::rules::issuer::Issuer;
use crate::rules::leg::Leg;

/// The course that a resolver takes now, and what stays when it takes another.
pub(crate) struct Live {
    course: ArcSwap<Course>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) throttle: Arc<Throttle>,
    pub(crate) issuer: Issuer,
    /// Held while a new course is made of the present one.
    succession: Mutex<()>,
}

/// The course of one moment. A request that asks several things asks one course, so that no answer is made
/// of the halves of two.
///
/// To have it costs no lock and no count that other threads wait for.
pub(crate) struct Present(Guard<Arc<Course>>);

impl Live {
    pub(crate) fn new(course: Course) -> Self {
        Live {
            clock: Arc::clone(course.clock()),
            throttle: Arc::clone(&course.retrieval.throttle),
            issuer: course.rules().issuer.clone(),
            course: ArcSwap::from_pointee(course),
            succession: Mutex::default(),
        }
    }

    /// For what is done at once.
    pub(crate) fn present(&self) -> Present {
        Present(self.course.load())
    }

    /// For what has to wait.
    pub(crate) fn course(&self) -> Arc<Course> {
        self.course.load_full()
    }

    /// Takes the course that is made of the present one from now on.
    pub(crate) fn succeed<E>(
        &self,
        next: impl FnOnce(&Course) -> Result<Course, E>,
    ) -> Result<Arc<Course>, E> {
        let _succession = self
            .succession
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let next = Arc::new(next(&self.course())?);
        self.course.store(Arc::clone(&next));
        Ok(next)
    }
}

impl Present {
    /// The same, for what has to wait: a place that is borrowed is given back.
    pub(crate) fn keep(self) -> Self {
        Present(Guard::from_inner(Guard::into_inner(self.0)))
    }
}

impl Deref for Present {
    type Target = Course;

    fn deref(&self) -> &Course {
        &self.0
    }
}

impl Course {
    /// Resolves, and tells of it.
    pub(crate) async fn answer(
        &self,
        client_id: &str,
        context: &FetchContext<'_>,
    ) -> Result<Resolution, ResolveError> {
        let outcome = self.resolve(client_id, context).await;
        self.tell(client_id, context.leg(), &outcome);
        outcome
    }

    /// The part of that which waits for nothing.
    pub(crate) fn answer_now(
        &self,
        client_id: &str,
        context: &FetchContext<'_>,
    ) -> Option<Result<Resolution, ResolveError>> {
        if self.registered.is_some() || !self.has_begun() {
            return None;
        }
        let outcome = match self.look_up(client_id, context) {
            Ok(Found::Resolution(resolution)) => Ok(resolution),
            Ok(Found::Wanted { .. }) => return None,
            Err(error) => Err(error),
        };
        self.tell(client_id, context.leg(), &outcome);
        Some(outcome)
    }

    /// What a hook of the host answers; `None` where it takes longer than it may.
    pub(crate) async fn ask<F: Future>(&self, hook: F) -> Option<F::Output> {
        within(&**self.clock(), self.hook_deadline, hook).await
    }

    fn tell(&self, client_id: &str, leg: Option<Leg>, told: &Result<Resolution, ResolveError>) {
        let (outcome, source) = match told {
            Ok(Resolution::Client(client)) => (Outcome::Client, Some(client.source())),
            Ok(Resolution::Quarantined(client)) => (Outcome::Quarantined, Some(client.source())),
            Ok(Resolution::Registered) => (Outcome::Registered, None),
            Ok(Resolution::Pending(_)) => (Outcome::Pending, None),
            Err(error) => {
                let throttle = &self.retrieval.throttle;
                return event::unresolved(throttle, client_id, leg, error);
            }
        };
        event::resolved(client_id, leg, outcome, source);
    }
}

impl fmt::Debug for Live {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Live").field(&self.course()).finish()
    }
}

impl fmt::Debug for Present {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Present").finish_non_exhaustive()
    }
}
