import CCurl
import Glibc
import Ports
import Webhooks

/// Starts libcurl once in a process, before anything of it is used.
enum CurlLibrary {
    private static let code = curl_global_init(Int(CURL_GLOBAL_ALL))

    static func start() throws(AttemptFailure) {
        guard code == CURLE_OK else {
            throw AttemptFailure(.other, "libcurl cannot be started (\(code.rawValue))")
        }
    }
}

/// One easy handle with what its callbacks need. This file alone touches such handles.
///
/// Owned by the loop and used on its thread alone; libcurl calls back on that thread too, with an
/// unretained pointer to this object, which the loop holds for as long as the handle lives. The callbacks
/// copy and count, and ask the rules; they decide nothing.
final class CurlTransfer {
    let easy: OpaquePointer
    private let rules: AddressRules
    private let errorWords: UnsafeMutablePointer<CChar>
    private var list: UnsafeMutablePointer<curl_slist>?
    private var address: OpaquePointer?
    private(set) var order: TransferOrder?
    private var isEncrypted = true
    /// What the handle was told last: most requests go where the one before went.
    private var told = Told()
    /// The connection's address and port that the rules were asked about last, and allowed.
    private var allowed: (address: String, port: Int, isEncrypted: Bool)?

    private var status: Int?
    private var isHeadComplete = false
    private var headBytes = 0
    private var headers: [HTTPRequest.Header] = []
    private var body: [UInt8] = []
    private var refusal: String?
    private var isHeadTooLong = false
    private var isBodyTooLong = false

    private struct Told: Equatable {
        var url = ""
        var milliseconds = 0
        var certificatesPath = ""
        var isPost: Bool?
    }

    /// - Returns: nil if there is no memory for a handle.
    init?(rules: AddressRules, agent: String) {
        guard let easy = curl_easy_init() else { return nil }
        self.easy = OpaquePointer(easy)
        self.rules = rules
        errorWords = .allocate(capacity: ccurl_error_bytes)
        errorWords.initialize(repeating: 0, count: ccurl_error_bytes)
        setLasting(agent: agent)
    }

    deinit {
        curl_easy_cleanup(handle)
        curl_slist_free_all(list)
        if let address { curl_url_cleanup(address) }
        errorWords.deallocate()
    }

    private var handle: UnsafeMutableRawPointer { UnsafeMutableRawPointer(easy) }

    private func set(_ option: CURLoption, _ number: Int) { ccurl_set_long(handle, option, number) }

    /// Options that are the same for every request.
    private func setLasting(agent: String) {
        let owner = Unmanaged.passUnretained(self).toOpaque()
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_NETRC, 0)
        set(CURLOPT_UNRESTRICTED_AUTH, 0)
        set(CURLOPT_HTTP09_ALLOWED, 0)
        set(CURLOPT_SSL_VERIFYPEER, 1)
        set(CURLOPT_SSL_VERIFYHOST, 2)
        set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        set(CURLOPT_PIPEWAIT, 1)
        set(CURLOPT_CONNECTTIMEOUT_MS, 3_000)
        set(CURLOPT_MAXLIFETIME_CONN, 60)
        set(CURLOPT_MAXAGE_CONN, 30)
        set(CURLOPT_TCP_KEEPALIVE, 1)
        // A proxy from the environment would connect in our place, past the rules.
        ccurl_set_text(handle, CURLOPT_PROXY, "")
        ccurl_set_text(handle, CURLOPT_PROTOCOLS_STR, "https,http")
        ccurl_set_text(handle, CURLOPT_REDIR_PROTOCOLS_STR, "https")
        ccurl_set_text(handle, CURLOPT_USERAGENT, agent)
        ccurl_set_pointer(handle, CURLOPT_ERRORBUFFER, errorWords)
        ccurl_set_pointer(handle, CURLOPT_PRIVATE, owner)
        ccurl_set_pointer(handle, CURLOPT_OPENSOCKETDATA, owner)
        ccurl_set_pointer(handle, CURLOPT_PREREQDATA, owner)
        ccurl_set_pointer(handle, CURLOPT_WRITEDATA, owner)
        ccurl_set_pointer(handle, CURLOPT_HEADERDATA, owner)
        ccurl_set_open_socket(handle) { owner, _, address in
            guard let address else { return ccurl_socket_bad }
            return CurlTransfer.of(owner)?.open(&address.pointee) ?? ccurl_socket_bad
        }
        ccurl_set_before_request(handle) { owner, address, _, port, _ in
            let text = address.map { String(cString: $0) } ?? ""
            return CurlTransfer.of(owner)?.mayAsk(text, Int(port)) == true
                ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
        }
        ccurl_set_bytes_callback(handle, CURLOPT_HEADERFUNCTION) { bytes, size, count, owner in
            let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
            return CurlTransfer.of(owner)?.takeHead(line) == true ? line.count : 0
        }
        ccurl_set_bytes_callback(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, owner in
            let part = UnsafeRawBufferPointer(start: bytes, count: size * count)
            return CurlTransfer.of(owner)?.takeBody(part) == true ? part.count : 0
        }
    }

    private static func of(_ owner: UnsafeMutableRawPointer?) -> CurlTransfer? {
        owner.map { Unmanaged<CurlTransfer>.fromOpaque($0).takeUnretainedValue() }
    }

    /// The transfer that a handle belongs to.
    static func of(easy: UnsafeMutableRawPointer) -> CurlTransfer? {
        var owner: UnsafeMutableRawPointer?
        ccurl_get_pointer(easy, ccurl_info_private, &owner)
        return of(owner)
    }
}

