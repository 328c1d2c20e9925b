internal import Platform

/// Counts of vectors by area and tier, and what failed.
struct Report {
    private struct Count {
        var passed = 0
        var total = 0
    }

    private var areas: [String: Count] = [:]
    private var tiers: [Int: Count] = [:]
    private var total = Count()
    private var quirks = Count()
    private var failures: [(vector: Vector, reason: String)] = []

    /// Whether a vector failed that is no quirk.
    var hasFailed: Bool { failures.contains { !$0.vector.isQuirk } }

    mutating func add(_ vector: Vector, failure: String?) {
        func count(_ count: inout Count) {
            count.total += 1
            if failure == nil { count.passed += 1 }
        }
        if let failure { failures.append((vector, failure)) }
        guard !vector.isQuirk else { return count(&quirks) }
        count(&areas[vector.area, default: Count()])
        count(&tiers[vector.tier, default: Count()])
        count(&total)
    }

    func write(to output: OutputStream, showsDetails: Bool, showsQuirks: Bool) {
        for (area, count) in areas.sorted(by: { $0.key < $1.key }) { write(area, count, to: output) }
        for (tier, count) in tiers.sorted(by: { $0.key < $1.key }) { write("tier \(tier)", count, to: output) }
        write("quirks", quirks, to: output)
        write("all", total, to: output)
        for (vector, reason) in failures where showsQuirks || !vector.isQuirk {
            output.write("\(vector.id)\n")
            guard showsDetails else { continue }
            output.write("    \(vector.template.split(separator: "\n").joined(separator: "\n    "))\n")
            if let macros = vector.macros {
                output.write("    macros: \(macros.split(separator: "\n").joined(separator: "\n    "))\n")
            }
            output.write("  => \(reason)\n")
        }
    }

    private func write(_ name: String, _ count: Count, to output: OutputStream) {
        let padding = String(repeating: " ", count: max(1, 24 - name.utf8.count))
        output.write("\(name)\(padding)\(count.passed)/\(count.total)\n")
    }
}
