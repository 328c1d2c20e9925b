internal import Glibc
internal import MartletCLI

exit(EntryPoint.run())
