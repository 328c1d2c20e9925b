internal import Diagnostics

/// An arithmetic operator.
final class BinaryNode: Evaluable {
    let operation: Arithmetic
    let left: any Evaluable
    let right: any Evaluable
    let range: SourceRange

    init(_ operation: Arithmetic, _ left: any Evaluable, _ right: any Evaluable, range: SourceRange) {
        self.operation = operation
        self.left = left
        self.right = right
        self.range = range
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
        let left = try left.evaluate(frame)
        let right = try right.evaluate(frame)
        if case .int(let a) = left, case .int(let b) = right {
            switch operation {
            case .add:
                let (sum, overflow) = a.addingReportingOverflow(b)
                if !overflow { return .int(sum) }
            case .subtract:
                let (difference, overflow) = a.subtractingReportingOverflow(b)
                if !overflow { return .int(difference) }
            case .multiply:
                let (product, overflow) = a.multipliedReportingOverflow(by: b)
                if !overflow { return .int(product) }
            case .modulo where b > 0:
                let rest = a % b
                return .int(rest < 0 ? rest + b : rest)
            default: break
            }
        }
        do throws(TemplateError) {
            let value = try Operators.apply(operation, left, right)
            if operation == .multiply, case .string(let text) = value {
                try frame.renderer.countRepeated(text.bytes.count)
            }
            return value
        } catch {
            throw error.at(range, in: frame.source)
        }
    }
}

/// A sign.
final class SignNode: Evaluable {
    let isNegative: Bool
    let operand: any Evaluable
    let range: SourceRange

    init(isNegative: Bool, _ operand: any Evaluable, range: SourceRange) {
        self.isNegative = isNegative
        self.operand = operand
        self.range = range
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
        let value = try operand.evaluate(frame)
        do throws(TemplateError) {
            return try isNegative ? Operators.negate(value) : Operators.posit(value)
        } catch {
            throw error.at(range, in: frame.source)
        }
    }
}

final class NotNode: Evaluable {
    let operand: any Evaluable

    init(_ operand: any Evaluable) {
        self.operand = operand
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value { .bool(try !operand.isTrue(frame)) }
    func isTrue(_ frame: Frame) throws(TemplateError) -> Bool { try !operand.isTrue(frame) }
}

final class AndNode: Evaluable {
    let left: any Evaluable
    let right: any Evaluable

    init(_ left: any Evaluable, _ right: any Evaluable) {
        self.left = left
        self.right = right
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
        let value = try left.evaluate(frame)
        return try value.isTrue() ? right.evaluate(frame) : value
    }

    func isTrue(_ frame: Frame) throws(TemplateError) -> Bool {
        try left.isTrue(frame) ? right.isTrue(frame) : false
    }
}

final class OrNode: Evaluable {
    let left: any Evaluable
    let right: any Evaluable

    init(_ left: any Evaluable, _ right: any Evaluable) {
        self.left = left
        self.right = right
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
        let value = try left.evaluate(frame)
        return try value.isTrue() ? value : right.evaluate(frame)
    }

    func isTrue(_ frame: Frame) throws(TemplateError) -> Bool {
        try left.isTrue(frame) ? true : right.isTrue(frame)
    }
}

/// One comparison.
final class CompareNode: Evaluable {
    let comparison: Expression.Comparison
    let left: any Evaluable
    let right: any Evaluable
    let range: SourceRange

    init(_ comparison: Expression.Comparison, _ left: any Evaluable, _ right: any Evaluable, range: SourceRange) {
        self.comparison = comparison
        self.left = left
        self.right = right
        self.range = range
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value { .bool(try isTrue(frame)) }

    func isTrue(_ frame: Frame) throws(TemplateError) -> Bool {
        let left = try left.evaluate(frame)
        let right = try right.evaluate(frame)
        do throws(TemplateError) {
            return try Operators.compare(comparison, left, right)
        } catch {
            throw error.at(range, in: frame.source)
        }
    }
}

/// A chain of comparisons, `a < b < c`: each operand is evaluated once, as far as needed.
final class CompareChainNode: Evaluable {
    let first: any Evaluable
    let operands: [(Expression.Comparison, any Evaluable)]
    let range: SourceRange

