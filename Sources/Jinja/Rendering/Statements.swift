internal import Diagnostics

/// Gives the variables of a scope their values when it is entered.
final class EnterScopeStatement: Executable {
    enum Source: Sendable {
        case value(any Evaluable)
        case free(index: Int)
        case slot(Int)
        case outer(depth: Int, slot: Int)
        case missing
    }

    private let loads: [(slot: Int, source: Source)]

    init(_ loads: [(slot: Int, source: Source)]) {
        self.loads = loads
    }

    func execute(_ frame: Frame) throws(TemplateError) -> Completion {
        for (slot, source) in loads {
            switch source {
            case .value(let node): frame[slot] = try node.evaluate(frame)
            case .free(let index): frame[slot] = try frame.renderer.value(ofFreeName: index, in: frame.names)
            case .slot(let outer): frame[slot] = frame[outer]
            case .outer(let depth, let outer): frame[slot] = frame.outer(depth)[outer]
            case .missing: frame[slot] = nil
            }
        }
        return .normal
    }
}

final class IfStatement: Executable {
    private let condition: any Evaluable
    private let body: Block
    /// The `else` branch; the next branch of an `elif` chain is a statement of its own in it.
    private let otherwise: Block?

    init(_ condition: any Evaluable, body: Block, otherwise: Block?) {
        self.condition = condition
        self.body = body
        self.otherwise = otherwise
    }

    func execute(_ frame: Frame) throws(TemplateError) -> Completion {
        if try condition.isTrue(frame) { return try body.run(frame) }
        guard let otherwise else { return .normal }
        return try otherwise.run(frame)
    }
}

/// `{% set target = value %}`.
final class SetStatement: Executable {
    private let target: any Assignable
    private let value: any Evaluable

    init(_ target: any Assignable, _ value: any Evaluable) {
        self.target = target
        self.value = value
    }

    func execute(_ frame: Frame) throws(TemplateError) -> Completion {
        try target.assign(evaluating: value, frame)
        return .normal
    }
}

/// `{% set target %}…{% endset %}`.
final class SetBlockStatement: Executable {
    private let target: any Assignable
    private let filter: (any Evaluable)?
    private let body: Block

    init(_ target: any Assignable, filter: (any Evaluable)?, body: Block) {
        self.target = target
        self.filter = filter
        self.body = body
    }

    func execute(_ frame: Frame) throws(TemplateError) -> Completion {
        var completion = Completion.normal
        let text = try frame.renderer.captureMarkup { () throws(TemplateError) in completion = try body.run(frame) }
        guard completion == .normal else { return completion }
        guard let filter else {
            try target.assign(.string(text), frame)
            return .normal
        }
        let value = try frame.renderer.withBlockText(text) { () throws(TemplateError) in try filter.evaluate(frame) }
        try target.assign(value, frame)
        return .normal
    }
}

/// `{% do expression %}`.
final class ExpressionStatement: Executable {
    private let expression: any Evaluable

    init(_ expression: any Evaluable) {
        self.expression = expression
    }

    func execute(_ frame: Frame) throws(TemplateError) -> Completion {
        _ = try expression.evaluate(frame)
        return .normal
    }
}

/// `{% filter name %}…{% endfilter %}`.
final class FilterBlockStatement: Executable {
    private let filter: any Evaluable
    private let body: Block
    private let printsNative: Bool
    private let range: SourceRange

    init(_ filter: any Evaluable, body: Block, printsNative: Bool, range: SourceRange) {
        self.filter = filter
        self.body = body
        self.printsNative = printsNative
        self.range = range
    }

    func execute(_ frame: Frame) throws(TemplateError) -> Completion {
        var completion = Completion.normal
        let text = try frame.renderer.captureMarkup { () throws(TemplateError) in completion = try body.run(frame) }
        guard completion == .normal else { return completion }
        let value = try frame.renderer.withBlockText(text) { () throws(TemplateError) in try filter.evaluate(frame) }
        try frame.renderer.print(value, native: printsNative, frame, range)
        return .normal
    }
}

/// `{% autoescape option %}`.
final class AutoescapeStatement: Executable {
    private let option: any Evaluable
    private let body: Block

    init(_ option: any Evaluable, _ body: Block) {
        self.option = option
        self.body = body
    }

    func execute(_ frame: Frame) throws(TemplateError) -> Completion {
        let renderer = frame.renderer
        let outer = renderer.autoescapes
        renderer.autoescapes = try option.isTrue(frame)
        defer { renderer.autoescapes = outer }
        return try body.run(frame)
    }
}

/// A statement of its own scope: `with`.
final class ScopeStatement: Executable {
    private let body: Block

    init(_ body: Block) {
        self.body = body
    }

    func execute(_ frame: Frame) throws(TemplateError) -> Completion { try body.run(frame) }
}

final class BreakStatement: Executable {
    func execute(_ frame: Frame) throws(TemplateError) -> Completion { .break }
}

final class ContinueStatement: Executable {
    func execute(_ frame: Frame) throws(TemplateError) -> Completion { .continue }
}

/// A statement that cannot work, and says so when it runs.
final class FailStatement: Executable {
    private let expression: (any Evaluable)?
    private let error: TemplateError
    private let range: SourceRange

    init(_ error: TemplateError, evaluating expression: (any Evaluable)?, range: SourceRange) {
        self.error = error
        self.expression = expression
        self.range = range
    }

    func execute(_ frame: Frame) throws(TemplateError) -> Completion {
        _ = try expression?.evaluate(frame)
        throw error.at(range, in: frame.source)
    }
}

extension Renderer {
    /// Captures output; under autoescape it is `Markup`.
    func captureMarkup(_ body: () throws(TemplateError) -> Void) throws(TemplateError) -> Text {
        let text = try capture(body)
        return autoescapes ? text.marked(.markup) : text
    }

    /// Runs `body` with the text of a block for the filter that follows it.
    func withBlockText(_ text: Text, _ body: () throws(TemplateError) -> Value) throws(TemplateError) -> Value {
        let outer = blockText
        blockText = text
        defer { blockText = outer }
        return try body()
    }

    /// Notes that a piece of output is no text, which Python finds out when it joins the pieces at the end.
    func deferJoinError(_ value: Value, _ range: SourceRange, _ frame: Frame) {
        guard joinError == nil else { return }
        joinError = TemplateError(.type, "sequence item 0: expected str instance, \(value.typeName) found")
            .at(range, in: frame.source)
    }

    /// Runs what collects output, and raises its deferred error at the end.
    func joining(_ body: () throws(TemplateError) -> Void) throws(TemplateError) {
        let outer = joinError
        joinError = nil
        defer { joinError = outer }
        try body()
        if let joinError { throw joinError }
    }

    /// Prints the value of a call block or filter block, which Jinja2 joins without `str()`.
    func print(_ value: Value, native: Bool, _ frame: Frame, _ range: SourceRange) throws(TemplateError) {
        if native, nativeNodes != nil {
            nativeNodes?.append(value)
            return
        }
        guard case .string(let text) = value else { return deferJoinError(value, range, frame) }
        mark(frame.names.template, range, isLiteral: false)
        output.append(text.bytes)
    }
}
