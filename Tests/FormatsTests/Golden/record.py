"""Records what PyYAML and Python's json make of the cases below: run with a Python that has PyYAML over libyaml.

    python record.py > recorded.json
"""
import datetime, json, math, random, sys, yaml

scalars = """
yes Yes YES yEs y Y n N no No NO true True TRUE tRUE false on On ON oN off OFF ~ null Null NULL nULL nil
0 00 010 0o10 08 09 0_7 0x1F 0xfg 0x_f 0b101 0b12 1_000 1__0 -1 +1 -0 - + -- 1- 123456789012345678901234567890
-9223372036854775808 9223372036854775808 0xffffffffffffffffff -0x10 077777777777777777777777777
1:30 1:60 190:20:30 -1:30 0:30 1:2:3:4 1:30.5 190:20:30.15 1:5 1:05 1:5: 99999999999999:59:59
1.5 1. .5 -.5 +.5 1.5e3 1.5e+3 1.5E-3 1e3 1e+3 1.e+3 1_0.5_0 ._5 . .. 1.5.2 0.1 -0.0 1e400 1.0e+400 1.7976931348623157e+308
.inf -.inf +.inf .Inf .INF .iNF .nan .NaN .NAN .Nan -.nan inf nan 5e-324 4.9e-324 0.30000000000000004
2024-01-31 2024-1-1 2024-02-29T1:02:03 2024-02-29T01:02:03Z 2024-02-29t01:02:03.5 2024-01-01T00:00:00+2
2024-01-01T00:00:00-02:30 2024-01-01T00:00:00.1234567890Z 20240131 2024-01 2024-01-31x 2024-01-01T00:00:00+00:00
<<x =x a=b a<<b !!str !!int !local @ % a%b `x` a#b 1,000 1 $x {{x}} 'x "x 0.0.0.0 1.2.3 v1.0 3.14abc +1a é 日本 e3 E5 0e0
12e03 1_ _1 0_ 0x 0b 1e5 1E+5 0.0e-0
""".split()
documents = [
    "", "# only a comment", "---", "a: 1", "- 1\n- 2", "a:\n- 1\n- b: 2\n  c: 3\n", "a: |\n  x\n   y\n\nb: >-\n  x\n  y\n",
    "2024-02-29 01:02:03", "2024-02-29 01:02:03.25 -5", "a: 2024-02-29  1:02:03 +5:30", "'1'", "\"a\\u00e9\\n\\x41\"", "'it''s'",
    "a: &x {b: 1}\nc: *x\n", "base: &b {x: 1, y: 2}\nd:\n  <<: *b\n  y: 3\n  z: 4\n",
    "d:\n  z: 4\n  <<: [{x: 1, y: 2}, {x: 5, w: 6}]\n", "a: 1\nb: 2\na: 3\n", "7: a\n1.5: b\ntrue: c\n~: d\n2024-01-01: e\n",
    "a: !!str 1", "a: !!int '7'", "a: !!float 7", "a: !!bool 'yes'", "a: !!null x", "a: !!timestamp '2024-01-01'", "a: ! 12",
    "? a\n: b\n? c", "{a, b: , c: [d, ], }", "a: b\n...\n", "%YAML 1.1\n---\na: 1", "\ufeffa: 1", "a: 'x\n  y\n\n  z'",
    "a: x y # c\nb: x#y", "=: 1", "é: [1, ü]", "a: \"\\ud83d\\ude00\"", "a: 😀\nb: [", "- - - a", "a: [b, {c: d}]", "!!map {a: 1}",
    "!!seq [1]", "x: &a [1]\ny: [*a, *a]", "a:\r\n  - b\r\n  - c\r\n", "'<<': {a: 1}", "<<: {a: 1}\nb: 2",
    # refused
    "a: !foo 1", "a: &x 1\na: *y", "a: 1\n---\nb: 2", "a: [1", "a: {b: c\nd: e", "\ta: 1", "a: 'x", "a: b: c", "- a\nb: 1",
    "<<: 1", "<<: [1]", "? [a]\n: 1", "a: @x", "%YAML 3.0\n---\na", "a: \x01", "a: !!str [1]", "a: !!map 1", "a: !!seq {}",
    "&a a: 1\nb: &a 2", "x: !<tag:foo> 1", "a: =", "a: <<", "a: !e!x 1", "é: [1", "a: {? [1,2] : 3}", "? {a: 1}\n: 2",
    "!!python/object:x.y {}", "a: 1\n b: 2\nc: 3\nd: 4\ne: 5\nf: 6\ng: 7\nh: 8\n", "1\n2: 3\n4: 5\n6\n", "models:\n  - name: a\n   description: b\n",
    "a: \"\\q\"", "a: |x\n", "[a]: 1", "a: *", "a: !foo 1\nb: [", "a: {{ x }}", "é: !foo 1", "a: ]", "key\n- a",
]
values = [
    None, True, 1, 1.5, 1e20, 1e17, 1e-7, float("inf"), float("nan"), 10**30, "", "a", "yes", "null", "~", "1", "1.5", "1e5", "01", "a: b",
    "a #b", "- a", "-", "?", "a\nb", "a\nb\n", "\na", " a", "a ", "é", "😀", "\x07", "\t", "a\tb", "'", '"', "it's", "{a}", "[a]", "a, b", "a]",
    "!x", "&x", "*x", "%x", "@x", "`x", "|", ">", ":", "a:", ":a", "#a", "---", "--- a", "...", "=", "<<", "2024-01-01", "2024-01-01 00:00:00",
    "x" * 200, "word " * 40, " \n x", "a\n\nb", "a\n\n\n b\n", "\u2028", "\u0085", "\ufeff", "0x1f", "1:30", ".inf", "0b1",
    {}, [], {"a": {}}, {"a": []}, [[]], [[1, 2], [3]], [{"a": 1, "b": [1, {"c": "d"}]}], {"b": 1, "a": 2}, {"": 1, "yes": 2, "1": 3, "a b": 4, "a: b": 5},
    {"a": "x\ny\n", "b": ["x\ny"]}, {"x" * 130: 1}, {"k": "word " * 40}, ["- a", "? b"], {"a": None, "b": True, "c": 1.0, "d": "true"}, {"a\nb": 1},
    datetime.date(2024, 1, 31), datetime.datetime(2024, 1, 31, 1, 2, 3, 4), "a" * 79 + " b", "a " * 39 + "bbb ccc", ("word " * 30 + "\n") * 3, {"é": "ü" * 90}, {"a": {"b": "é word " * 30}}, ("x" * 30 + "\n") * 6, [[["it's " * 30]]], {"x" * 122: 1, "x" * 123: 2}, " lead " * 30, {"a b\n": {"": []}}, "a  b  " * 30 + "x", "\ta " * 40, "é" * 81 + " " + "b" * 5, [{"a": "word  word " * 20, "b": {"c": ["- x", {}]}}], "x" * 78 + " y z", "\"" * 90, "{{ ref('x') }}", "select *\nfrom \"a\".\"b\"\nwhere x = 'y' -- z\n", "'" * 3 + " " + "x" * 90 + " y: z",
]


