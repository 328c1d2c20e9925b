// The start page: what the project is, how it is, and where to go.
(() => {
  "use strict";
  const { h, store, format } = martlet;

  const order = ["source", "seed", "model", "snapshot", "exposure", "metric", "semantic_model", "saved_query", "function", "analysis"];
  const plurals = { analysis: "analyses", saved_query: "saved queries", semantic_model: "semantic models" };
  const nameOf = (type, number) => (number === 1 ? type.replace("_", " ") : plurals[type] ?? `${type}s`);

  function inventory() {
    const counts = new Map();
    for (const node of store.nodes) counts.set(node.type, (counts.get(node.type) ?? 0) + 1);
    const cells = order.filter(type => counts.has(type)).map(type => [martlet.typeMark(type), counts.get(type), nameOf(type, counts.get(type)), `#!/lineage?select=${encodeURIComponent(`resource_type:${type}`)}`]);
    cells.push([martlet.typeMark("test"), store.testCount, nameOf("test", store.testCount), "#!/coverage"]);
    return h("div.figures", cells.map(([mark, number, name, url]) => h("a.figure", { href: url }, h("b", format.number(number)), h("span", mark, name))));
  }

  function lastRun() {
    const { run } = store.project;
    if (!run) return h("div.panel", h("h2", "Last run"), h("p.empty", "No run yet. Statuses appear here after build, run or test."));
    const groups = { ok: 0, noted: 0, warn: 0, bad: 0, skip: 0 };
    for (const [status, count] of Object.entries(run.counts)) groups[store.statusClass(status)] = (groups[store.statusClass(status)] ?? 0) + count;
    const total = Object.values(groups).reduce((a, b) => a + b, 0);
    const names = { bad: "failed", warn: "warned", noted: "recorded", skip: "skipped", ok: "succeeded", none: "no-op" };
    const shown = ["bad", "warn", "noted", "skip", "ok", "none"].filter(key => groups[key]);
    return h("div.panel", h("h2", h("a", { href: "#!/run" }, "Last run")),
      h("div.status-bar", { role: "img", "aria-label": shown.map(key => `${groups[key]} ${names[key]}`).join(", ") }, shown.map(key => h(`i.${key}`, { style: { "flex-grow": groups[key] / total } }))),
      h("p", shown.map(key => h("span.run-count", h(`i.dot.${key}`), `${format.number(groups[key])} ${names[key]}`))),
      h("p.dim", format.time(run.finishedAt), run.elapsed ? `, took ${format.duration(run.elapsed)}` : ""), run.command ? h("p", h("code", run.command)) : null);
  }

  function troubles() {
    const troubled = store.nodes.filter(node => node.health === "bad" || node.health === "warn").sort((a, b) => (a.health === b.health ? 0 : a.health === "bad" ? -1 : 1));
    if (!troubled.length) return null;
    return h("div.panel", h("h2", "Needs attention ", martlet.pages.count(troubled.length)), h("ul.links", troubled.slice(0, 8).map(node => h("li", martlet.pages.nodeLink(node, h(`span.badge.${node.health}`, store.statusClass(node.status) === node.health ? node.status : `test ${node.testStatus}`))))),
      troubled.length > 8 ? h("p", h("a", { href: "#!/run" }, `and ${troubled.length - 8} more`)) : null);
  }

  function coverage() {
    const models = store.nodes.filter(node => node.type === "model" && node.package === store.project.name);
    if (!models.length) return null;
    const bar = (name, part, whole) => h("div.meter", h("span", name), h("span.meter-track", h("i", { style: { width: `${whole ? (part / whole) * 100 : 0}%` } })), h("span.number", format.percent(part, whole)));
    const sum = key => models.reduce((total, node) => total + Math.min(node[key], node.columns), 0);
    return h("div.panel", h("h2", h("a", { href: "#!/coverage" }, "Coverage")),
      bar("Models described", models.filter(node => node.described).length, models.length),
      bar("Columns described", sum("documented"), sum("columns")),
      bar("Models tested", models.filter(node => node.tests).length, models.length),
      bar("Columns tested", sum("tested"), sum("columns")));
  }

  function dashboards() {
    const exposures = store.nodes.filter(node => node.type === "exposure");
    if (!exposures.length) return null;
    return h("div.panel", h("h2", "Exposures ", martlet.pages.count(exposures.length)), h("ul.links", exposures.slice(0, 8).map(node => h("li", martlet.pages.nodeLink(node)))),
      exposures.length > 8 ? h("p", h("a", { href: "#!/lineage?select=resource_type:exposure" }, `and ${exposures.length - 8} more`)) : null);
  }

  function folders() {
    const groups = new Map();
    for (const node of store.nodes) {
      if (node.type !== "model" || node.package !== store.project.name) continue;
      const folder = node.folders.slice(0, 2).join("/") || node.path.split("/")[0];
      const group = groups.get(folder) ?? { models: 0, tests: 0, seconds: 0, health: "none" };
      group.models += 1;
      group.tests += node.tests;
      group.seconds += node.time ?? 0;
      group.health = store.worse(group.health, node.health);
      groups.set(folder, group);
    }
    if (groups.size < 2) return null;
    const rows = [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
    return h("section", h("h2", "Areas"), h("div.scroll", h("table.data", h("thead", h("tr", h("th", { scope: "col" }, "Folder"), h("th.number", { scope: "col" }, "Models"), h("th.number", { scope: "col" }, "Tests"), store.project.run ? h("th.number", { scope: "col" }, "Build time") : null)),
      h("tbody", rows.map(([folder, group]) => h("tr", h("td", h(`i.dot.${group.health}`), h("a", { href: `#!/lineage?select=${encodeURIComponent(`path:models/${folder}`)}` }, folder)), h("td.number", format.number(group.models)), h("td.number", format.number(group.tests)), store.project.run ? h("td.number", group.seconds ? format.duration(group.seconds) : "–") : null))))));
  }

  function homePage() {
    const { project } = store;
    const text = project.overview ? martlet.markdown.render(project.overview) : null;
    const page = h("article.page",
      h("header.page-head", h("p.kicker", "Project"), h("h1", project.name), h("p.dim", [project.adapter === "postgres" ? "PostgreSQL" : project.adapter, project.generatedAt ? `documented ${format.time(project.generatedAt)}` : null].filter(Boolean).join(" · "))),
      project.catalogErrors?.length ? h("div.failure", h("strong", "The catalog is incomplete"), h("pre.message", project.catalogErrors.join("\n"))) : null,
      inventory(),
      h("div.panels", lastRun(), troubles(), coverage(), dashboards()),
      text ? h("div.overview", text) : null,
      folders(),
      store.nodes.length ? null : h("p.empty", "The project has no models yet. Add a .sql file in models/ and run docs generate again."));
    return { title: project.name, element: page };
  }

  martlet.pages.homePage = homePage;
})();
