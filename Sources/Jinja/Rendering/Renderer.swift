internal import Diagnostics

/// One render on one thread: where names come from, where output goes, and which macros run.
///
/// Functions that templates call get the renderer they are called from, to call values back, render further templates
/// in the same context, or leave the running macro.
public final class Renderer {
    /// How undefined values behave.
    public enum UndefinedPolicy: Sendable {
        /// Jinja2's standard class.
        case standard
        /// dbt's class for parsing: calls, attributes and items of undefined values are undefined again.
        case capture
    }

    /// What a template may use before it is stopped.
    public struct Limits: Sendable {
        /// How many macros may be running inside each other.
        public var callDepth = 180
        /// How many loop iterations and calls a render may take.
        public var steps = 200_000_000
        /// How many bytes a render may write.
        public var outputBytes = 1 << 30
        /// How many bytes of text a render may make by repeating text (`'x' * 1000`), all of it together.
        public var repeatedBytes = 1 << 29
        public init() {}
    }

    public let resolver: any NameResolver
    /// How undefined values behave in the code that is running: dbt's class for parsing is that of what is rendered, not
    /// of the macros that it calls.
    @safe @exclusivity(unchecked) public internal(set) var undefinedPolicy: UndefinedPolicy
    public let limits: Limits
    /// Whether renders record where each piece of output came from.
    @safe @exclusivity(unchecked) public var recordsSourceMap: Bool
    /// Anything that the functions of the context want to find again.
    public var userInfo: AnyObject?
    /// The dbt macros that are running, innermost last.
    @safe @exclusivity(unchecked) public internal(set) var macroStack: [MacroValue] = []

    /// What was written so far. Nothing runs while it is being changed, so the dynamic check of exclusive access would
    /// only cost time; the same holds for the other properties marked so.
    @safe @exclusivity(unchecked) var output = OutputBuffer(capacity: 0)
    /// The values printed by the top level of a native template; nil in text mode.
    @safe @exclusivity(unchecked) var nativeNodes: [Value]?
    @safe @exclusivity(unchecked) var sourceMap = SourceMap()
    /// The templates whose texts are the sources of `sourceMap`.
    @safe @exclusivity(unchecked) private var mappedTemplates: [Template] = []
    @safe @exclusivity(unchecked) var returnValue: Value?
    /// The text of the block that a filter without a value applies to.
    @safe @exclusivity(unchecked) var blockText = Text.empty
    /// The environment of the template that was rendered first: where filters find other filters by name.
    @safe @exclusivity(unchecked) var environment: Environment?
    /// The error of a piece of output that is no text, raised when the output is complete.
    @safe @exclusivity(unchecked) var joinError: TemplateError?
    /// Whether this renderer computes constants for the compiler.
    @safe @exclusivity(unchecked) var isFolding = false
    /// Whether the running part of the template stands in `{% autoescape true %}`.
    @safe @exclusivity(unchecked) var autoescapes = false
    @safe @exclusivity(unchecked) var depth = 0
    @safe @exclusivity(unchecked) var steps = 0
    /// Bytes of text that the render has made by repeating text.
    @safe @exclusivity(unchecked) private var repeatedBytes = 0
    /// Where the stack was when the render began; it grows downwards.
    @safe @exclusivity(unchecked) private var stackStart: UInt = 0
    /// How much stack a render may use: threads have 8 MB, and one more expression must fit.
    private static let stackLimit: UInt = 4 << 20
    @safe @exclusivity(unchecked) private var caches: [ObjectIdentifier: NameCache] = [:]
    private var globals: [String: Value] = [:]
    @safe @exclusivity(unchecked) private var epoch = 0

    public init(
        resolver: any NameResolver = DictionaryResolver(), undefined policy: UndefinedPolicy = .standard,
        limits: Limits = Limits(), recordsSourceMap: Bool = false
    ) {
        self.resolver = resolver
        undefinedPolicy = policy
        self.limits = limits
        self.recordsSourceMap = recordsSourceMap
    }

    /// Drops the names that were looked up so far, because the resolver's answers have changed.
    public func forgetNames() { epoch += 1 }
}

// MARK: - Rendering

