import Foundation

/// A small disk of its own in a file: what was never synced is not in the file, so a copy of it is
/// what a power cut leaves.
final class LoopDisk {
    /// Why there is none here, for the name of a skipped test.
    static let need = "needs root, mkfs.ext4 and loop mounts"

    static let isAvailable: Bool = {
        guard getuid() == 0, let folder = try? TemporaryFolder() else { return false }
        return (try? LoopDisk(in: folder, megabytes: 8)) != nil
    }()

    struct Failure: Error { let command: [String] }

    let path: String
    private let image: String
    private var isMounted = false

    /// Makes an empty disk and mounts it.
    init(in folder: TemporaryFolder, name: String = "disk", megabytes: Int) throws {
        image = folder.path("\(name).img")
        path = folder.path(name)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try Self.run(["truncate", "-s", "\(megabytes)M", image])
        // Blocks as large as a page of memory, as on real disks: SQLite reserves its shared memory page
        // by page, and a page with a hole in it cannot be written to once the disk is full.
        try Self.run(["mkfs.ext4", "-q", "-F", "-b", "4096", image])
        try mount()
    }

    /// The disk as it is after a power cut at this moment.
    init(afterPowerCutOf disk: LoopDisk, in folder: TemporaryFolder) throws {
        image = folder.path("cut.img")
        path = folder.path("cut")
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try Self.run(["cp", "--sparse=always", disk.image, image])
        try mount()
    }

    deinit { if isMounted { try? Self.run(["umount", "-l", path]) } }

    private func mount() throws {
        try Self.run(["mount", "-o", "loop", image, path])
        isMounted = true
    }

    private static func run(_ command: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.environment = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(command: command) }
    }
}
