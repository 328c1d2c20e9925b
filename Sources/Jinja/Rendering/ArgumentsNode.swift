/// The arguments of a call, compiled.
@safe
final class ArgumentsNode: Sendable {
    let positional: [any Evaluable]
    let keyword: [(name: String, value: any Evaluable)]
    let starred: (any Evaluable)?
    let doubleStarred: (any Evaluable)?
    /// The argument when there is one positional and nothing else.
    let single: (any Evaluable)?
    /// Whether all arguments are written out: no `*args` or `**kwargs`.
    let isPlain: Bool
    /// The arguments when all of them are literals; those are immutable and so can be shared by threads.
    private nonisolated(unsafe) let constant: Arguments?

    init(
        positional: [any Evaluable], keyword: [(name: String, value: any Evaluable)], starred: (any Evaluable)?,
        doubleStarred: (any Evaluable)?
    ) {
        self.positional = positional
        self.keyword = keyword
        self.starred = starred
        self.doubleStarred = doubleStarred
        isPlain = starred == nil && doubleStarred == nil
        single = positional.count == 1 && keyword.isEmpty && isPlain ? positional[0] : nil
        unsafe constant = isPlain ? Self.constant(positional, keyword) : nil
    }

    private static func constant(
        _ positional: [any Evaluable], _ keyword: [(name: String, value: any Evaluable)]
    ) -> Arguments? {
        var arguments = Arguments()
        for node in positional {
            guard let value = node.constant else { return nil }
            arguments.positional.append(value)
        }
        for (name, node) in keyword {
            guard let value = node.constant else { return nil }
            arguments.keyword.append((name, value))
        }
        return arguments
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Arguments {
        if let constant = unsafe constant { return constant }
        var arguments = Arguments()
        if !positional.isEmpty {
            let nodes = positional
            let span = nodes.span
            arguments.positional.reserveCapacity(span.count)
            for index in span.indices { arguments.positional.append(try span[index].evaluate(frame)) }
        }
        // Python evaluates `*args` before the keyword arguments.
        if let starred { try expand(starred.evaluate(frame), into: &arguments) }
        if !keyword.isEmpty {
            arguments.keyword.reserveCapacity(keyword.count)
            for (name, node) in keyword { arguments.keyword.append((name, try node.evaluate(frame))) }
        }
        if let doubleStarred { try expandKeywords(doubleStarred.evaluate(frame), into: &arguments) }
        return arguments
    }

    private func expand(_ value: Value, into arguments: inout Arguments) throws(TemplateError) {
        let iterator: ValueIterator
        do throws(TemplateError) {
            iterator = try value.makeIterator()
        } catch  where error.kind == .type {
            throw TemplateError(.type, "argument after * must be an iterable, not \(value.typeName)")
        }
        while let item = try iterator.next() { arguments.positional.append(item) }
    }

    private func expandKeywords(_ value: Value, into arguments: inout Arguments) throws(TemplateError) {
        guard let entries = try value.mappingItems() else {
            if case .undefined(let undefined) = value {
                guard undefined.behavior == .capture else { throw undefined.error }
                return
            }
            throw TemplateError(.type, "argument after ** must be a mapping, not \(value.typeName)")
        }
        for (key, value) in entries {
            guard case .string(let name) = key else { throw TemplateError(.type, "keywords must be strings") }
            guard arguments[name.string] == nil else {
                throw TemplateError(.type, "got multiple values for keyword argument '\(name)'")
            }
            arguments.keyword.append((name.string, value))
        }
    }
}