    init(_ first: any Evaluable, _ operands: [(Expression.Comparison, any Evaluable)], range: SourceRange) {
        self.first = first
        self.operands = operands
        self.range = range
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value { .bool(try isTrue(frame)) }

    func isTrue(_ frame: Frame) throws(TemplateError) -> Bool {
        var left = try first.evaluate(frame)
        for (comparison, operand) in operands {
            let right = try operand.evaluate(frame)
            do throws(TemplateError) {
                guard try Operators.compare(comparison, left, right) else { return false }
            } catch {
                throw error.at(range, in: frame.source)
            }
            left = right
        }
        return true
    }
}

/// `a if condition else b`.
final class ConditionalNode: Evaluable {
    let condition: any Evaluable
    let then: any Evaluable
    let otherwise: (any Evaluable)?
    let range: SourceRange

    init(condition: any Evaluable, then: any Evaluable, otherwise: (any Evaluable)?, range: SourceRange) {
        self.condition = condition
        self.then = then
        self.otherwise = otherwise
        self.range = range
    }

    private func missing(_ frame: Frame) -> Value {
        let line = frame.source.position(of: range.start).line
        return .undefined(
            Undefined(
                hint: "the inline if-expression on line \(line) evaluated to false and no else section was defined."))
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
        if try condition.isTrue(frame) { return try then.evaluate(frame) }
        guard let otherwise else { return missing(frame) }
        return try otherwise.evaluate(frame)
    }

    func isTrue(_ frame: Frame) throws(TemplateError) -> Bool {
        if try condition.isTrue(frame) { return try then.isTrue(frame) }
        guard let otherwise else { return false }
        return try otherwise.isTrue(frame)
    }

    func write(_ frame: Frame) throws(TemplateError) {
        if try condition.isTrue(frame) { return try then.write(frame) }
        if let otherwise { try otherwise.write(frame) }
    }

    func writeScalar(_ frame: Frame) throws(TemplateError) -> Value? {
        if try condition.isTrue(frame) { return try then.writeScalar(frame) }
        return try otherwise?.writeScalar(frame) ?? nil
    }
}

/// `a ~ b ~ c`.
final class ConcatNode: Evaluable {
    private let items: [any Evaluable]

    init(_ items: [any Evaluable]) {
        self.items = items
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
        let renderer = frame.renderer
        if renderer.autoescapes { return try evaluateEscaping(frame) }
        // The end of the output serves as scratch space, so that the result is allocated once, with its exact size.
        let start = renderer.output.count
        let wasASCII = renderer.output.isKnownASCII
        renderer.output.isKnownASCII = true
        defer {
            renderer.output.truncate(to: start)
            renderer.output.isKnownASCII = wasASCII
        }
        // A text that grows item by item, as `{% set s = s ~ item %}` makes it, is copied once instead of twice.
        let head = try items[0].evaluate(frame)
        if case .string(let text) = head, text.bytes.count > Self.largeText {
            try append(frame, from: 1)
            try MemoryLimit.reserve(text: text.bytes.count + renderer.output.count - start)
            let isASCII = text.isASCII && renderer.output.isKnownASCII
            let bytes = renderer.output.bytes(from: start, after: text.bytes)
            return .string(isASCII ? Text(bytes: bytes, isASCII: true) : Text(bytes))
        }
        if let value = try renderer.writeScalar(head) {
            try finish(from: 0, value, frame)
        } else {
            try append(frame, from: 1)
        }
        return .string(renderer.output.text(from: start))
    }

    private static let largeText = 512

    func write(_ frame: Frame) throws(TemplateError) {
        if frame.renderer.autoescapes {
            try frame.renderer.write(evaluateEscaping(frame))
        } else {
            try append(frame, from: 0)
        }
    }

    func writeScalar(_ frame: Frame) throws(TemplateError) -> Value? {
        try write(frame)
        return nil
    }

    /// Appends the text to the output.
    private func append(_ frame: Frame, from start: Int) throws(TemplateError) {
        let items = items
        let span = items.span
        for index in start..<span.count {
            if let value = try span[index].writeScalar(frame) { return try finish(from: index, value, frame) }
        }
    }

    /// Under autoescape one `Markup` among the items escapes all others.
    private func evaluateEscaping(_ frame: Frame) throws(TemplateError) -> Value {
        var parts: [Text] = []
        for item in items { parts.append(try item.evaluate(frame).softString()) }
        guard parts.contains(where: { $0.marker == .markup }) else { return .string(try Text.joined(parts, .empty)) }
        return .string(try Text.joined(parts.map(\.escaped), .empty).marked(.markup))
    }

    /// Evaluates the rest before printing any of it: a later item can change an earlier container.
    private func finish(from start: Int, _ first: Value, _ frame: Frame) throws(TemplateError) {
        var values = [first]
        for index in items.indices.dropFirst(start + 1) { values.append(try items[index].evaluate(frame)) }
        for value in values { try frame.renderer.write(value) }
    }
}
