// oauth4webapi as a client with a key: `oauth4webapi.mjs SERVER FOLDER`, the folder of `backend.mjs`.

import assert from 'node:assert/strict';
import * as oauth from 'oauth4webapi';

import { REDIRECT_URI, clients } from './backend.mjs';
import { authorize, refused } from './browser.mjs';

const [SERVER, FOLDER] = process.argv.slice(2);
const HTTP = { [oauth.allowInsecureRequests]: true };
const TOOLS = { scope: 'mcp:tools', resource: `${SERVER}/mcp` };

const server = await discover();
const all = await Promise.all((await clients(FOLDER)).map(authenticated));
for (const client of all) {
  await allTheWay(client);
  await aRevokedTokenIsInactive(client);
  await aReplayedAssertionIsRefused(client);
  await aCodeOutlivesWhoeverIsNotItsClient(client);
}
await anotherClientsKeyIsRefused(...all);
await anotherClientsTokenIsInactive(...all);
await anUnregisteredRedirectUriIsRefused(all[0]);

async function discover() {
  const issuer = new URL(SERVER);
  const answer = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...HTTP });
  const metadata = await oauth.processDiscoveryResponse(issuer, answer);
  assert.equal(metadata.client_id_metadata_document_supported, true);
  assert.deepEqual(metadata.token_endpoint_auth_methods_supported, ['none', 'private_key_jwt']);
  return metadata;
}

async function allTheWay(client) {
  const tokens = await logIn(client);
  assert.equal(await callMcp(tokens), 200);
  const seen = await introspect(client, tokens);
  assert.equal(seen.active, true);
  assert.equal(seen.client_id, client.client_id);
  assert.equal(seen.scope, 'mcp:tools');
  assert.equal(seen.aud, `${SERVER}/mcp`);

  const refreshed = await refresh(client, tokens);
  assert.notEqual(refreshed.access_token, tokens.access_token);
  assert.notEqual(refreshed.refresh_token, tokens.refresh_token);
  assert.equal(await callMcp(refreshed), 200);

  await refuses('invalid_grant', refresh(client, tokens));
  assert.equal(await callMcp(refreshed), 401, 'the second use of a refresh token ends the grant');
}

async function aRevokedTokenIsInactive(client) {
  const tokens = await logIn(client);
  assert.equal((await introspect(client, tokens)).active, true);
  const answer = await oauth.revocationRequest(server, client, client.auth, tokens.access_token, HTTP);
  await oauth.processRevocationResponse(answer);
  assert.deepEqual(await introspect(client, tokens), { active: false });
  assert.equal(await callMcp(tokens), 401);
  await refuses('invalid_grant', refresh(client, tokens));
}

async function aReplayedAssertionIsRefused(client) {
  const tokens = await logIn(client);
  let replay;
  const spy = (url, options) => {
    replay = () => fetch(url, options);
    return fetch(url, options);
  };
  assert.equal((await introspect(client, tokens, { [oauth.customFetch]: spy })).active, true);
  const answer = await replay();
  assert.ok([400, 401].includes(answer.status), `${answer.status}`);
  assert.equal((await answer.json()).error, 'invalid_client');
}

async function aCodeOutlivesWhoeverIsNotItsClient(client) {
  const { callback, verifier } = await askFor(client, await push(client));
  const redeem = (auth) => exchange({ ...client, auth }, callback, verifier);
  await refuses('invalid_client', redeem(oauth.None()));
  await refuses('invalid_client', redeem(oauth.PrivateKeyJwt(await someKey(client.algorithm))));
  const late = { [oauth.modifyAssertion]: (_, claims) => { claims.exp = claims.iat - 600; } };
  await refuses('invalid_client', redeem(oauth.PrivateKeyJwt(client.key, late)));
  const elsewhere = { [oauth.modifyAssertion]: (_, claims) => { claims.aud = 'https://as.example/'; } };
  await refuses('invalid_client', redeem(oauth.PrivateKeyJwt(client.key, elsewhere)));
  assert.ok((await redeem(client.auth)).access_token);
}

