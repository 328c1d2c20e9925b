// Jinja: being built.
