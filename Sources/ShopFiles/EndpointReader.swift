import Foundation
import Vocabulary
import Webhooks

/// Reads the `endpoints` of a `shop.yml`.
///
/// Secrets are never written there: the file names a variable of the environment, or a file of its own.
/// No message repeats one.
struct EndpointReader {
    static let keys = [
        "name", "url", "url_env", "events", "format", "secret_env", "secret_file", "enabled",
        "headers", "timeout_seconds", "certificates", "transcripts_url", "actions",
    ]

    let shop: ShopID
    let log: ProblemLog
    /// The process's variables.
    let environment: [String: String]

    /// - Returns: The endpoints that are whole, in the order of the file.
    func read(_ nodes: [YAMLNode], in file: YAMLFile) -> [WebhookEndpoint] {
        var spots: [String: Spot] = [:]
        var endpoints: [WebhookEndpoint] = []
        for node in nodes {
            let errorCount = log.errorCount
            guard
                let table = TableReader(
                    node, "an endpoint", allowed: Self.keys + ["secret"], in: file, log: log),
                let name = name(table)
            else { continue }
            if let first = spots[name.value] {
                log.error(
                    name.spot,
                    "two endpoints are named '\(name.value)'; the first is at \(first.short)")
                continue
            }
            spots[name.value] = name.spot
            let endpoint = endpoint(name.value, table)
            if log.errorCount == errorCount { endpoints.append(endpoint) }
        }
        return endpoints
    }

    private func name(_ table: TableReader) -> Located<String>? {
        guard let name = table.needed("name") else { return nil }
        let isPlain = name.value.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D
                || byte == 0x5F
        }
        guard isPlain, (1...32).contains(name.value.utf8.count) else {
            log.error(
                name.spot,
                "'\(name.value.shortened)' is no name for an endpoint; lower-case letters, digits, "
                    + "'-' and '_', at most 32")
            return nil
        }
        return name
    }

    private func endpoint(_ name: String, _ table: TableReader) -> WebhookEndpoint {
        let format = table.choice("format", of: WebhookFormat.self) ?? .standard
        let wish = table.choice("enabled", of: Enabled.self) ?? .always
        let found = wish == .never ? .absent : secrets(table, format, isNeeded: wish == .always)
        let url = url(table, isNeeded: wish == .always)
        let types = types(table)
        let headers = headers(table)
        let seconds = table.integer("timeout_seconds", in: 1...30)
        let certificates = certificates(table)
        var isEnabled = wish != .never && url != nil
        if case .absent = found { isEnabled = false }
        return WebhookEndpoint(
            key: EndpointKey(shop: shop, name: name), url: url ?? "", types: types, format: format,
            secrets: found.secrets, headers: headers,
            timeLimit: seconds.map { .seconds($0.value) } ?? WebhookLimits.timeLimit,
            certificatesPath: certificates, transcriptsURL: table.text("transcripts_url")?.value,
            isEnabled: isEnabled)
    }

    /// `when_set` is for demonstrations: off as long as the variable of the secret is not set.
    private enum Enabled: String, CaseIterable {
        case always = "true"
        case never = "false"
        case whenSet = "when_set"
    }

    private func url(_ table: TableReader, isNeeded: Bool) -> String? {
        if let variable = table.text("url_env") {
            guard let value = environment[variable.value], !value.isEmpty else {
                if isNeeded {
                    log.error(variable.spot, "the variable '\(variable.value)' is not set")
                }
                return nil
            }
            if let fault = Self.fault(ofURL: value) {
                log.error(variable.spot, "the URL in '\(variable.value)' \(fault)")
            }
            return value
        }
        guard let url = table.needed("url") else { return nil }
        if let fault = Self.fault(ofURL: url.value) { log.error(url.spot, "'url' \(fault)") }
        return url.value
    }

    /// What is wrong with a URL, as far as it can be told without going there; nil if nothing is.
    static func fault(ofURL text: String) -> String? {
        guard text.hasPrefix("https://") || text.hasPrefix("http://") else {
            return "begins with https:// (or http://, where the operator allows the address)"
        }
        let rest = text.drop { $0 != "/" }.dropFirst(2)
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if authority.contains("@") { return "holds a user name; put what it proves into 'headers'" }
        if authority.isEmpty || authority.hasPrefix(":") { return "names no host" }
        let isOdd = text.unicodeScalars.contains {
            $0.value <= 0x20 || $0 == "\\" || $0.value == 0x7F
        }
        if isOdd { return "holds a blank, a backslash or a control character" }
        if rest.contains("#") { return "has a fragment (#…), which is never sent" }
        return nil
    }

    private func types(_ table: TableReader) -> Set<WebhookEventType> {
        let names = WebhookEventType.allCases.map(\.rawValue)
        guard table.has("events") else {
            log.error(
                table.spot, "an endpoint needs 'events'; 'all', or some of them", allowed: names)
            return []
        }
        var types: Set<WebhookEventType> = []
        for text in table.texts("events") {
            if text.value == "all" {
                types.formUnion(WebhookEventType.allCases)
            } else if let type = WebhookEventType(rawValue: text.value) {
                types.insert(type)
            } else {
                log.error(
                    text.spot, "there is no event '\(text.value.shortened)'",
                    allowed: ["all"] + names,
                    hint: NearestName.of(text.value, among: names))
            }
        }
        if types.isEmpty, !table.texts("events").contains(where: { _ in true }) {
            log.error(table.spot(ofKey: "events"), "'events' is empty: nothing would be sent")
        }
        return types
    }

    private func headers(_ table: TableReader) -> [(name: String, value: String)] {
        table.table("headers").compactMap { pair in
            let spot = Spot(file: table.spot.file, line: pair.line, column: pair.column)
            let isToken = pair.key.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                    || (0x61...0x7A).contains(byte) || "-_!#$%&'*+.^`|~".utf8.contains(byte)
            }
            guard isToken, !pair.key.isEmpty, !WebhookEndpoint.isReserved(header: pair.key) else {
                log.error(spot, "'\(pair.key.shortened)' is no header that an endpoint can set")
                return nil
            }
            guard var value = pair.value.text else {
                log.error(spot, "the header '\(pair.key)' needs a text, or env:NAME of a variable")
                return nil
            }
            if value.hasPrefix("env:") {
                let variable = String(value.dropFirst(4))
                value = environment[variable] ?? ""
                // Without its secret the endpoint is off, or was complained about.
                if value.isEmpty { return nil }
            }
            guard !value.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
                log.error(spot, "the header '\(pair.key)' holds a control character")
                return nil
            }
            return (pair.key, value)
        }
    }

    private func certificates(_ table: TableReader) -> String? {
        guard let path = table.text("certificates") else { return nil }
        guard FileManager.default.isReadableFile(atPath: path.value) else {
            log.error(
                path.spot,
                "the file '\(path.value.shortened)' cannot be read; it holds the "
                    + "certificates to trust, in PEM")
            return nil
        }
        return path.value
    }
}

