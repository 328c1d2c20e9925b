internal import Diagnostics

/// A compiled expression.
protocol Evaluable: AnyObject, Sendable {
    func evaluate(_ frame: Frame) throws(TemplateError) -> Value
    /// Python's truth of the value, without making the value where that is possible.
    func isTrue(_ frame: Frame) throws(TemplateError) -> Bool
    /// Appends the value's text to the output.
    func write(_ frame: Frame) throws(TemplateError)
    /// Appends the value's text to the output, unless it is a container or object, whose text must wait.
    func writeScalar(_ frame: Frame) throws(TemplateError) -> Value?
    /// The value when it is always the same and cannot change.
    var constant: Value? { get }
}

extension Evaluable {
    func isTrue(_ frame: Frame) throws(TemplateError) -> Bool {
        try evaluate(frame).isTrue()
    }

    func write(_ frame: Frame) throws(TemplateError) {
        try frame.renderer.write(evaluate(frame))
    }

    func writeScalar(_ frame: Frame) throws(TemplateError) -> Value? {
        try frame.renderer.writeScalar(evaluate(frame))
    }

    var constant: Value? { nil }
}

/// How a statement ended.
enum Completion {
    case normal
    case `break`
    case `continue`
}

/// A compiled statement.
protocol Executable: AnyObject, Sendable {
    func execute(_ frame: Frame) throws(TemplateError) -> Completion
}

/// What a value is assigned to.
protocol Assignable: AnyObject, Sendable {
    func assign(_ value: Value, _ frame: Frame) throws(TemplateError)
    /// Checks what can be checked before the value is computed.
    func prepare(_ frame: Frame) throws(TemplateError)
    /// Checks, computes the value and assigns it.
    func assign(evaluating value: any Evaluable, _ frame: Frame) throws(TemplateError)
}

extension Assignable {
    func prepare(_ frame: Frame) throws(TemplateError) {}

    func assign(evaluating value: any Evaluable, _ frame: Frame) throws(TemplateError) {
        try prepare(frame)
        try assign(value.evaluate(frame), frame)
    }
}

extension Frame {
    var source: SourceText { names.template.source }
}

/// Statements one after the other.
///
/// Up to four lie in fields of their own, since reading an element of an array costs a retain and a release each time;
/// longer bodies are trees of such blocks.
final class Block: Executable {
    private let first: (any Executable)?
    private let second: (any Executable)?
    private let third: (any Executable)?
    private let fourth: (any Executable)?

    convenience init(_ statements: [any Executable]) {
        var level = statements
        while level.count > 4 {
            var next: [any Executable] = []
            next.reserveCapacity(level.count / 4 + 1)
            for start in stride(from: 0, to: level.count, by: 4) {
                next.append(start + 1 == level.count ? level[start] : Block(level, from: start))
            }
            level = next
        }
        self.init(level, from: 0)
    }

    /// Holds the statements from `start` on, at most four.
    private init(_ statements: [any Executable], from start: Int) {
        let count = statements.count - start
        first = count > 0 ? statements[start] : nil
        second = count > 1 ? statements[start + 1] : nil
        third = count > 2 ? statements[start + 2] : nil
        fourth = count > 3 ? statements[start + 3] : nil
    }

    func execute(_ frame: Frame) throws(TemplateError) -> Completion { try run(frame) }

    @discardableResult
    func run(_ frame: Frame) throws(TemplateError) -> Completion {
        guard let first else { return .normal }
        var completion = try first.execute(frame)
        guard let second, completion == .normal else { return completion }
        completion = try second.execute(frame)
        guard let third, completion == .normal else { return completion }
        completion = try third.execute(frame)
        guard let fourth, completion == .normal else { return completion }
        return try fourth.execute(frame)
    }
}
