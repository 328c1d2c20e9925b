internal import Diagnostics

/// Text outside of tags.
final class TextStatement: Executable {
    private let bytes: [UInt8]
    private let start: Int
    private let end: Int

    /// - Parameter bytes: the whole template, which is shared.
    init(_ bytes: [UInt8], start: Int, end: Int) {
        self.bytes = bytes
        self.start = start
        self.end = end
    }

    func execute(_ frame: Frame) throws(TemplateError) -> Completion {
        let renderer = frame.renderer
        renderer.mark(frame.names.template, SourceRange(start, end), isLiteral: true)
        renderer.output.append(bytes, from: start, to: end)
        return .normal
    }
}

/// Text that an expression of constants gives.
final class ConstantTextStatement: Executable {
    private let bytes: [UInt8]
    private let range: SourceRange

    init(_ bytes: [UInt8], range: SourceRange) {
        self.bytes = bytes
        self.range = range
    }

    func execute(_ frame: Frame) throws(TemplateError) -> Completion {
        frame.renderer.mark(frame.names.template, range, isLiteral: false)
        frame.renderer.output.append(bytes)
        return .normal
    }
}

/// `{{ expression }}`.
final class PrintStatement: Executable {
    private let expression: any Evaluable
    private let range: SourceRange

    init(_ expression: any Evaluable, range: SourceRange) {
        self.expression = expression
        self.range = range
    }

    func execute(_ frame: Frame) throws(TemplateError) -> Completion {
        frame.renderer.mark(frame.names.template, range, isLiteral: false)
        do throws(TemplateError) {
            try expression.write(frame)
        } catch {
            throw error.at(range, in: frame.source)
        }
        if frame.renderer.output.count > frame.renderer.limits.outputBytes { try frame.renderer.checkOutput() }
        return .normal
    }
}

/// `{{ expression }}` inside `{% autoescape %}`.
final class EscapingPrintStatement: Executable {
    private let expression: any Evaluable
    private let range: SourceRange

    init(_ expression: any Evaluable, range: SourceRange) {
        self.expression = expression
        self.range = range
    }

    func execute(_ frame: Frame) throws(TemplateError) -> Completion {
        do throws(TemplateError) {
            let text = try expression.evaluate(frame).softString()
            frame.renderer.mark(frame.names.template, range, isLiteral: false)
            frame.renderer.output.append(frame.renderer.autoescapes ? text.escaped.bytes : text.bytes)
        } catch {
            throw error.at(range, in: frame.source)
        }
        return .normal
    }
}

/// Constant text at the top level of a native template.
final class NativeTextStatement: Executable {
    private let text: Text

    init(_ text: Text) {
        self.text = text
    }

    func execute(_ frame: Frame) throws(TemplateError) -> Completion {
        frame.renderer.nativeNodes?.append(.string(text))
        return .normal
    }
}

/// `{{ expression }}` at the top level of a native template: keeps the value's type.
final class NativePrintStatement: Executable {
    private let expression: any Evaluable
    private let range: SourceRange

    init(_ expression: any Evaluable, range: SourceRange) {
        self.expression = expression
        self.range = range
    }

    func execute(_ frame: Frame) throws(TemplateError) -> Completion {
        do throws(TemplateError) {
            let value = try expression.evaluate(frame)
            frame.renderer.nativeNodes?.append(value)
        } catch {
            throw error.at(range, in: frame.source)
        }
        return .normal
    }
}

/// `{{ expression }}` where Jinja2 joins pieces as they are: everything but text is an error there.
final class StrictPrintStatement: Executable {
    private let expression: any Evaluable
    private let range: SourceRange

    init(_ expression: any Evaluable, range: SourceRange) {
        self.expression = expression
        self.range = range
    }

    func execute(_ frame: Frame) throws(TemplateError) -> Completion {
        let value: Value
        do throws(TemplateError) {
            value = try expression.evaluate(frame)
        } catch {
            throw error.at(range, in: frame.source)
        }
        guard case .string(let text) = value else {
            frame.renderer.deferJoinError(value, range, frame)
            return .normal
        }
        frame.renderer.mark(frame.names.template, range, isLiteral: false)
        frame.renderer.output.append(text.bytes)
        return .normal
    }
}
