internal import Diagnostics
internal import Jinja
internal import TemplateLibrary

/// Damages templates at random and renders what comes out: nothing may crash, hang or fill the memory.
///
/// `jinja-conformance FILE.json --fuzz SEED COUNT` runs it over the templates of a vector file.
struct Fuzzer {
    private let seeds: [[UInt8]]
    private var random: Generator

    /// A small generator whose numbers depend on nothing but the seed.
    private struct Generator {
        var state: UInt64

        mutating func next(below limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            var mixed = state ^ (state >> 33)
            mixed = mixed &* 0xff51_afd7_ed55_8ccd
            mixed ^= mixed >> 33
            return Int(mixed % UInt64(max(limit, 1)))
        }
    }

    private static let fragments = [
        "{{", "}}", "{%", "%}", "{#", "#}", "{%- ", " -%}", "(", ")", "[", "]", "{", "}", "'", "\"", "|", "~", "**",
        "//",
        " if ", " else ", " for x in range(9) ", "{% endfor %}", "{% endif %}", "{% set x = [x] %}", "loop.index",
        " is ",
        " not ", " in ", "namespace(a=[])", "{% macro m(a) %}{{ m(a) }}{% endmacro %}", "{{ dbt_macro__m(1) }}",
        "|join",
        "|sort", "|map('upper')", "|tojson", "|list", ".format(", "%s", "{:>10}", "\\", "\u{0}", "é", "\u{1F600}",
        "1e308",
        "99999999999999999999", "-1", "{% raw %}", "{% call(x) m() %}", "{% filter upper %}", "recursive",
    ].map { Array($0.utf8) }

    init(_ templates: [String], seed: UInt64) {
        seeds = templates.map { Array($0.utf8) }
        random = Generator(state: seed &* 0x9E37_79B9_7F4A_7C15 &+ 1)
    }

    /// Renders `count` damaged templates.
    /// - Returns: how many were tried; it comes back only when none crashed.
    func run(_ count: Int) -> Int {
        var fuzzer = self
        var limits = Renderer.Limits()
        limits.steps = 20_000
        limits.outputBytes = 1 << 20
        for _ in 0..<count {
            let source = SourceText(path: "<fuzz>", bytes: fuzzer.damaged())
            for mode in [Template.Mode.text, .native] {
                guard let template = try? Template(dbt: source, mode: mode) else { continue }
                let renderer = Renderer(resolver: Fuzzer.context, limits: limits, recordsSourceMap: true)
                if mode == .text { _ = try? renderer.render(template) } else { _ = try? renderer.evaluate(template) }
            }
        }
        return count
    }

    private static var context: DictionaryResolver {
        let row = DictObject([("id", 1), ("name", "a"), ("tags", .list([1, 2]))])
        return DictionaryResolver([
            "x": 1, "s": "text", "l": .list([1, 2, 3]), "rows": .list([.dict(row), .dict(row)]), "d": .dict(row),
            "z": 0,
        ])
    }

    private mutating func damaged() -> [UInt8] {
        guard !seeds.isEmpty else { return [] }
        var bytes = seeds[random.next(below: seeds.count)]
        for _ in 0...random.next(below: 4) {
            let start = random.next(below: bytes.count + 1)
            let end = min(bytes.count, start + random.next(below: 12))
            switch random.next(below: 5) {
            case 0: bytes.removeSubrange(start..<end)
            case 1: bytes.insert(contentsOf: Self.fragments[random.next(below: Self.fragments.count)], at: start)
            case 2:
                let copies = 1 + random.next(below: 40)
                let part = Array(bytes[start..<end])
                for _ in 0..<copies where bytes.count < 4000 { bytes.insert(contentsOf: part, at: start) }
            case 3:
                let other = seeds[random.next(below: seeds.count)]
                let from = random.next(below: other.count + 1)
                bytes.insert(contentsOf: other[from..<min(other.count, from + random.next(below: 60))], at: start)
            default:
                if start < bytes.count { bytes[start] = UInt8(random.next(below: 256)) }
            }
        }
        return bytes
    }
}
