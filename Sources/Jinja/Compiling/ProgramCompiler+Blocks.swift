internal import Diagnostics

/// A compiled `{% block %}`: made when the whole template is known.
final class CompiledBlock: Sendable {
    let functionID: Int
    let name: String
    let isRequired: Bool
    let range: SourceRange
    let body: BlockBody

    init(functionID: Int, name: String, isRequired: Bool, range: SourceRange, body: BlockBody) {
        self.functionID = functionID
        self.name = name
        self.isRequired = isRequired
        self.range = range
        self.body = body
    }
}

/// The code of a block and how many slots it needs.
final class BlockBody: Sendable {
    let block: Block
    let slotCount: Int
    let selfSlot: Int?

    init(block: Block, slotCount: Int, selfSlot: Int?) {
        self.block = block
        self.slotCount = slotCount
        self.selfSlot = selfSlot
    }
}

/// Finds all blocks of a template.
enum BlockFinder {
    static func blocks(in statements: [Statement]) -> [BlockStatement] {
        var found: [BlockStatement] = []
        visit(statements, &found)
        return found
    }

    private static func visit(_ statements: [Statement], _ found: inout [BlockStatement]) {
        for statement in statements {
            if case .block(let block) = statement { found.append(block) }
            statement.forEachPart { part in
                if case .body(let body) = part { visit(body, &found) }
            }
        }
    }
}

extension ProgramCompiler {
    func checkBlocks(_ blocks: [BlockStatement]) throws(TemplateError) {
        var seen: Set<String> = []
        for block in blocks {
            guard seen.insert(block.name).inserted else {
                throw fail(.assertion, "block '\(block.name)' defined twice", at: block.range)
            }
        }
    }

    /// Compiles a block as a function of its own beside the top level.
    mutating func declare(_ block: BlockStatement) throws(TemplateError) {
        guard blocks[block.name] == nil, !block.isScoped else { return }
        let function = newFunction(parent: rootScope?.function)
        try declare(block, function, Context(scope: Scope(parent: nil, function: function)))
    }

    private mutating func declare(
        _ block: BlockStatement, _ function: Scope.Function, _ outer: Context
    ) throws(TemplateError) {
        let empty = BlockBody(block: Block([]), slotCount: 0, selfSlot: nil)
        blocks[block.name] = CompiledBlock(
            functionID: function.id, name: block.name, isRequired: block.isRequired, range: block.range, body: empty)
        let context = outer
        let usesSelf = UndeclaredNames.find([.selfName], in: block.body).contains(.selfName)
        if usesSelf { context.scope.declareParameter(Name(.selfName)) }
        let usesSuper = UndeclaredNames.find([.super], in: block.body).contains(.super)
        if usesSuper { context.scope.declareParameter(Name(.super)) }
        var analysis = ScopeAnalysis(scope: context.scope)
        analysis.visit(block.body)
        var entering = enter(context.scope)
        if usesSuper, let slot = context.scope.findReference(Name(.super))?.slot {
            let message = "there is no parent block called '\(block.name)'."
            entering.append(UndefinedStatement(slot: slot, hint: message, name: "super"))
        }
        let body = Block(try compile(block.body, context, after: entering))
        blocks[block.name] = CompiledBlock(
            functionID: function.id, name: block.name, isRequired: block.isRequired, range: block.range,
            body: BlockBody(
                block: body, slotCount: function.slotCount,
                selfSlot: usesSelf ? context.scope.findReference(Name(.selfName))?.slot : nil))
    }

    /// The statement that runs a block where it stands.
    mutating func compileBlock(_ block: BlockStatement, _ context: Context) throws(TemplateError) -> any Executable {
        if block.isScoped, blocks[block.name] == nil {
            let function = newFunction(parent: context.scope.function)
            var inner = context.inner(function)
            inner.isInLoop = false
            try declare(block, function, inner)
        }
        guard let compiled = blocks[block.name] else {
            throw fail(.assertion, "block '\(block.name)' is not defined", at: block.range)
        }
        if compiled.isRequired {
            return FailStatement(
                TemplateError(.runtime, "Required block '\(block.name)' not found"), evaluating: nil, range: block.range
            )
        }
        let depth = block.isScoped ? 0 : depth(from: context.scope.function, to: 0)
        return RunBlockStatement(compiled, depth: depth, blocks: blocks)
    }
}

/// Runs a block where it stands.
final class RunBlockStatement: Executable {
    private let block: CompiledBlock
    private let depth: Int
    private let blocks: [String: CompiledBlock]

    init(_ block: CompiledBlock, depth: Int, blocks: [String: CompiledBlock]) {
        self.block = block
        self.depth = depth
        self.blocks = blocks
    }

    func execute(_ frame: Frame) throws(TemplateError) -> Completion {
        try BlocksObject.run(block, closure: frame.outer(depth), blocks)
        return .normal
    }
}

/// Makes a variable undefined with a sentence of its own.
final class UndefinedStatement: Executable {
    private let slot: Int
    private let hint: String
    private let name: String

    init(slot: Int, hint: String, name: String) {
        self.slot = slot
        self.hint = hint
        self.name = name
    }

    func execute(_ frame: Frame) throws(TemplateError) -> Completion {
        frame[slot] = frame.renderer.undefined(hint: hint, name: name)
        return .normal
    }
}

/// Gives the variable `self` its value.
final class SelfStatement: Executable {
    private let slot: Int
    private let blocks: [String: CompiledBlock]

    init(slot: Int, blocks: [String: CompiledBlock]) {
        self.slot = slot
        self.blocks = blocks
    }

    func execute(_ frame: Frame) throws(TemplateError) -> Completion {
        frame[slot] = .object(BlocksObject(blocks, closure: frame))
        return .normal
    }
}

/// The value of `self`: the blocks of the template, callable by name.
final class BlocksObject: Object {
    private let blocks: [String: CompiledBlock]
    private let closure: Frame

    init(_ blocks: [String: CompiledBlock], closure: Frame) {
        self.blocks = blocks
        self.closure = closure
    }

    override var typeName: String { "jinja2.runtime.TemplateReference" }

    override func item(_ key: Value) throws(TemplateError) -> Value? {
        guard case .string(let name) = key, let block = blocks[name.string] else { return nil }
        return .function("block") { [closure, blocks] _, renderer throws(TemplateError) in
            .string(
                try renderer.capture { () throws(TemplateError) in
                    try Self.run(block, closure: closure, blocks)
                })
        }
    }

    override func repr() throws(TemplateError) -> Text { "<TemplateReference None>" }

    static func run(_ block: CompiledBlock, closure: Frame, _ blocks: [String: CompiledBlock]) throws(TemplateError) {
        try closure.renderer.enterCall()
        defer { closure.renderer.depth -= 1 }
        let frame = Frame(closure.renderer, slots: block.body.slotCount, names: closure.names, parent: closure)
        defer { frame.releaseMacros() }
        if let slot = block.body.selfSlot { frame[slot] = .object(BlocksObject(blocks, closure: closure)) }
        try block.body.block.run(frame)
    }
}
