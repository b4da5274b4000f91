-- People, their sessions and tokens, what they did beside the log, and drafts of intake. Read and
-- written by register.accounts and register.drafts only.

-- name: count_accounts
SELECT count(*) FROM account

-- name: add_account
-- Nothing when the login is taken.
INSERT INTO account (login, name, office, role, password_hash, must_change, created_by)
VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (login) DO NOTHING
RETURNING login

-- name: account_by_login
SELECT login, name, office, role, password_hash, must_change, created_at, disabled_at
  FROM account
 WHERE login = $1

-- name: accounts
SELECT login, name, office, role, must_change, created_at, disabled_at,
       (SELECT max(s.seen_at) FROM session s WHERE s.login = account.login) AS seen_at
  FROM account
 ORDER BY disabled_at IS NOT NULL, office, login

-- name: set_password
UPDATE account SET password_hash = $2, must_change = $3, password_set_at = clock_timestamp() WHERE login = $1 RETURNING login

-- name: change_account
-- Name, office and role; disabled at an instant, or not.
UPDATE account SET name = $2, office = $3, role = $4, disabled_at = CASE WHEN $5 THEN coalesce(disabled_at, clock_timestamp()) END
 WHERE login = $1
RETURNING login

-- name: open_session
INSERT INTO session (id_hash, login, ends_at, address, agent)
VALUES ($1, $2, clock_timestamp() + $3::interval, $4, $5)

-- name: session_by_hash
-- The account behind a session that has neither ended nor been revoked. Served by the primary keys.
SELECT a.login, a.name, a.office, a.role, a.must_change, s.opened_at, s.seen_at,
       s.seen_at < clock_timestamp() - interval '1 minute' AS is_due
  FROM session s
  JOIN account a ON a.login = s.login
 WHERE s.id_hash = $1 AND s.revoked_at IS NULL AND a.disabled_at IS NULL
   AND s.ends_at > clock_timestamp() AND s.seen_at > clock_timestamp() - $2::interval

-- name: touch_session
-- Written at most once a minute for each session.
UPDATE session SET seen_at = clock_timestamp() WHERE id_hash = $1 AND seen_at < clock_timestamp() - interval '1 minute'

-- name: revoke_session
-- One's own session, or anybody's for an administrator ($2 null).
UPDATE session SET revoked_at = clock_timestamp()
 WHERE id_hash = $1 AND revoked_at IS NULL AND ($2::text IS NULL OR login = $2)
RETURNING login

-- name: revoke_sessions_of
-- All of an account but one ($2), which may be empty.
UPDATE session SET revoked_at = clock_timestamp() WHERE login = $1 AND id_hash <> $2 AND revoked_at IS NULL

-- name: sessions_of
-- Those that still sign somebody in, newest first.
SELECT id_hash, opened_at, seen_at, ends_at, address, agent
  FROM session
 WHERE login = $1 AND revoked_at IS NULL AND ends_at > clock_timestamp() AND seen_at > clock_timestamp() - $2::interval
 ORDER BY opened_at DESC

-- name: record_access
INSERT INTO access_log (act, login, address, subject, said) VALUES ($1, $2, $3, $4, $5)

-- name: refused_of_late
-- How often this login, and this address, were refused within the span. Served by the two partial indexes.
SELECT (SELECT count(*) FROM access_log WHERE act = 'sign_in_refused' AND login = $1 AND at > clock_timestamp() - $3::interval) AS of_login,
       (SELECT count(*) FROM access_log WHERE act = 'sign_in_refused' AND address = $2 AND at > clock_timestamp() - $3::interval) AS of_address

-- name: access_entries
-- Newest first, before an id ($1) when one is given.
SELECT id, at, act, login, address, subject, said
  FROM access_log
 WHERE $1::bigint IS NULL OR id < $1
 ORDER BY id DESC
 LIMIT $2
