internal import Diagnostics
internal import Jinja
internal import TemplateLibrary

/// Damages templates and macros of vectors at random and renders what comes out: nothing may crash, hang or fill the
/// memory.
///
/// `jinja-conformance FILE.json --fuzz SEED COUNT` runs it over the vectors of a file.
struct Fuzzer {
    private let vectors: [Vector]
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
        "context", "builtins", "{% set ns.x = ns %}", "{% do l.append(l) %}", "namespace(x=1)",
        "{% materialization t, default %}",
        "return(", "modules.re.", "modules.datetime.", "tojson(", "fromyaml(", "|dictsort", "|groupby(0)", "|batch(2)",
        "|indent",
        "|round(3)", "|format(1)", "%(a)s", "{0!r:>{1}}", "caller()", "varargs", "kwargs", "loop.cycle(1)", "loop(",
        "self",
    ].map { Array($0.utf8) }

    init(_ vectors: [Vector], seed: UInt64) {
        self.vectors = vectors
        seeds = vectors.flatMap { [$0.template] + ($0.macros.map { [$0] } ?? []) }.map { Array($0.utf8) }
        random = Generator(state: seed &* 0x9E37_79B9_7F4A_7C15 &+ 1)
    }

    /// What a run of the fuzzer gives.
    struct Outcome {
        /// How many damaged templates were tried; it comes back only when none crashed.
        var count = 0
        var longest = Duration.zero
        /// The template that took longest.
        var slowest = ""
    }

    /// Renders `count` damaged templates, each in the mode of its vector.
    mutating func run(_ count: Int) -> Outcome {
        var outcome = Outcome()
        guard !vectors.isEmpty else { return outcome }
        let clock = ContinuousClock()
        for _ in 0..<count {
            let vector = damaged(vectors[random.next(below: vectors.count)])
            let time = clock.measure { Self.render(vector) }
            outcome.count += 1
            if time > outcome.longest {
                outcome.longest = time
                outcome.slowest = vector.template
            }
        }
        return outcome
    }

    private static func render(_ vector: Vector) {
        var limits = Renderer.Limits()
        limits.steps = 20_000
        limits.outputBytes = 1 << 20
        let session = VectorSession(vector, limits: limits)
        switch vector.mode {
        case "native": _ = try? session.evaluate()
        case "blocks": _ = try? session.blocks()
        default: _ = try? session.render()
        }
    }

    /// The vector with its template, its macros, or both damaged.
    private mutating func damaged(_ vector: Vector) -> Vector {
        var result = vector
        let part = random.next(below: 4)
        if part > 0 || vector.macros == nil { result.template = damaged(vector.template) }
        if let macros = vector.macros, part < 2 { result.macros = damaged(macros) }
        return result
    }

    private mutating func damaged(_ text: String) -> String {
        var bytes = Array(text.utf8)
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
        return String(decoding: bytes, as: UTF8.self)
    }
}
