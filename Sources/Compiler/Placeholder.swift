// Compiler: being built.
