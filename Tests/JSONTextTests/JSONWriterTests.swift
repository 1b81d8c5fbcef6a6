import JSONText
import Testing

struct JSONWriterTests {
    private func written(_ body: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        body(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test func putsCommasWhereTheyBelong() {
        let text = written { writer in
            writer.beginObject()
            writer.key("a")
            writer.integer(1)
            writer.key("b")
            writer.beginArray()
            writer.beginObject()
            writer.endObject()
            writer.bool(true)
            writer.null()
            writer.raw(Array("[0]".utf8))
            writer.endArray()
            writer.key(named: "c")
            writer.string("x")
            writer.endObject()
            writer.endLine()
            writer.beginArray()
            writer.endArray()
        }
        #expect(text == "{\"a\":1,\"b\":[{},true,null,[0]],\"c\":\"x\"}\n[]")
    }

    @Test func numbersAreShortest() {
        #expect(written { $0.number(0.93 as Float) } == "0.93")
        #expect(written { $0.number(0.1) } == "0.1")
        #expect(written { $0.number(Double.nan) } == "null")
        #expect(written { $0.integer(Int64.min) } == "-9223372036854775808")
        #expect(written { $0.integer(-7) } == "-7")
        #expect(written { $0.number(1e22) } == "1e+22")
    }

    @Test func whatATerminalActsOnIsEscaped() {
        #expect(
            written { $0.string("a\u{1B}[2J\u{7F}\u{9B}\u{2028}\u{202E}\u{2066}\u{61C}ü😀") }
                == #""a\u001b[2J\u007f\u009b\u2028\u202e\u2066\u061cü😀""#)
        #expect(written { $0.string("\"\\\n\r\t\u{0}") } == #""\"\\\n\r\t\u0000""#)
    }

    @Test func everyScalarComesBack() throws {
        var scalars = String.UnicodeScalarView()
        for code in UInt32(0)...0x3100 {
            if let scalar = Unicode.Scalar(code) { scalars.append(scalar) }
        }
        for code: UInt32 in [0xD7FF, 0xE000, 0xFEFF, 0xFFFF, 0x10000, 0x1F600, 0x10FFFF] {
            if let scalar = Unicode.Scalar(code) { scalars.append(scalar) }
        }
        let text = String(scalars)
        var writer = JSONWriter()
        writer.string(text)
        let back = try JSONValue(parsing: writer.bytes).string
        #expect(back.map { Array($0.utf8) } == Array(text.utf8))
    }

    @Test func valuesComeBackAsTheyWere() throws {
        let text = #"{"a":[1,-2.5,"x",null,false],"b":{"c":{}}}"#
        let value = try JSONValue(parsing: text)
        #expect(written { $0.value(value) } == text)
    }

    @Test func appendsToABuffer() {
        var buffer = Array("> ".utf8)
        JSONWriter.append(to: &buffer) { $0.integer(5) }
        #expect(String(decoding: buffer, as: UTF8.self) == "> 5")
    }
}