extension CurlTransfer {
    /// Lays an order into the handle.
    ///
    /// - Throws: Why it cannot be sent at all.
    func begin(_ order: TransferOrder) throws(AttemptFailure) {
        self.order = order
        (status, isHeadComplete, headBytes, refusal) = (nil, false, 0, nil)
        (isHeadTooLong, isBodyTooLong) = (false, false)
        headers.removeAll(keepingCapacity: true)
        body.removeAll(keepingCapacity: true)
        errorWords[0] = 0
        if told.url != order.url {
            // Until it is whole, nothing counts as told.
            told.url = ""
            try setAddress(order.url)
            told.url = order.url
        }
        try setHeaders(order.headers)
        let milliseconds = max(1, Int(order.timeLimit.milliseconds))
        if told.milliseconds != milliseconds { set(CURLOPT_TIMEOUT_MS, milliseconds) }
        let certificatesPath = order.certificatesPath ?? Self.systemCertificates
        if told.certificatesPath != certificatesPath {
            ccurl_set_text(handle, CURLOPT_CAINFO, certificatesPath)
        }
        if let body = order.body {
            ccurl_set_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, body.count)
            if told.isPost != true { set(CURLOPT_POST, 1) }
            body.withUnsafeBytes { bytes in
                _ = ccurl_set_pointer(
                    handle, CURLOPT_COPYPOSTFIELDS,
                    UnsafeMutableRawPointer(mutating: bytes.baseAddress))
            }
        } else if told.isPost != false {
            set(CURLOPT_HTTPGET, 1)
        }
        (told.milliseconds, told.certificatesPath) = (milliseconds, certificatesPath)
        told.isPost = order.body != nil
    }

    /// Debian's, which is what libcurl was built with.
    private static let systemCertificates = "/etc/ssl/certs/ca-certificates.crt"

    /// One parse decides and sends: what is looked at here is what libcurl goes to.
    private func setAddress(_ url: String) throws(AttemptFailure) {
        if let address { curl_url_cleanup(address) }
        address = curl_url()
        guard let address else { throw AttemptFailure(.other, "there is no memory for a URL") }
        let code = curl_url_set(address, CURLUPART_URL, url, UInt32(CURLU_DISALLOW_USER))
        guard code == CURLUE_OK else {
            throw AttemptFailure(.badURL, String(cString: curl_url_strerror(code)))
        }
        var scheme: UnsafeMutablePointer<CChar>?
        guard curl_url_get(address, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK, let scheme else {
            throw AttemptFailure(.badURL, "there is no scheme")
        }
        defer { curl_free(scheme) }
        let name = String(cString: scheme)
        guard name == "https" || name == "http" else {
            throw AttemptFailure(.badURL, "'\(name)' is not https")
        }
        isEncrypted = name == "https"
        ccurl_set_pointer(handle, CURLOPT_CURLU, UnsafeMutableRawPointer(address))
    }

    private func setHeaders(
        _ headers: [(name: String, value: String)]
    ) throws(AttemptFailure) {
        curl_slist_free_all(list)
        var list = curl_slist_append(nil, "Expect:")
        defer {
            self.list = list
            ccurl_set_pointer(handle, CURLOPT_HTTPHEADER, list)
        }
        var line: [UInt8] = []
        line.reserveCapacity(256)
        for (name, value) in headers {
            line.removeAll(keepingCapacity: true)
            line.append(contentsOf: name.utf8)
            line.append(UInt8(ascii: ":"))
            line.append(UInt8(ascii: " "))
            line.append(contentsOf: value.utf8)
            guard !line.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
                throw AttemptFailure(.other, "the header '\(name)' holds a control character")
            }
            line.append(0)
            line.withUnsafeBytes { bytes in
                list = curl_slist_append(
                    list, bytes.assumingMemoryBound(to: CChar.self).baseAddress)
            }
        }
    }

    /// What came of it. The order stays until the next one begins.
    func end(_ code: CURLcode) -> TransferEnd {
        var words = ""
        if code != CURLE_OK {
            words = String(cString: errorWords)
            if words.isEmpty { words = String(cString: curl_easy_strerror(code)) }
        }
        return TransferEnd(
            code: code, words: words,
            status: isHeadComplete ? status : nil, headers: headers, body: body, refusal: refusal,
            isHeadTooLong: isHeadTooLong, isBodyTooLong: isBodyTooLong)
    }

    /// Lets go of the order and what came.
    func clear() {
        order = nil
        body = []
        headers = []
    }
}

