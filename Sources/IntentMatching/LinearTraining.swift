import CLinear

/// What training over all classes gives: rows of weights and the scores of held-out lines.
struct TrainedRows: Sendable {
    /// Classes rounded up to a multiple of 16.
    var width: Int
    /// `width` weights a feature.
    var weights: [Float]
    /// `width` scores a line, by weights that never saw the line's fold; 0 where it has none.
    var heldOut: [Float]
    /// `width` scores a line, by weights that never saw a line of its class; 0 where it has none.
    var unseen: [Float]

    /// Adds the weights and scores of another model of the same lines and classes.
    mutating func add(_ other: TrainedRows, share: Float) {
        for index in weights.indices { weights[index] += share * other.weights[index] }
        for index in heldOut.indices {
            heldOut[index] += share * other.heldOut[index]
            unseen[index] += share * other.unseen[index]
        }
    }
}

/// Training of linear classifiers over sparse lines.
struct LinearTraining: Sendable {
    let lines: SparseLines
    let featureCount: Int
    let classCount: Int
    let options: MatcherOptions
    let foldCount: Int
    let classFoldCount: Int

    var width: Int { (classCount + 15) / 16 * 16 }

    /// Trains hinge machines, sixteen classes a job, and in a job beside them softmax regression,
    /// whose weights are added where they are wanted.
    func train(on runner: some ParallelRunner, withSoftmax: Bool) -> TrainedRows {
        let blockCount = width / 16
        // The regression takes longest, so it starts first.
        let first = withSoftmax ? 1 : 0
        let jobs = runner.map(count: first + blockCount) { job in
            job < first ? softmax() : squaredHinge(block: job - first)
        }
        let blocks = jobs[first...]
        var rows = TrainedRows(
            width: width,
            weights: interleaved(blocks.map(\.weights), rowCount: featureCount),
            heldOut: interleaved(blocks.map(\.heldOut), rowCount: lines.count),
            unseen: interleaved(blocks.map(\.unseen), rowCount: lines.count))
        if withSoftmax { rows.add(jobs[0], share: options.softmaxShare) }
        return rows
    }

    /// Softmax regression over all classes at once.
    private func softmax() -> TrainedRows {
        var training = settings(cost: options.softmaxCost)
        training.foldEpochCount = 1
        training.epochCountMax = Int32(options.softmaxEpochCountMax)
        training.tolerance = options.softmaxCost * 0.01
        let width = width
        var weights = [Float](repeating: 0, count: featureCount * width)
        var duals = [Float](repeating: 0, count: lines.count * width)
        var heldOut = duals
        var unseen = duals
        var foldWeights = weights
        var foldDuals = duals
        var scores = [Float](repeating: 0, count: width * 3)
        var order = [UInt32](repeating: 0, count: lines.count)
        withLines { lines in
            helpline_train_softmax(
                lines, &training, Int32(classCount), Int32(width), &weights, &duals, &heldOut,
                &unseen, &foldWeights, &foldDuals, &scores, &order)
        }
        return TrainedRows(width: width, weights: weights, heldOut: heldOut, unseen: unseen)
    }

    private func squaredHinge(block: Int) -> TrainedRows {
        var training = settings(cost: options.hingeCost)
        training.firstClass = Int32(block * 16)
        var weights = [Float](repeating: 0, count: featureCount * 16)
        var duals = [Float](repeating: 0, count: lines.count * 16)
        var heldOut = duals
        var unseen = duals
        var foldWeights = weights
        var foldDuals = duals
        var order = [UInt32](repeating: 0, count: lines.count)
        withLines { lines in
            helpline_train_block(
                lines, &training, &weights, &duals, &heldOut, &unseen, &foldWeights, &foldDuals,
                &order)
        }
        return TrainedRows(width: 16, weights: weights, heldOut: heldOut, unseen: unseen)
    }

    private func settings(cost: Float) -> helpline_training {
        helpline_training(
            firstClass: 0, featureCount: Int32(featureCount),
            epochCountMax: Int32(options.hingeEpochCountMax), foldCount: Int32(foldCount),
            classFoldCount: Int32(classFoldCount), foldEpochCount: Int32(options.foldEpochCount),
            cost: cost,
            costOfOthers: options.hingeCostOfOthers, tolerance: options.hingeTolerance)
    }

    private func withLines(_ body: (UnsafePointer<helpline_lines>) -> Void) {
        lines.rowStart.withUnsafeBufferPointer { rowStart in
            lines.featureIndex.withUnsafeBufferPointer { featureIndex in
                lines.featureValue.withUnsafeBufferPointer { featureValue in
                    var view = helpline_lines(
                        lineCount: Int32(lines.count), rowStart: rowStart.baseAddress,
                        featureIndex: featureIndex.baseAddress,
                        featureValue: featureValue.baseAddress, lineClass: nil, lineFold: nil,
                        classFold: nil)
                    withGroups(&view, body)
                }
            }
        }
    }

    private func withGroups(
        _ view: inout helpline_lines, _ body: (UnsafePointer<helpline_lines>) -> Void
    ) {
        lines.lineClass.withUnsafeBufferPointer { lineClass in
            lines.lineFold.withUnsafeBufferPointer { lineFold in
                lines.classFold.withUnsafeBufferPointer { classFold in
                    view.lineClass = lineClass.baseAddress
                    view.lineFold = lineFold.baseAddress
                    view.classFold = classFold.baseAddress
                    body(&view)
                }
            }
        }
    }

    /// Blocks of 16 columns side by side.
    private func interleaved(_ blocks: [[Float]], rowCount: Int) -> [Float] {
        if blocks.count == 1 { return blocks[0] }
        return [Float](unsafeUninitializedCapacity: rowCount * width) { rows, count in
            rows.initialize(repeating: 0)
            for (block, values) in blocks.enumerated() {
                values.withUnsafeBufferPointer { values in
                    for row in 0..<rowCount {
                        let from = row * 16
                        let to = row * width + block * 16
                        for lane in 0..<16 { rows[to + lane] = values[from + lane] }
                    }
                }
            }
            count = rowCount * width
        }
    }
}
