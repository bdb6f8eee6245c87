CREATE TABLE IF NOT EXISTS users (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    password TEXT NOT NULL -- Argon2, as a PHC string
);

CREATE TABLE IF NOT EXISTS sessions (
    hash TEXT PRIMARY KEY,
    csrf TEXT NOT NULL,
    user INTEGER NOT NULL REFERENCES users,
    expires INTEGER NOT NULL
);

CREATE TABLE IF NOT EXISTS clients (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    secret TEXT, -- hashed; a public client has none
    redirect_uris TEXT NOT NULL, -- separated by spaces
    scope TEXT NOT NULL,
    notice TEXT -- what a person should read before allowing it
);

-- Authorization requests that wait for a person, as JSON.
CREATE TABLE IF NOT EXISTS requests (
    id TEXT PRIMARY KEY,
    session TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
    asked TEXT NOT NULL,
    expires INTEGER NOT NULL
);

-- What a person has allowed: the request again, and who.
CREATE TABLE IF NOT EXISTS grants (
    id TEXT PRIMARY KEY,
    user INTEGER NOT NULL REFERENCES users,
    asked TEXT NOT NULL,
    revoked INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE IF NOT EXISTS tokens (
    hash TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('code', 'access', 'refresh')),
    of_grant TEXT NOT NULL REFERENCES grants,
    scope TEXT NOT NULL,
    expires INTEGER NOT NULL,
    used INTEGER NOT NULL DEFAULT 0
);
