/// Training lines as sparse vectors, one after the other.
struct SparseLines: Sendable {
    private(set) var rowStart: [UInt32] = [0]
    private(set) var featureIndex: [UInt32] = []
    private(set) var featureValue: [Float] = []
    /// The class of each line.
    private(set) var lineClass: [Int32] = []
    /// The group each line is held out with; 255 never.
    var lineFold: [UInt8] = []
    /// The group each line is held out with together with its whole class; 255 never.
    var classFold: [UInt8] = []

    var count: Int { lineClass.count }

    /// Room for lines of about this many features.
    mutating func reserve(lineCount: Int, featureCountEach: Int) {
        featureIndex.reserveCapacity(lineCount * featureCountEach)
        featureValue.reserveCapacity(lineCount * featureCountEach)
    }

    mutating func append(indices: [UInt32], values: [Float], lineClass: Int32) {
        featureIndex.append(contentsOf: indices)
        featureValue.append(contentsOf: values)
        rowStart.append(UInt32(featureIndex.count))
        self.lineClass.append(lineClass)
    }

    /// The entries of one line.
    func entries(of line: Int) -> Range<Int> { Int(rowStart[line])..<Int(rowStart[line + 1]) }

    /// Holds whole classes out in groups: what their lines then score is what a customer's line scores
    /// that no intent is there for.
    ///
    /// - Parameter classCount: Classes from this one on are never held out.
    mutating func dealClasses(foldCount: Int, every: Int, classCount: Int) {
        classFold = lineClass.enumerated().map { line, lineClass in
            guard lineClass < classCount, Int(lineClass) % every < foldCount else { return 255 }
            return UInt8(Int(lineClass) % every)
        }
    }

    /// Holds lines out in groups: every class is spread evenly over all groups.
    ///
    /// - Parameter every: 1 holds every line out once; n only every n-th of a class.
    mutating func deal(foldCount: Int, every: Int) {
        var seen: [Int32: Int] = [:]
        lineFold = lineClass.map { lineClass in
            let number = seen[lineClass, default: 0]
            seen[lineClass] = number + 1
            // Classes begin at different folds, so that classes of few lines are spread too.
            let place = number + Int(lineClass)
            guard place % every == 0 else { return 255 }
            return UInt8(place / every % foldCount)
        }
    }
}
