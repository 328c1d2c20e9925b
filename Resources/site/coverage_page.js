// Coverage: what is described and what is tested, worst first.
(() => {
  "use strict";
  const { h, store, format, replace } = martlet;

  const measures = [
    ["described", "Described", node => node.described],
    ["columns", "Columns described", node => (node.columns ? node.documented / node.columns : 0)],
    ["tests", "Tests", node => node.tests],
    ["tested", "Columns tested", node => (node.columns ? Math.min(1, node.tested / node.columns) : 0)],
  ];

  function coveragePage() {
    const state = { type: "model", sort: "columns", isDown: false, onlyMissing: false };
    const own = store.nodes.filter(node => node.package === store.project.name && ["model", "source", "seed", "snapshot"].includes(node.type));
    const types = ["model", "source", "seed", "snapshot"].filter(type => own.some(node => node.type === type));
    if (!types.includes(state.type)) state.type = types[0];
    const body = h("div");
    const update = () => replace(body, summary(nodes()), table(nodes()));
    const nodes = () => own.filter(node => node.type === state.type);

    function summary(list) {
      const columns = list.reduce((sum, node) => sum + node.columns, 0);
      const sum = key => list.reduce((total, node) => total + Math.min(node[key], node.columns), 0);
      const cells = [
        ["described", list.filter(node => node.described).length, list.length], ["columns described", sum("documented"), columns],
        ["with a test", list.filter(node => node.tests).length, list.length], ["columns tested", sum("tested"), columns],
      ];
      return h("div.figures", cells.map(([name, part, whole]) => h("div.figure", h("b", format.percent(part, whole)), h("span", name), h("span.dim", `${format.number(part)} of ${format.number(whole)}`))));
    }

    function table(list) {
      const measure = measures.find(([key]) => key === state.sort)?.[2] ?? (node => node.label);
      const isMissing = node => !node.described || node.documented < node.columns || !node.tests;
      const rows = list.filter(node => !state.onlyMissing || isMissing(node)).sort((a, b) => {
        const [x, y] = [measure(a), measure(b)];
        return (x < y ? -1 : x > y ? 1 : b.children.length - a.children.length) * (state.isDown ? -1 : 1);
      });
      const shown = rows.slice(0, 400);
      const header = (key, text, isNumber) => h(`th${isNumber ? ".number" : ""}`, { scope: "col", "aria-sort": state.sort === key ? (state.isDown ? "descending" : "ascending") : null },
        h("button.sort", { type: "button", onclick: () => { state.isDown = state.sort === key ? !state.isDown : false; state.sort = key; update(); } }, text, state.sort === key ? (state.isDown ? " ↓" : " ↑") : ""));
      const meter = (part, whole) => (whole ? h("span.meter-cell", h("span.meter-track", h("i", { style: { width: `${Math.min(1, part / whole) * 100}%` } })), h("span.number", `${Math.min(part, whole)}/${whole}`)) : h("span.dim", "–"));
      return [h("div.scroll", h("table.data.coverage", h("thead", h("tr", header("name", "Name"), header("described", "Description"), header("columns", "Columns described"), header("tests", "Tests", true), header("tested", "Columns tested"), h("th.number", { scope: "col" }, "Used by"))),
        h("tbody", shown.map(node => h("tr", h("td", martlet.pages.nodeLink(node)), h("td", node.described ? "yes" : h("span.missing", "none")), h("td", meter(node.documented, node.columns)), h("td.number", node.tests ? format.number(node.tests) : h("span.missing", "none")), h("td", meter(node.tested, node.columns)), h("td.number", format.number(node.children.length))))))),
      rows.length > shown.length ? h("p.dim", `the first ${shown.length} of ${format.number(rows.length)}`) : rows.length ? null : h("p.empty", "Nothing is missing here.")];
    }

    const typeTabs = types.map(type => h("button", { type: "button", role: "tab", "aria-selected": type === state.type, onclick: event => { state.type = type; for (const tab of typeTabs) tab.setAttribute("aria-selected", tab === event.currentTarget); update(); } }, `${martlet.pages.typeNames[type]}s`));
    const check = h("input", { type: "checkbox", onchange: event => { state.onlyMissing = event.currentTarget.checked; update(); } });
    if (types.length) update();
    const page = h("article.page", h("header.page-head", h("p.kicker", "Coverage"), h("h1", "Descriptions and tests")),
      types.length ? [h("div.section-head", h("div.tabs.small", { role: "tablist" }, typeTabs), h("label.check", check, "only with something missing")), body] : h("p.empty", "The project has no models yet."));
    return { title: "Coverage", element: page };
  }

  martlet.pages.coveragePage = coveragePage;
})();