def tagged(value):
    """The value in a form that JSON keeps: a pair of kind and value."""
    if value is None: return ["null"]
    if isinstance(value, bool): return ["bool", value]
    if isinstance(value, int): return ["int", str(value)]
    if isinstance(value, float): return ["float", repr(value)]
    if isinstance(value, str): return ["string", value]
    if isinstance(value, datetime.datetime): return ["timestamp", value.isoformat()]
    if isinstance(value, datetime.date): return ["date", value.isoformat()]
    if isinstance(value, list): return ["list", [tagged(item) for item in value]]
    return ["mapping", [[key(k), tagged(v)] for k, v in value.items()]]


def key(value):
    if isinstance(value, str): return value
    if isinstance(value, datetime.date): return value.isoformat()
    return json.dumps(value)


def load(text):
    try:
        return {"text": text, "value": tagged(yaml.load(text, yaml.CSafeLoader))}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return {"text": text, "error": str(error), "line": mark.line + 1 if mark else None}
    except (ValueError, IndexError, KeyError, AttributeError) as error:
        return {"text": text, "error": None, "line": None}


generator = random.Random(7)
floats = [0.1, 1.0, -0.0, 1e15, 1e16, 1e17, 9007199254740993.0, 123456789012345680.0, 1e22, 0.0001, 0.00001, 1e-7, 5e-324, 1.7976931348623157e308, 1/3]
floats += [generator.uniform(-1, 1) * 10.0 ** generator.randint(-320, 308) for _ in range(300)]
floats += [generator.uniform(1, 10) * 10.0 ** generator.randint(13, 18) for _ in range(100)] + [float(generator.randint(10**14, 10**18)) for _ in range(100)]
texts = ["", "a", "a\"b", "a\\b", "\x00\x1f\x7f\x80", "é日😀", "x" * 100 + "é" + "y" * 33 + "\n", "\b\f\n\r\t/", "\u2028", "12345678\"", "1234567\x7f8"]
json.dump({
    "versions": {"pyyaml": yaml.__version__, "libyaml": yaml._yaml.get_version_string(), "python": sys.version.split()[0]},
    "yaml": [load(text) for text in scalars + documents],
    "dump": [{"value": tagged(value), "text": yaml.safe_dump(value), "unsorted": yaml.safe_dump(value, sort_keys=False)} for value in values],
    "floats": [[number.hex(), repr(number)] for number in floats],
    "strings": [[text, json.dumps(text), json.dumps(text, ensure_ascii=False)] for text in texts],
    "json": [[tagged(value), json.dumps(value), json.dumps(value, indent=2, sort_keys=True)] for value in values if not isinstance(value, datetime.date)],
}, sys.stdout, indent=0)
