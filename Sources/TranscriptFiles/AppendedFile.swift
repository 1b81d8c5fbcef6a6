import Foundation

/// One transcript file, open for writing behind what it holds.
final class AppendedFile {
    /// Relative to the folder of all transcripts.
    let name: String
    private let path: String
    private let descriptor: Int32
    private let folders: [String]

    /// Opens the file; makes it, and its folder, when they are missing.
    init(_ name: String, in folder: URL) throws(FilingError) {
        self.name = name
        let url = folder.appendingPathComponent(name)
        path = url.path
        // The shop's folder and the one that it is in: what was made in them has to be synced there.
        folders = [url.deletingLastPathComponent().path, folder.path]
        do {
            try FileManager.default.createDirectory(
                atPath: folders[0], withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o750])
        } catch {
            throw FilingError(path: folders[0], doing: "making the folder", reason: "\(error)")
        }
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw FilingError(path: path, doing: "opening") }
    }

    deinit { close(descriptor) }

    func byteCount() throws(FilingError) -> Int64 {
        let end = lseek(descriptor, 0, SEEK_END)
        guard end >= 0 else { throw FilingError(path: path, doing: "measuring") }
        return Int64(end)
    }

    /// Everything from `start` to the end.
    func tail(from start: Int64) throws(FilingError) -> [UInt8] {
        let count = Int(try byteCount() - start)
        var bytes = [UInt8](repeating: 0, count: max(0, count))
        var filled = 0
        while filled < bytes.count {
            let read = bytes.withUnsafeMutableBytes { buffer in
                pread(
                    descriptor,
                    UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]).baseAddress,
                    buffer.count - filled, off_t(start) + off_t(filled))
            }
            if read < 0, errno == EINTR { continue }
            guard read > 0 else { throw FilingError(path: path, doing: "reading") }
            filled += read
        }
        return bytes
    }

    func cut(to byteCount: Int64) throws(FilingError) {
        guard ftruncate(descriptor, off_t(byteCount)) == 0 else {
            throw FilingError(path: path, doing: "cutting")
        }
    }

    /// Ends the last line if it is not ended, so that what follows stands on a line of its own.
    ///
    /// - Returns: The file's length then.
    func endLine(at end: Int64) throws(FilingError) -> Int64 {
        guard end > 0 else { return 0 }
        guard try tail(from: end - 1).first != UInt8(ascii: "\n") else { return end }
        try write([UInt8(ascii: "\n")][...], at: end)
        return end + 1
    }

    func write(_ bytes: ArraySlice<UInt8>, at position: Int64) throws(FilingError) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                pwrite(
                    descriptor,
                    UnsafeRawBufferPointer(rebasing: buffer[written...]).baseAddress,
                    buffer.count - written, off_t(position) + off_t(written))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw FilingError(path: path, doing: "writing") }
            written += count
        }
    }

    /// After a failure the file must be read back: what was written may or may not be there.
    func sync() throws(FilingError) {
        guard fsync(descriptor) == 0 else { throw FilingError(path: path, doing: "syncing") }
    }

    /// Makes the file's name, and its folder's, as durable as its content.
    ///
    /// To be called before anything in a file counts as filed, not only by the process that made it:
    /// that one may have died before it could.
    func syncFolders() throws(FilingError) {
        for folder in folders {
            let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw FilingError(path: folder, doing: "opening") }
            defer { close(descriptor) }
            guard fsync(descriptor) == 0 else { throw FilingError(path: folder, doing: "syncing") }
        }
    }
}

extension FilingError {
    /// With the reason that the system gave last.
    fileprivate init(path: String, doing: String) {
        self.init(path: path, doing: doing, reason: String(cString: strerror(errno)))
    }
}
