internal import Diagnostics
internal import Jinja
internal import Platform

/// `set`, `zip`, `diff_of_two_dicts` and `local_md5`.
enum CollectionFunctions {
    static func set(isStrict: Bool) -> Value {
        let name = isStrict ? "set_strict" : "_set"
        let signature = Signature(name, required: ["value"], optional: isStrict ? [] : ["default"])
        return .function("BaseContext.\(name)") { arguments, _ throws(TemplateError) in
            let bound = try signature.bind(arguments)
            do throws(TemplateError) {
                return .set(try SetObject((bound[0] ?? .null).allItems()))
            } catch  where error.kind == .type {
                guard isStrict else { return bound[1] ?? .null }
                throw TemplateError(Diagnostic(.setStrictType, error.message))
            }
        }
    }

    static func zip(isStrict: Bool) -> Value {
        let name = isStrict ? "zip_strict" : "_zip"
        return .function("BaseContext.\(name)") { arguments, _ throws(TemplateError) in
            var arguments = arguments
            let standard = isStrict ? nil : arguments.take("default")
            if let surplus = arguments.keyword.first {
                throw TemplateError(.type, "\(name)() got an unexpected keyword argument '\(surplus.name)'")
            }
            var sources: [ValueIterator] = []
            do throws(TemplateError) {
                for value in arguments.positional { sources.append(try value.makeIterator()) }
            } catch  where error.kind == .type {
                guard isStrict else { return standard ?? .null }
                throw TemplateError(Diagnostic(.zipStrictType, error.message))
            }
            return .iterator("zip") { () throws(TemplateError) in
                guard !sources.isEmpty else { return nil }
                var row: [Value] = []
                for source in sources {
                    guard let value = try source.next() else { return nil }
                    row.append(value)
                }
                return .tuple(row)
            }
        }
    }

    static let localMD5 = FunctionBody { arguments, _ throws(TemplateError) in
        let value = try Signature("local_md5", required: ["value"]).bind(arguments)[0] ?? .null
        if case .undefined(let undefined) = value { throw undefined.error }
        guard let text = value.text else {
            throw TemplateError(.attribute, "'\(value.typeName)' object has no attribute 'encode'")
        }
        return .string(Hash.md5(text.bytes))
    }

    /// The entries of the first dict of lists that the second one does not have, without regard to case.
    static let difference = FunctionBody { arguments, _ throws(TemplateError) in
        let bound = try Signature("diff_of_two_dicts", required: ["dict_a", "dict_b"]).bind(arguments)
        let (left, right) = (try dict(bound[0]), try dict(bound[1]))
        var known: [String: Set<String>] = [:]
        for (key, list) in right.items { known[try folded(key)] = try Set(strings(list)) }
        let result = DictObject()
        for (key, list) in left.items {
            guard let others = known[try folded(key)] else {
                try result.set(key, list)
                continue
            }
            var rest: [Value] = []
            for value in try list.allItems() where !others.contains(try folded(value)) { rest.append(value) }
            if !rest.isEmpty { try result.set(key, .list(rest)) }
        }
        return .dict(result)
    }

    private static func dict(_ value: Value?) throws(TemplateError) -> DictObject {
        if let dict = value?.dict { return dict }
        if let mapping = value?.object as? LazyMapping { return mapping.dict }
        if case .undefined(let undefined)? = value { throw undefined.error }
        throw TemplateError(.attribute, "'\(value?.typeName ?? "NoneType")' object has no attribute 'items'")
    }

    private static func strings(_ value: Value) throws(TemplateError) -> [String] {
        var strings: [String] = []
        for item in try value.allItems() { strings.append(try folded(item)) }
        return strings
    }

    private static func folded(_ value: Value) throws(TemplateError) -> String {
        guard let text = value.string else {
            throw TemplateError(.attribute, "'\(value.typeName)' object has no attribute 'casefold'")
        }
        return text.lowercased()
    }
}

/// A function of the context that needs nothing from outside.
struct FunctionBody: Sendable {
    typealias Body = @Sendable (Arguments, Renderer) throws(TemplateError) -> Value
    let body: Body

    init(_ body: @escaping Body) {
        self.body = body
    }

    func named(_ name: String) -> Value { .function("BaseContext.\(name)", body) }
}