extension Renderer {
    /// Renders a template to text.
    /// - Throws: the error that Jinja2 or a function of the context raises, with its place and the running macros.
    public func render(_ template: Template) throws(TemplateError) -> RenderedText {
        if template.isLiteral { return literal(template) }
        let (outerNodes, outerMap, outerTemplates) = (nativeNodes, sourceMap, mappedTemplates)
        var outerOutput = OutputBuffer(capacity: template.source.bytes.count + template.source.bytes.count / 4)
        swap(&output, &outerOutput)
        nativeNodes = nil
        sourceMap = SourceMap()
        mappedTemplates = []
        defer {
            swap(&output, &outerOutput)
            nativeNodes = outerNodes
            sourceMap = outerMap
            mappedTemplates = outerTemplates
        }
        try runRoot(template)
        return RenderedText(bytes: output.bytes(from: 0), sourceMap: sourceMap)
    }

    /// Evaluates a template compiled for native mode: a single expression keeps its type, anything else is text.
    /// - Throws: as `render`.
    public func evaluate(_ template: Template) throws(TemplateError) -> Value {
        guard template.mode == .native else { return .string(Text(try render(template).bytes)) }
        let outerNodes = nativeNodes
        var outerOutput = OutputBuffer(capacity: 0)
        swap(&output, &outerOutput)
        nativeNodes = []
        defer {
            swap(&output, &outerOutput)
            nativeNodes = outerNodes
        }
        try runRoot(template)
        return try NativeResult.join(nativeNodes ?? [])
    }

    /// Calls a value: a macro, a function, or any callable object.
    public func call(_ value: Value, _ arguments: Arguments = Arguments()) throws(TemplateError) -> Value {
        switch value {
        case .object(let object): return try object.call(arguments, self)
        case .undefined(let undefined):
            if undefined.behavior == .capture { return value }
            throw undefined.error
        default: throw TemplateError(.type, "'\(value.typeName)' object is not callable")
        }
    }

    /// The signal that leaves the innermost dbt macro with `value`: `throw renderer.macroReturn(value)`.
    public func macroReturn(_ value: Value) -> TemplateError {
        returnValue = value
        guard !macroStack.isEmpty else {
            return TemplateError(.macroReturn, (try? value.str().string) ?? "", pythonClass: "MacroReturn")
        }
        return .returnSignal
    }

    private func literal(_ template: Template) -> RenderedText {
        let bytes = template.original.bytes
        var map = SourceMap()
        if recordsSourceMap, !bytes.isEmpty {
            map.sources = [template.original]
            map.pieces = [.init(outputStart: 0, source: 0, range: SourceRange(0, bytes.count), isLiteral: true)]
        }
        return RenderedText(bytes: bytes, sourceMap: map)
    }

    private func runRoot(_ template: Template) throws(TemplateError) {
        if environment == nil { environment = template.environment }
        try enterCall()
        defer { depth -= 1 }
        if environment == nil { environment = template.environment }
        let policy = undefinedPolicy
        defer { undefinedPolicy = policy }
        // What a template renders in turn is not what is parsed.
        if depth > 1 { undefinedPolicy = .standard }
        let names = names(of: template, undefined: undefinedPolicy)
        let frame = Frame(self, slots: template.program.rootSlots, names: names, parent: nil)
        defer { frame.clear() }
        try joining { () throws(TemplateError) in try template.program.root.run(frame) }
    }
}

// MARK: - For the interpreter

extension Renderer {
    /// - Parameter policy: how undefined values behave in the template's code.
    func names(of template: Template, undefined policy: UndefinedPolicy) -> NameCache {
        let key = ObjectIdentifier(template)
        if let cache = caches[key] { return cache }
        let cache = NameCache(template, undefined: policy)
        caches[key] = cache
        return cache
    }

    /// The value of a free name, or nil when nobody knows it.
    @inline(__always)
    func value(ofFreeName index: Int, in names: NameCache) throws(TemplateError) -> Value? {
        if names.epoch == epoch, let value = names.values[index] { return value }
        return try resolve(index, in: names)
    }

    private func resolve(_ index: Int, in names: NameCache) throws(TemplateError) -> Value? {
        if names.epoch != epoch {
            names.epoch = epoch
            names.values = [Value?](repeating: nil, count: names.values.count)
        }
        let name = names.template.freeNames[index]
        guard let value = try lookup(name, names.template.environment) else { return nil }
        names.values[index] = value
        return value
    }

    /// The value of a name of the context or of Jinja2's globals.
    func lookup(_ name: String, _ environment: Environment) throws(TemplateError) -> Value? {
        if let value = try resolver.lookup(name, self) { return value }
        if let value = globals[name] { return value }
        guard let make = environment.globals[name] else { return nil }
        let value = make()
        globals[name] = value
        return value
    }

