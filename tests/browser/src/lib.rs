//! The operator's page in Chromium: see `tests/page`, and `run`, which installs what it needs.