extension EndpointReader {
    /// What an endpoint signs with.
    private enum Found {
        case given([SigningSecret])
        /// Nothing is set, and that is fine.
        case absent
        /// The log says why not.
        case faulty

        var secrets: [SigningSecret] {
            if case .given(let secrets) = self { secrets } else { [] }
        }
    }

    /// One secret, or two while receivers change over: the new one first.
    private func secrets(_ table: TableReader, _ format: WebhookFormat, isNeeded: Bool) -> Found {
        if table.has("secret") {
            log.error(
                table.spot(ofKey: "secret"),
                "a secret does not belong into shop.yml; put it into the environment and name the "
                    + "variable with 'secret_env', or into a file named by 'secret_file'")
            return .faulty
        }
        let sources =
            table.texts("secret_env").map { (text: $0, isFile: false) }
            + table.texts("secret_file").map { (text: $0, isFile: true) }
        guard !sources.isEmpty else {
            // The URL that Slack hands out is the secret itself.
            if format == .slack { return .given([]) }
            log.error(
                table.spot,
                "an endpoint needs 'secret_env' or 'secret_file': without a signature its receiver "
                    + "cannot tell who calls")
            return .faulty
        }
        guard sources.count <= 2 else {
            log.error(sources[2].text.spot, "two secrets are enough: the new one and the old one")
            return .faulty
        }
        let values = sources.map { value(of: $0.text.value, isFile: $0.isFile) }
        if !isNeeded, values.allSatisfy({ $0 == nil }) { return .absent }
        var secrets: [SigningSecret] = []
        for (source, value) in zip(sources, values) {
            if let secret = secret(source.text, isFile: source.isFile, value) {
                secrets.append(secret)
            }
        }
        return secrets.count == sources.count ? .given(secrets) : .faulty
    }

    /// nil if it is not set or cannot be read.
    private func value(of name: String, isFile: Bool) -> String? {
        let text =
            isFile
            ? FileManager.default.contents(atPath: name).map { String(decoding: $0, as: UTF8.self) }
            : environment[name]
        let trimmed = text?.trimmingCharacters(in: .whitespacesAndNewlines)
        return trimmed?.isEmpty == false ? trimmed : nil
    }

    private func secret(
        _ source: Located<String>, isFile: Bool, _ value: String?
    ) -> SigningSecret? {
        let what = isFile ? "file" : "variable"
        guard let value else {
            log.error(
                source.spot,
                "the \(what) '\(source.value)' with the endpoint's secret is "
                    + (isFile ? "missing or empty" : "not set")
                    + "; make one with: echo whsec_$(openssl rand -base64 32)")
            return nil
        }
        do throws(SecretError) {
            return try SigningSecret(value)
        } catch {
            log.error(
                source.spot, "the secret in the \(what) '\(source.value)' cannot be used: \(error)")
            return nil
        }
    }
}
