//! What the peer needs to find its clients.

use std::process::Command;
use std::time::Duration;

use crate::clients::client_id_on;
use crate::process;
use crate::publisher::Publisher;
use crate::server;

/// A client that is published where the peer finds it: it asks the system for addresses, and this is
/// the host that every system finds on loopback.
pub(crate) fn client_id(number: usize, publisher: &Publisher) -> String {
    publisher.http1(HOST);
    let client_id = client_id_on(HOST, number, publisher.port());
    publisher.publish(&client_id, Duration::ZERO);
    client_id
}

/// The peer as a process. Its HTTP client looks for the authorities of the system at each fetch.
pub(crate) fn command(publisher: &Publisher) -> Command {
    let mut command = process::command(server::PEER, &[]);
    command.env("SSL_CERT_FILE", publisher.root_file());
    command
}

const HOST: &str = "localhost";
