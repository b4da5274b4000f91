#!/bin/sh
# Creates or updates the schema of Temporal's two databases: before its first start and before every
# upgrade, since a server on an older schema refuses to start. May be repeated.
# Takes host, role and password from SQL_HOST, SQL_USER and SQL_PASSWORD, as temporal-sql-tool does; certificates
# from SQL_TLS and SQL_TLS_CA_FILE. Its own default for SQL_PORT is that of another database.
set -eu

export SQL_PORT="${SQL_PORT:-5432}"

prepare() {
  temporal-sql-tool --plugin postgres12_pgx --db "$1" create
  temporal-sql-tool --plugin postgres12_pgx --db "$1" setup-schema -v 0.0
  temporal-sql-tool --plugin postgres12_pgx --db "$1" update-schema --schema-name "postgresql/v12/$2"
}

prepare temporal temporal
prepare temporal_visibility visibility
