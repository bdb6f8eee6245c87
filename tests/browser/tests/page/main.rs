//! The operator's page in Chromium, with JavaScript and without. `tests/browser/run` says where axe-core is.

mod browser;
mod world;

mod accessible;
mod hostile;
mod shots;
mod steps;
