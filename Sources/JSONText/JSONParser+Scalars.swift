extension JSONParser {
    /// Reads a string from its opening to its closing quote.
    mutating func string() throws(JSONError) -> String {
        position += 1
        let start = position
        var seen: UInt8 = 0
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                let text = try text(start..<position, isASCII: seen < 0x80)
                position += 1
                return text
            }
            if byte == UInt8(ascii: "\\") { return try stringWithEscapes(from: start) }
            guard byte >= 0x20 else { throw problem(.controlCharacter(byte)) }
            seen |= byte
            position += 1
        }
        throw problem(.endedEarly)
    }

    /// Goes on at the first backslash; `start` is where the string's first byte is.
    private mutating func stringWithEscapes(from start: Int) throws(JSONError) -> String {
        var text = try text(start..<position, isASCII: false)
        var runStart = position
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                text += try self.text(runStart..<position, isASCII: false)
                position += 1
                return text
            case UInt8(ascii: "\\"):
                text += try self.text(runStart..<position, isASCII: false)
                text.unicodeScalars.append(try escape())
                runStart = position
            case 0..<0x20: throw problem(.controlCharacter(byte))
            default: position += 1
            }
        }
        throw problem(.endedEarly)
    }

    /// - Parameter isASCII: True if the caller saw no byte above 0x7F in `range`.
    private func text(_ range: Range<Int>, isASCII: Bool) throws(JSONError) -> String {
        let run = UnsafeBufferPointer(rebasing: bytes[range])
        if !isASCII {
            do throws(UTF8.ValidationError) {
                _ = try UTF8Span(validating: run.span)
            } catch {
                throw JSONError(
                    offset: range.lowerBound + error.byteOffsets.lowerBound, problem: .invalidUTF8)
            }
        }
        return String(decoding: run, as: UTF8.self)
    }

    /// Reads `\n`, `\u00e9`, or a pair of surrogates as one scalar.
    private mutating func escape() throws(JSONError) -> Unicode.Scalar {
        let start = position
        guard position + 1 < bytes.count else { throw problem(.endedEarly) }
        let letter = bytes[position + 1]
        position += 2
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
            return Unicode.Scalar(letter)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape(from: start)
        default: throw JSONError(offset: start, problem: .badEscape)
        }
    }

    private mutating func unicodeEscape(from start: Int) throws(JSONError) -> Unicode.Scalar {
        let lone = JSONError(offset: start, problem: .loneSurrogate)
        let first = try fourHexDigits()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        else { throw lone }
        position += 2
        let second = try fourHexDigits()
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw lone }
        return scalar
    }

    private mutating func fourHexDigits() throws(JSONError) -> UInt32 {
        var number: UInt32 = 0
        for _ in 0..<4 {
            guard position < bytes.count else { throw problem(.endedEarly) }
            let byte = bytes[position]
            let digit: UInt8
            switch byte {
            case 0x30...0x39: digit = byte - 0x30
            case 0x41...0x46: digit = byte - 0x41 + 10
            case 0x61...0x66: digit = byte - 0x61 + 10
            default: throw problem(.badEscape)
            }
            number = number << 4 | UInt32(digit)
            position += 1
        }
        return number
    }

    /// Reads a number: exact if it is whole and fits 64 bits, else as the nearest `Double`.
    mutating func number() throws(JSONError) -> JSONValue {
        let start = position
        let isNegative = bytes[position] == UInt8(ascii: "-")
        if isNegative { position += 1 }
        let digitsStart = position
        let magnitude = try digits()
        if bytes[digitsStart] == UInt8(ascii: "0"), position - digitsStart > 1 {
            throw JSONError(offset: start, problem: .badNumber)
        }
        let isWhole = try !fractionAndExponent()
        guard position - start <= JSONValue.numberBytesMax else {
            throw JSONError(
                offset: start, problem: .numberTooLong(bytesMax: JSONValue.numberBytesMax))
        }
        if isWhole, let magnitude, !(isNegative && magnitude == 0) {
            if let integer = Int64(exactly: magnitude) {
                return .integer(isNegative ? -integer : integer)
            }
            if isNegative, magnitude == Int64.min.magnitude { return .integer(.min) }
        }
        let text = String(
            decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
        guard let number = Double(text), number.isFinite else {
            throw JSONError(offset: start, problem: .numberOutOfRange)
        }
        return .number(number)
    }

    /// Steps over `.5`, `e10`, `.5E-3`. - Returns: false if there is neither point nor exponent.
    private mutating func fractionAndExponent() throws(JSONError) -> Bool {
        var isThere = false
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position += 1
            _ = try digits()
            isThere = true
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < bytes.count,
                bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-")
            {
                position += 1
            }
            _ = try digits()
            isThere = true
        }
        return isThere
    }

    /// Steps over one digit or more. - Returns: Their value; nil if 64 bits do not hold it.
    private mutating func digits() throws(JSONError) -> UInt64? {
        let start = position
        var value: UInt64? = 0
        while position < bytes.count, (0x30...0x39).contains(bytes[position]) {
            if let sofar = value {
                let (tens, tooLarge) = sofar.multipliedReportingOverflow(by: 10)
                let (sum, overflows) = tens.addingReportingOverflow(UInt64(bytes[position] - 0x30))
                value = tooLarge || overflows ? nil : sum
            }
            position += 1
        }
        guard position > start else {
            throw problem(position < bytes.count ? .badNumber : .endedEarly)
        }
        return value
    }
}