extension CurlTransfer {
    /// The only place that sees what will really be connected to.
    private func open(_ target: inout curl_sockaddr) -> Int32 {
        let found = withUnsafePointer(to: &target.addr) { pointer in
            Self.address(UnsafeRawPointer(pointer), family: target.family)
        }
        guard let (address, port) = found else {
            refusal = "an address of a kind that is not connected to"
            return ccurl_socket_bad
        }
        if let reason = rules.refusal(of: address, port: port, isEncrypted: isEncrypted) {
            refusal = reason
            return ccurl_socket_bad
        }
        return socket(
            target.family, target.socktype | Int32(SOCK_CLOEXEC.rawValue), target.protocol)
    }

    private static func address(
        _ pointer: UnsafeRawPointer, family: Int32
    ) -> (NetworkAddress, port: Int)? {
        switch family {
        case AF_INET:
            let plain = pointer.loadUnaligned(as: sockaddr_in.self)
            let bytes = withUnsafeBytes(of: plain.sin_addr) { Array($0) }
            return NetworkAddress(bytes: bytes).map { ($0, Int(UInt16(bigEndian: plain.sin_port))) }
        case AF_INET6:
            let plain = pointer.loadUnaligned(as: sockaddr_in6.self)
            let bytes = withUnsafeBytes(of: plain.sin6_addr) { Array($0) }
            return NetworkAddress(bytes: bytes).map {
                ($0, Int(UInt16(bigEndian: plain.sin6_port)))
            }
        default: return nil
        }
    }

    /// The second check, before each request: a connection that is used again was opened for another.
    private func mayAsk(_ text: String, _ port: Int) -> Bool {
        if let allowed, allowed == (text, port, isEncrypted) { return true }
        guard let address = NetworkAddress(text) else {
            refusal = "the connection's address '\(text)' cannot be read"
            return false
        }
        refusal = rules.refusal(of: address, port: port, isEncrypted: isEncrypted)
        allowed = refusal == nil ? (text, port, isEncrypted) : nil
        return refusal == nil
    }

    private func takeHead(_ line: UnsafeRawBufferPointer) -> Bool {
        headBytes += line.count
        guard headBytes <= WebhookLimits.headBytesMax else {
            isHeadTooLong = true
            return false
        }
        if line.starts(with: "HTTP/".utf8) {
            headers.removeAll(keepingCapacity: true)
            status = Self.status(line)
        } else if line.elementsEqual("\r\n".utf8) || line.elementsEqual("\n".utf8) {
            // After 100 and its like another head follows.
            isHeadComplete = (status ?? 0) >= 200
        } else if !isHeadComplete, let header = Self.header(line) {
            headers.append(header)
        }
        return true
    }

    /// The number after the version of `HTTP/1.1 204 No Content`; nil if there is none.
    private static func status(_ line: UnsafeRawBufferPointer) -> Int? {
        let digits = line.drop { $0 != UInt8(ascii: " ") }.drop { $0 == UInt8(ascii: " ") }.prefix(
            3)
        return Int(String(decoding: digits, as: UTF8.self))
    }

    private static func header(_ line: UnsafeRawBufferPointer) -> HTTPRequest.Header? {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let value = line[(colon + 1)...].drop {
            $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t")
        }
        return .init(
            String(decoding: line[..<colon], as: UTF8.self).lowercased(),
            String(
                decoding: value.prefix { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") },
                as: UTF8.self))
    }

    private func takeBody(_ part: UnsafeRawBufferPointer) -> Bool {
        guard body.count + part.count <= order?.answerBytesMax ?? 0 else {
            isBodyTooLong = true
            return false
        }
        body.append(contentsOf: part)
        return true
    }
}
