//! A Redis server of the test's own.

use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use tokio::time::sleep;

/// A server on a free port of `127.0.0.1`, which ends with this value.
pub(crate) struct RedisServer {
    address: SocketAddr,
    process: Child,
}

impl RedisServer {
    /// `None` where there is no such program on this machine, which is said.
    pub(crate) async fn start() -> Option<RedisServer> {
        for _ in 0..5 {
            let address = free_address();
            let mut server = RedisServer {
                address,
                process: launch(address)?,
            };
            // Somebody else may have taken the port meanwhile.
            if server.is_ready().await {
                return Some(server);
            }
        }
        panic!("redis-server does not start");
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://{}", self.address)
    }

    /// A second connection, as an attacker may have it.
    pub(crate) async fn connect(&self) -> MultiplexedConnection {
        let client = redis::Client::open(self.url()).unwrap();
        client.get_multiplexed_async_connection().await.unwrap()
    }

    pub(crate) fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Starts it again, empty, where it was.
    pub(crate) async fn restart(&mut self) {
        self.process = launch(self.address).unwrap();
        assert!(self.is_ready().await, "redis-server does not start again");
    }

    /// Lets it answer nobody, though it takes connections.
    pub(crate) fn freeze(&self) {
        self.signal("-STOP");
    }

    pub(crate) fn thaw(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        let id = self.process.id().to_string();
        let done = Command::new("kill").args([signal, &id]).status().unwrap();
        assert!(done.success());
    }

    async fn is_ready(&mut self) -> bool {
        let client = redis::Client::open(self.url()).unwrap();
        for _ in 0..500 {
            if client.get_multiplexed_async_connection().await.is_ok() {
                return true;
            }
            if self.process.try_wait().unwrap().is_some() {
                return false;
            }
            sleep(Duration::from_millis(20)).await;
        }
        false
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn free_address() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap()
}

fn launch(address: SocketAddr) -> Option<Child> {
    let started = Command::new("redis-server")
        .args(["--bind", "127.0.0.1", "--port", &address.port().to_string()])
        .args(["--save", "", "--appendonly", "no"])
        .args(["--maxmemory-policy", "noeviction"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    match started {
        Ok(process) => Some(process),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let required = std::env::var("TOWER_CIMD_REDIS").is_ok_and(|value| value == "required");
            assert!(!required, "there is no redis-server on this machine");
            crate::left_out("there is no redis-server on this machine");
            None
        }
        Err(error) => panic!("redis-server: {error}"),
    }
}
