/// The generator of all that looks random in the landing files: the same numbers for the same seed, on every machine.
///
/// Source: Sebastiano Vigna's splitmix64 (public domain, https://prng.di.unimi.it/splitmix64.c): a counter that grows by
/// the golden ratio, and a mixing function over it. Everything is integer arithmetic; weights are integers too, so that
/// no result hangs on the floating-point functions of a C library.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    /// The stream of numbers for one purpose, such as the orders of one day: what one purpose draws does not move what
    /// another one gets.
    init(_ seed: UInt64, _ purpose: StaticString, _ number: Int = 0) {
        // FNV-1a over the name.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in purpose.description.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        var mixer = SplitMix64(seed ^ hash)
        state = mixer.next() &+ UInt64(truncatingIfNeeded: number) &* 0xd134_2543_de82_ef95
        state = next()
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }

    /// A number from 0 up to, not including, `limit`.
    mutating func below(_ limit: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(limit)).high) }

    mutating func between(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

    /// True `part` times in `whole`.
    mutating func chance(_ part: Int, in whole: Int) -> Bool { below(whole) < part }

    /// A number below `limit` that prefers the small ones: a uniform draw to the power of two or three.
    mutating func skewed(below limit: Int, power: Int = 2) -> Int {
        let draw = next() >> 32
        var product = draw
        for _ in 1..<power { product = (product * draw) >> 32 }
        return Int((product * UInt64(limit)) >> 32)
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
}
