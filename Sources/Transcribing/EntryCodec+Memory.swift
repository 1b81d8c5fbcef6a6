import JSONText
import Vocabulary

extension EntryCodec {
    // Keys are stored: never rename. What has its first value is not written.

    static func write(_ memory: DialogueMemory, to writer: inout JSONWriter) {
        writer.beginObject()
        write(memory.slots, to: &writer)
        if let task = memory.task {
            writer.key("task")
            write(task, to: &writer)
        }
        if !memory.menu.isEmpty {
            writer.key("menu")
            writer.beginArray()
            for option in memory.menu { write(option, to: &writer) }
            writer.endArray()
        }
        if memory.expectation != .nothing {
            writer.member("expectation", memory.expectation.rawValue)
        }
        writer.member("misses", count: memory.missesInRow)
        writer.member("wrong_proofs", count: memory.wrongProofCount)
        writer.member("verified_order", memory.verifiedOrder)
        writer.endObject()
    }

    private static func write(
        _ task: DialogueMemory.TaskProgress, to writer: inout JSONWriter
    ) {
        writer.beginObject()
        writer.member("rule", task.rule)
        writer.member("step", count: task.stepIndex)
        writer.member("asking", task.asking?.name)
        writer.member("asked", count: task.askedCount)
        writer.member("intent", task.intent.name)
        writer.endObject()
    }

    private static func write(_ option: DialogueMemory.MenuOption, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("title", option.title)
        switch option.payload {
        case .intent(let intent): writer.member("intent", intent.name)
        case .text(let text): writer.member("text", text)
        }
        writer.endObject()
    }

    static func memory(from reader: inout RecordReader) throws(EntryCodecError) -> DialogueMemory {
        var memory = DialogueMemory()
        try reader.members { (reader, key) throws(EntryCodecError) in
            switch key {
            case Word("slots"): memory.slots = try slots(from: &reader)
            case Word("task"): memory.task = try task(from: &reader)
            case Word("menu"):
                try reader.elements { (reader) throws(EntryCodecError) in
                    memory.menu.append(try option(from: &reader))
                }
            case Word("expectation"):
                guard let known = DialogueMemory.Expectation(rawValue: try reader.string()) else {
                    throw reader.problem(.invalid(key: "expectation"))
                }
                memory.expectation = known
            case Word("misses"): memory.missesInRow = try reader.count()
            case Word("wrong_proofs"): memory.wrongProofCount = try reader.count()
            case Word("verified_order"): memory.verifiedOrder = try reader.string()
            default: try reader.skip()
            }
        }
        return memory
    }

    private static func task(
        from reader: inout RecordReader
    ) throws(EntryCodecError) -> DialogueMemory.TaskProgress {
        var task = DialogueMemory.TaskProgress(rule: "", stepIndex: 0, intent: IntentName(""))
        try reader.members { (reader, key) throws(EntryCodecError) in
            switch key {
            case Word("rule"): task.rule = try reader.string()
            case Word("step"): task.stepIndex = try reader.count()
            case Word("asking"): task.asking = SlotName(try reader.string())
            case Word("asked"): task.askedCount = try reader.count()
            case Word("intent"): task.intent = IntentName(try reader.string())
            default: try reader.skip()
            }
        }
        return task
    }

    private static func option(
        from reader: inout RecordReader
    ) throws(EntryCodecError) -> DialogueMemory.MenuOption {
        var option = DialogueMemory.MenuOption(title: "", payload: .text(""))
        try reader.members { (reader, key) throws(EntryCodecError) in
            switch key {
            case Word("title"): option.title = try reader.string()
            case Word("intent"): option.payload = .intent(IntentName(try reader.string()))
            case Word("text"): option.payload = .text(try reader.string())
            default: try reader.skip()
            }
        }
        return option
    }
}