    /// The undefined value of a name that nobody knows.
    func undefined(name: String) -> Value {
        .undefined(Undefined(name: name, behavior: undefinedPolicy == .capture ? .capture : .standard))
    }

    /// The undefined value of an attribute or item that an object does not have.
    func undefined(of owner: Value, name: String, isElement: Bool = false) -> Value {
        if undefinedPolicy == .capture {
            return .undefined(Undefined(name: name, isElement: isElement, behavior: .capture))
        }
        return .undefined(Undefined(name: name, owner: owner.ownerDescription, isElement: isElement))
    }

    /// An undefined value with a sentence of its own.
    func undefined(hint: String, name: String? = nil) -> Value {
        .undefined(Undefined(hint: hint, name: name, behavior: undefinedPolicy == .capture ? .capture : .standard))
    }

    func enterCall() throws(TemplateError) {
        var marker: UInt8 = 0
        let here = unsafe withUnsafePointer(to: &marker) { UInt(bitPattern: $0) }
        if depth == 0 { stackStart = here }
        guard depth < limits.callDepth, stackStart &- here < Self.stackLimit else {
            throw TemplateError(.recursion, "maximum recursion depth exceeded")
        }
        depth += 1
        try step()
    }

    @inline(__always)
    func step() throws(TemplateError) {
        steps &+= 1
        if steps > limits.steps { throw TemplateError(.runtime, "the template takes more than \(limits.steps) steps") }
    }

    /// Appends a value's text to the output.
    func write(_ value: Value) throws(TemplateError) {
        switch value {
        case .string(let text): output.append(text)
        case .undefined: break
        case .int(let number): output.append(decimal: number)
        default:
            // The text first: printing an object can run a template, which writes to the output itself.
            let text = try value.str()
            output.append(text)
        }
    }

    /// Appends a value's text to the output, unless the value is a container or object: then it comes back.
    func writeScalar(_ value: Value) throws(TemplateError) -> Value? {
        switch value {
        case .string(let text): output.append(text)
        case .int(let number): output.append(decimal: number)
        case .undefined: break
        case .null, .bool, .bigInt, .float, .decimal: try write(value)
        case .list, .tuple, .dict, .set, .object: return value
        }
        return nil
    }

    /// - Throws: when all repeated text of the render is more than it may be: lists of it grow without a step between.
    func countRepeated(_ bytes: Int) throws(TemplateError) {
        repeatedBytes += bytes
        if repeatedBytes > limits.repeatedBytes {
            throw TemplateError(
                .runtime, "the template repeats text to more than \(limits.repeatedBytes) bytes (memory limit)")
        }
    }

    func checkOutput() throws(TemplateError) {
        if output.count > limits.outputBytes {
            throw TemplateError(.runtime, "the template writes more than \(limits.outputBytes) bytes")
        }
    }

    /// Runs `body` and gives what it wrote, taking it out of the output again.
    func capture(_ body: () throws(TemplateError) -> Void) throws(TemplateError) -> Text {
        let start = output.count
        let pieces = sourceMap.pieces.count
        let nodes = nativeNodes
        nativeNodes = nil
        defer { nativeNodes = nodes }
        do throws(TemplateError) {
            try joining(body)
        } catch {
            truncate(to: start, pieces: pieces)
            throw error
        }
        let text = Text(output.bytes(from: start))
        truncate(to: start, pieces: pieces)
        return text
    }

    /// Takes back what was written after a point of the output.
    func truncate(to start: Int, pieces: Int) {
        output.truncate(to: start)
        if sourceMap.pieces.count > pieces { sourceMap.pieces.removeSubrange(pieces...) }
    }

    /// Notes where the output that follows comes from.
    @inline(__always)
    func mark(_ template: Template, _ range: SourceRange, isLiteral: Bool) {
        if recordsSourceMap { record(template, range, isLiteral: isLiteral) }
    }

    private func record(_ template: Template, _ range: SourceRange, isLiteral: Bool) {
        let source: Int
        if let known = mappedTemplates.lastIndex(where: { $0 === template }) {
            source = known
        } else {
            source = mappedTemplates.count
            mappedTemplates.append(template)
            sourceMap.sources.append(template.source)
        }
        let piece = SourceMap.Piece(outputStart: output.count, source: source, range: range, isLiteral: isLiteral)
        if let last = sourceMap.pieces.last, last.outputStart == output.count {
            sourceMap.pieces[sourceMap.pieces.count - 1] = piece
        } else {
            sourceMap.pieces.append(piece)
        }
    }
}
