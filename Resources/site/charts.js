// Charts as inline SVG from rows: line, bar, heat map, scatter, table, big number.
(() => {
  "use strict";
  const { h, s, format } = martlet;

  const series = ["--series-1", "--series-2", "--series-3", "--series-4", "--series-5", "--series-6"];
  const tint = index => `var(${series[index % series.length]})`;
  const height = 236;
  // On a narrow screen a wide drawing would shrink its text beyond reading.
  const widthOf = spec => (spec.isWide && window.innerWidth > 900 ? 1100 : 540);
  const margin = { top: 12, right: 16, bottom: 30, left: 46 };

  const alwaysWide = new Set(["table", "heat_map"]);

  /** A chart as a figure with its title; a chart without rows says so. */
  function chart(declared) {
    const spec = withNumbers(declared);
    const draw = { line, bar, heat_map: heatMap, scatter, table, big_number: bigNumber }[spec.kind];
    let body;
    if (spec.error) body = h("p.empty", spec.error);
    else if (!draw) body = h("p.empty", `There is no chart of kind “${spec.kind}”.`);
    else if (!spec.rows?.length) body = h("p.empty", "The query gave no rows.");
    else body = draw(spec);
    const wide = spec.isWide || alwaysWide.has(spec.kind);
    return h(`figure.chart.chart-${spec.kind}${wide ? ".wide" : ""}`,
      h("figcaption", h("strong", spec.title ?? spec.kind), spec.description && h("span", spec.description)), body);
  }

  // Reading of the columns

  /** Numbers may come as the text that PostgreSQL gives; a column of nothing but numbers is one of numbers. */
  function withNumbers(spec) {
    if (!spec.rows?.length) return spec;
    const plain = /^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/i;
    const isNumber = spec.columns.map((_, at) => spec.rows.every(row => row[at] === null || typeof row[at] === "number" || (typeof row[at] === "string" && plain.test(row[at]))));
    return { ...spec, rows: spec.rows.map(row => row.map((value, at) => (isNumber[at] && value !== null ? Number(value) : value))) };
  }

  const position = (spec, name, fallback) => { const at = spec.columns.indexOf(name); return at >= 0 ? at : fallback; };
  const numeric = value => (typeof value === "number" ? value : value === null || value === "" ? NaN : Number(value));
  const list = value => (value === undefined || value === null ? [] : Array.isArray(value) ? value : [value]);
  const label = name => String(name ?? "").replace(/_/g, " ");

  function show(value, spec) {
    if (value === null || value === undefined) return "–";
    const number = numeric(value);
    if (Number.isNaN(number) || typeof value === "boolean") return String(value);
    if (spec?.format === "percent") return `${format.number(Math.round(number * 1000) / 10)} %`;
    if (spec?.format === "year" || spec?.format === "text") return String(value);
    const text = Math.abs(number) >= 1e6 ? format.compact(number) : format.number(number);
    return `${spec?.prefix ?? ""}${text}${spec?.suffix ?? ""}`;
  }

  /** Series of `{ name, points: [[x, y]] }`: one a measure, or one a value of the `series` column. */
  function lines(spec) {
    const x = position(spec, spec.x, 0);
    const split = spec.series === undefined ? -1 : position(spec, spec.series, -1);
    const named = list(spec.y ?? spec.value).map(name => position(spec, name, -1)).filter(at => at >= 0);
    const measures = named.length ? named : spec.columns.map((_, at) => at).filter(at => at !== x && at !== split);
    if (split >= 0) {
      const groups = new Map();
      for (const row of spec.rows) {
        if (!groups.has(row[split])) groups.set(row[split], []);
        groups.get(row[split]).push([row[x], numeric(row[measures[0]])]);
      }
      return [...groups].map(([name, points]) => ({ name: String(name), points }));
    }
    return measures.map(at => ({ name: spec.columns[at], points: spec.rows.map(row => [row[x], numeric(row[at])]) }));
  }

  // Scales and axes

  function ticks(low, high, count = 5) {
    if (low === high) return [low];
    const raw = (high - low) / count;
    const power = 10 ** Math.floor(Math.log10(raw));
    const step = [1, 2, 2.5, 5, 10].map(factor => factor * power).find(candidate => candidate >= raw);
    const result = [];
    for (let value = Math.ceil(low / step) * step; value <= high + step * 1e-9; value += step) result.push(Math.round(value / step) * step);
    return result;
  }

  const extent = values => {
    const numbers = values.filter(value => !Number.isNaN(value));
    return numbers.length ? [Math.min(...numbers), Math.max(...numbers)] : [0, 1];
  };
  const scale = (low, high, from, to) => value => (high === low ? (from + to) / 2 : from + ((value - low) / (high - low)) * (to - from));

  function frame(spec, name) {
    return s("svg", { viewBox: `0 0 ${widthOf(spec)} ${height}`, role: "img", "aria-label": `${spec.title ?? name}: ${spec.rows.length} rows` });
  }

  function yAxis(svg, spec, low, high) {
    const width = widthOf(spec);
    const y = scale(low, high, height - margin.bottom, margin.top);
    for (const value of ticks(low, high)) {
      svg.append(
        s("line.grid", { x1: margin.left, x2: width - margin.right, y1: y(value), y2: y(value) }),
        s("text.tick", { x: margin.left - 8, y: y(value) + 3.5, "text-anchor": "end" }, Math.abs(value) >= 10000 ? format.compact(value) : show(value, spec)));
    }
    return y;
  }

  const day = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", timeZone: "UTC" });
  const isDate = text => typeof text === "string" && /^\d{4}-\d\d-\d\d/.test(text);

  function category(value) {
    if (!isDate(value)) return String(value ?? "–");
    const date = new Date(value.length === 10 ? `${value}T00:00:00Z` : value.replace(" ", "T"));
    return Number.isNaN(date.getTime()) ? value : day.format(date);
  }

  function legend(groups) {
    return groups.length < 2 ? null : h("div.legend", groups.map((group, index) => h("span", h("i", { style: { background: tint(index) } }), label(group.name))));
  }

  const tip = (...texts) => s("title", texts.join("\n"));

  // The kinds

  function line(spec) {
    const groups = lines(spec);
    const keys = [...new Set(groups.flatMap(group => group.points.map(([x]) => x)))];
    const isNumber = keys.every(key => typeof key === "number");
    if (isNumber) keys.sort((a, b) => a - b);
    else if (keys.every(isDate)) keys.sort();
    const [least, most] = extent(groups.flatMap(group => group.points.map(([, y]) => y)));
    const width = widthOf(spec);
    const svg = frame(spec, "line chart");
    const y = yAxis(svg, spec, Math.min(0, least), most === least ? most + 1 : most);
    const x = isNumber
      ? scale(keys[0], keys[keys.length - 1], margin.left, width - margin.right)
      : (places => key => scale(0, Math.max(1, keys.length - 1), margin.left, width - margin.right)(places.get(key)))(new Map(keys.map((key, at) => [key, at])));
    const every = Math.ceil(keys.length / (width / 68));
    keys.forEach((key, at) => {
      if (at % every === 0) svg.append(s("text.tick", { x: x(key), y: height - 10, "text-anchor": "middle" }, category(key)));
    });
    groups.forEach((group, index) => {
      const points = group.points.filter(([, value]) => !Number.isNaN(value)).sort((a, b) => x(a[0]) - x(b[0]));
      svg.append(s("path.series", { d: points.map(([key, value], at) => `${at ? "L" : "M"}${x(key).toFixed(1)} ${y(value).toFixed(1)}`).join(""), style: { stroke: tint(index) } }));
      if (points.length <= 120) {
        for (const [key, value] of points) {
          svg.append(s("circle.point", { cx: x(key), cy: y(value), r: points.length > 40 ? 1.6 : 2.6, style: { fill: tint(index) } }, tip(`${category(key)}: ${show(value, spec)}`, groups.length > 1 ? label(group.name) : "")));
        }
      }
    });
    return [svg, legend(groups)];
  }

  function bar(spec) {
    const groups = lines(spec);
    const keys = [...new Set(groups.flatMap(group => group.points.map(([x]) => x)))];
    const longest = Math.max(...keys.map(key => category(key).length));
    // Long names or many bars read better lying down.
    if (groups.length === 1 && (spec.orientation === "horizontal" || (longest > 9 && keys.length > 3))) return bars(spec, groups[0]);
    const [least, most] = extent(groups.flatMap(group => group.points.map(([, y]) => y)));
    const width = widthOf(spec);
    const svg = frame(spec, "bar chart");
    const y = yAxis(svg, spec, Math.min(0, least), Math.max(0, most) || 1);
    const band = (width - margin.left - margin.right) / keys.length;
    const inner = Math.max(1, band * 0.72 / groups.length);
    const every = Math.ceil(keys.length / (width / 45));
    keys.forEach((key, at) => {
      const left = margin.left + band * at;
      if (at % every === 0) svg.append(s("text.tick", { x: left + band / 2, y: height - 10, "text-anchor": "middle" }, category(key)));
      groups.forEach((group, index) => {
        const value = group.points.find(([x]) => x === key)?.[1];
        if (value === undefined || Number.isNaN(value)) return;
        svg.append(s("rect.bar", { x: left + band * 0.14 + inner * index, y: Math.min(y(value), y(0)), width: Math.max(0.5, inner - 1), height: Math.abs(y(value) - y(0)), rx: 1.5, style: { fill: tint(index) } }, tip(`${category(key)}: ${show(value, spec)}`, groups.length > 1 ? label(group.name) : "")));
      });
    });
    return [svg, legend(groups)];
  }

  function bars(spec, group) {
    const most = Math.max(...group.points.map(([, value]) => value || 0), 0) || 1;
    const aligned = format.aligned(group.points.map(([, value]) => value));
    // Figures below each other are in one unit.
    const figure = value => (spec.format || Number.isNaN(value) ? show(value, spec) : `${spec.prefix ?? ""}${most >= 1e6 ? format.compact(value) : aligned(value)}${spec.suffix ?? ""}`);
    return h("div.bars", group.points.slice(0, 40).map(([key, value]) => h("div.bars-row",
      h("span.bars-label", { title: String(key) }, category(key)),
      h("span.bars-track", h("i", { style: { width: `${Math.max(0, (value || 0) / most) * 100}%` } })),
      h("span.bars-value", figure(value)))));
  }

  function heatMap(spec) {
    const at = { x: position(spec, spec.x, 0), y: position(spec, list(spec.y)[0], 1), value: position(spec, spec.value, 2) };
    const distinct = column => {
      const values = [...new Set(spec.rows.map(row => row[column]))];
      return values.every(value => !Number.isNaN(numeric(value))) ? values.sort((a, b) => numeric(a) - numeric(b)) : values;
    };
    const across = distinct(at.x);
    const down = distinct(at.y);
    const cells = new Map(spec.rows.map(row => [`${row[at.x]}\n${row[at.y]}`, numeric(row[at.value])]));
    const [least, most] = extent([...cells.values()]);
    const left = Math.min(130, 14 + Math.max(...down.map(value => category(value).length)) * 6.4);
    const cell = (960 - left - 8) / across.length;
    const row = Math.min(30, Math.max(16, cell));
    const svg = s("svg", { viewBox: `0 0 960 ${down.length * row + 26}`, role: "img", "aria-label": `${spec.title ?? "heat map"}: ${label(spec.columns[at.value])} by ${label(spec.columns[at.x])} and ${label(spec.columns[at.y])}` });
    const every = Math.ceil(across.length / 26);
    across.forEach((x, column) => {
      if (column % every === 0) svg.append(s("text.tick", { x: left + cell * (column + 0.5), y: down.length * row + 18, "text-anchor": "middle" }, category(x)));
    });
    down.forEach((y, line) => {
      svg.append(s("text.tick", { x: left - 8, y: row * (line + 0.5) + 4, "text-anchor": "end" }, category(y)));
      across.forEach((x, column) => {
        const value = cells.get(`${x}\n${y}`);
        const share = value === undefined || Number.isNaN(value) ? 0 : most === least ? 1 : (value - least) / (most - least);
        svg.append(s("rect.cell", { x: left + cell * column, y: row * line, width: cell - 1.5, height: row - 1.5, rx: 2, style: { "--share": `${Math.round(4 + share * 96)}%` } },
          tip(`${label(spec.columns[at.y])} ${category(y)}, ${label(spec.columns[at.x])} ${category(x)}: ${show(value ?? null, spec)}`)));
      });
    });
    return [h("div.scroll", svg), h("div.scale-legend", h("span", show(least, spec)), h("i"), h("span", show(most, spec)))];
  }

  function scatter(spec) {
    const at = { x: position(spec, spec.x, 0), y: position(spec, list(spec.y)[0], 1) };
    const split = spec.series === undefined ? -1 : position(spec, spec.series, -1);
    const name = spec.label === undefined ? -1 : position(spec, spec.label, -1);
    const groups = [...new Set(spec.rows.map(row => (split >= 0 ? row[split] : "")))];
    const padded = values => { const [low, high] = extent(values); const room = (high - low) * 0.05 || 1; return [low >= 0 ? Math.max(0, low - room) : low - room, high + room]; };
    const [lowX, highX] = padded(spec.rows.map(row => numeric(row[at.x])));
    const [lowY, highY] = padded(spec.rows.map(row => numeric(row[at.y])));
    const width = widthOf(spec);
    const svg = frame(spec, "scatter chart");
    const y = yAxis(svg, spec, lowY, highY);
    const x = scale(lowX, highX, margin.left, width - margin.right);
    for (const value of ticks(lowX, highX, 7)) svg.append(s("text.tick", { x: x(value), y: height - 14, "text-anchor": "middle" }, show(value)));
    svg.append(s("text.axis", { x: width - margin.right, y: height - 1, "text-anchor": "end" }, label(spec.columns[at.x])), s("text.axis", { x: margin.left + 4, y: margin.top + 2 }, label(spec.columns[at.y])));
    for (const row of spec.rows.slice(0, 4000)) {
      const [px, py] = [numeric(row[at.x]), numeric(row[at.y])];
      if (Number.isNaN(px) || Number.isNaN(py)) continue;
      svg.append(s("circle.dot", { cx: x(px), cy: y(py), r: 3.2, style: { fill: tint(split >= 0 ? groups.indexOf(row[split]) : 0) } },
        tip(name >= 0 ? String(row[name]) : "", `${label(spec.columns[at.x])} ${show(row[at.x])}, ${label(spec.columns[at.y])} ${show(row[at.y])}`, split >= 0 ? String(row[split]) : "")));
    }
    return [svg, legend(groups.length > 1 ? groups.map(group => ({ name: group })) : [])];
  }

  function table(spec, naming = label) {
    const isNumber = spec.columns.map((_, at) => spec.rows.every(row => row[at] === null || (row[at] !== "" && typeof row[at] !== "boolean" && !Number.isNaN(numeric(row[at])))));
    const isId = spec.columns.map(name => /(^|_)(id|key|year)$/.test(name));
    const aligned = spec.columns.map((_, at) => (isNumber[at] ? format.aligned(spec.rows.map(row => numeric(row[at] ?? NaN))) : null));
    const text = (value, at) => (isId[at] ? String(value ?? "–") : aligned[at] && (value ?? null) !== null ? aligned[at](numeric(value)) : show(value, null));
    return h("div.scroll", h("table.data", h("thead", h("tr", spec.columns.map((name, at) => h(`th${isNumber[at] ? ".number" : ""}`, { scope: "col" }, naming(name))))),
      h("tbody", spec.rows.slice(0, 500).map(row => h("tr", row.map((value, at) => h(`td${isNumber[at] ? ".number" : ""}`, text(value, at))))))));
  }

  function bigNumber(spec) {
    const names = list(spec.value ?? spec.y);
    const at = (names.length ? names : spec.columns).map(name => position(spec, name, 0));
    return h("div.big", at.map(column => h("div", h("b", show(spec.rows[0][column], spec)), at.length > 1 || !spec.title ? h("span", label(spec.columns[column])) : null)));
  }

  /** Rows under their columns' own names. */
  const rows = spec => table(withNumbers(spec), name => h("code", name));

  martlet.charts = { chart, rows, alwaysWide };
})();
