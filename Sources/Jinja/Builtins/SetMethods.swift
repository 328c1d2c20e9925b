/// Methods of sets.
enum SetMethods {
    static func call(_ set: SetObject, _ name: Methods.Name, _ arguments: Arguments) throws(TemplateError) -> Value {
        try arguments.refuseKeywords("set.\(name.rawValue)")
        switch name {
        case .add:
            try set.insert(MethodArguments("set.add", arguments, 1...1).values[0])
        case .clear:
            set.elements.removeAll()
        case .copy: return .set(copy(set))
        case .discard:
            _ = try set.remove(MethodArguments("set.discard", arguments, 1...1).values[0])
        case .remove:
            let value = try MethodArguments("set.remove", arguments, 1...1).values[0]
            guard try set.remove(value) else { throw TemplateError(.key, try value.repr().string) }
        case .pop:
            guard let first = set.orderedItems.first else { throw TemplateError(.key, "'pop from an empty set'") }
            _ = try set.remove(first)
            return first
        case .update:
            for argument in arguments.positional {
                for item in try argument.allItems() { try set.insert(item) }
            }
        case .union:
            let result = copy(set)
            for argument in arguments.positional {
                for item in try argument.allItems() { try result.insert(item) }
            }
            return .set(result)
        case .difference: return .set(try difference(set, arguments))
        case .difference_update: replace(set, try difference(set, arguments))
        case .intersection: return .set(try intersection(set, arguments))
        case .intersection_update: replace(set, try intersection(set, arguments))
        case .symmetric_difference: return .set(try symmetricDifference(set, arguments))
        case .symmetric_difference_update: replace(set, try symmetricDifference(set, arguments))
        case .isdisjoint:
            for item in try MethodArguments("set.isdisjoint", arguments, 1...1).values[0].allItems() {
                if try set.contains(item) { return false }
            }
            return true
        case .issubset: return .bool(try set.isSubset(of: other("issubset", arguments)))
        default: return .bool(try other("issuperset", arguments).isSubset(of: set))
        }
        return .null
    }

    private static func copy(_ set: SetObject) -> SetObject {
        SetObject(elements: set.elements.copy(), isFrozen: set.isFrozen)
    }

    private static func replace(_ set: SetObject, _ result: SetObject) {
        set.elements.removeAll()
        for item in result.elements.items { try? set.elements.set(item.key, item.value) }
    }

    private static func other(_ name: String, _ arguments: Arguments) throws(TemplateError) -> SetObject {
        try SetObject(MethodArguments("set.\(name)", arguments, 1...1).values[0].allItems())
    }

    private static func difference(_ set: SetObject, _ arguments: Arguments) throws(TemplateError) -> SetObject {
        let result = copy(set)
        for argument in arguments.positional {
            for item in try argument.allItems() { _ = try result.remove(item) }
        }
        return result
    }

    private static func intersection(_ set: SetObject, _ arguments: Arguments) throws(TemplateError) -> SetObject {
        var result = copy(set)
        for argument in arguments.positional {
            let other = try SetObject(argument.allItems())
            let kept = SetObject(isFrozen: set.isFrozen)
            for item in result.elements.keys {
                if try other.contains(item) { try kept.insert(item) }
            }
            result = kept
        }
        return result
    }

    private static func symmetricDifference(_ set: SetObject, _ arguments: Arguments) throws(TemplateError) -> SetObject
    {
        let result = copy(set)
        for item in try other("symmetric_difference", arguments).elements.keys {
            if try set.contains(item) { _ = try result.remove(item) } else { try result.insert(item) }
        }
        return result
    }
}
