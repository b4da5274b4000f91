-- What systems call the API with. Read and written by register.tokens only.

-- name: add_token
INSERT INTO api_token (id, token_hash, login, name, scopes, created_by, ends_at)
VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp() + $7::interval)
RETURNING ends_at

-- name: token_by_hash
-- The account behind a token, and whether either still holds. Served by api_token_hash_once and account_pkey.
SELECT t.id, t.scopes, a.login, a.name, a.office, a.role,
       t.revoked_at IS NOT NULL OR a.disabled_at IS NOT NULL AS is_revoked,
       coalesce(t.ends_at <= clock_timestamp(), false) AS has_ended,
       coalesce(t.last_used_at < clock_timestamp() - interval '1 minute', true) AS is_touch_due
  FROM api_token t
  JOIN account a ON a.login = t.login
 WHERE t.token_hash = $1

-- name: touch_token
UPDATE api_token SET last_used_at = clock_timestamp() WHERE id = $1

-- name: revoke_token
-- Nothing when there is no such token, or it was revoked before.
UPDATE api_token SET revoked_at = clock_timestamp() WHERE id = $1 AND revoked_at IS NULL RETURNING login

-- name: tokens
-- Newest first, of an account ($1) or of all.
SELECT t.id, t.login, t.name, a.office, a.role, t.scopes, t.created_at, t.created_by, t.ends_at, t.revoked_at, t.last_used_at
  FROM api_token t
  JOIN account a ON a.login = t.login
 WHERE $1::text IS NULL OR t.login = $1
 ORDER BY t.created_at DESC, t.id
