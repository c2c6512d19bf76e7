import Testing

@testable import Program

struct ProgramCodeTests {
    @Test func `only what can neither be written nor has been is let go of`() {
        let smaps = """
            00001000-00003000 r--p 00000000 fd:00 7                          /usr/bin/segue
            Size:                  8 kB
            Anonymous:             0 kB
            VmFlags: rd mr mw me sd
            00003000-00009000 r-xp 00002000 fd:00 7                          /usr/bin/segue (deleted)
            Anonymous:             0 kB
            00009000-0000a000 r--p 00008000 fd:00 7                          /usr/bin/segue
            Anonymous:             4 kB
            0000a000-0000b000 rw-p 00009000 fd:00 7                          /usr/bin/segue
            Anonymous:             0 kB
            0000b000-0000c000 r--s 00000000 fd:00 8                          /srv/country.mmdb
            Anonymous:             0 kB
            0000c000-0000d000 r-xp 00000000 00:00 0                          [vdso]
            Anonymous:             0 kB
            0000d000-0000e000 r--p 00000000 00:00 0
            Anonymous:             0 kB
            """
        #expect(ProgramCode.mappings(in: smaps) == [0x1000..<0x3000, 0x3000..<0x9000])
    }

    @Test(arguments: ["", "\n\n", "zz-1 r-xp 0 0 0 /x\nAnonymous: 0 kB", "Anonymous: 0 kB"])
    func `what is no such text names nothing`(text: String) {
        #expect(ProgramCode.mappings(in: text).isEmpty)
    }

    @Test func `letting go leaves less resident, and all of it still runs`() throws {
        let before = try residentKiB()
        ProgramCode.letGo()
        #expect(try residentKiB() < before)
    }

    /// What of files is resident in this process (proc_pid_status(5)).
    private func residentKiB() throws -> Int {
        let status = String(decoding: try ProgramFile.read("/proc/self/status"), as: UTF8.self)
        let line = try #require(
            status.split(separator: "\n").first { $0.hasPrefix("RssFile:") })
        return try #require(Int(line.filter(\.isNumber)))
    }
}
