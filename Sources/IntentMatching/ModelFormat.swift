/// Numbers of the stored form of a model.
public enum ModelFormat {
    /// Changed with every change to training or matching that changes a model or what it answers.
    public static let trainerVersion = "3"
    /// Changed with every change to the bytes of a stored model.
    static let version: UInt32 = 3
    /// The first bytes of a stored model.
    static let signature: [UInt8] = Array("HLIM".utf8)
}

/// Why a stored model cannot be used. In every case: train it again.
public enum ModelError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The bytes are not a model.
    case notAModel
    /// Another version of Helpline wrote them.
    case otherVersion(found: UInt32, known: UInt32)
    /// They are not what was written: cut short or changed.
    case damaged

    public var description: String {
        switch self {
        case .notAModel: "not a stored model; train it again"
        case .otherVersion(let found, let known):
            "a stored model of version \(found), this is version \(known); train it again"
        case .damaged: "a stored model that is cut short or changed; train it again"
        }
    }
}
