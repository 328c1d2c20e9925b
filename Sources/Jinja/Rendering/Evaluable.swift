internal import Diagnostics

/// A compiled expression.
protocol Evaluable: AnyObject, Sendable {
    func evaluate(_ frame: Frame) throws(TemplateError) -> Value
    /// Python's truth of the value, without making the value where that is possible.
    func isTrue(_ frame: Frame) throws(TemplateError) -> Bool
    /// Appends the value's text to the output.
    func write(_ frame: Frame) throws(TemplateError)
}

extension Evaluable {
    func isTrue(_ frame: Frame) throws(TemplateError) -> Bool {
        try evaluate(frame).isTrue()
    }

    func write(_ frame: Frame) throws(TemplateError) {
        try frame.renderer.write(evaluate(frame))
    }
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
}

extension Assignable {
    func prepare(_ frame: Frame) throws(TemplateError) {}
}

extension Frame {
    var source: SourceText { names.template.source }
}

/// Statements one after the other.
final class Block: Sendable {
    let statements: [any Executable]

    init(_ statements: [any Executable]) {
        self.statements = statements
    }

    @discardableResult
    func run(_ frame: Frame) throws(TemplateError) -> Completion {
        for statement in statements {
            let completion = try statement.execute(frame)
            if completion != .normal { return completion }
        }
        return .normal
    }
}
