/// Filters for HTML and URLs.
enum HTMLFilters {
    static let all: [String: Environment.Filter] = [
        "e": BuiltinFilters.make("escape") { value, _, _ throws(TemplateError) in
            .string(try value.softString().escaped)
        },
        "escape": BuiltinFilters.make("escape") { value, _, _ throws(TemplateError) in
            .string(try value.softString().escaped)
        },
        "forceescape": BuiltinFilters.make("do_forceescape") { value, _, _ throws(TemplateError) in
            .string(try value.str().marked(.plain).escaped)
        },
        "safe": BuiltinFilters.make("do_mark_safe") { value, _, _ throws(TemplateError) in
            .string(try value.str().marked(.markup))
        },
        "striptags": BuiltinFilters.make("do_striptags") { value, _, _ throws(TemplateError) in
            .string(try value.str().strippedTags)
        },
        "urlencode": BuiltinFilters.make("do_urlencode") { value, _, _ throws(TemplateError) in try urlEncode(value) },
        "xmlattr": BuiltinFilters.make("do_xmlattr", optional: ["autospace"]) { value, bound, _ throws(TemplateError) in
            guard let entries = try value.mappingItems() else {
                if case .undefined(let undefined) = value { throw undefined.error }
                throw TemplateError(.attribute, "'\(value.typeName)' object has no attribute 'items'")
            }
            var items: [String] = []
            for (key, value) in entries where !value.isNone && !value.isUndefined {
                guard case .string(let name) = key else {
                    throw TemplateError(.type, "expected string or bytes-like object, got '\(key.typeName)'")
                }
                if name.bytes.contains(where: { [9, 10, 11, 12, 13, 32, 47, 62, 61].contains($0) }) {
                    throw TemplateError(.value, "Invalid character in attribute name: \(try key.repr())")
                }
                items.append("\(name.escaped)=\"\(try value.softString().escaped)\"")
            }
            let text = items.joined(separator: " ")
            let spaces = try bound[0]?.isTrue() ?? true
            return .string(!text.isEmpty && spaces ? " " + text : text)
        },
        "urlize": BuiltinFilters.make(
            "do_urlize", optional: ["trim_url_limit", "nofollow", "target", "rel", "extra_schemes"]
        ) { value, bound, _ throws(TemplateError) in .string(try Urlizer(bound).run(value.softString())) },
        "tojson": BuiltinFilters.make("do_tojson", optional: ["indent"]) { value, bound, _ throws(TemplateError) in
            let text = try PythonJSON.dumps(value, sortsKeys: true, indent: bound[0].flatMap { $0.isNone ? nil : $0 })
            // Of these only & ' < > themselves must not stand in a page.
            guard text.bytes.contains(where: { (0x26...0x27).contains($0) || (0x3C...0x3E).contains($0) }) else {
                return .string(text.marked(.markup))
            }
            var out: [UInt8] = []
            out.reserveCapacity(text.bytes.count)
            for byte in text.bytes {
                switch byte {
                case UInt8(ascii: "<"): out.append("\\u003c")
                case UInt8(ascii: ">"): out.append("\\u003e")
                case UInt8(ascii: "&"): out.append("\\u0026")
                case UInt8(ascii: "'"): out.append("\\u0027")
                default: out.append(byte)
                }
            }
            return .string(Text(bytes: out, isASCII: true, marker: .markup))
        },
    ]

    private static func urlEncode(_ value: Value) throws(TemplateError) -> Value {
        if case .string(let text) = value { return .string(quote(text, forQuery: false)) }
        guard value.isIterable else { return .string(quote(try value.str(), forQuery: false)) }
        let pairs: [(Value, Value)]
        if let entries = try value.mappingItems() {
            pairs = entries.map { ($0.key, $0.value) }
        } else {
            var found: [(Value, Value)] = []
            for item in try value.allItems() {
                let parts = try item.allItems()
                guard parts.count == 2 else {
                    throw TemplateError(
                        .value,
                        parts.count > 2
                            ? "too many values to unpack (expected 2)"
                            : "not enough values to unpack (expected 2, got \(parts.count))")
                }
                found.append((parts[0], parts[1]))
            }
            pairs = found
        }
        var out: [UInt8] = []
        for (index, pair) in pairs.enumerated() {
            if index > 0 { out.append(UInt8(ascii: "&")) }
            out.append(contentsOf: quote(try pair.0.str(), forQuery: true).bytes)
            out.append(UInt8(ascii: "="))
            out.append(contentsOf: quote(try pair.1.str(), forQuery: true).bytes)
        }
        return .string(Text(bytes: out, isASCII: true))
    }

    private static func quote(_ text: Text, forQuery: Bool) -> Text {
        var out: [UInt8] = []
        let digits = Array("0123456789ABCDEF".utf8)
        for byte in text.bytes {
            switch byte {
            case 48...57, 65...90, 97...122, UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "~"):
                out.append(byte)
            case UInt8(ascii: "/") where !forQuery: out.append(byte)
            case 32 where forQuery: out.append(UInt8(ascii: "+"))
            default: out += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return Text(bytes: out, isASCII: true)
    }
}
