import Dialogue
import Foundation
import Vocabulary
import Webhooks

extension ShopFileReader {
    private static let dialogueKeys = [
        "burst_window_ms", "idle_warning_minutes", "idle_close_minutes", "resume_window_minutes",
        "tries", "confidence_threshold", "ambiguity_margin",
    ]
    /// How patient the bot is and how sure it must be.
    func dialogue() -> (settings: DialogueSettings, threshold: Float?, margin: Float?) {
        var settings = DialogueSettings()
        if let proof = table.choice("second_proof", of: SecondProof.self) {
            settings.secondProof = proof
        }
        settings.skills = skills()
        guard let dialogue = table.reader("dialogue", allowed: Self.dialogueKeys) else {
            return (settings, nil, nil)
        }
        if let window = dialogue.integer("burst_window_ms", in: 0...10_000) {
            settings.burstWindow = .milliseconds(window.value)
        }
        let warning = dialogue.integer("idle_warning_minutes", in: 1...1_440)
        if let warning { settings.idleWarning = .seconds(60 * warning.value) }
        let close = dialogue.integer("idle_close_minutes", in: 1...1_440)
        if let close { settings.idleClose = .seconds(60 * close.value) }
        if settings.idleClose <= settings.idleWarning, let spot = close?.spot ?? warning?.spot {
            log.error(
                spot,
                "'idle_close_minutes' must be more than 'idle_warning_minutes', "
                    + "or nobody is warned")
        }
        if let resume = dialogue.integer("resume_window_minutes", in: 1...10_080) {
            settings.resumeWindow = .seconds(60 * resume.value)
        }
        if let tries = dialogue.integer("tries", in: 1...9) { settings.tries = tries.value }
        return (
            settings, dialogue.share("confidence_threshold"), dialogue.share("ambiguity_margin")
        )
    }

    private func skills() -> [String: String] {
        var skills: [String: String] = [:]
        for pair in table.table("skills") {
            let spot = Spot(file: table.spot.file, line: pair.line, column: pair.column)
            if !IntentFile.topics.contains(pair.key) {
                log.error(
                    spot, "there is no topic '\(pair.key)'", allowed: IntentFile.topics,
                    hint: NearestName.of(pair.key, among: IntentFile.topics))
            }
            guard let skill = pair.value.text, IntentFileReader.isName(skill) else {
                log.error(spot, "'\(pair.key)' needs the name of a queue's skill")
                continue
            }
            skills[pair.key] = skill
        }
        return skills
    }

    /// - Returns: Names of files by what they hold; names that leave the folder are refused.
    func files() -> [String: Located<String>] {
        guard let table = table.reader("files", allowed: Self.fileKeys) else { return [:] }
        var files: [String: Located<String>] = [:]
        for key in Self.fileKeys {
            guard let name = table.text(key) else { continue }
            if name.value.contains("/") || name.value.hasPrefix(".") {
                log.error(
                    name.spot, "'\(name.value.shortened)' is not a file of the shop's own folder")
            } else {
                files[key] = name
            }
        }
        return files
    }

    /// Where the shop wants to be told of what happens.
    func endpoints() -> [WebhookEndpoint] {
        EndpointReader(shop: id, log: log, environment: ProcessInfo.processInfo.environment)
            .read(table.list("endpoints"), in: table.file)
    }
}
