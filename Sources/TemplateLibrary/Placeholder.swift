// TemplateLibrary: being built.
