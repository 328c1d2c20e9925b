// SQLText: being built.
