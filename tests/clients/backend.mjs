// Clients with keys, one for each signature algorithm: `backend.mjs FOLDER` makes them and writes what they
// publish, one `URL=FILE` a line for the server's `--document`.

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { generateKeyPair } from 'oauth4webapi';

/** The algorithm, and whether the keys stand in the document or behind its `jwks_uri`. */
const KINDS = [
  ['ES256', 'jwks'],
  ['ES384', 'jwks_uri'],
  ['RS256', 'jwks'],
  ['PS256', 'jwks_uri'],
  ['Ed25519', 'jwks'],
];

export const REDIRECT_URI = 'https://backend.example.com/callback';

if (process.argv[1] === fileURLToPath(import.meta.url)) await publish(process.argv[2]);

/** The clients that were written to `folder`, each with its private key. */
export function clients(folder) {
  return Promise.all(KINDS.map(async ([algorithm]) => {
    const { jwk, parameters } = JSON.parse(readFileSync(`${folder}/${algorithm}.key.json`));
    const key = await crypto.subtle.importKey('jwk', jwk, parameters, false, ['sign']);
    return { algorithm, clientId: clientId(algorithm), key: { key, kid: jwk.kid } };
  }));
}

async function publish(folder) {
  for (const [algorithm, where] of KINDS) {
    const keys = { keys: [await makeKey(folder, algorithm)] };
    if (where === 'jwks') {
      put(folder, clientId(algorithm), document(algorithm, { jwks: keys }));
    } else {
      const url = `https://backend.example.com/keys/${algorithm}`;
      put(folder, clientId(algorithm), document(algorithm, { jwks_uri: url }));
      put(folder, url, keys);
    }
  }
}

/** Keeps the private key and returns the public one. */
async function makeKey(folder, algorithm) {
  const pair = await generateKeyPair(algorithm, { extractable: true });
  const exported = (key) => crypto.subtle.exportKey('jwk', key);
  const named = { kid: `${algorithm} key`, alg: algorithm, use: 'sig' };
  const jwk = { ...(await exported(pair.privateKey)), ...named };
  write(`${folder}/${algorithm}.key.json`, { jwk, parameters: pair.privateKey.algorithm });
  const { key_ops, ext, ...jwkPublic } = await exported(pair.publicKey);
  return { ...jwkPublic, ...named };
}

function document(algorithm, keys) {
  return {
    client_id: clientId(algorithm),
    client_name: `Backend with ${algorithm}`,
    redirect_uris: [REDIRECT_URI],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'private_key_jwt',
    ...keys,
  };
}

function clientId(algorithm) {
  return `https://backend.example.com/clients/${algorithm}.json`;
}

function put(folder, url, value) {
  const file = `${folder}/${encodeURIComponent(url)}`;
  write(file, value);
  console.log(`${url}=${file}`);
}

function write(file, value) {
  writeFileSync(file, JSON.stringify(value), { mode: 0o600 });
}
