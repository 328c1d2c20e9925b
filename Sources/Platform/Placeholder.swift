// Platform: being built.
