import Dispatch
import Foundation
import Ports
import Vocabulary

/// The clocks of the machine.
public struct SystemClock: TimeSource {
    public init() {}

    public func wall() -> WallTime {
        WallTime(milliseconds: Int64((Date().timeIntervalSince1970 * 1_000).rounded(.down)))
    }

    public func monotonic() -> Duration {
        .nanoseconds(Int64(DispatchTime.now().uptimeNanoseconds))
    }
}
