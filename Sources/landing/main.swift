internal import ArgumentParser

LandingCommand.main()
