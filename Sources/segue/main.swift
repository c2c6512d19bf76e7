import Program

programMain(CommandLine.arguments)
