// MartletCLI: being built.
