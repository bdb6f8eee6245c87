//! What was measured, beside what it should be.
#![allow(dead_code, reason = "every program uses a part of its own")]

use std::fmt;

use serde_json::json;

/// One figure, printed as a line of JSON when it is known and in a table at the end.
pub(crate) struct Figure {
    scenario: &'static str,
    name: String,
    median: f64,
    /// The lower and the upper quartile.
    spread: (f64, f64),
    unit: &'static str,
    target: Option<Target>,
}

/// What a figure should be.
#[derive(Clone, Copy)]
pub(crate) enum Target {
    AtLeast(f64),
    AtMost(f64),
    Exactly(f64),
}

/// All figures of a run.
#[derive(Default)]
pub(crate) struct Report {
    figures: Vec<Figure>,
}

impl Figure {
    /// The median of `samples`.
    pub(crate) fn of(
        scenario: &'static str,
        name: impl Into<String>,
        samples: impl IntoIterator<Item = f64>,
        unit: &'static str,
    ) -> Figure {
        let mut samples: Vec<_> = samples.into_iter().collect();
        samples.sort_by(f64::total_cmp);
        let at = |part: f64| samples[((samples.len() - 1) as f64 * part).round() as usize];
        Figure {
            scenario,
            name: name.into(),
            median: at(0.5),
            spread: (at(0.25), at(0.75)),
            unit,
            target: None,
        }
    }

    pub(crate) fn target(mut self, target: Target) -> Figure {
        self.target = Some(target);
        self
    }

    fn is_met(&self) -> Option<bool> {
        self.target.map(|target| target.holds(self.median))
    }

    fn to_json(&self) -> serde_json::Value {
        json!({
            "scenario": self.scenario,
            "figure": self.name,
            "value": rounded(self.median),
            "low": rounded(self.spread.0),
            "high": rounded(self.spread.1),
            "unit": self.unit,
            "target": self.target.map(|target| target.to_string()),
            "met": self.is_met(),
        })
    }
}

impl Target {
    fn holds(self, value: f64) -> bool {
        match self {
            Target::AtLeast(least) => value >= least,
            Target::AtMost(most) => value <= most,
            Target::Exactly(only) => value == only,
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Target::AtLeast(least) => write!(f, ">= {least}"),
            Target::AtMost(most) => write!(f, "<= {most}"),
            Target::Exactly(only) => write!(f, "= {only}"),
        }
    }
}

impl Report {
    pub(crate) fn add(&mut self, figure: Figure) {
        println!("{}", figure.to_json());
        self.figures.push(figure);
    }

    /// To the standard error stream, so that the other one holds nothing but JSON.
    pub(crate) fn print_table(&self) {
        eprintln!(
            "\n{:<13} {:<48} {:>10} {:>21}  {:<12} {:<9} verdict",
            "scenario", "figure", "median", "quartiles", "unit", "target"
        );
        for figure in &self.figures {
            let (low, high) = figure.spread;
            let quartiles = format!("{} to {}", rounded(low), rounded(high));
            let target = figure.target.map(|target| target.to_string());
            let verdict = figure.is_met().map_or("", |met| match met {
                true => "met",
                false => "NOT MET",
            });
            eprintln!(
                "{:<13} {:<48} {:>10} {quartiles:>21}  {:<12} {:<9} {verdict}",
                figure.scenario,
                figure.name,
                rounded(figure.median),
                figure.unit,
                target.unwrap_or_default(),
            );
        }
    }
}

/// Three places, which is more than any of these is good for.
fn rounded(value: f64) -> f64 {
    (value * 1e3).round() / 1e3
}
