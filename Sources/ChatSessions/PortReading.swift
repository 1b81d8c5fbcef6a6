import ChatWire
import CleanText
import Engine
import Vocabulary

/// What one port of one loop says and knows of the shops, made ready once and not for each session.
final class PortReading {
    let index: Int
    private let shop: ShopID?
    let isTLS: Bool
    /// For reading lines.
    private(set) var shops: WireShops
    /// What is said first, as bytes.
    private(set) var banner: [UInt8]
    /// Names of shops and of those whom no customer may resemble, to tell whether they have changed.
    private var names: [String]

    init(index: Int, port: LinePort, readings: ShopReadings) {
        self.index = index
        shop = port.shop
        isTLS = port.certificate != nil
        shops = Self.shops(shop, readings)
        banner = Self.banner(shops.standard, readings)
        names = Self.names(readings)
    }

    /// For the web port, which says nothing first and knows all shops.
    init(webPortFor readings: ShopReadings) {
        index = -1
        shop = nil
        isTLS = false
        shops = Self.shops(nil, readings)
        banner = []
        names = Self.names(readings)
    }

    /// Takes over what a reload may have changed.
    func refresh(_ readings: ShopReadings) {
        if index >= 0 { banner = Self.banner(shops.standard, readings) }
        let newNames = Self.names(readings)
        guard newNames != names || shops.standard != shop ?? readings.defaultShop else { return }
        names = newNames
        shops = Self.shops(shop, readings)
    }

    private static func shops(_ shop: ShopID?, _ readings: ShopReadings) -> WireShops {
        let reserved = readings.ids.flatMap { readings.byID[$0]?.reservedNames ?? [] }
        return WireShops(
            standard: shop ?? readings.defaultShop, all: Set(readings.ids),
            names: NameCheck(reserved: reserved))
    }

    private static func names(_ readings: ShopReadings) -> [String] {
        readings.ids.flatMap { [$0.name] + (readings.byID[$0]?.reservedNames ?? []) }
    }

    /// The shop's own words, then how to get to another shop, if there is one.
    private static func banner(_ shop: ShopID, _ readings: ShopReadings) -> [UInt8] {
        var bytes: [UInt8] = []
        if let reading = readings.byID[shop], let text = reading.banners[reading.languages[0]] {
            say(text, by: .bot, &bytes)
        }
        let others = readings.ids.filter { $0 != shop }
        if let first = others.first {
            let names = others.prefix(8).map(\.name).joined(separator: ", ")
            let more = others.count > 8 ? ", …" : ""
            let text = "for another shop type /shop \(first) (there are: \(names)\(more))"
            say(text, by: .system, &bytes)
        }
        return bytes
    }

    private static func say(_ text: String, by role: Role, _ bytes: inout [UInt8]) {
        let message = Notice.Message(sequence: nil, role: role, name: "", text: text)
        WireReply(.message(message)).encode(mode: .plain, into: &bytes)
    }
}
