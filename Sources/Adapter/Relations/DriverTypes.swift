/// The names that psycopg2 has for PostgreSQL's types: what dbt calls a query's column types in contracts.
///
/// Source: psycopg2 2.9, `psycopg2.extensions.string_types`.
enum DriverTypes {
    static let names: [UInt32: String] = [
        20: "LONGINTEGER", 23: "INTEGER", 21: "INTEGER", 701: "FLOAT", 700: "FLOAT", 1700: "DECIMAL", 19: "STRING",
        18: "STRING", 25: "STRING", 1042: "STRING", 1043: "STRING", 16: "BOOLEAN", 1114: "DATETIME",
        1184: "DATETIMETZ", 1083: "TIME", 1266: "TIME", 1082: "DATE", 704: "INTERVAL", 1186: "INTERVAL", 17: "BINARY",
        26: "ROWID", 1016: "LONGINTEGERARRAY", 1005: "INTEGERARRAY", 1006: "INTEGERARRAY", 1007: "INTEGERARRAY",
        1021: "FLOATARRAY", 1022: "FLOATARRAY", 1231: "DECIMALARRAY", 1002: "STRINGARRAY", 1003: "STRINGARRAY",
        1009: "STRINGARRAY", 1014: "STRINGARRAY", 1015: "STRINGARRAY", 1000: "BOOLEANARRAY", 1115: "DATETIMEARRAY",
        1185: "DATETIMETZARRAY", 1183: "TIMEARRAY", 1270: "TIMEARRAY", 1182: "DATEARRAY", 1187: "INTERVALARRAY",
        1001: "BINARYARRAY", 1028: "ROWIDARRAY", 1013: "ROWIDARRAY", 705: "UNKNOWN", 1041: "INETARRAY",
        651: "CIDRARRAY", 1040: "MACADDRARRAY", 114: "JSON", 199: "JSONARRAY", 3802: "JSONB", 3807: "JSONBARRAY",
        3904: "type", 3905: "typeARRAY", 3926: "type", 3927: "typeARRAY", 3906: "type", 3907: "typeARRAY",
        3912: "daterange", 3913: "daterangeARRAY", 3908: "tsrange", 3909: "tsrangeARRAY", 3910: "tstzrange",
        3911: "tstzrangeARRAY",
    ]

    static func name(_ oid: UInt32) -> String { names[oid] ?? "unknown type_code \(oid)" }
}
