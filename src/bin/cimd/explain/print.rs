//! An explanation as text. A publisher's words are escaped: a terminal obeys what it is shown.

use std::fmt;

use tower_cimd::resolve::Explanation;
use tower_cimd::resolve::explanation::Step;

/// An explanation, for a terminal.
pub(crate) struct Text<'a>(pub(crate) &'a Explanation);

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Text(explanation) = self;
        let conclusion = explanation.conclusion().name();
        writeln!(
            f,
            "{conclusion}: {}",
            explanation.client_id().escape_debug()
        )?;
        for step in explanation.steps() {
            write_step(f, step)?;
        }
        if !explanation.effective().is_empty() {
            writeln!(f, "\nwhat the document comes to:")?;
        }
        for member in explanation.effective() {
            let value = member.value.as_deref().unwrap_or("-");
            writeln!(f, "  {:<26} {}", member.member, value.escape_debug())?;
            writeln!(f, "  {:<26}   {}", "", member.because)?;
        }
        Ok(())
    }
}

fn write_step(f: &mut fmt::Formatter<'_>, step: &Step) -> fmt::Result {
    let mark = if step.is_passed() { "ok" } else { "NO" };
    writeln!(f, "  {mark}  {:<12} {}", step.stage().name(), step.words())?;
    let mut line = |name: &str, value: Option<&str>| match value {
        Some(value) => writeln!(f, "      {:<12} {name}: {}", "", value.escape_debug()),
        None => Ok(()),
    };
    line("rule", step.rule())?;
    line("member", step.member())?;
    line("because", step.detail())?;
    line("mend", step.mend())
}
