import ArgumentParser
import Glibc

/// How long the disk itself takes to keep a few kilobytes: what no durable server can beat.
struct DiskYardstick {
    /// - Returns: The median of `count` times appending 4 KiB and calling `fdatasync`, in microseconds.
    static func medianMicroseconds(in folder: String, count: Int = 200) throws -> Double {
        let path = "\(folder)/helpline-bench-\(getpid()).tmp"
        let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_APPEND, 0o600)
        guard descriptor >= 0 else {
            throw BenchError("\(path): \(String(cString: strerror(errno)))")
        }
        defer {
            close(descriptor)
            unlink(path)
        }
        let page = [UInt8](repeating: 0x2E, count: 4_096)
        var histogram = LatencyHistogram()
        for _ in 0..<count {
            let start = MonotonicClock.nanoseconds()
            guard write(descriptor, page, page.count) == page.count, fdatasync(descriptor) == 0
            else {
                throw BenchError("\(path): \(String(cString: strerror(errno)))")
            }
            histogram.record(nanoseconds: MonotonicClock.nanoseconds() - start)
        }
        return histogram.microseconds(at: 0.5)
    }
}

/// `helpline-bench disk`
struct DiskCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disk",
        abstract: "Prints the median of write + fdatasync in a folder, in microseconds.")

    @Argument(help: "A folder on the disk that the server's record will be on.")
    var folder = "."

    func run() throws {
        print(try DiskYardstick.medianMicroseconds(in: folder).rounded())
    }
}
