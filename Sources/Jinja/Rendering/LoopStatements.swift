internal import Diagnostics

/// What `for` loops do for every item; `for` itself and recursive loops use it.
final class LoopStatement: Sendable {
    /// The `if` of a loop: filters the items before the loop sees them.
    struct Condition: Sendable {
        let enter: Block
        let target: any Assignable
        let test: any Evaluable
    }

    let target: any Assignable
    let slot: Int?
    let condition: Condition?
    let body: Block
    let otherwise: Block?
    /// Where the variable `loop` goes; nil when the body does not mention it.
    let loopSlot: Int?
    let range: SourceRange

    init(
        target: any Assignable, condition: Condition?, body: Block, otherwise: Block?, loopSlot: Int?,
        range: SourceRange
    ) {
        self.target = target
        slot = (target as? SlotTarget)?.slot
        self.condition = condition
        self.body = body
        self.otherwise = otherwise
        self.loopSlot = loopSlot
        self.range = range
    }

    /// Runs the loop over a value.
    func run(over value: Value, _ frame: Frame, recursive: RecursiveLoop? = nil) throws(TemplateError) -> Completion {
        var finishedBody = false
        let completion: Completion
        if condition == nil, loopSlot == nil {
            completion = try runPlain(over: value, frame, &finishedBody)
        } else {
            completion = try runExtended(over: value, frame, recursive, &finishedBody)
        }
        _ = completion
        // Jinja2 clears the flag for `else` at the end of the body, so `break` and `continue` can leave it set.
        if let otherwise, !finishedBody { return try otherwise.run(frame) }
        return .normal
    }

    /// A loop without `loop` and without `if`.
    private func runPlain(
        over value: Value, _ frame: Frame, _ finishedBody: inout Bool
    ) throws(TemplateError) -> Completion {
        if case .list(let list) = value {
            // The list may grow while it is walked, and the loop sees that.
            var index = 0
            while index < list.items.count {
                if try !iterate(list.items[index], frame, &finishedBody) { return .break }
                index += 1
            }
            return .normal
        }
        let iterator = try iterator(over: value, frame)
        while let item = try next(iterator, frame) {
            if try !iterate(item, frame, &finishedBody) { return .break }
        }
        return .normal
    }

    @inline(__always)
    private func iterate(_ item: Value, _ frame: Frame, _ finishedBody: inout Bool) throws(TemplateError) -> Bool {
        try frame.renderer.step()
        if let slot { frame[slot] = item } else { try target.assign(item, frame) }
        switch try body.run(frame) {
        case .normal: finishedBody = true
        case .continue: break
        case .break: return false
        }
        return true
    }

    private func runExtended(
        over value: Value, _ frame: Frame, _ recursive: RecursiveLoop?, _ finishedBody: inout Bool
    ) throws(TemplateError) -> Completion {
        var items: ValueIterator
        if let condition {
            items = FilteredIterator(try iterator(over: value, frame), condition, frame)
        } else {
            items = try iterator(over: value, frame)
        }
        guard let loopSlot else {
            while let item = try next(items, frame) {
                if try !iterate(item, frame, &finishedBody) { return .break }
            }
            return .normal
        }
        let loop = LoopContext(items, over: condition == nil ? value : nil, frame.renderer, recursive)
        frame[loopSlot] = .object(loop)
        while let item = try advance(loop, frame) {
            if try !iterate(item, frame, &finishedBody) { return .break }
        }
        return .normal
    }

    private func iterator(over value: Value, _ frame: Frame) throws(TemplateError) -> ValueIterator {
        do throws(TemplateError) {
            return try value.makeIterator()
        } catch {
            throw error.at(range, in: frame.source)
        }
    }

    private func next(_ iterator: ValueIterator, _ frame: Frame) throws(TemplateError) -> Value? {
        do throws(TemplateError) {
            return try iterator.next()
        } catch {
            throw error.at(range, in: frame.source)
        }
    }

    private func advance(_ loop: LoopContext, _ frame: Frame) throws(TemplateError) -> Value? {
        do throws(TemplateError) {
            return try loop.advance()
        } catch {
            throw error.at(range, in: frame.source)
        }
    }
}

/// The items of a loop that pass its `if`.
private final class FilteredIterator: ValueIterator {
    private let items: ValueIterator
    private let condition: LoopStatement.Condition
    private let frame: Frame
    private var isEntered = false

    init(_ items: ValueIterator, _ condition: LoopStatement.Condition, _ frame: Frame) {
        self.items = items
        self.condition = condition
        self.frame = frame
    }

    override func next() throws(TemplateError) -> Value? {
        if !isEntered {
            isEntered = true
            try condition.enter.run(frame)
        }
        while let item = try items.next() {
            try frame.renderer.step()
            try condition.target.assign(item, frame)
            if try condition.test.isTrue(frame) { return item }
        }
        return nil
    }
}

/// `{% for %}`.
final class ForLoopStatement: Executable {
    private let iterable: any Evaluable
    private let loop: LoopStatement

    init(_ iterable: any Evaluable, _ loop: LoopStatement) {
        self.iterable = iterable
        self.loop = loop
    }

    func execute(_ frame: Frame) throws(TemplateError) -> Completion {
        try loop.run(over: iterable.evaluate(frame), frame)
    }
}

/// `{% for … recursive %}`: a function that the body can call through `loop(…)`.
final class RecursiveForStatement: Executable {
    private let iterable: any Evaluable
    private let loop: LoopStatement
    private let slotCount: Int
    private let printsNative: Bool
    private let range: SourceRange

    init(_ iterable: any Evaluable, _ loop: LoopStatement, slotCount: Int, printsNative: Bool, range: SourceRange) {
        self.iterable = iterable
        self.loop = loop
        self.slotCount = slotCount
        self.printsNative = printsNative
        self.range = range
    }

    func execute(_ frame: Frame) throws(TemplateError) -> Completion {
        let value = try iterable.evaluate(frame)
        let recursion = RecursiveLoop(loop, slotCount: slotCount, closure: frame)
        if printsNative {
            frame.renderer.nativeNodes?.append(.string(try recursion.text(over: value, depth: 0)))
        } else {
            try recursion.run(over: value, depth: 0)
        }
        return .normal
    }
}

/// A running recursive loop.
final class RecursiveLoop {
    private let loop: LoopStatement
    private let slotCount: Int
    private let closure: Frame
    private(set) var depth = 0

    init(_ loop: LoopStatement, slotCount: Int, closure: Frame) {
        self.loop = loop
        self.slotCount = slotCount
        self.closure = closure
    }

    func run(over value: Value, depth: Int) throws(TemplateError) {
        let renderer = closure.renderer
        try renderer.enterCall()
        defer { renderer.depth -= 1 }
        let frame = Frame(renderer, slots: slotCount, names: closure.names, parent: closure)
        defer { frame.releaseMacros() }
        let outer = self.depth
        self.depth = depth
        defer { self.depth = outer }
        _ = try loop.run(over: value, frame, recursive: self)
    }

    func text(over value: Value, depth: Int) throws(TemplateError) -> Text {
        try closure.renderer.capture { () throws(TemplateError) in try run(over: value, depth: depth) }
    }
}
