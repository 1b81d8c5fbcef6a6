import BusinessTime
import Dialogue
import Foundation
import Logging
import Ports
import Synchronization
import TranscriptFiles
import Vocabulary

/// Keeps the files of finished conversations up to date while a server runs.
final class Filing: Sendable {
    private let store: any TranscriptStore
    private let folder: String
    private let logger: Logger
    private let zones = Mutex<[ShopID: TimeZoneRules]>([:])
    private let thread = Mutex<TranscriptFilingThread?>(nil)

    init(store: any TranscriptStore, folder: String, logger: Logger) {
        self.store = store
        self.folder = folder
        self.logger = logger
    }

    /// In whose time zones conversations are filed by day.
    func shopsAre(_ shops: [Shop]) {
        zones.withLock { zones in
            for shop in shops { zones[shop.id] = shop.hours.zone }
        }
    }

    /// One more is on record; returns at once.
    func conversationFinished() { thread.withLock { $0 }?.wake() }

    func start() {
        let logger = logger
        let thread = TranscriptFilingThread(
            store: store, folder: URL(fileURLWithPath: folder, isDirectory: true),
            zoneOf: { [self] shop in zones.withLock { $0[shop] } },
            report: { Self.log($0, logger) })
        self.thread.withLock { $0 = thread }
    }

    /// Files what is finished; blocks until it is.
    func stop() { thread.withLock { $0.take() }?.stop() }

    private static func log(_ report: TranscriptFilingThread.Report, _ logger: Logger) {
        switch report {
        case .filed(let count): logger.debug("transcripts filed", metadata: ["count": "\(count)"])
        case .failed(let details):
            logger.error(
                "transcripts could not be filed; tried again", metadata: ["details": "\(details)"])
        case .remark(.tailCutOff(let file, let bytes)):
            logger.notice(
                "an unfinished transcript was cut off and is written again",
                metadata: ["file": "\(file)", "bytes": "\(bytes)"])
        case .remark(.fileShortened(let file, let bytes)):
            logger.warning(
                "somebody shortened a file of transcripts",
                metadata: ["file": "\(file)", "bytes": "\(bytes)"])
        case .remark(.foreignLinesKept(let file, let bytes)):
            logger.warning(
                "somebody wrote to a file of transcripts; the lines are kept",
                metadata: ["file": "\(file)", "bytes": "\(bytes)"])
        }
    }
}