async function anotherClientsKeyIsRefused(client, other) {
  const impostor = { ...client, auth: other.auth };
  await refuses('invalid_client', push(impostor));
}

async function anotherClientsTokenIsInactive(client, other) {
  const tokens = await logIn(client);
  assert.deepEqual(await introspect(other, tokens), { active: false });
  assert.equal((await introspect(client, tokens)).active, true);
}

async function anUnregisteredRedirectUriIsRefused(client) {
  const redirect_uri = 'https://attacker.example/callback';
  await refuses('invalid_request', push(client, { redirect_uri }));
  const url = new URL(server.authorization_endpoint);
  const challenge = await oauth.calculatePKCECodeChallenge(oauth.generateRandomCodeVerifier());
  const asked = { client_id: client.client_id, response_type: 'code', redirect_uri, ...TOOLS };
  const pkce = { code_challenge: challenge, code_challenge_method: 'S256' };
  url.search = new URLSearchParams({ ...asked, ...pkce });
  await refused(url, 'redirect_uri');
}

/** A pushed request, the person's yes and the code for tokens. */
async function logIn(client) {
  const { callback, verifier } = await askFor(client, await push(client));
  return exchange(client, callback, verifier);
}

async function push(client, changes) {
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const request = {
    response_type: 'code',
    redirect_uri: REDIRECT_URI,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    ...TOOLS,
    ...changes,
  };
  const answer = await oauth.pushedAuthorizationRequest(server, client, client.auth, request, HTTP);
  const { request_uri } = await oauth.processPushedAuthorizationResponse(server, client, answer);
  return { request_uri, verifier, state };
}

async function askFor(client, { request_uri, verifier, state }) {
  const url = new URL(server.authorization_endpoint);
  url.search = new URLSearchParams({ client_id: client.client_id, request_uri });
  const callback = await authorize(url);
  assert.equal(callback.origin + callback.pathname, REDIRECT_URI);
  await refused(url, 'invalid_request_uri');
  return { callback: oauth.validateAuthResponse(server, client, callback, state), verifier };
}

async function exchange(client, callback, verifier) {
  const answer = await oauth.authorizationCodeGrantRequest(
    server, client, client.auth, callback, REDIRECT_URI, verifier, HTTP,
  );
  return oauth.processAuthorizationCodeResponse(server, client, answer);
}

async function refresh(client, { refresh_token }) {
  const answer = await oauth.refreshTokenGrantRequest(server, client, client.auth, refresh_token, HTTP);
  return oauth.processRefreshTokenResponse(server, client, answer);
}

async function introspect(client, { access_token }, options) {
  const asked = { ...HTTP, ...options };
  const answer = await oauth.introspectionRequest(server, client, client.auth, access_token, asked);
  return oauth.processIntrospectionResponse(server, client, answer);
}

/** The status of the MCP server's answer to one who presents the token. */
async function callMcp({ access_token }) {
  const url = new URL(TOOLS.resource);
  const headers = new Headers({ 'content-type': 'application/json', accept: 'application/json, text/event-stream' });
  const about = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'tests', version: '0' } };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: about });
  try {
    const answer = await oauth.protectedResourceRequest(access_token, 'POST', url, headers, body, HTTP);
    await answer.body.cancel();
    return answer.status;
  } catch (error) {
    return error.status;
  }
}

async function refuses(error, request) {
  await assert.rejects(request, (refusal) => {
    assert.equal(refusal.error ?? refusal.cause?.[0]?.parameters.error, error, refusal);
    return true;
  });
}

function authenticated({ algorithm, clientId, key }) {
  return { client_id: clientId, algorithm, key, auth: oauth.PrivateKeyJwt(key) };
}

/** A key that nobody publishes, under the name of one that somebody does. */
async function someKey(algorithm) {
  const { privateKey } = await oauth.generateKeyPair(algorithm);
  return { key: privateKey, kid: `${algorithm} key` };
}
