// ProjectModel: being built.
