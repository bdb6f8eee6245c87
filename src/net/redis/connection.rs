//! One connection for all commands, made anew when it is needed.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use redis::aio::MultiplexedConnection;
use redis::{Client, Cmd, FromRedisValue, RedisResult};

/// Sends commands over one connection at a time.
///
/// A command that fails, or is dropped before it has an answer, takes the connection with it: on a
/// connection that hangs, every further command would hang. The next command makes a new one.
pub(crate) struct Connection {
    client: Client,
    open: Arc<Mutex<Open>>,
}

#[derive(Default)]
struct Open {
    connection: Option<MultiplexedConnection>,
    /// How many connections there have been, so that an old command closes no new connection.
    made: u64,
}

impl Connection {
    pub(crate) fn new(client: Client) -> Self {
        Connection {
            client,
            open: Arc::default(),
        }
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// The answer to `command`.
    pub(crate) async fn run<T: FromRedisValue>(&self, command: &Cmd) -> RedisResult<T> {
        let (mut connection, made) = self.connect().await?;
        let closing = Closing {
            open: Arc::clone(&self.open),
            made,
            done: false,
        };
        let answer = command.query_async(&mut connection).await?;
        closing.done();
        Ok(answer)
    }

    /// Several commands may find no connection at once. Each makes one, and the last one is kept.
    async fn connect(&self) -> RedisResult<(MultiplexedConnection, u64)> {
        {
            let open = lock(&self.open);
            if let Some(connection) = &open.connection {
                return Ok((connection.clone(), open.made));
            }
        }
        let connection = self.client.get_multiplexed_async_connection().await?;
        let mut open = lock(&self.open);
        open.made += 1;
        open.connection = Some(connection.clone());
        Ok((connection, open.made))
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_open = lock(&self.open).connection.is_some();
        f.debug_struct("Connection")
            .field("is_open", &is_open)
            .finish_non_exhaustive()
    }
}

/// Closes the connection when it is dropped, unless the command is done.
struct Closing {
    open: Arc<Mutex<Open>>,
    made: u64,
    done: bool,
}

impl Closing {
    fn done(mut self) {
        self.done = true;
    }
}

impl Drop for Closing {
    fn drop(&mut self) {
        let mut open = lock(&self.open);
        if !self.done && open.made == self.made {
            open.connection = None;
        }
    }
}

fn lock(open: &Mutex<Open>) -> MutexGuard<'_, Open> {
    open.lock().unwrap_or_else(PoisonError::into_inner)
}
