extension Value {
    /// `value.name` as a template sees it: the attribute, else the item, else undefined.
    /// - Throws: what the lookup raises, such as the error of an attribute of an undefined value.
    public func attribute(_ name: String, _ renderer: Renderer) throws(TemplateError) -> Value {
        try Lookup.attribute(of: self, AttributeKey(name), renderer)
    }

    /// `value.name(…)` as a template calls it.
    /// - Throws: as the method, or the error of a call of something undefined.
    public func callMethod(
        _ name: String, _ arguments: Arguments, _ renderer: Renderer
    ) throws(TemplateError) -> Value {
        if case .object(let object) = self, let value = try object.callMethod(name, arguments, renderer) {
            return value
        }
        return try renderer.call(attribute(name, renderer), arguments)
    }

    /// Python's `+`.
    /// - Throws: a type error for values that cannot be added.
    public func adding(_ other: Value) throws(TemplateError) -> Value {
        try Operators.apply(.add, self, other)
    }
}

extension Value {
    /// What `body` makes of the dict that the value is, nil when it is none, without counting a reference to it.
    @inline(__always)
    func withDict<Result>(_ body: (DictObject) -> Result?) -> Result? {
        guard let dict = unsafe borrowedDict else { return nil }
        return unsafe dict._withUnsafeGuaranteedRef(body)
    }

    @inline(__always)
    private var borrowedDict: Unmanaged<DictObject>? {
        guard case .dict(let dict) = self else { return nil }
        return unsafe Unmanaged.passUnretained(dict)
    }
}
