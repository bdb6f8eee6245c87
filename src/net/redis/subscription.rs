//! What is published on a channel.

use std::future::poll_fn;
use std::pin::Pin;

use bytes::Bytes;
use futures_core::Stream;
use redis::Client;
use redis::aio::{PubSubSink, PubSubStream};

use crate::resolve::fetch::BoxFuture;
use crate::resolve::store::{StoreError, Subscription};

/// A subscription, on a connection of its own.
pub(crate) struct RedisSubscription {
    sink: PubSubSink,
    messages: PubSubStream,
}

impl RedisSubscription {
    pub(crate) async fn open(client: &Client, channel: &str) -> redis::RedisResult<Self> {
        let mut connection = client.get_async_pubsub().await?;
        connection.subscribe(channel).await?;
        let (sink, messages) = connection.split();
        Ok(RedisSubscription { sink, messages })
    }
}

impl Subscription for RedisSubscription {
    fn next(&mut self) -> BoxFuture<'_, Result<Bytes, StoreError>> {
        Box::pin(async {
            let next = poll_fn(|context| Pin::new(&mut self.messages).poll_next(context)).await;
            let message = next.ok_or_else(|| StoreError::new("the subscription has ended"))?;
            Ok(Bytes::copy_from_slice(message.get_payload_bytes()))
        })
    }

    fn ping(&mut self) -> BoxFuture<'_, Result<(), StoreError>> {
        Box::pin(async {
            let pong = self.sink.ping::<redis::Value>().await;
            pong.map(drop).map_err(StoreError::new)
        })
    }
}
