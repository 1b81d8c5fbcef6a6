import Vocabulary

/// The members of one stored entry as they come, before it is known which of them its type needs.
struct EntryFields {
    var sequence = 0
    var at: Int64 = 0
    var type = Word()
    var text: String?
    var name: String?
    var agent: String?
    var clientID: String?
    var intent: String?
    var confidence: Float?
    var menu: [Notice.MenuItem] = []
    var why: Entry.Why?
    var queue: String?
    var reason: String?
    var score: Int?
    var contact: String?
    var slots: [Slot] = []
    var shop: String?
    var language: String?
    var token: String?
    var disposition: String?
    var until: WallTime?
    var memory: DialogueMemory?

    mutating func read(
        _ key: Word, from reader: inout RecordReader
    ) throws(EntryCodecError) {
        switch key {
        case Word("seq"): sequence = try reader.count()
        case Word("at"): at = try reader.integer()
        case Word("type"): type = try reader.word()
        case Word("text"): text = try reader.string()
        case Word("client_id"): clientID = try reader.string()
        case Word("intent"): intent = try reader.string()
        case Word("confidence"): confidence = try reader.float()
        case Word("menu"): menu = try EntryCodec.menu(from: &reader)
        case Word("why"): why = try EntryCodec.why(from: &reader)
        case Word("memory"): memory = try EntryCodec.memory(from: &reader)
        case Word("agent"): agent = try reader.string()
        case Word("name"): name = try reader.string()
        default: try readSeldom(key, from: &reader)
        }
    }

    private mutating func readSeldom(
        _ key: Word, from reader: inout RecordReader
    ) throws(EntryCodecError) {
        switch key {
        case Word("shop"): shop = try reader.string()
        case Word("language"): language = try reader.string()
        case Word("token"): token = try reader.string()
        case Word("queue"): queue = try reader.string()
        case Word("reason"): reason = try reader.string()
        case Word("score"): score = try reader.count()
        case Word("contact"): contact = try reader.string()
        case Word("slots"): slots = try EntryCodec.slots(from: &reader)
        case Word("disposition"): disposition = try reader.string()
        case Word("until"): until = WallTime(milliseconds: try reader.integer())
        default: try reader.skip()
        }
    }
}
