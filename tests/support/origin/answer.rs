//! What a URL answers.

use std::time::Duration;

use bytes::Bytes;

/// A well-formed answer.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Bytes,
    delay: Duration,
}

/// One step of an answer that need not be well-formed. After the last one the connection is closed as
/// TLS wants it.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Sends bytes.
    Write(Bytes),
    /// Sends bytes one at a time, with a pause after each.
    Drip(Bytes, Duration),
    /// Sends the same bytes again and again, with a pause after each, until the peer is gone.
    Repeat(Bytes, Duration),
    /// Waits.
    Pause(Duration),
    /// Says nothing more until the peer is gone.
    Hang,
    /// Says farewell and ends its own half of the connection, and keeps the other half open.
    HalfClose,
    /// Closes the connection without the farewell of TLS.
    Cut,
    /// Resets the connection.
    Reset,
}

impl Answer {
    pub(crate) fn ok(body: impl Into<Bytes>) -> Answer {
        Answer {
            body: body.into(),
            ..Answer::status(200)
        }
    }

    pub(crate) fn status(status: u16) -> Answer {
        Answer {
            status,
            headers: Vec::new(),
            body: Bytes::new(),
            delay: Duration::ZERO,
        }
    }

    pub(crate) fn with_status(mut self, status: u16) -> Answer {
        self.status = status;
        self
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Answer {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn delay(mut self, delay: Duration) -> Answer {
        self.delay = delay;
        self
    }

    fn head(&self) -> String {
        let mut head = format!("HTTP/1.1 {} Status\r\n", self.status);
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if self.status != 304 {
            head.push_str(&format!("content-length: {}\r\n", self.body.len()));
        }
        head + "connection: close\r\n\r\n"
    }
}

impl Step {
    pub(crate) fn write(bytes: impl Into<Bytes>) -> Step {
        Step::Write(bytes.into())
    }

    pub(crate) fn repeat(bytes: impl Into<Bytes>) -> Step {
        Step::Repeat(bytes.into(), Duration::ZERO)
    }
}

impl From<Answer> for Vec<Step> {
    fn from(answer: Answer) -> Vec<Step> {
        vec![
            Step::Pause(answer.delay),
            Step::write(answer.head()),
            Step::Write(answer.body),
        ]
    }
}
