import SQLText
import Testing

@Suite struct SQLTokenizerTests {
    private func significant(_ sql: String) -> [String] {
        let bytes = Array(sql.utf8)
        return SQLTokenizer.tokens(of: bytes).filter { !$0.isTrivia }.map {
            String(decoding: bytes[$0.start..<$0.end], as: UTF8.self)
        }
    }

    @Test func readsStringsOfAllKinds() {
        #expect(
            significant(#"'it''s' E'a\'b' $$x;'y$$ $q$ $$ $q$ U&'d' b'01' "a""b""#) == [
                "'it''s'", #"E'a\'b'"#, "$$x;'y$$", "$q$ $$ $q$", "U&'d'", "b'01'", #""a""b""#,
            ])
    }

    @Test func nestsBlockComments() {
        #expect(significant("a /* b /* c */ d */ e -- f\ng") == ["a", "e", "g"])
    }

    @Test func tellsNumbersParametersAndOperatorsApart() {
        #expect(
            significant("1.5e-3+.5::int $1 a$b <>1..2") == [
                "1.5e-3", "+", ".5", "::", "int", "$1", "a$b", "<>", "1", ".", ".2",
            ])
    }

    @Test func tokensCoverEveryByte() {
        let bytes = Array("select 'open /* x $tag$ é".utf8)
        let tokens = SQLTokenizer.tokens(of: bytes)
        #expect(tokens.first?.start == 0)
        #expect(tokens.last?.end == bytes.count)
        #expect(zip(tokens, tokens.dropFirst()).allSatisfy { $0.end == $1.start })
    }
}
