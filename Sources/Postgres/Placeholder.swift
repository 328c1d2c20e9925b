// Postgres: being built.
