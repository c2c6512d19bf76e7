extension Wording {
    /// Names the words a fan agrees to when they leave an address: `de-` and 16 hexadecimal digits
    /// that change with any of these words. Forms carry it as `wording`; it is stored as the proof.
    public var consentVersion: String {
        let shown: [Phrase] = [
            .remindTitle, .remindSend, .remindTerms, .newsConsent, .newsSend, .newsTerms,
        ]
        // FNV-1a: no secret, only the same on every machine and in every build.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for phrase in shown {
            for byte in Array(text(phrase).utf8) + [0] {
                hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
            }
        }
        let digits = String(hash, radix: 16)
        return "\(tag)-" + String(repeating: "0", count: 16 - digits.count) + digits
    }
}
