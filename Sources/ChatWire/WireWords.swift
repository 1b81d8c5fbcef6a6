import Vocabulary

/// The connection's own sentences, for people, in the languages that the server speaks itself.
struct WireWords: Sendable {
    let here: String
    let plainMode: String
    let jsonMode: String
    let passwordFor: String
    let howToLeave: String
    let toComeBack: String
    let hasJoined: String
    let hasLeft: String
    let closed: String
    let you: String
    let agent: String
    let supervisor: String
    private let queueStart: String
    private let queueEnd: String
    private let underAMinute: String
    private let oneMinute: String
    /// What stands before and after a number of minutes.
    private let minutes: (before: String, after: String)

    /// The words of `language`; English for one that the server does not speak.
    static func `in`(_ language: Language) -> WireWords {
        switch language.code {
        case "de": german
        case "es": spanish
        default: english
        }
    }

    /// - Parameter waitSeconds: nil where nobody can tell.
    func queue(_ position: Int, _ waitSeconds: Int?) -> String {
        let place = "\(queueStart) \(position) \(queueEnd)"
        guard let waitSeconds else { return place }
        if waitSeconds < 45 { return "\(place), \(underAMinute)" }
        let count = (waitSeconds + 30) / 60
        if count <= 1 { return "\(place), \(oneMinute)" }
        return "\(place), \(minutes.before) \(count) \(minutes.after)"
    }

    private static let english = WireWords(
        here: "yes, here",
        plainMode: "plain lines from here on; /mode json for one JSON object a line",
        jsonMode: "one JSON object a line from here on",
        passwordFor: "password for",
        howToLeave: "to leave, type /bye",
        toComeBack: "to come back to this conversation",
        hasJoined: "has joined; the assistant is quiet now",
        hasLeft: "has left",
        closed: "this conversation is closed",
        you: "you", agent: "agent", supervisor: "supervisor",
        queueStart: "you are number", queueEnd: "in the queue",
        underAMinute: "less than a minute", oneMinute: "about a minute",
        minutes: ("about", "minutes"))

    private static let german = WireWords(
        here: "ja, hier",
        plainMode: "ab jetzt einfache Zeilen; /mode json für ein JSON-Objekt je Zeile",
        jsonMode: "ab jetzt ein JSON-Objekt je Zeile",
        passwordFor: "Passwort für",
        howToLeave: "zum Gehen /bye eingeben",
        toComeBack: "um zu diesem Gespräch zurückzukommen",
        hasJoined: "ist jetzt da; der Assistent schweigt",
        hasLeft: "ist gegangen",
        closed: "dieses Gespräch ist beendet",
        you: "Sie", agent: "Agent", supervisor: "Aufsicht",
        queueStart: "Sie sind Nummer", queueEnd: "in der Warteschlange",
        underAMinute: "weniger als eine Minute", oneMinute: "etwa eine Minute",
        minutes: ("etwa", "Minuten"))

    private static let spanish = WireWords(
        here: "sí, aquí",
        plainMode: "desde ahora, líneas de texto; /mode json para un objeto JSON por línea",
        jsonMode: "desde ahora, un objeto JSON por línea",
        passwordFor: "contraseña de",
        howToLeave: "para salir, escriba /bye",
        toComeBack: "para volver a esta conversación",
        hasJoined: "se ha unido; el asistente guarda silencio",
        hasLeft: "se ha ido",
        closed: "esta conversación está cerrada",
        you: "usted", agent: "agente", supervisor: "supervisor",
        queueStart: "usted es el número", queueEnd: "en la cola",
        underAMinute: "menos de un minuto", oneMinute: "cerca de un minuto",
        minutes: ("unos", "minutos"))
}
