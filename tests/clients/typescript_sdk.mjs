// The TypeScript SDK as an MCP client that is known by a URL: `typescript_sdk.mjs SERVER`.

import assert from 'node:assert/strict';
import { Client, StreamableHTTPClientTransport, UnauthorizedError } from '@modelcontextprotocol/client';

import { authorize, refused } from './browser.mjs';
import { Provider } from './provider.mjs';

const SERVER = process.argv[2];

// Neither document lists these ports: a native client takes whichever is free (RFC 8252 §7.3).
const INFO = { name: 'tower-cimd tests', version: '0.0.0' };

const VSCODE = ['https://vscode.dev/oauth/client-metadata.json', 'http://127.0.0.1:40123/'];
const CLAUDE_CODE = ['https://claude.ai/oauth/claude-code-client-metadata', 'http://localhost:40124/callback'];

await allTheWay(...VSCODE);
await allTheWay(...CLAUDE_CODE);
await aNamedHostsClientCallsTheOtherMount();
await anotherHostsClientIsRefusedThereOnce();
await anUnregisteredRedirectUriIsRefused();

async function allTheWay(clientId, redirectUri) {
  const provider = new Provider(clientId, redirectUri);
  await logIn(provider, '/mcp');
  const client = await connect(provider, '/mcp');
  const caller = `${new URL(clientId).host} with mcp:tools`;
  assert.equal(await call(client, 'whoami'), caller);

  const first = provider.expire();
  assert.equal(await call(client, 'whoami'), caller);
  const second = provider.tokens();
  assert.notEqual(second.access_token, first.access_token);
  assert.notEqual(second.refresh_token, first.refresh_token);
  assert.equal(provider.opened, 1, 'a refresh asks nobody');

  // A refresh token that was used before ends the grant, and the person is asked again.
  provider.saveTokens({ ...second, access_token: 'expired', refresh_token: first.refresh_token });
  await assert.rejects(call(client, 'whoami'), UnauthorizedError);
  assert.equal(provider.opened, 2);
  provider.saveTokens(second);
  await assert.rejects(call(client, 'whoami'), UnauthorizedError);
  await client.close();
}

async function aNamedHostsClientCallsTheOtherMount() {
  const provider = new Provider(...VSCODE);
  await logIn(provider, '/mcp/admin');
  const client = await connect(provider, '/mcp/admin');
  assert.equal(await call(client, 'restart'), 'restarted for vscode.dev with mcp:admin');
  await client.close();
}

/** The SDK takes some refusals as a reason to authorize anew; this one it must not. */
async function anotherHostsClientIsRefusedThereOnce() {
  const provider = new Provider(...CLAUDE_CODE);
  await logIn(provider, '/mcp/admin');
  await assert.rejects(connect(provider, '/mcp/admin'), (error) => !(error instanceof UnauthorizedError));
  assert.equal(provider.opened, 1);
}

async function anUnregisteredRedirectUriIsRefused() {
  for (const redirectUri of ['http://127.0.0.1:40123/elsewhere', 'https://attacker.example/']) {
    const provider = new Provider(VSCODE[0], redirectUri);
    await assert.rejects(connect(provider, '/mcp'), UnauthorizedError);
    await refused(provider.authorizationUrl, 'redirect_uri');
  }
}

/** Discovery, authorization and the code for tokens. */
async function logIn(provider, path) {
  const transport = transportOf(provider, path);
  await assert.rejects(new Client(INFO).connect(transport), UnauthorizedError);
  const asked = provider.authorizationUrl.searchParams;
  assert.equal(asked.get('client_id'), provider.clientMetadataUrl);
  assert.equal(asked.get('resource'), SERVER + path);
  const callback = await authorize(provider.authorizationUrl);
  await transport.finishAuth(callback.searchParams);
  assert.ok(provider.tokens().access_token);
  assert.ok(provider.tokens().refresh_token);
}

async function connect(provider, path) {
  const client = new Client(INFO);
  await client.connect(transportOf(provider, path));
  return client;
}

async function call(client, name) {
  const result = await client.callTool({ name, arguments: {} });
  return result.content[0].text;
}

function transportOf(provider, path) {
  return new StreamableHTTPClientTransport(new URL(path, SERVER), { authProvider: provider });
}
