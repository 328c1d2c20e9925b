internal import Jinja

/// `modules.re`: what Python's `re` exports.
final class RegexModule {
    private struct Key: Hashable {
        let pattern: Text
        let flags: Int
    }

    private var cache: [Key: CompiledRegex] = [:]

    /// The module as templates see it: a dict of its names.
    static func make() -> Value {
        let module = RegexModule()
        let dict = DictObject()
        for name in ["match", "fullmatch", "search", "findall", "finditer"] {
            let signature = Signature(name, required: ["pattern", "string"], optional: ["flags"])
            dict[name] = .function(name) { arguments, _ throws(TemplateError) in
                let bound = try signature.bind(arguments)
                return try module.compile(bound[0], bound[2]).run(name, bound[1], from: 0, to: nil)
            }
        }
        for name in ["sub", "subn"] {
            let signature = Signature(name, required: ["pattern", "repl", "string"], optional: ["count", "flags"])
            dict[name] = .function(name) { arguments, renderer throws(TemplateError) in
                let bound = try signature.bind(arguments)
                return try module.compile(bound[0], bound[4]).replace(
                    bound[1] ?? .null, bound[2], count: bound[3]?.withoutFlag.index() ?? 0, name == "subn", renderer)
            }
        }
        dict["split"] = .function("split") { arguments, _ throws(TemplateError) in
            let signature = Signature("split", required: ["pattern", "string"], optional: ["maxsplit", "flags"])
            let bound = try signature.bind(arguments)
            return try module.compile(bound[0], bound[3]).split(bound[1], limit: bound[2]?.withoutFlag.index() ?? 0)
        }
        for name in ["compile", "template"] {
            dict[name] = .function(name) { arguments, _ throws(TemplateError) in
                let bound = try Signature(name, required: ["pattern"], optional: ["flags"]).bind(arguments)
                return .object(PatternObject(try module.compile(bound[0], bound[1])))
            }
        }
        dict["purge"] = .function("purge") { _, _ throws(TemplateError) in
            module.cache = [:]
            return .null
        }
        dict["escape"] = .function("escape") { arguments, _ throws(TemplateError) in
            let value = try Signature("escape", required: ["pattern"]).bind(arguments)[0]
            guard let text = value?.text else {
                throw TemplateError(.type, "decoding to str: need a bytes-like object, \(value?.typeName ?? "") found")
            }
            return .string(escape(text))
        }
        for name in RegexFlag.names {
            dict[name.long] = .object(RegexFlag(name.value))
            dict[name.short] = dict[name.long]
        }
        dict["NOFLAG"] = .object(RegexFlag(0))
        dict["RegexFlag"] = .object(RegexFlagClass())
        dict["error"] = .object(ClassObject(name: "re.error"))
        dict["Pattern"] = .object(ClassObject(name: "re.Pattern"))
        dict["Match"] = .object(ClassObject(name: "re.Match"))
        return .dict(dict)
    }

    private func compile(_ pattern: Value?, _ flags: Value?) throws(TemplateError) -> CompiledRegex {
        let number = try flags?.withoutFlag.index() ?? 0
        if let object = pattern?.object as? PatternObject {
            guard number == 0 else {
                throw TemplateError(.value, "cannot process flags argument with a compiled pattern")
            }
            return object.regex
        }
        guard let text = pattern?.text else {
            throw TemplateError(.type, "first argument must be string or compiled pattern")
        }
        let key = Key(pattern: text, flags: number)
        if let known = cache[key] { return known }
        let regex = try CompiledRegex(text, flags: number)
        // Python forgets its oldest patterns, too.
        if cache.count >= 512 { cache = [:] }
        cache[key] = regex
        return regex
    }

    /// A pattern that matches `text` literally.
    private static func escape(_ text: Text) -> Text {
        let special = Set("()[]{}?*+-|^$\\.&~# \t\n\r\u{B}\u{C}".utf8)
        var out: [UInt8] = []
        for byte in text.bytes {
            if special.contains(byte) { out.append(UInt8(ascii: "\\")) }
            out.append(byte)
        }
        return Text(out)
    }
}

/// The class `re.RegexFlag`, whose members can be reached through it.
private final class RegexFlagClass: ClassObject {
    init() {
        super.init(name: "re.RegexFlag")
    }

    override func repr() throws(TemplateError) -> Text { "<flag 'RegexFlag'>" }

    override func property(_ name: String) throws(TemplateError) -> Value? {
        RegexFlag.names.first { $0.long == name || $0.short == name }.map { .object(RegexFlag($0.value)) }
    }

    override func call(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        .object(RegexFlag(try Signature("RegexFlag", required: ["value"]).bind(arguments)[0].index(default: 0)))
    }
}
