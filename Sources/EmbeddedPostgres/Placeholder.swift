// EmbeddedPostgres: being built.
