import Foundation
import Ports

/// Keeps a second server off a file for as long as this value lives.
///
/// An advisory lock on a small file beside it: the kernel lets go of it when the process ends in
/// whatever way, and readers, who do not ask for it, are not hindered. The lock file stays; it holds
/// the number of the process that had the lock last.
final class FileLock: Sendable {
    private let descriptor: Int32

    /// - Parameter path: The file to protect; the lock is `path` + `-lock`.
    /// - Throws: `.locked`, naming the file and the process that has it.
    init(for path: String) throws(StoreError) {
        let lockPath = path + "-lock"
        let descriptor = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let reason = String(cString: strerror(errno))
            throw StoreError(
                errno == ENOSPC ? .full : .other, "cannot create \(lockPath): \(reason)")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = Self.text(of: descriptor)
            close(descriptor)
            let who = holder.isEmpty ? "another process" : "process \(holder)"
            throw StoreError(
                .locked,
                "\(path) is in use by \(who); stop that server or use another --data folder")
        }
        self.descriptor = descriptor
        // Only a hint for people: on a full disk the lock holds without it.
        let number = Array("\(getpid())\n".utf8)
        ftruncate(descriptor, 0)
        _ = pwrite(descriptor, number, number.count, 0)
    }

    deinit { close(descriptor) }

    private static func text(of descriptor: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 32)
        let count = pread(descriptor, &buffer, buffer.count, 0)
        let text = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
