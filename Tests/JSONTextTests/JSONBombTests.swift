import JSONText
import TestKit
import Testing

/// The texts of the data set `bombs` are refused by a named limit, in no time.
struct JSONBombTests {
    @Test(.enabled(if: DataSets.has("bombs"), "data set bombs is not here"))
    func bombsAreRefusedByName() throws {
        let deep = try DataSets.bytes("bombs/json-depth-100000.json")
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: deep) }
        #expect(error?.problem == .tooDeep(depthMax: 16))
        let number = try DataSets.bytes("bombs/json-number.json")
        let tooLong = #expect(throws: JSONError.self) { try JSONValue(parsing: number) }
        #expect(tooLong?.problem == .numberTooLong(bytesMax: 128))
    }

    @Test func aMillionKeysAreRefusedByName() {
        var bomb = "{\"k0\":0"
        for index in 1..<300_000 { bomb += ",\"k\(index)\":\(index)" }
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: bomb + "}") }
        #expect(error?.problem == .tooManyValues(countMax: 262_144))
    }
}
