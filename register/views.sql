-- Lists that people keep. Read and written by register.views only.

-- name: views_for
-- An account's own ($1), the unnamed one first, then what others share with its office ($2).
SELECT v.login, v.name, v.query, v.office IS NOT NULL AS is_shared
  FROM list_view v
 WHERE v.login = $1
UNION ALL
SELECT v.login, v.name, v.query, true
  FROM list_view v
 WHERE v.office = $2 AND v.login <> $1
 ORDER BY 2, 1

-- name: keep_view
-- Kept, or changed; nothing when the account has as many as it may ($5) and this name is not among them.
INSERT INTO list_view (login, name, query, office)
SELECT $1::text, $2::text, $3, $4
 WHERE (SELECT count(*) FROM list_view v WHERE v.login = $1 AND v.name <> $2) < $5
    ON CONFLICT (login, name) DO UPDATE SET query = excluded.query, office = excluded.office, kept_at = excluded.kept_at
RETURNING name

-- name: drop_view
DELETE FROM list_view WHERE login = $1 AND name = $2 RETURNING name
