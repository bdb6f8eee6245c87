//! A recorder of metrics that a test can read.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use metrics::{
    Counter, CounterFn, Gauge, GaugeFn, Histogram, HistogramFn, Key, KeyName, LocalRecorderGuard,
    Metadata, Recorder, SharedString, Unit,
};

type Values = Arc<Mutex<BTreeMap<String, Vec<f64>>>>;

/// Every series by its name and labels. Clones share them.
#[derive(Clone, Default)]
pub(crate) struct Recorded(Values);

struct Series {
    key: String,
    values: Values,
}

impl Recorded {
    /// Has what this thread records come here.
    pub(crate) fn install(&self) -> LocalRecorderGuard<'_> {
        metrics::set_default_local_recorder(self)
    }

    /// `name{label=value,…}=value …` of every series whose name starts with `name`; a histogram has
    /// each of its values.
    pub(crate) fn of(&self, name: &str) -> Vec<String> {
        let values = self.0.lock().unwrap();
        let series = values.iter().filter(|(key, _)| key.starts_with(name));
        series
            .map(|(key, values)| {
                let values: Vec<_> = values.iter().map(f64::to_string).collect();
                format!("{key}={}", values.join(" "))
            })
            .collect()
    }

    fn series(&self, key: &Key) -> Arc<Series> {
        let labels: Vec<_> = key
            .labels()
            .map(|label| format!("{}={}", label.key(), label.value()))
            .collect();
        Arc::new(Series {
            key: format!("{}{{{}}}", key.name(), labels.join(",")),
            values: Arc::clone(&self.0),
        })
    }
}

impl Series {
    fn change(&self, change: impl FnOnce(&mut Vec<f64>)) {
        change(
            self.values
                .lock()
                .unwrap()
                .entry(self.key.clone())
                .or_default(),
        );
    }

    fn add(&self, value: f64) {
        self.change(|values| *values = vec![values.first().unwrap_or(&0.0) + value]);
    }
}

impl CounterFn for Series {
    fn increment(&self, value: u64) {
        self.add(value as f64);
    }

    fn absolute(&self, value: u64) {
        self.change(|values| *values = vec![value as f64]);
    }
}

impl GaugeFn for Series {
    fn increment(&self, value: f64) {
        self.add(value);
    }

    fn decrement(&self, value: f64) {
        self.add(-value);
    }

    fn set(&self, value: f64) {
        self.change(|values| *values = vec![value]);
    }
}

impl HistogramFn for Series {
    fn record(&self, value: f64) {
        self.change(|values| values.push(value));
    }
}

impl Recorder for Recorded {
    fn describe_counter(&self, key: KeyName, _: Option<Unit>, text: SharedString) {
        self.describe(&key, &text);
    }

    fn describe_gauge(&self, key: KeyName, _: Option<Unit>, text: SharedString) {
        self.describe(&key, &text);
    }

    fn describe_histogram(&self, key: KeyName, _: Option<Unit>, text: SharedString) {
        self.describe(&key, &text);
    }

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        Counter::from_arc(self.series(key))
    }

    fn register_gauge(&self, key: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::from_arc(self.series(key))
    }

    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::from_arc(self.series(key))
    }
}

impl Recorded {
    fn describe(&self, key: &KeyName, text: &SharedString) {
        let described = format!("described {}: {text}", key.as_str());
        self.0.lock().unwrap().insert(described, Vec::new());
    }
}
