import Program

programMain()
