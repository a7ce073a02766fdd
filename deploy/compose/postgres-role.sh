#!/bin/sh
# Run once, when the database is made: the role of the services neither owns tables nor passes row-level security.
set -eu
psql -v ON_ERROR_STOP=1 -v password="$TIDEGAUGE_POSTGRES_PASSWORD" -U "$POSTGRES_USER" -d "$POSTGRES_DB" <<'SQL'
CREATE ROLE tidegauge LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD :'password';
SQL
