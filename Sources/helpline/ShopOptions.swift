import ArgumentParser
import Foundation
import ShopFiles
import Vocabulary
import Wiring

/// Which shops a command reads.
struct ShopOptions: ParsableArguments {
    @Option(help: "The folder with the shops' files.")
    var intents = "Intents"

    @Option(help: "The folder of the record; trained models are kept in it.")
    var data = "Transcripts"

    /// All shops, trained; a mistake in their files ends the command with 1.
    func load(defaultShop: String? = nil) throws -> LoadedShops {
        guard FileManager.default.fileExists(atPath: intents) else {
            throw WrongUse("there is no folder '\(intents)'; name it with --intents")
        }
        let loader = ShopLoader(folder: intents, cache: ModelCache(folder: "\(data)/models"))
        do throws(LoadError) {
            return try loader.load(defaultShop: defaultShop) { shop, share in
                Terminal.progress("learning the questions of \(shop)", share)
            }
        } catch {
            switch error {
            case .mistakes(let problems):
                for problem in problems where problem.severity == .error {
                    Terminal.complain("\(intents)/\(problem)")
                }
                throw Found.something
            case .noShops, .training, .unknownShop: throw WrongUse(error.description)
            }
        }
    }
}
