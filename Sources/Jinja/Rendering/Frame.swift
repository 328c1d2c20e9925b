/// The variables of one running function: a template's root, a macro, or a recursive loop.
///
/// Slots are numbered when a template is compiled, so access needs no lookup. A macro defined inside another function
/// sees the slots of the frame that defined it, as a Python closure does.
@safe
final class Frame {
    let renderer: Renderer
    let parent: Frame?
    let names: NameCache
    /// Whether a slot may hold a macro that closes over this frame.
    @safe @exclusivity(unchecked) var definesMacros = false
    private let slots: UnsafeMutablePointer<Value?>
    private let count: Int

    init(_ renderer: Renderer, slots count: Int, names: NameCache, parent: Frame?) {
        self.renderer = renderer
        self.parent = parent
        self.names = names
        self.count = count
        unsafe slots = .allocate(capacity: count)
        unsafe slots.initialize(repeating: nil, count: count)
    }

    deinit {
        clear()
        unsafe slots.deallocate()
    }

    /// The value in a slot; nil while it is not assigned. Slot numbers come from the compiler of this template.
    subscript(slot: Int) -> Value? {
        @inline(__always) get { unsafe slots[slot] }
        @inline(__always) set { unsafe slots[slot] = newValue }
    }

    /// Lets go of all values, since a macro in a slot holds the frame that holds it. For a render that has ended.
    func clear() {
        for slot in 0..<count { self[slot] = nil }
    }

    /// Lets go of the macros that this frame's function has defined and nobody else holds, for the same reason.
    func releaseMacros() {
        guard definesMacros else { return }
        for slot in 0..<count {
            guard var macro = takeOwnMacro(from: slot) else { continue }
            if !isKnownUniquelyReferenced(&macro) { self[slot] = .object(macro) }
        }
    }

    private func takeOwnMacro(from slot: Int) -> MacroObject? {
        guard case .object(let object)? = self[slot], let macro = object as? MacroObject, macro.closure === self else {
            return nil
        }
        self[slot] = nil
        return macro
    }

    /// The frame that defined this one's function, `depth` levels out.
    @inline(__always)
    func outer(_ depth: Int) -> Frame {
        var frame = self
        for _ in 0..<depth {
            guard let parent = frame.parent else { break }
            frame = parent
        }
        return frame
    }
}

/// The free names of one template in one render, resolved when they are first used.
final class NameCache {
    let template: Template
    @safe @exclusivity(unchecked) var values: [Value?]
    /// The render's epoch at which `values` were looked up.
    @safe @exclusivity(unchecked) var epoch = 0

    /// How undefined values behave in the template's code.
    let undefinedPolicy: Renderer.UndefinedPolicy

    init(_ template: Template, undefined policy: Renderer.UndefinedPolicy) {
        self.template = template
        undefinedPolicy = policy
        values = [Value?](repeating: nil, count: template.freeNames.count)
    }
}
