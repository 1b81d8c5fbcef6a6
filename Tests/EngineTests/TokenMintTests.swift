import Testing
import Vocabulary

@testable import Engine

@Suite("Token mint")
struct TokenMintTests {
    /// SHA-256 of "abc" begins with ba7816bf8f01cfea414140de5dae2223.
    @Test("keeps the first half of SHA-256")
    func knownAnswer() {
        #expect(
            TokenMint.digest(of: "abc")
                == TokenDigest(high: 0xBA78_16BF_8F01_CFEA, low: 0x4141_40DE_5DAE_2223))
        #expect(
            TokenMint.digest(of: "0123456789abcdefghjkmnpqrs")
                == TokenDigest(high: 0x6AAB_299C_78D0_B170, low: 0x77BD_60F9_EA95_FF9C))
    }

    @Test("letter case and hyphens of what a person typed do not matter")
    func canonicalForm() {
        let digest = TokenMint.digest(of: "0123456789abcdefghjkmnpqrs")
        #expect(TokenMint.digest(of: "0123-4567-89AB-CDEF-ghjkmnpqrs") == digest)
        #expect(TokenMint.digest(of: "0123456789abcdefghjkmnpqrt") != digest)
        #expect(TokenMint.digest(of: "") != digest)
    }

    @Test("a token is 26 digits of its 128 bits, and its digest is its text's")
    func texts() {
        let dice = SimulatedBits([0, .max, 0x8000_0000_0000_0000, 1])
        let mint = TokenMint { dice.next() }
        let first = mint.token()
        #expect(first.text == "0000000000000" + "fzzzzzzzzzzzz")
        #expect(first.digest == TokenMint.digest(of: first.text))
        #expect(mint.token().text == "8000000000000" + "0000000000001")
    }

    @Test("no two tokens of the system's own source are alike")
    func secure() {
        let tokens = (0..<200).map { _ in TokenMint.secure.token() }
        #expect(Set(tokens.map(\.text)).count == 200)
        #expect(Set(tokens.map(\.digest)).count == 200)
        #expect(tokens.allSatisfy { $0.text.utf8.count == 26 })
    }
}
