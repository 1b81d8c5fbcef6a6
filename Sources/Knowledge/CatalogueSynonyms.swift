/// Words that mean the same in a shop: colours in three languages, and what the shop adds.
struct CatalogueSynonyms: Sendable {
    /// Other words by folded word.
    private let others: WordTable<[String]>

    /// - Parameter groups: Words of one meaning each; of a phrase only single words are used.
    init(_ groups: [[String]]) {
        var others: [String: [String]] = [:]
        for group in Self.colours + groups {
            let words = group.compactMap { name -> String? in
                let words = PlainText.words(name)
                return words.count == 1 ? words[0] : nil
            }
            for word in words { others[word, default: []] += words.filter { $0 != word } }
        }
        self.others = WordTable(others.mapValues(\.withoutRepeats))
    }

    func others(for word: String) -> [String] { others[word] ?? [] }

    /// Words that say nothing about a product; folded.
    static let emptyWords: WordSet = WordSet(
        """
        a an the and or of for in on with to my me i you we do does have has is are there any some got \
        want need looking look show find please can could would your it that this what which one ones \
        sell sells selling carry offer offers something anything somebody who where when how much many \
        good nice best better recommend just really also from by be am im at about like not no m s re ve ll d t \
        ein eine einen einem einer der die das den dem und oder fur mit im in zu ich sie wir habt haben \
        hat ist sind gibt es suche brauche mochte bitte zeig zeigen was welche euch ihr mir von aus \
        verkauft verkaufen etwas irgendwas gut gute guten wo wie viel wer auch nur sehr gerne bei am \
        un una unos unas el la los las y o de del para con en que busco quiero necesito tienen teneis \
        tienes hay mi me por favor cual cuales algo alguna alguno venden vendeis vende bueno buena mejor \
        quisiera queria donde cuanto como mas muy tambien se es al su
        """.split(separator: " ").map(String.init))

    private static let colours: [[String]] = [
        ["black", "schwarz", "negro", "negra"], ["white", "weiß", "blanco", "blanca"],
        ["red", "rot", "rojo", "roja"], ["blue", "blau", "azul"],
        ["green", "grün", "verde"], ["yellow", "gelb", "amarillo", "amarilla"],
        ["grey", "gray", "grau", "gris"], ["brown", "braun", "marrón"],
        ["orange", "naranja"], ["pink", "rosa"], ["purple", "lila", "morado", "violett"],
        ["beige", "sand"], ["silver", "silber", "plata"], ["gold", "golden", "dorado"],
        ["brass", "messing", "latón"], ["copper", "kupfer", "cobre"],
    ]
}
