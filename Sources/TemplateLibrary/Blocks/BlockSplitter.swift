public import Diagnostics

/// Splits macro files, snapshot files and Markdown files into their top-level blocks, as dbt does before any parsing.
public enum BlockSplitter {
    /// The top-level blocks of `source` whose type is in `types`.
    ///
    /// With `keepsText` the text between blocks is returned as blocks without a type. `warn` is called for every other tag
    /// outside of blocks.
    /// - Throws: dbt's compilation error when tags are not closed, nested, or inside `if` or `for`.
    public static func split(
        _ source: SourceText,
        into types: Set<String> = TemplateBlock.defaultTypes,
        keepsText: Bool = true,
        warn: ((Diagnostic) -> Void)? = nil
    ) throws(Diagnostic) -> [TemplateBlock] {
        var scanner = TagScanner(source)
        var blocks: [TemplateBlock] = []
        var controlFlow: [String] = []
        var current: TagScanner.Tag?
        var textStart = 0

        func keepText(upTo end: Int) {
            guard keepsText, end > textStart else { return }
            let range = SourceRange(textStart, end)
            blocks.append(TemplateBlock(type: nil, name: nil, contents: range, full: range))
        }

        while let tag = try scanner.next() {
            try follow(tag, in: source, controlFlow: &controlFlow)
            if types.contains(tag.type) {
                if !controlFlow.isEmpty { throw insideControlFlow(tag, in: source) }
                if let current { throw nested(tag, inside: current, in: source) }
                keepText(upTo: tag.start)
                textStart = tag.start
                current = tag
            } else if let open = current, tag.type == "end\(open.type)" {
                textStart = tag.end
                blocks.append(
                    TemplateBlock(
                        type: open.type, name: open.name, contents: SourceRange(open.end, max(open.end, tag.start)),
                        full: SourceRange(open.start, tag.end)))
                current = nil
            } else if current == nil {
                warn?(unexpected(tag, in: source))
            }
        }
        if let current { throw unclosed(current, in: source) }
        keepText(upTo: source.bytes.count)
        return blocks
    }

    private static func follow(
        _ tag: TagScanner.Tag, in source: SourceText, controlFlow: inout [String]
    ) throws(Diagnostic) {
        switch tag.type {
        case "if", "for":
            controlFlow.append(tag.type)
        case "endif", "endfor":
            let place = lineAndColumn(of: tag.start, in: source)
            guard let opened = controlFlow.popLast() else {
                throw Diagnostic(
                    .blockUnexpectedEnd,
                    "Got an unexpected control flow end tag, got \(tag.type) but never saw a preceeding "
                        + "\(tag.type.dropFirst(3)) (@ \(place))",
                    at: SourceRange(tag.start, tag.end), in: source)
            }
            if tag.type != "end\(opened)" {
                throw Diagnostic(
                    .blockUnexpectedEnd,
                    "Got an unexpected control flow end tag, got \(tag.type) but expected end\(opened) next (@ \(place))",
                    at: SourceRange(tag.start, tag.end), in: source)
            }
        default: break
        }
    }

    private static func insideControlFlow(_ tag: TagScanner.Tag, in source: SourceText) -> Diagnostic {
        Diagnostic(
            .blockInsideControlFlow,
            "Got a block definition inside control flow at \(lineAndColumn(of: tag.start, in: source)). "
                + "All dbt block definitions must be at the top level",
            at: SourceRange(tag.start, tag.end), in: source)
    }

    private static func nested(_ tag: TagScanner.Tag, inside outer: TagScanner.Tag, in source: SourceText) -> Diagnostic
    {
        Diagnostic(
            .blockNested,
            "Got nested tags: \(outer.type) (started at \(characters(before: outer.start, in: source))) did not have a "
                + "matching {{% end\(outer.type) %}} before a subsequent \(tag.type) was found "
                + "(started at \(characters(before: tag.start, in: source)))",
            at: SourceRange(tag.start, tag.end), in: source)
    }

    private static func unexpected(_ tag: TagScanner.Tag, in source: SourceText) -> Diagnostic {
        Diagnostic(
            .blockUnexpectedTag, "Found unexpected '\(tag.type)' block tag. in file `\(source.path)`",
            severity: .warning, at: SourceRange(tag.start, tag.end), in: source)
    }

    private static func unclosed(_ tag: TagScanner.Tag, in source: SourceText) -> Diagnostic {
        Diagnostic(
            .blockUnclosed,
            "Reached EOF without finding a close tag for \(tag.type) "
                + "(searched from line \(source.position(of: tag.end).line))",
            at: SourceRange(tag.start, tag.end), in: source)
    }

    /// `line:column` as dbt writes it: the line counts from 1, the column in characters from 0.
    private static func lineAndColumn(of offset: Int, in source: SourceText) -> String {
        let (line, column) = source.position(of: offset)
        return "\(line):\(source.bytes[(offset - column + 1)..<offset].count { $0 & 0xC0 != 0x80 })"
    }

    private static func characters(before offset: Int, in source: SourceText) -> Int {
        source.bytes[..<offset].count { $0 & 0xC0 != 0x80 }
    }
}
