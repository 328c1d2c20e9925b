// The pages of single resources: nodes, sources, exposures, macros, tests.
(() => {
  "use strict";
  const { h, store, format, icon, replace } = martlet;

  const typeNames = {
    model: "Model", source: "Source", seed: "Seed", snapshot: "Snapshot", exposure: "Exposure", metric: "Metric", macro: "Macro", test: "Test",
    semantic_model: "Semantic model", saved_query: "Saved query", function: "Function", analysis: "Analysis",
  };

  /** A small coloured mark that stands for a type of resource. */
  martlet.typeMark = type => h(`i.type.type-${type}`, { title: typeNames[type] ?? type, "aria-hidden": "true" });

  martlet.statusBadge = (status, text = status) => (status ? h(`span.badge.${store.statusClass(status)}`, text) : null);

  const section = (id, title, ...content) => h("section", { id }, h("h2", title), content);
  const count = number => h("span.count", format.number(number));

  function nodeLink(node, extra) {
    return h("a.node-link", { href: node.url }, martlet.typeMark(node.type), h("span", node.label), extra);
  }

  // The head of a page

  function head(item, facts) {
    return h("header.page-head",
      h("p.kicker", martlet.typeMark(item.type), typeNames[item.type] ?? item.type, item.materialized && item.type === "model" ? h("span", item.materialized) : null,
        item.package !== store.project.name ? h("span", item.package) : null, item.version ? h("span", `v${item.version}`) : null, item.access && item.access !== "protected" ? h("span", item.access) : null),
      h("h1", item.type === "source" ? [h("span.dim", `${item.source}.`), item.name] : item.name),
      facts);
  }

  function statusLine(node, details) {
    const parts = [];
    const result = details.result;
    if (result && result.status !== "no-op") parts.push(h("span", martlet.statusBadge(result.status), result.time !== null ? ` in ${format.duration(result.time)}` : "", result.at ? h("span.dim", `, ${format.time(result.at)}`) : ""));
    const tests = details.tests ?? [];
    if (tests.length) {
      const bad = tests.filter(test => store.statusClass(test.result?.status) === "bad").length;
      const warned = tests.filter(test => store.statusClass(test.result?.status) === "warn").length;
      const passed = tests.filter(test => store.statusClass(test.result?.status) === "ok").length;
      parts.push(h("a", { href: "#tests", onclick: jump("tests") }, bad ? h("span.badge.bad", `${bad} failing`) : null, warned ? h("span.badge.warn", `${warned} warning`) : null,
        passed || bad || warned ? h("span.dim", `${passed} of ${format.plural(tests.length, "test")} passed`) : h("span.dim", `${format.plural(tests.length, "test")}, not run`)));
    }
    if (details.checked) parts.push(h("span", martlet.statusBadge(details.checked.status, `fresh: ${details.checked.status}`), details.checked.age !== null ? h("span.dim", ` loaded ${format.duration(details.checked.age)} before the check`) : null));
    return parts.length ? h("div.status-line", parts) : null;
  }

  /** Scrolls to a section without touching the address, which says which page this is. */
  const jump = id => event => {
    event.preventDefault();
    document.getElementById(id)?.scrollIntoView({ behavior: "smooth", block: "start" });
  };

  // Facts at the side

  function facts(node, details) {
    const rows = [];
    const add = (name, ...value) => { if (value.some(part => part !== null && part !== undefined && part !== "")) rows.push(h("div", h("dt", name), h("dd", value))); };
    add("Relation", details.relation_name ? h("span.with-copy", h("code", martlet.breakable(details.relation_name.replace(/"/g, ""))), martlet.copyButton(details.relation_name, "Copy the relation's name")) : null);
    add("Materialized", node.materialized);
    add("Kind", details.kind, details.maturity ? h("span.dim", `, ${details.maturity} maturity`) : null);
    add("In the database", details.relationType ? details.relationType.toLowerCase() : null);
    for (const stat of details.stats ?? []) add(stat.label, statValue(stat));
    if (details.result?.rows > 0) add("Rows in the last run", format.number(details.result.rows));
    const group = store.groups.get(node.group);
    add("Group", node.group ? h("a", { href: `#!/lineage?select=${encodeURIComponent(`group:${node.group}`)}` }, node.group) : null);
    const owner = details.owner ?? group?.owner ?? details.meta?.owner;
    add("Owner", owner ? ownerText(owner) : details.relationOwner);
    add("Loader", details.loader);
    add("Tags", node.tags.length ? node.tags.map(tag => h("a.tag", { href: `#!/lineage?select=${encodeURIComponent(`tag:${tag}`)}` }, tag)) : null);
    add("Contract", details.contract?.enforced ? "enforced" : null);
    add("Deprecated", details.deprecation_date);
    add("Defined in", h("code", martlet.breakable(node.path)));
    add("Described in", details.patch_path ? h("code", martlet.breakable(details.patch_path.replace(/^.*?:\/\//, ""))) : null);
    add("Address", details.url && /^https?:/.test(details.url) ? h("a", { href: details.url, target: "_blank", rel: "noopener noreferrer" }, details.url.replace(/^https?:\/\//, ""), icon("link")) : null);
    if (details.freshness?.warn_after?.count || details.freshness?.error_after?.count) {
      const limit = rule => (rule?.count ? `${rule.count} ${rule.period}${rule.count === 1 ? "" : "s"}` : null);
      add("Freshness", [limit(details.freshness.warn_after) && `warn after ${limit(details.freshness.warn_after)}`, limit(details.freshness.error_after) && `error after ${limit(details.freshness.error_after)}`].filter(Boolean).join(", "));
    }
    return h("dl.facts", rows);
  }

  function statValue(stat) {
    if (typeof stat.value !== "number") return String(stat.value);
    if (/byte|size/i.test(stat.id)) return format.size(stat.value);
    return format.number(stat.value);
  }

  function ownerText(owner) {
    if (typeof owner === "string") return owner;
    const email = Array.isArray(owner.email) ? owner.email.join(", ") : owner.email;
    return [owner.name ?? email, owner.name && email ? h("a.block", { href: `mailto:${email}` }, email) : null];
  }

  // Sections

  const describe = text => (text ? martlet.markdown.render(text) : null);

  function columnsSection(node, details) {
    const columns = details.columns ?? [];
    if (!columns.length) return node.isStored ? section("columns", "Columns", h("p.empty", "No columns are known. Describe them in a properties file, or build the model and run docs generate.")) : null;
    const testsByColumn = new Map();
    for (const test of details.tests ?? []) {
      const key = test.column?.toLowerCase();
      if (key) testsByColumn.set(key, [...(testsByColumn.get(key) ?? []), test]);
    }
    const withLineage = store.project.hasColumnLineage;
    return section("columns", ["Columns ", count(columns.length)], h("div.scroll", h("table.columns",
      h("thead", h("tr", h("th", { scope: "col" }, "Name"), h("th", { scope: "col" }, "Type"), h("th", { scope: "col" }, "Description"), h("th", { scope: "col" }, "Tests"))),
      h("tbody", columns.map(column => h("tr", { id: `column-${column.name}` },
        h("td.name", withLineage ? h("a", { href: `#!/columns/${encodeURIComponent(node.id)}/${encodeURIComponent(column.name)}`, title: "Show where this column comes from and where it goes" }, h("code", column.name)) : h("code", column.name),
          column.constraints?.map(rule => h("span.note", rule.type.replace(/_/g, " ")))),
        h("td.kind", column.type ? h("code", shortType(column.type)) : "", column.missing ? h("span.note.warn", { title: "Described, but not in the relation" }, "not in the relation") : null),
        h("td", describe(column.description), column.tags?.length ? h("p", column.tags.map(tag => h("span.tag", tag))) : null, column.meta ? metaList(column.meta) : null),
        h("td.tests", (testsByColumn.get(column.name.toLowerCase()) ?? []).map(testPill))))))));
  }

  const shortType = type => type.replace("timestamp without time zone", "timestamp").replace("timestamp with time zone", "timestamptz").replace("character varying", "varchar").replace("double precision", "float8");

  function testPill(test) {
    const status = test.result?.status;
    return h(`a.pill.${store.statusClass(status)}`, { href: `#test-${test.id}`, onclick: event => { jump(`test-${test.id}`)(event); document.getElementById(`test-${test.id}`)?.setAttribute("open", ""); }, title: `${test.name}${status ? `: ${status}` : ", not run"}` }, test.kind === "singular" ? test.name : test.kind);
  }

  function testsSection(details) {
    const tests = details.tests ?? [];
    if (!tests.length) return null;
    const weight = test => ["bad", "warn", "noted", "none", "skip", "ok"].indexOf(store.statusClass(test.result?.status));
    return section("tests", ["Tests ", count(tests.length)], h("div.test-list", [...tests].sort((a, b) => weight(a) - weight(b)).map(testEntry)));
  }

  function testEntry(test) {
    const { result } = test;
    const entry = h("details.test", { id: `test-${test.id}` },
      h("summary", h(`i.dot.${store.statusClass(result?.status)}`), h("span.test-name", test.kind === "singular" || test.kind === "unit" ? test.name : test.kind, test.column ? h("code", test.column) : null,
        test.kind === "singular" || test.kind === "unit" ? h("span.note", test.kind) : null),
        h("span.test-result", result?.message && store.statusClass(result.status) !== "ok" ? h("span.test-message", result.message.split("\n")[0]) : null, martlet.statusBadge(result?.status) ?? h("span.badge.none", "not run"),
          test.severity === "warn" || test.severity === "WARN" ? h("span.note", "severity warn") : null, result ? h("span.dim", format.duration(result.time)) : null)));
    entry.addEventListener("toggle", () => {
      if (!entry.open || entry.childElementCount > 1) return;
      entry.append(h("div.test-body", describe(test.description),
        test.arguments ? metaList(test.arguments) : null,
        test.where ? h("p", "where ", h("code", test.where)) : null,
        result?.message && store.statusClass(result.status) !== "ok" ? h("pre.message", result.message) : null,
        test.failing ? [h("p.label", "Failing rows"), martlet.charts.rows(test.failing)] : null,
        test.given ? unitTest(test) : null,
        test.compiled || test.raw ? martlet.code.block(test.compiled ?? test.raw) : null,
        store.project.hasQuality ? h("p", h("a", { href: `#!/quality?check=${encodeURIComponent(test.id)}` }, "In the quality log")) : null,
        h("p.dim", h("code", test.path))));
    });
    return entry;
  }

  function unitTest(test) {
    const rows = side => {
      if (typeof side.rows === "string") return martlet.code.block(side.rows);
      if (!side.rows?.length) return h("p.dim", side.fixture ? `fixture ${side.fixture}` : "no rows");
      const columns = [...new Set(side.rows.flatMap(row => Object.keys(row)))];
      return martlet.charts.rows({ columns, rows: side.rows.map(row => columns.map(column => row[column] ?? null)) });
    };
    return [test.given.map(given => [h("p.label", "Given ", h("code", given.input)), rows(given)]), test.expect ? [h("p.label", "Expect"), rows(test.expect)] : null];
  }

  /** Nested data as a definition list; what people keep in `meta`. */
  function metaList(meta) {
    const value = data => {
      if (Array.isArray(data)) return data.every(part => typeof part !== "object" || part === null) ? data.join(", ") : h("ul", data.map(part => h("li", value(part))));
      if (data && typeof data === "object") return metaList(data);
      return String(data);
    };
    return h("dl.meta", Object.entries(meta).map(([key, data]) => h("div", h("dt", key), h("dd", value(data)))));
  }

  function codeSection(node, details) {
    const kinds = [["Source", details.raw], ["Compiled", details.compiled]].filter(([, text]) => text);
    if (!kinds.length) return null;
    const links = martlet.code.linksOf(node, details.macros);
    const body = h("div");
    const tabs = kinds.map(([name, text], at) => h("button", { type: "button", role: "tab", "aria-selected": at === 0, onclick: event => show(event.currentTarget, text) }, name));
    const show = (button, text) => {
      for (const tab of tabs) tab.setAttribute("aria-selected", tab === button);
      replace(body, martlet.code.block(text, links));
    };
    replace(body, martlet.code.block(kinds[0][1], links));
    return h("section", { id: "code" }, h("div.section-head", h("h2", "Code"), h("div.tabs.small", { role: "tablist" }, tabs), details.compiled ? null : h("span.dim", "not compiled")), body);
  }

  /** A neighbourhood as a graph, in a box as high as the graph needs. */
  function neighbourhood(node, views) {
    const depth = neighbourhoodDepth(node);
    const open = item => { if (item && item.node !== node) location.hash = item.node.url; };
    const view = new martlet.GraphView({ isEmbedded: true, label: `Lineage around ${node.name}`, onOpen: open, onSelect: open });
    const nodes = new Set([...martlet.selector.ancestors([node], depth), ...martlet.selector.descendants([node], depth)]);
    view.show([...nodes].map(other => martlet.graphItem(other, other === node)));
    views.push(view);
    return h("div.graph-holder", { style: { height: `${Math.min(420, Math.max(120, view.layout.height + 60))}px` } }, view.element);
  }

  function lineageSection(node, views) {
    if (!node.parents.length && !node.children.length) return section("lineage", "Lineage", h("p.empty", "Nothing depends on it, and it depends on nothing."));
    const up = martlet.selector.ancestors([node]).size - 1;
    const down = martlet.selector.descendants([node]).size - 1;
    return h("section", { id: "lineage" },
      h("div.section-head", h("h2", "Lineage"), h("span.dim", `${format.number(up)} upstream, ${format.number(down)} downstream`), h("a.button", { href: `#!/lineage?select=${encodeURIComponent(`2+${selectorOf(node)}+2`)}` }, icon("graph"), "Open in lineage")),
      neighbourhood(node, views),
      h("div.two", linkList("Depends on", node.parents), linkList("Referenced by", node.children)));
  }

  /** Two steps where that is readable, else one. */
  function neighbourhoodDepth(node) {
    const near = martlet.selector.ancestors([node], 2).size + martlet.selector.descendants([node], 2).size;
    return near <= 40 ? 2 : 1;
  }

  const selectorOf = node => (node.type === "source" ? `source:${node.source}.${node.name}` : node.type === "exposure" ? `exposure:${node.name}` : node.type === "metric" ? `metric:${node.name}` : node.name);

  function linkList(title, nodes) {
    const shown = 12;
    const list = h("ul.links", nodes.slice(0, shown).map(node => h("li", nodeLink(node))));
    const more = nodes.length > shown ? h("button.more", { type: "button", onclick: event => { replace(list, nodes.map(node => h("li", nodeLink(node)))); event.currentTarget.remove(); } }, `and ${nodes.length - shown} more`) : null;
    return h("div", h("h3", title, " ", count(nodes.length)), nodes.length ? [list, more] : h("p.dim", "nothing"));
  }

  function configSection(node, details) {
    const meta = Object.fromEntries(Object.entries(details.meta ?? {}).filter(([key]) => key !== "charts"));
    const config = Object.fromEntries(Object.entries(details.config ?? {}).filter(([, value]) => value !== false));
    if (!Object.keys(meta).length && !Object.keys(config).length) return null;
    return h("section", { id: "configuration" },
      Object.keys(meta).length ? [h("h2", "Meta"), metaList(meta)] : null,
      Object.keys(config).length ? h("details.plain", h("summary", "Configuration"), metaList(config)) : null);
  }

  function failure(details) {
    if (store.statusClass(details.result?.status) !== "bad") return null;
    return h("div.failure", { role: "note" }, h("strong", "The last run failed"), h("pre.message", details.result.message ?? "no message"));
  }

  async function nodePage(node) {
    const details = await store.details(node);
    const views = [];
    const isDashboard = Boolean(details.charts?.length);
    const text = describe(details.description) ?? (node.type === "source" ? describe(details.source_description) : null);
    const page = h(`article.page${isDashboard ? ".dashboard" : ""}`,
      head({ ...node, label: node.label, type: node.type, name: node.type === "exposure" && details.label ? details.label : node.name }, statusLine(node, details)),
      h("div.with-aside",
        h("div.body", failure(details), text ?? (isDashboard ? null : h("p.empty", `No description yet. Add one in ${details.patch_path ? "its properties file" : "a properties file (.yml) beside it"}.`)),
          isDashboard ? dashboard(details.charts) : null,
          node.type === "exposure" || node.type === "metric" ? null : columnsSection(node, details),
          testsSection(details), lineageSection(node, views), codeSection(node, details), configSection(node, details)),
        h("aside", { "aria-label": "Facts" }, facts(node, details))));
    return { title: node.label, element: page, item: node, after: () => views.forEach(view => view.resize()) };
  }

  /** The big numbers in a row of their own, then the other charts in the order in which they were declared. */
  function dashboard(charts) {
    const numbers = charts.filter(spec => spec.kind === "big_number");
    const others = charts.filter(spec => spec.kind !== "big_number");
    return [numbers.length ? h("div.kpis", numbers.map(chartWithLink)) : null, others.length ? h("div.charts", inRows(others).map(chartWithLink)) : null];
  }

  /** Charts stand two in a row; one that would stand alone takes the row. */
  function inRows(charts) {
    const { alwaysWide } = martlet.charts;
    let open = 0;
    return charts.map((spec, at) => {
      if (alwaysWide.has(spec.kind)) { open = 0; return spec; }
      open += 1;
      const isLast = at + 1 === charts.length || alwaysWide.has(charts[at + 1].kind);
      return isLast && open % 2 === 1 ? { ...spec, isWide: true } : spec;
    });
  }

  function chartWithLink(spec) {
    const figure = martlet.charts.chart(spec);
    const model = spec.model && store.nodes.find(node => node.name === spec.model && node.type !== "source");
    if (model) figure.querySelector("figcaption").append(h("a.chart-source", { href: model.url }, model.name));
    return figure;
  }

  // Macros and tests

  async function macroPage(macro) {
    const documents = await store.load("macros");
    const details = documents[macro.index];
    const known = (details.macros ?? []).map(id => store.macroById.get(id)).filter(Boolean);
    const links = { reference: () => undefined, relation: () => undefined, macro: name => known.find(other => other.name === name)?.url };
    const page = h("article.page", head(macro, null), h("div.with-aside",
      h("div.body", describe(details.description) ?? h("p.empty", "No description yet."),
        details.arguments?.length ? section("arguments", "Arguments", h("div.scroll", h("table.columns", h("thead", h("tr", ["Name", "Type", "Description"].map(text => h("th", { scope: "col" }, text)))),
          h("tbody", details.arguments.map(argument => h("tr", h("td.name", h("code", argument.name)), h("td", argument.type ? h("code", argument.type) : ""), h("td", describe(argument.description)))))))) : null,
        section("code", "Code", martlet.code.block(details.sql ?? "", links)),
        known.length ? section("macros", "Calls", h("ul.links", known.map(other => h("li", nodeLink({ ...other, label: other.name }))))) : null),
      h("aside", { "aria-label": "Facts" }, h("dl.facts", h("div", h("dt", "Package"), h("dd", macro.package)), h("div", h("dt", "Defined in"), h("dd", h("code", martlet.breakable(details.path))))))));
    return { title: macro.name, element: page, item: macro };
  }

  /** A test is shown on the page of the node that it tests. */
  async function testPage(id) {
    const test = (await store.tests()).find(candidate => candidate.id === id);
    if (!test) return null;
    if (!test.nodes.length) return { title: test.name, element: h("article.page", head({ ...test, package: id.split(".")[1] }, null), h("p.empty", "This test depends on no model or source.")) };
    const page = await nodePage(test.nodes[0]);
    const { after } = page;
    page.after = () => {
      after();
      const entry = document.getElementById(`test-${id}`);
      entry?.setAttribute("open", "");
      entry?.scrollIntoView({ block: "center" });
    };
    return page;
  }

  martlet.pages = { nodePage, macroPage, testPage, nodeLink, section, typeNames, count };
})();
