//! What would become of a client_id.

use askama::Template;

use crate::admin::failure::Failure;
use crate::admin::frame::{Frame, Place};
use crate::admin::pages::client::Member;
use crate::admin::said::Said;
use crate::admin::tag::Tag;
use crate::admin::visit::Visit;
use crate::resolve::explanation::{Conclusion, Explanation, Step};

/// A form for a client_id, and what would become of it.
#[derive(Template)]
#[template(path = "explain.html", config = "src/admin/askama.toml")]
pub(crate) struct ExplainPage {
    frame: Frame,
    client_id: Said,
    redirect_uri: Said,
    told: Option<Told>,
}

struct Told {
    conclusion: Tag,
    steps: Vec<StepRow>,
    effective: Vec<Member>,
}

/// A step without its detail, which may name addresses (T19).
struct StepRow {
    mark: Tag,
    stage: &'static str,
    words: Said,
    rule: Option<&'static str>,
    member: Option<&'static str>,
    mend: Option<&'static str>,
}

/// Has the client_id of the form explained.
pub(crate) async fn explain(visit: &Visit<'_>) -> Result<Explanation, Failure> {
    let client_id = visit.fields.need("client_id")?;
    let redirect_uri = visit.fields.get("redirect_uri");
    let resolver = visit.desk.operator.resolver();
    Ok(resolver.explain(client_id, redirect_uri).await)
}

impl ExplainPage {
    pub(crate) fn new(visit: &Visit<'_>, explanation: Option<&Explanation>) -> Self {
        let said = |name| Said::new(visit.fields.get(name).unwrap_or_default());
        ExplainPage {
            frame: Frame::new(visit, Place::Explain, "Explain"),
            client_id: said("client_id"),
            redirect_uri: said("redirect_uri"),
            told: explanation.map(Told::new),
        }
    }
}

impl Told {
    fn new(explanation: &Explanation) -> Self {
        Told {
            conclusion: conclusion(explanation.conclusion()),
            steps: explanation.steps().iter().map(StepRow::new).collect(),
            effective: explanation.effective().iter().map(Member::new).collect(),
        }
    }
}

impl StepRow {
    fn new(step: &Step) -> Self {
        let (name, class) = match step.is_passed() {
            true => ("passed", "good"),
            false => ("stopped", "bad"),
        };
        StepRow {
            mark: Tag { name, class },
            stage: step.stage().name(),
            words: Said::new(step.words()),
            rule: step.rule(),
            member: step.member(),
            mend: step.mend(),
        }
    }
}

fn conclusion(conclusion: Conclusion) -> Tag {
    let class = match conclusion {
        Conclusion::Accepted | Conclusion::Registered => "good",
        Conclusion::Refused => "bad",
        Conclusion::Unavailable => "warn",
    };
    Tag {
        name: conclusion.name(),
        class,
    }
}
