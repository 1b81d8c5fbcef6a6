import JSONText
import Testing

struct JSONParserTests {
    @Test(arguments: [
        ("null", JSONValue.null), ("true", .bool(true)), (" false ", .bool(false)),
        ("0", .integer(0)), ("-1", .integer(-1)), ("-0", .number(-0.0)), ("1.5", .number(1.5)),
        ("1e2", .number(100)), ("5.0", .number(5)), ("1E-2", .number(0.01)),
        ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
        ("9223372036854775808", .number(9_223_372_036_854_775_808)),
        ("\"\"", .string("")), ("\"a\\u00e9\\n\\/\\\"\"", .string("aé\n/\"")),
        ("\"\\ud83d\\ude00\"", .string("😀")), ("\"😀 ü\"", .string("😀 ü")),
        ("[]", .array([])), ("[1, [2]]", .array([.integer(1), .array([.integer(2)])])),
        ("{}", .object(JSONObject())),
    ])
    func readsValues(text: String, value: JSONValue) throws {
        #expect(try JSONValue(parsing: text) == value)
        #expect(try JSONValue(parsing: AnySequence(text.utf8)) == value)
    }

    @Test func keepsTheOrderOfMembers() throws {
        let value = try JSONValue(parsing: #"{"op":"say", "id" : "c1","n":3,"deep":{"b":true}}"#)
        #expect(value.object?.members.map(\.key) == ["op", "id", "n", "deep"])
        #expect(value["op"]?.string == "say")
        #expect(value["n"]?.integer == 3)
        #expect(value["deep"]?["b"]?.bool == true)
        #expect(value["nothing"] == nil)
    }

    @Test(arguments: [
        ("", 0, JSONError.Problem.endedEarly), ("[1", 2, .endedEarly), ("\"ab", 3, .endedEarly),
        ("nul", 3, .endedEarly), ("{\"a\"", 4, .endedEarly), ("-", 1, .endedEarly),
        ("1 2", 2, .trailingBytes), ("{}x", 2, .trailingBytes),
        ("[1,]", 3, .unexpectedByte(0x5D, expected: "a JSON value")),
        ("[1 2]", 3, .unexpectedByte(0x32, expected: "',' or ']'")),
        ("{\"a\" 1}", 5, .unexpectedByte(0x31, expected: "':'")),
        ("{'a':1}", 1, .unexpectedByte(0x27, expected: "a key in double quotes")),
        ("{\"a\":1,}", 7, .unexpectedByte(0x7D, expected: "a key in double quotes")),
        ("tru3", 3, .unexpectedByte(0x33, expected: "true, false or null")),
        ("NaN", 0, .unexpectedByte(0x4E, expected: "a JSON value")),
        ("01", 0, .badNumber), ("-01", 0, .badNumber), ("1.", 2, .endedEarly),
        ("1.x", 2, .badNumber),
        ("+1", 0, .unexpectedByte(0x2B, expected: "a JSON value")), ("1e", 2, .endedEarly),
        ("1e999", 0, .numberOutOfRange), ("\"\\x\"", 1, .badEscape), ("\"\\u12g4\"", 5, .badEscape),
        ("\"\\ud800\"", 1, .loneSurrogate), ("\"\\ud800\\u0041\"", 1, .loneSurrogate),
        ("\"\\udc00\"", 1, .loneSurrogate), ("\"a\nb\"", 2, .controlCharacter(0x0A)),
        ("{\"a\":1,\"a\":2}", 7, .keyRepeated("a")),
        ("{\"a\":1,\"\\u0061\":2}", 7, .keyRepeated("a")),
    ])
    func namesTheMistakeAndItsPlace(text: String, offset: Int, problem: JSONError.Problem) {
        #expect(throws: JSONError(offset: offset, problem: problem)) {
            try JSONValue(parsing: text)
        }
    }

    @Test(
        arguments: [
            ([0xFF], 0), ([0x61, 0xC0, 0x80], 1), ([0xED, 0xA0, 0x80], 0), ([0x61, 0xE2, 0x82], 1),
            ([0xF4, 0x90, 0x80, 0x80], 0), ([0x5C, 0x6E, 0x80], 2),
        ] as [([UInt8], Int)])
    func refusesWhatIsNotUTF8(content: [UInt8], offset: Int) {
        #expect(throws: JSONError(offset: offset + 1, problem: .invalidUTF8)) {
            try JSONValue(parsing: [0x22] + content + [0x22])
        }
    }

    @Test func endsEarlyAtEveryCut() {
        let text = Array(#"{"a":[1.5e3,"x\u00e9y",true,null],"b":{"c":"ü"}}"#.utf8)
        for cut in 0..<text.count {
            #expect(throws: JSONError.self) { try JSONValue(parsing: text[..<cut]) }
        }
        #expect(throws: Never.self) { try JSONValue(parsing: text) }
    }

    @Test func depthIsBounded() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(throws: Never.self) { try JSONValue(parsing: nested(16)) }
        #expect(throws: JSONError(offset: 16, problem: .tooDeep(depthMax: 16))) {
            try JSONValue(parsing: nested(17))
        }
        #expect(throws: JSONError(offset: 256, problem: .tooDeep(depthMax: 256))) {
            try JSONValue(parsing: nested(100_000), depthMax: .max)
        }
    }

    @Test func valuesAndNumbersAreBounded() {
        let elements = "[" + String(repeating: "0,", count: 300_000) + "0]"
        #expect(throws: JSONError(offset: 524_287, problem: .tooManyValues(countMax: 262_144))) {
            try JSONValue(parsing: elements)
        }
        #expect(throws: JSONError(offset: 0, problem: .numberTooLong(bytesMax: 128))) {
            try JSONValue(parsing: String(repeating: "9", count: 5_000))
        }
    }

    @Test func manyKeysAreFoundRepeatedToo() {
        let keys = (0..<40).map { "\"k\($0)\":0" } + ["\"k20\":1"]
        #expect(throws: (any Error).self) {
            try JSONValue(parsing: "{" + keys.joined(separator: ",") + "}")
        }
    }

    @Test func saysItInWords() {
        let error = JSONError(offset: 7, problem: .keyRepeated("op"))
        #expect(error.description == "byte 7: key 'op' is there twice; keep one")
        let byte = JSONError(offset: 0, problem: .unexpectedByte(0x1B, expected: "a JSON value"))
        #expect(byte.description == "byte 0: found 0x1b, expected a JSON value")
    }
}
