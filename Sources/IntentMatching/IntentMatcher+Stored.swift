import Vocabulary

extension IntentMatcher {
    /// The stored form: a signature, a version, the parts, and a checksum of all before it.
    public func serialized() -> [UInt8] {
        var writer = ByteWriter()
        writer.write(raw: ModelFormat.signature)
        writer.write(ModelFormat.version)
        writer.write(language.code)
        writer.write(bundleHash)
        writer.write(intents.map(\.name))
        writer.write(threshold)
        writer.write(margin)
        writer.write(hasBackground)
        for number in [
            confidence.slope, confidence.offset, confidence.backgroundShare,
            confidence.likenessShare,
            confidence.runnerUpShare, confidence.mappedShare,
        ] { writer.write(number) }
        writeExamples(&writer)
        model.space.write(to: &writer)
        writer.write(count: model.classCount)
        writer.write(count: model.width)
        writer.write(numbers: model.rows)
        nearestLines.write(to: &writer)
        writer.write(count: patterns.count)
        for pattern in patterns {
            writer.write(pattern.intent.name)
            writer.write(pattern.source)
            writer.write(pattern.place)
        }
        entitySources.write(to: &writer)
        var hash = ContentHash()
        hash.add(writer.bytes)
        writer.write(raw: Array(hash.description.utf8))
        return writer.bytes
    }

    /// Reads the stored form.
    ///
    /// - Throws: `ModelError`; train again then.
    public convenience init(serialized bytes: [UInt8]) throws(ModelError) {
        let head = ModelFormat.signature.count
        guard bytes.count > head + 4, Array(bytes[..<head]) == ModelFormat.signature else {
            throw .notAModel
        }
        let end = bytes.count - 32
        var reader = ByteReader(bytes, from: head, to: max(head, end))
        let version = try reader.readNumber()
        guard version == ModelFormat.version else {
            throw .otherVersion(found: version, known: ModelFormat.version)
        }
        var hash = ContentHash()
        bytes.withUnsafeBytes { hash.add(UnsafeRawBufferPointer(rebasing: $0[..<end])) }
        guard Array(hash.description.utf8) == Array(bytes[end...]) else { throw .damaged }
        self.init(try MatcherParts(reading: &reader))
    }

    private func writeExamples(_ writer: inout ByteWriter) {
        var numbers: [IntentName: Int] = [:]
        for (number, intent) in intents.enumerated() { numbers[intent] = number }
        writer.write(examples.map(\.text))
        writer.write(examples.map(\.place))
        writer.write(numbers: examples.map { UInt32(numbers[$0.intent] ?? 0) })
    }
}

extension MatcherParts {
    /// Reads what `serialized()` wrote after the version.
    init(reading reader: inout ByteReader) throws(ModelError) {
        guard let language = Language(try reader.readText()) else { throw .damaged }
        self.language = language
        bundleHash = try reader.readText()
        intents = try reader.readTexts().map { IntentName($0) }
        threshold = try reader.readFloat()
        margin = try reader.readFloat()
        hasBackground = try reader.readFlag()
        confidence = Confidence(
            slope: try reader.readFloat(), offset: try reader.readFloat(),
            backgroundShare: try reader.readFloat(), likenessShare: try reader.readFloat(),
            runnerUpShare: try reader.readFloat(), mappedShare: try reader.readFloat())
        examples = try Self.examples(&reader, intents: intents)
        let space = try FeatureSpace(reading: &reader, language: language)
        let classCount = Int(try reader.readNumber())
        let width = Int(try reader.readNumber())
        let rows = try reader.readNumbers(of: Float.self, zero: 0)
        guard width % 16 == 0, classCount <= width, rows.count == space.featureCount * width,
            classCount == intents.count + (hasBackground ? 1 : 0)
        else { throw .damaged }
        model = LineModel(space: space, classCount: classCount, width: width, rows: rows)
        nearestLines = try NearestLines(
            reading: &reader, intentCount: intents.count, lineCount: examples.count,
            featureCount: space.featureCount)
        patterns = try Self.patterns(&reader)
        entitySources = try EntitySources(reading: &reader)
        guard reader.isAtEnd else { throw .damaged }
        do throws(TrainingError) {
            entityFinder = try EntityFinder(entitySources, language: language)
        } catch {
            throw .damaged
        }
    }

    private static func examples(
        _ reader: inout ByteReader, intents: [IntentName]
    ) throws(ModelError) -> [TrainingExample] {
        let texts = try reader.readTexts()
        let places = try reader.readTexts()
        let numbers = try reader.readNumbers(of: UInt32.self, zero: 0)
        guard texts.count == places.count, texts.count == numbers.count,
            numbers.allSatisfy({ $0 < intents.count })
        else { throw .damaged }
        return texts.indices.map { index in
            TrainingExample(
                text: texts[index], intent: intents[Int(numbers[index])], place: places[index])
        }
    }

    private static func patterns(_ reader: inout ByteReader) throws(ModelError) -> [PatternRule] {
        let count = try reader.readCount(byteCountEach: 12)
        var patterns: [PatternRule] = []
        for _ in 0..<count {
            let intent = IntentName(try reader.readText())
            let source = try reader.readText()
            let place = try reader.readText()
            do throws(PatternError) {
                patterns.append(
                    try PatternRule(parsing: source, intent: intent, place: place))
            } catch {
                throw .damaged
            }
        }
        return patterns
    }
}
