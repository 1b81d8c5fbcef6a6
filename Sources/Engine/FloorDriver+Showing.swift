import Dialogue
import FrontOffice
import Ports
import Transcribing
import Vocabulary

/// What is read back from the record for who asks.
extension FloorDriver {
    /// Tells a session the record as its customer sees it, behind one number and up to another.
    ///
    /// Where the record cannot be read the session is closed: what came live behind the gap would look
    /// as if nothing was missing. The customer comes back and asks for the rest.
    func show(
        _ id: ConversationID, after sequence: Int, upTo last: Int, to session: SessionID,
        in book: inout ReleaseBook
    ) {
        do throws(StoreError) {
            let shop = floor.conversation(id).flatMap { floor.shop($0.shop) }
            for entry in try store.entries(of: id, after: sequence) where entry.sequence <= last {
                guard let notice = Notice(replaying: entry, assistant: shop?.assistant ?? "") else {
                    continue
                }
                book.add(notice, to: session)
            }
        } catch {
            tally.commitFailed(error)
            let failure = Notice.Failure(
                code: .busy, text: "the record cannot be read just now",
                hint: "come back in a moment with your token")
            book.cutOff(session, saying: .failure(failure))
        }
    }

    /// Tells an agent's session the record of a case, the last lines of it.
    func show(
        _ tag: DeskNotice.CaseTag, after sequence: Int, upTo last: Int, lineCountMax: Int,
        to session: SessionID, in book: inout ReleaseBook
    ) {
        do throws(StoreError) {
            let lines = try lines(of: tag, after: sequence).filter { $0.sequence <= last }
            book.add(
                .desk(.history(tag, Array(lines.suffix(lineCountMax)))), to: session)
        } catch {
            tally.commitFailed(error)
            book.add(.unreadable, to: session)
        }
    }

    /// Tells an agent what the last answer of a case rested on, behind what the floor knows: the line, the
    /// words and letters with their shares, the nearest example, the model.
    func explain(
        _ tag: DeskNotice.CaseTag, behind rows: [DeskNotice.CardRow], to session: SessionID,
        in book: inout ReleaseBook
    ) {
        var rows = rows
        do throws(StoreError) {
            let id = tag.conversation
            let document = TranscriptDocument(id: id, entries: try store.entries(of: id, after: 0))
            if let answer = document?.reasonedAnswers.last {
                rows.append(DeskNotice.CardRow("to the line", answer.text))
                rows += self.rows(of: answer, at: tag.shop)
            }
        } catch {
            tally.commitFailed(error)
            return book.add(.unreadable, to: session)
        }
        book.add(.desk(.card(DeskNotice.Card(topic: .why, tag: tag, rows: rows))), to: session)
    }

    private func rows(of answer: ReasonedAnswer, at shop: ShopID) -> [DeskNotice.CardRow] {
        let bundle = answer.why.bundle
        if let lines = reasons?.explanation(of: answer.text, by: bundle, at: shop) {
            return lines.map { DeskNotice.CardRow($0, "") }
        }
        return [
            DeskNotice.CardRow(
                "model \(bundle)",
                "not in force any more; helpline transcripts show --why explains with it")
        ]
    }

    /// Lines of these cases that hold the text, whatever its case.
    func find(
        _ text: String, in tags: [DeskNotice.CaseTag], for session: SessionID,
        in book: inout ReleaseBook
    ) {
        let wanted = text.lowercased()
        do throws(StoreError) {
            var rows: [DeskNotice.CardRow] = []
            for tag in tags {
                for line in try lines(of: tag, after: 0)
                where line.text.lowercased().contains(wanted) {
                    rows.append(
                        DeskNotice.CardRow("#\(tag.number) \(line.sequence)", line.text))
                }
            }
            let card = DeskNotice.Card(
                topic: .found, tag: nil, rows: Array(rows.suffix(Self.foundCountMax)))
            book.add(.desk(.card(card)), to: session)
        } catch {
            tally.commitFailed(error)
            book.add(.unreadable, to: session)
        }
    }

    /// Lines that a search shows at the most.
    private static let foundCountMax = 50

    private func lines(
        of tag: DeskNotice.CaseTag, after sequence: Int
    ) throws(StoreError) -> [DeskNotice.HistoryLine] {
        let entries = try store.entries(of: tag.conversation, after: sequence)
        let assistant = floor.shop(tag.shop)?.assistant ?? ""
        let customer = floor.conversation(tag.conversation)?.name ?? ""
        return entries.compactMap {
            DeskNotice.HistoryLine($0, customer: customer, assistant: assistant)
        }
    }
}

extension Notice {
    /// The record cannot be read for the moment; nothing else is wrong.
    fileprivate static let unreadable = Notice.failure(
        Failure(
            code: .busy, text: "the record cannot be read just now", hint: "try again in a moment"))
}
