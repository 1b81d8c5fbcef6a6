import JSONText
import Vocabulary

/// How a shop shows itself on web pages.
public struct ShopFace: Equatable, Sendable {
    public var id: ShopID
    /// As customers read it.
    public var name: String
    /// What the bot calls itself.
    public var assistant: String
    /// The first is the one to begin in.
    public var languages: [Language]
    /// `#rrggbb`.
    public var colour: String
    public var textColour: String

    public init(
        id: ShopID, name: String, assistant: String, languages: [Language], colour: String,
        textColour: String
    ) {
        self.id = id
        self.name = name
        self.assistant = assistant
        self.languages = languages
        self.colour = colour
        self.textColour = textColour
    }

    /// All of them as one JSON array, fit to stand in a script: no `<` that could end one.
    public static func json(_ faces: [ShopFace]) -> String {
        var bytes: [UInt8] = []
        JSONWriter.append(to: &bytes) { writer in
            writer.beginArray()
            for face in faces { face.write(&writer) }
            writer.endArray()
        }
        return String(decoding: bytes, as: UTF8.self).replacing("<", with: "\\u003c")
            .replacing("\u{2028}", with: "\\u2028").replacing("\u{2029}", with: "\\u2029")
    }

    private func write(_ writer: inout JSONWriter) {
        writer.beginObject()
        for (key, text) in [
            ("id", id.name), ("name", name), ("assistant", assistant), ("colour", colour),
            ("text_colour", textColour),
        ] {
            writer.key(key)
            writer.string(text)
        }
        writer.key("languages")
        writer.beginArray()
        for language in languages { writer.string(language.code) }
        writer.endArray()
        writer.endObject()
    }
}
