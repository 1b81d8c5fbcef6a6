import Vocabulary

/// How a shop shows itself on web pages.
public struct ShopFace: Equatable, Sendable {
    public var id: ShopID
    /// Its name, colours, languages and texts: one JSON object, served as `/shops/ID.json`.
    public var card: [UInt8]
    /// A few of its products: one JSON object, served as `/shops/ID/products.json`.
    public var showcase: [UInt8]

    public init(id: ShopID, card: [UInt8], showcase: [UInt8]) {
        self.id = id
        self.card = card
        self.showcase = showcase
    }

    /// What is served of these shops, by path: each one's card and products, and all the cards as
    /// `/shops.json`.
    static func files(of faces: [ShopFace]) -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        let cards = faces.map(\.card).joined(separator: [UInt8(ascii: ",")])
        files["/shops.json"] = Array("{\"shops\":[".utf8) + cards + Array("]}".utf8)
        for face in faces {
            files["/shops/\(face.id.name).json"] = face.card
            files["/shops/\(face.id.name)/products.json"] = face.showcase
        }
        return files
    }
}
