// Adapter: being built.
