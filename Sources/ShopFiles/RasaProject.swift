import Vocabulary

/// What is found in the files of a Rasa project.
struct RasaProject {
    /// An entry of `nlu` with its lines as they are, annotations and all.
    struct Entry {
        /// `intent`, `synonym`, `lookup` or `regex`.
        let key: String
        let name: String
        var lines: [String]
    }

    let log: ProblemLog
    private(set) var language: Language?
    /// Each name of a key once, in the order of their first mention.
    private(set) var entries: [Entry] = []
    private(set) var contents: [IntentFile] = []
    /// Responses that follow when a form is complete, by the form.
    private(set) var afterForm: [String: [String]] = [:]
    private var entryIndex: [String: Int] = [:]

    init(log: ProblemLog) { self.log = log }

    /// Files of a project that hold settings of Rasa itself.
    private static let settingsFiles = ["endpoints.yml", "credentials.yml", "config.yml"]

    mutating func take(_ path: String, _ source: FileSource) {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        guard let yaml = source.yaml(path) else { return }
        if Self.settingsFiles.contains(name) {
            if let code = yaml.root["language"]?.text { language = Language(code) ?? language }
            return log.note(Spot(file: path), "settings of Rasa's own; left out")
        }
        let inner = ProblemLog()
        contents.append(IntentFileReader.read(yaml, log: inner))
        // Rules that wait for a form are told below, where they could not be joined to it.
        log.take(
            inner.problems.filter { !$0.message.hasSuffix(IntentFileReader.dependsOnState) })
        takeEntries(yaml)
        takeRules(yaml)
        reportStories(yaml)
    }

    private mutating func takeEntries(_ yaml: YAMLFile) {
        guard case .list(let items) = yaml.root["nlu"]?.content else { return }
        for item in items {
            for key in ["intent", "synonym", "lookup", "regex"] {
                guard let name = item[key]?.text, let examples = item["examples"] else { continue }
                let lines = Self.lines(examples, in: yaml)
                let id = "\(key) \(name)"
                if let index = entryIndex[id] {
                    entries[index].lines += lines
                } else {
                    entryIndex[id] = entries.count
                    entries.append(Entry(key: key, name: name, lines: lines))
                }
            }
        }
    }

    private static func lines(_ node: YAMLNode, in yaml: YAMLFile) -> [String] {
        let texts: [String]
        switch node.content {
        case .scalar: texts = yaml.textLines(of: node).map(\.text)
        case .list(let items):
            texts = items.compactMap { item in
                let text = item.text ?? item["text"]?.text
                return text?.split(whereSeparator: \.isNewline).first.map(String.init)
            }
        case .table: texts = []
        }
        return texts.compactMap { text in
            var line = text[...].drop(while: \.isWhitespace)
            if line.hasPrefix("#") { return nil }
            if line.hasPrefix("-") { line = line.dropFirst().drop(while: \.isWhitespace) }
            return line.isEmpty ? nil : String(line).trimmedEnd
        }
    }

    /// A rule that begins with a form's being active says what follows when the form is complete.
    private mutating func takeRules(_ yaml: YAMLFile) {
        guard case .list(let items) = yaml.root["rules"]?.content else { return }
        for item in items where item["condition"] != nil || item["conversation_start"] != nil {
            let name = item["rule"]?.text ?? ""
            if let form = Self.activeForm(item), let responses = Self.responses(item, after: form) {
                afterForm[form, default: []] += responses
            } else {
                log.warning(yaml.spot(item), "the rule '\(name)' depends on a state; left out")
            }
        }
    }

    private static func activeForm(_ rule: YAMLNode) -> String? {
        guard case .list(let conditions) = rule["condition"]?.content, conditions.count == 1 else {
            return nil
        }
        return conditions[0]["active_loop"]?.text
    }

    /// - Returns: The responses after the form's end; nil if the rule does anything else.
    private static func responses(_ rule: YAMLNode, after form: String) -> [String]? {
        guard case .list(let steps) = rule["steps"]?.content, steps.first?["action"]?.text == form
        else { return nil }
        var responses: [String] = []
        for step in steps.dropFirst() {
            if let action = step["action"]?.text {
                guard action.hasPrefix("utter_") else { return nil }
                responses.append(action)
            } else if step["active_loop"] == nil && step["slot_was_set"] == nil {
                return nil
            }
        }
        return responses
    }

    private func reportStories(_ yaml: YAMLFile) {
        guard case .list(let stories) = yaml.root["stories"]?.content else { return }
        for story in stories {
            let name = story["story"]?.text ?? ""
            log.warning(yaml.spot(story), "the story '\(name)' is left out; write a rule instead")
        }
    }
}
