/// Methods of lists and tuples.
enum ListMethods {
    static func call(
        _ list: ListObject, _ name: Methods.Name, _ arguments: Arguments, _ renderer: Renderer
    ) throws(TemplateError) -> Value {
        switch name {
        case .append:
            let given = try MethodArguments("list.append", arguments, 1...1)
            list.nesting = try Nesting.depth(list.nesting, adding: given.values[0])
            list.items.append(given.values[0])
        case .clear:
            _ = try MethodArguments("list.clear", arguments, 0...0)
            list.items = []
        case .copy:
            _ = try MethodArguments("list.copy", arguments, 0...0)
            return .list(list.items)
        case .extend:
            let given = try MethodArguments("list.extend", arguments, 1...1)
            let items = try given.values[0].allItems()
            try MemoryLimit.reserve(items: list.items.count + items.count)
            list.nesting = try max(list.nesting, Nesting.depth(of: items))
            list.items.append(contentsOf: items)
        case .insert:
            let given = try MethodArguments("list.insert", arguments, 2...2)
            let index = try MethodArguments.int(given.values[0])
            let position = index < 0 ? max(0, index + list.items.count) : min(index, list.items.count)
            list.nesting = try Nesting.depth(list.nesting, adding: given.values[1])
            list.items.insert(given.values[1], at: position)
        case .pop:
            let given = try MethodArguments("list.pop", arguments, 0...1)
            let index = try given.int(0) ?? -1
            guard !list.items.isEmpty else { throw TemplateError(.index, "pop from empty list") }
            guard let position = Lookup.position(.int(index), list.items.count) else {
                throw TemplateError(.index, "pop index out of range")
            }
            return list.items.remove(at: position)
        case .remove:
            let given = try MethodArguments("list.remove", arguments, 1...1)
            guard let index = try find(given.values[0], in: list.items, 0, list.items.count) else {
                throw TemplateError(.value, "list.remove(x): x not in list")
            }
            list.items.remove(at: index)
        case .reverse:
            _ = try MethodArguments("list.reverse", arguments, 0...0)
            list.items.reverse()
        case .sort:
            let given = try MethodArguments("list.sort", arguments, 0...0, keywords: ["key", "reverse"])
            let key = given.value(1, "key")
            let reverse = try Sorting.isReversed(given.value(1, "reverse"))
            list.items = try Sorting.sorted(list.items, reverse: reverse) { item throws(TemplateError) in
                guard let key, !key.isNone else { return item }
                return try renderer.call(key, Arguments([item]))
            }
        default: return try call(list.items, name, arguments, "list")
        }
        return .null
    }

    /// The methods that lists and tuples share.
    static func call(
        _ items: [Value], _ name: Methods.Name, _ arguments: Arguments, _ type: String
    ) throws(TemplateError) -> Value {
        switch name {
        case .count:
            let given = try MethodArguments("\(type).count", arguments, 1...1)
            var count = 0
            for item in items {
                if try item.isIdentical(orEqualTo: given.values[0]) { count += 1 }
            }
            return .int(count)
        default:
            let given = try MethodArguments("\(type).index", arguments, 1...3)
            let (start, end) = try given.bounds(from: 1, count: items.count)
            guard let index = try find(given.values[0], in: items, start, end) else {
                throw TemplateError(
                    .value,
                    type == "list" ? "\(try given.values[0].repr()) is not in list" : "tuple.index(x): x not in tuple")
            }
            return .int(index)
        }
    }

    private static func find(_ value: Value, in items: [Value], _ start: Int, _ end: Int) throws(TemplateError) -> Int?
    {
        var index = start
        while index < min(end, items.count) {
            if try items[index].isIdentical(orEqualTo: value) { return index }
            index += 1
        }
        return nil
    }
}
