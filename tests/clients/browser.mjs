// The person's browser: opens what a client asks it to, and goes no further than the redirect.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Opens an authorization URL; returns the URL at the client to which the server sends the person. */
export async function authorize(url) {
  const answer = await open(url);
  assert.equal(answer.status, 303, await answer.text());
  const asked = new URL(url).searchParams;
  const callback = new URL(answer.headers.get('location'));
  if (asked.has('redirect_uri')) {
    assert.equal(callback.origin + callback.pathname, asked.get('redirect_uri'));
    assert.equal(callback.searchParams.get('state'), asked.get('state'));
  }
  return callback;
}

/** Opens an authorization URL that must be refused to the person, who is sent nowhere (T16). */
export async function refused(url, error) {
  const answer = await open(url);
  assert.equal(answer.status, 400);
  assert.equal(answer.headers.get('location'), null);
  assert.match(await answer.text(), new RegExp(error));
}

function open(url) {
  return fetch(url, { redirect: 'manual' });
}

/** Goes through with the first authorization URL that a program writes to `stream`, as a person would. */
export function follow(stream) {
  const seen = { text: '', urls: () => seen.text.match(URLS) ?? [] };
  const opened = new Set();
  stream.setEncoding('utf8').on('data', async (data) => {
    seen.text += data;
    const [url] = seen.urls();
    if (!url || opened.has(url)) return;
    opened.add(url);
    await fetch(await authorize(url));
  });
  return seen;
}

/** A port for a client that listens for its callback. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

const URLS = /^http\S+\/authorize\?\S+(?=\r?\n)/gm;
