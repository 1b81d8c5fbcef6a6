import Glibc

/// Hands to the terminal or pipe what was printed so far.
func flushOutput() { fflush(nil) }

/// A line about progress, on standard error.
func tell(_ text: String) {
    let line = Array((text + "\n").utf8)
    _ = write(STDERR_FILENO, line, line.count)
}
