// ProjectLoading: being built.
