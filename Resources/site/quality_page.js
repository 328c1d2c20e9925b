// The quality log: every check, what it found in the last runs, and what followed.
(() => {
  "use strict";
  const { h, s, store, format, replace } = martlet;

  // What followed, worst first: the words of the log, of people, and the colour.
  const consequences = [
    ["failed_run", "failed the run", "bad"], ["failed_node", "failed", "bad"], ["error", "error", "bad"], ["warned", "warned", "warn"],
    ["recorded", "recorded", "noted"], ["skipped", "skipped", "skip"], ["passed", "passed", "ok"],
  ];
  const words = new Map(consequences.map(([key, text]) => [key, text]));
  const classes = new Map(consequences.map(([key, , name]) => [key, name]));
  const rank = new Map(consequences.map(([key], at) => [key, at]));
  const filters = [["", "All", () => true], ["bad", "Failed"], ["warn", "Warned"], ["noted", "Recorded"], ["skip", "Skipped"], ["ok", "Passed"]];

  const kindNames = { bad: "failed", warn: "warned", noted: "recorded" };
  const badge = key => h(`span.badge.${classes.get(key) ?? "none"}`, words.get(key) ?? key);

  function read(data) {
    return data.checks.map(check => {
      const history = check.history.map(([run, consequence, failures]) => ({ run: data.runs[run], at: run, consequence, failures }));
      // That a check was skipped tells nothing of the data: what counts is what it found when it was asked last.
      const last = history.findLast(entry => entry.consequence !== "skipped") ?? history[history.length - 1];
      const ids = (check.node ?? "").split(", ").filter(Boolean);
      return { ...check, history, last, isStale: last !== history[history.length - 1], title: titleOf(check), nodes: ids.map(id => store.byId.get(id)).filter(Boolean) };
    });
  }

  /** A generic test goes by its kind, unless somebody has given it a name. */
  const titleOf = check => (check.type === "generic" && check.name.replace(/^source_/, "").startsWith(check.check.replace(".", "_")) ? check.check : check.name);

  const shownRuns = 30;

  /** One bar a run, as high as what was found: the last runs at a glance. Runs without the check are gaps. */
  function trend(check, runs) {
    const first = Math.max(0, runs.length - shownRuns);
    const step = 6;
    const height = 24;
    const count = Math.min(runs.length, shownRuns);
    const seen = check.history.filter(entry => entry.at >= first);
    const most = Math.max(1, ...seen.map(entry => entry.failures ?? 0));
    const found = seen.filter(entry => entry.failures > 0).length;
    const svg = s("svg.trend", { viewBox: `0 0 ${count * step} ${height}`, width: count * step, height, role: "img", "aria-label": `${found} of the last ${format.plural(seen.length, "run")} found something` });
    for (const entry of seen) {
      // What found nothing stays visible as a line.
      const size = entry.failures > 0 ? 4 + (entry.failures / most) * (height - 4) : 2;
      svg.append(s(`rect.span.${classes.get(entry.consequence) ?? "none"}`, { x: (entry.at - first) * step, y: height - size, width: step - 1.5, height: size, rx: 1 },
        s("title", `${format.time(entry.run.at)}\n${words.get(entry.consequence) ?? entry.consequence}${entry.failures > 0 ? `, ${format.plural(entry.failures, "row")}` : ""}`)));
    }
    return svg;
  }

  function historyChart(check) {
    const points = check.history.filter(entry => entry.failures !== null && entry.failures !== undefined);
    if (points.length < 2) return null;
    const time = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    // Two runs may begin within a minute: the number of the run keeps them apart.
    const seen = new Set();
    const name = entry => { const text = time.format(new Date(entry.run.at)); const key = seen.has(text) ? `${text} (${entry.at + 1})` : text; seen.add(text); return key; };
    return martlet.charts.chart({ kind: "line", title: "Failing rows by run", isWide: true, columns: ["run", "rows"], rows: points.map(entry => [name(entry), entry.failures]) });
  }

  function body(check) {
    const { last } = check;
    const facts = [
      ["Check", check.type === "generic" ? h("code", check.check) : `${check.check} (${check.type})`],
      ["Relation", check.relation ? h("code", check.relation) : null], ["Column", check.column ? h("code", check.column) : null],
      ["On failure", check.onFail ? h("code", `on_fail: ${check.onFail}`) : `severity ${check.severity}`],
      ["Last result", `${format.time(last.run.at)}, ${last.run.command}${check.isStale ? "; skipped since" : ""}`], ["Runs", `${format.number(check.history.length)}, of which ${format.number(check.history.filter(entry => entry.failures > 0).length)} found something`],
    ];
    return h("div.test-body",
      check.message ? h("pre.message", check.message.trim()) : null,
      h("dl.meta", facts.filter(([, value]) => value).map(([name, value]) => h("div", h("dt", name), h("dd", value)))),
      check.sample ? [h("p.label", "Failing rows ", h("span.dim", format.time(check.sample.at))), martlet.charts.rows(check.sample)] : null,
      historyChart(check),
      check.nodes.length ? h("p", h("a", { href: `#!/test/${encodeURIComponent(check.id)}` }, "The test and its SQL")) : null);
  }

  function entryOf(check, runs) {
    const { last } = check;
    const entry = h("details.test.check-entry", { "data-id": check.id },
      h("summary", h(`i.dot.${classes.get(last.consequence) ?? "none"}`), h("span.test-name", check.title, check.column ? h("code", check.column) : null, h("span.note", check.nodes.length ? check.nodes.map(node => node.label).join(", ") : check.relation)),
        h("span.test-result", check.isStale ? h("span.test-message.dim", "skipped since") : null, last.failures > 0 ? h("span.test-message", format.plural(last.failures, "row")) : null, badge(last.consequence), trend(check, runs))));
    entry.addEventListener("toggle", () => { if (entry.open && entry.childElementCount < 2) entry.append(body(check)); });
    return entry;
  }

  /** How many checks ended in which way, run by run. */
  function overview(checks, runs) {
    if (runs.length < 2) return null;
    const first = Math.max(0, runs.length - 60);
    const counts = runs.slice(first).map(() => new Map());
    for (const check of checks) {
      for (const entry of check.history) {
        const name = classes.get(entry.consequence);
        if (entry.at >= first && ["bad", "warn", "noted"].includes(name)) counts[entry.at - first].set(name, (counts[entry.at - first].get(name) ?? 0) + 1);
      }
    }
    const kinds = ["bad", "warn", "noted"].filter(name => counts.some(map => map.has(name)));
    const most = Math.max(1, ...counts.map(map => [...map.values()].reduce((a, b) => a + b, 0)));
    const band = 10;
    const height = 100;
    const svg = s("svg.trend", { viewBox: `0 0 ${counts.length * band} ${height}`, preserveAspectRatio: "none", role: "img", "aria-label": `Checks that found something in the last ${format.plural(counts.length, "run")}` });
    counts.forEach((map, at) => {
      const run = runs[first + at];
      const bar = (name, y, size) => s(`rect.span.${name}`, { x: at * band + 1, y, width: band - 2, height: size });
      const texts = kinds.filter(name => map.has(name)).map(name => `${map.get(name)} ${kindNames[name]}`);
      const group = s("g", s("title", [format.time(run.at), run.command, texts.join(", ") || "nothing found"].join("\n")), bar("ok", height - 1.5, 1.5));
      let y = height - 1.5;
      for (const name of kinds) {
        const size = ((map.get(name) ?? 0) / most) * (height - 4);
        y -= size;
        if (size) group.append(bar(name, y, size));
      }
      svg.append(group);
    });
    return martlet.pages.section("findings", "Findings by run", h("div.findings", { style: { "max-width": `${counts.length * 44}px` } }, svg,
      h("div.findings-axis", h("span", format.time(runs[first].at)), h("span", format.time(runs[runs.length - 1].at)))),
      h("div.legend", kinds.map(name => h("span", h(`i.dot.${name}`), kindNames[name])), h("span.dim", `at most ${format.plural(most, "check")} in a run`)));
  }

  async function qualityPage(parameters) {
    if (!store.project.hasQuality) return null;
    const data = await store.load("quality");
    const { runs } = data;
    const head = (title, ...facts) => h("header.page-head", h("p.kicker", "Quality log"), h("h1", title), facts);
    if (data.error || !runs.length) {
      return { title: "Quality", element: h("article.page", head("Data quality"), h("p.empty", data.error ? `The quality log cannot be read: ${data.error}` : "The quality log is empty. Build or test the project, then run docs generate: this page shows what every check found, run by run.")) };
    }
    const checks = read(data).sort((a, b) => (rank.get(a.last.consequence) ?? 9) - (rank.get(b.last.consequence) ?? 9) || (b.last.failures ?? 0) - (a.last.failures ?? 0) || (a.id < b.id ? -1 : 1));
    const wanted = parameters?.get("check");
    const state = { filter: "", text: "" };
    const isShown = check => (!state.filter || classes.get(check.last.consequence) === state.filter) && (!state.text || [check.name, check.check, check.relation, check.column, check.id].some(text => text?.toLowerCase().includes(state.text)));
    const count = key => checks.filter(check => !key || classes.get(check.last.consequence) === key).length;
    const list = h("div.test-list");
    const update = () => {
      const shown = checks.filter(isShown);
      replace(list, shown.slice(0, 400).map(check => entryOf(check, runs)), shown.length > 400 ? h("p.dim", `the first 400 of ${format.number(shown.length)}`) : null, shown.length ? null : h("p.empty", "No check is like that."));
    };
    const tabs = filters.filter(([key]) => !key || count(key)).map(([key, text]) => h("button", { type: "button", role: "tab", "aria-selected": key === "", "data-filter": key, onclick: event => { state.filter = key; for (const tab of tabs) tab.setAttribute("aria-selected", tab === event.currentTarget); update(); } }, `${text} ${format.number(count(key))}`));
    const input = h("input", { type: "search", placeholder: "Filter by name, relation or column", "aria-label": "Filter checks", oninput: event => { state.text = event.currentTarget.value.trim().toLowerCase(); update(); } });
    update();
    const last = runs[runs.length - 1];
    const page = h("article.page",
      head("Data quality", h("div.status-line", consequences.filter(([key]) => checks.some(check => check.last.consequence === key)).map(([key, text, name]) => h(`span.badge.${name}`, `${format.number(checks.filter(check => check.last.consequence === key).length)} ${text}`)),
        h("span.dim", `${format.plural(checks.length, "check")} in the last ${format.plural(runs.length, "run")}; the latest ${format.time(last.at)}`))),
      overview(checks, runs),
      h("section", { id: "checks" }, h("div.section-head", h("h2", "Checks"), h("div.tabs.small", { role: "tablist" }, tabs), input), list));
    return {
      title: "Quality", element: page,
      after() {
        const entry = wanted && [...list.querySelectorAll("details")].find(candidate => candidate.dataset.id === wanted);
        if (!entry) return;
        entry.open = true;
        entry.scrollIntoView({ block: "start" });
      },
    };
  }

  martlet.pages.qualityPage = qualityPage;
})();
