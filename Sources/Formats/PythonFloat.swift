/// Floating-point numbers as Python writes them.
///
/// Swift's `description` and Python's `repr` give the same text for every finite number: the shortest digits that read
/// back as that number, with an exponent below 1e-4 and from 1e16 on. A test holds the two together.
public enum PythonFloat {
    /// `repr(number)`: `0.1`, `1.0`, `1e+20`, `1e-05`, `nan`, `inf`.
    public static func repr(_ number: Double) -> String { number.description }

    /// What `json.dumps` writes: as `repr`, but `NaN`, `Infinity`, `-Infinity`.
    public static func text(_ number: Double) -> String {
        if number.isFinite { return number.description }
        return number.isNaN ? "NaN" : number < 0 ? "-Infinity" : "Infinity"
    }
}
