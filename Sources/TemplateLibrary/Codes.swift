public import Diagnostics

extension Diagnostic.Code {
    /// A comment, expression, string or tag does not end before the file does.
    public static let blockUnfinished = Self(rawValue: "block-unfinished")
    /// A macro, test or other block has no end tag.
    public static let blockUnclosed = Self(rawValue: "block-unclosed")
    /// A block is defined inside another.
    public static let blockNested = Self(rawValue: "block-nested")
    /// A block is defined inside `if` or `for`.
    public static let blockInsideControlFlow = Self(rawValue: "block-inside-control-flow")
    /// An `endif` or `endfor` has no beginning.
    public static let blockUnexpectedEnd = Self(rawValue: "block-unexpected-end")
    /// A tag outside of all blocks does nothing.
    public static let blockUnexpectedTag = Self(rawValue: "block-unexpected-tag")
}

extension Diagnostic.Code {
    /// `var` has no value for a name and no default.
    public static let varNotFound = Self(rawValue: "var-not-found")
    /// `env_var` has no value for a name and no default.
    public static let envVarMissing = Self(rawValue: "env-var-missing")
    /// A secret environment variable is used where secrets would leak.
    public static let secretEnvVarLocation = Self(rawValue: "secret-env-var-location")
    /// `set_strict` was given something that it cannot make a set of.
    public static let setStrictType = Self(rawValue: "set-strict-type")
    /// `zip_strict` was given something that cannot be iterated.
    public static let zipStrictType = Self(rawValue: "zip-strict-type")
    /// A template raised the error itself, with a function of `exceptions`.
    public static let raised = Self(rawValue: "raised")
    /// The columns of a model differ from its contract.
    public static let contractFailed = Self(rawValue: "contract-failed")
}
