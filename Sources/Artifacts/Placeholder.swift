// Artifacts: being built.
