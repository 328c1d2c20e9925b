// ProjectGraph: being built.
