// Events: being built.
