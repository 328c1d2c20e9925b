internal import Formats
internal import Jinja
internal import TemplateLibrary

extension Value {
    /// A new dict with the entries of a mapping.
    init(_ mapping: DataMapping) { self = .dict(DictObject(mapping)) }
}
