import CleanText
import JSONText
import Vocabulary

extension WireSession {
    /// Takes one JSON object.
    mutating func takeJSON(_ line: LineBytes, shops: WireShops, into steps: inout [WireStep]) {
        guard line.contains(where: { $0 != 0x20 && $0 != 0x09 }) else { return }
        let object: JSONObject
        do throws(JSONError) {
            guard case .object(let parsed) = try JSONValue(parsing: line) else {
                let failure = Notice.Failure(
                    code: .badJSON, text: "a line is one JSON object",
                    hint: #"{"op":"cmd","text":"/mode plain"} goes back to plain lines"#)
                return refuse(failure, into: &steps)
            }
            object = parsed
        } catch {
            let code = error.problem == .invalidUTF8 ? FailureCode.notUTF8 : .badJSON
            let failure = Notice.Failure(
                code: code, text: "\(error)", hint: #"{"op":"say","id":"c1","text":"…"}"#)
            return refuse(failure, into: &steps)
        }
        var clientID: String?
        do throws(WireCommandError) {
            clientID = try WireRequest.clientID(of: object)
            let request = try WireRequest(object, clientID: clientID)
            try carryOut(request, clientID: clientID, shops: shops, into: &steps)
        } catch {
            refuse(error.failure(clientID: clientID), into: &steps)
        }
    }

    private mutating func carryOut(
        _ request: WireRequest, clientID: String?, shops: WireShops,
        into steps: inout [WireStep]
    ) throws(WireCommandError) {
        switch request {
        case .hello(let shop, let language, let name):
            let customer = try name.flatMap { (name) throws(WireCommandError) in
                try Self.customerName(name, shops.names)
            }
            open(
                shop, language: language, customer: customer, clientID: clientID, shops: shops,
                into: &steps)
        case .say(let text, let number):
            guard !text.utf8.allSatisfy({ $0 <= 0x20 }) else {
                throw WireRequest.usage("'text' is empty")
            }
            say(text, clientID: clientID, shops: shops, about: number, into: &steps)
        case .command(let text, let number):
            guard text.utf8.first == UInt8(ascii: "/") else {
                throw WireRequest.usage("a command begins with a slash", hint: "/help")
            }
            let command = try WireCommand(command: text, by: speaker)
            carryOut(command, clientID: clientID, shops: shops, about: number, into: &steps)
        case .signed(let sign, let number):
            // Where no conversation is, nobody is there to see it.
            guard phase == .open || speaker > .customer else { return }
            steps.append(.submit(.signed(sign, case: number)))
        case .resume(let token, let after): resume(token, after, clientID, into: &steps)
        case .login(let agent, let password):
            if let refusal = loginRefusal(clientID: clientID) {
                return refuse(refusal, into: &steps)
            }
            steps.append(.submit(.login(agent, password: password)))
        case .ping: steps.append(.reply(.pong))
        case .bye: carryOut(.customer(.bye), clientID: clientID, shops: shops, into: &steps)
        }
    }

    /// - Returns: nil for a name that shows nothing.
    private static func customerName(
        _ name: String, _ names: NameCheck
    ) throws(WireCommandError) -> String? {
        switch names.verdict(on: name) {
        case .accepted(let name): return CardMask.masked(name)
        case .empty: return nil
        case .tooLong(let bytesMax): throw WireRequest.usage("'name' may have \(bytesMax) bytes")
        case .resembles(let other):
            throw WireCommandError(
                code: .notAllowed, text: "that name looks like '\(other)', which is taken",
                hint: "say hello with another one, or without")
        }
    }
}
