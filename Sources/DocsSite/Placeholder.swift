// DocsSite: being built.
