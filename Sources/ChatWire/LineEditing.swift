/// Corrections that a raw terminal sends with the line instead of making them itself.
///
/// In plain mode a backspace (BS or DEL, or telnet's EC) takes back the character before it, and NAK
/// (Control-U, or telnet's EL) all before it. In JSON mode texts are taken as they are.
enum LineEditing {
    static let eraseCharacter: UInt8 = 0x08
    static let eraseLine: UInt8 = 0x15

    /// - Returns: `line` with its corrections made; nil if it has none.
    static func edited(_ line: LineBytes) -> [UInt8]? {
        let isEdited = line.contains { $0 == 0x7F || $0 == eraseCharacter || $0 == eraseLine }
        guard isEdited else { return nil }
        var kept: [UInt8] = []
        for byte in line {
            switch byte {
            case eraseLine: kept.removeAll()
            case eraseCharacter, 0x7F:
                while let last = kept.popLast(), last & 0xC0 == 0x80 {}
            default: kept.append(byte)
            }
        }
        return kept
    }
}
