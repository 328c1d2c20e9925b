// Execution: being built.
