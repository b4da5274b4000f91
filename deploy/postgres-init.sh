#!/bin/sh
# Makes the two roles and the register's database. The image of PostgreSQL runs it once, on an empty volume.
set -eu

psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  --set temporal="$TEMPORAL_DB_PASSWORD" --set dondoc="$DONDOC_DB_PASSWORD" <<'SQL'
-- Temporal's schema job creates its own two databases.
CREATE ROLE temporal LOGIN CREATEDB PASSWORD :'temporal';
CREATE ROLE dondoc LOGIN PASSWORD :'dondoc';
-- The locale of the embedded database, so that sorting and folding are the same everywhere.
CREATE DATABASE dondoc OWNER dondoc TEMPLATE template0 ENCODING 'UTF8'
  LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C';
SQL
