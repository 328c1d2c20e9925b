// The last run: a timeline by thread, what failed, what took longest.
(() => {
  "use strict";
  const { h, s, store, format } = martlet;

  function readResults(data) {
    return data.results.map(([id, status, thread, startedAt, completedAt, seconds, message, failures, rows]) => {
      const node = store.byId.get(id);
      const [type, , ...name] = id.split(".");
      return {
        id, type, node, name: node?.label ?? (type === "test" ? name[0] : name.join(".")), status: data.statuses[status], thread: data.threads[thread],
        start: startedAt ? Date.parse(startedAt) / 1000 : null, end: completedAt ? Date.parse(completedAt) / 1000 : null,
        seconds, message, failures, rows, url: node?.url ?? (type === "test" || type === "unit_test" ? `#!/test/${encodeURIComponent(id)}` : null),
      };
    });
  }

  /** One bar a result, one lane a thread; on canvas would be faster, but SVG can be read, focused and printed. */
  function timeline(results) {
    const timed = results.filter(result => result.start !== null && result.end !== null);
    if (!timed.length) return h("p.empty", "The run recorded no times.");
    const start = Math.min(...timed.map(result => result.start));
    const end = Math.max(...timed.map(result => result.end));
    const lanes = [...new Set(timed.map(result => result.thread))].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
    const width = 1100;
    const left = 84;
    const lane = 26;
    const x = time => left + ((time - start) / Math.max(0.001, end - start)) * (width - left - 10);
    const svg = s("svg.timeline", { viewBox: `0 0 ${width} ${lanes.length * lane + 30}`, role: "img", "aria-label": `Timeline of ${timed.length} results on ${lanes.length} threads` });
    const step = niceStep((end - start) / 8);
    for (let time = 0; time <= end - start + 1e-9; time += step) {
      svg.append(s("line.grid", { x1: x(start + time), x2: x(start + time), y1: 0, y2: lanes.length * lane }), s("text.tick", { x: x(start + time), y: lanes.length * lane + 16, "text-anchor": "middle" }, format.duration(time)));
    }
    lanes.forEach((thread, at) => svg.append(s("text.tick", { x: left - 10, y: at * lane + 17, "text-anchor": "end" }, thread.replace(/ \(worker\)$/, ""))));
    // Of many thousands of results what went wrong is drawn, and the longest; the others would be less than a pixel wide.
    const isGood = result => ["ok", "noted", "none"].includes(store.statusClass(result.status));
    const weight = (a, b) => isGood(a) - isGood(b) || (b.end - b.start) - (a.end - a.start);
    const visible = timed.length > 4000 ? [...timed].sort(weight).slice(0, 4000).sort((a, b) => isGood(b) - isGood(a)) : timed;
    for (const result of visible) {
      const bar = s(`rect.span.${store.statusClass(result.status)}.${result.type === "test" || result.type === "unit_test" ? "is-test" : "is-node"}`, {
        x: x(result.start), y: lanes.indexOf(result.thread) * lane + 4, width: Math.max(1.2, x(result.end) - x(result.start) - 0.6), height: lane - 8, rx: 1.5,
      }, s("title", `${result.name}\n${result.status} in ${format.duration(result.seconds)}`));
      svg.append(result.url ? s("a", { href: result.url }, bar) : bar);
      const room = x(result.end) - x(result.start);
      if (room > 60 && visible.length < 600) svg.append(s("text.span-label", { x: x(result.start) + 5, y: lanes.indexOf(result.thread) * lane + 17 }, result.name.slice(0, Math.floor(room / 6.4))));
    }
    return h("div.scroll", svg);
  }

  function niceStep(raw) {
    const power = 10 ** Math.floor(Math.log10(Math.max(raw, 1e-6)));
    return [1, 2, 5, 10].map(factor => factor * power).find(candidate => candidate >= raw);
  }

  const link = result => (result.url ? h("a.node-link", { href: result.url }, martlet.typeMark(result.type), h("span", result.name)) : h("span.node-link", martlet.typeMark(result.type), result.name));

  function failures(results) {
    const failed = results.filter(result => ["bad", "warn", "noted"].includes(store.statusClass(result.status))).sort((a, b) => ["bad", "warn", "noted"].indexOf(store.statusClass(a.status)) - ["bad", "warn", "noted"].indexOf(store.statusClass(b.status)));
    if (!failed.length) return null;
    return martlet.pages.section("failures", ["Failures and warnings ", martlet.pages.count(failed.length)], failed.slice(0, 200).map(result => {
      const entry = h("details.test", h("summary", h(`i.dot.${store.statusClass(result.status)}`), h("span.test-name", link(result)), h("span.test-result", result.message ? h("span.test-message", result.message.split("\n")[0]) : null, martlet.statusBadge(result.status))));
      entry.addEventListener("toggle", async () => {
        if (!entry.open || entry.childElementCount > 1) return;
        const body = h("div.test-body", result.message ? h("pre.message", result.message) : null);
        entry.append(body);
        const found = await sqlOf(result);
        if (found?.failing) body.append(h("p.label", "Failing rows"), martlet.charts.rows(found.failing));
        if (found?.compiled) body.append(martlet.code.block(found.compiled));
      });
      return entry;
    }));
  }

  async function sqlOf(result) {
    if (result.node) return store.details(result.node);
    const test = (await store.tests()).find(candidate => candidate.id === result.id);
    if (!test?.nodes.length) return null;
    return (await store.details(test.nodes[0])).tests?.find(candidate => candidate.id === result.id);
  }

  function slowest(results) {
    const slow = [...results].filter(result => result.seconds > 0).sort((a, b) => b.seconds - a.seconds).slice(0, 15);
    if (!slow.length) return null;
    const most = slow[0].seconds;
    return martlet.pages.section("slowest", "Slowest", h("div.scroll", h("table.data.slow", h("thead", h("tr", h("th", { scope: "col" }, "Name"), h("th", { scope: "col" }, "Status"), h("th.number", { scope: "col" }, "Rows"), h("th.number", { scope: "col" }, "Time"), h("th", { scope: "col", "aria-label": "Share of the slowest" }))),
      h("tbody", slow.map(result => h("tr", h("td", link(result)), h("td", martlet.statusBadge(result.status)), h("td.number", result.rows > 0 ? format.number(result.rows) : ""), h("td.number", format.duration(result.seconds)), h("td.share", h("i", { style: { width: `${(result.seconds / most) * 100}%` } }))))))));
  }

  /** The last check of the sources' freshness, oldest data first. */
  function freshness(checks) {
    if (!checks.length) return null;
    const rows = [...checks].sort((a, b) => (b[2] ?? 0) - (a[2] ?? 0));
    return martlet.pages.section("freshness", ["Source freshness ", martlet.pages.count(checks.length)], h("div.scroll", h("table.data", h("thead", h("tr", h("th", { scope: "col" }, "Source"), h("th", { scope: "col" }, "Status"), h("th.number", { scope: "col" }, "Age"), h("th.number", { scope: "col" }, "Newest row"))),
      h("tbody", rows.map(([at, status, age, newest]) => h("tr", h("td", martlet.pages.nodeLink(store.nodes[at])), h("td", martlet.statusBadge(status)), h("td.number", format.duration(age)), h("td.number", format.time(newest))))))));
  }

  async function runPage() {
    const { run } = store.project;
    const data = await store.load("run");
    if (!run) {
      return { title: "Last run", element: h("article.page", h("header.page-head", h("p.kicker", "Last run"), h("h1", "No run yet")), h("p.empty", "Run build, run or test, then docs generate: this page shows the timeline, the failures and the slowest nodes."), freshness(data.freshness)) };
    }
    const results = readResults(data);
    const busy = results.reduce((sum, result) => sum + (result.seconds ?? 0), 0);
    const page = h("article.page",
      h("header.page-head", h("p.kicker", "Last run"), h("h1", format.time(run.finishedAt)), run.command ? h("p", h("code", run.command)) : null,
        h("div.status-line", Object.entries(run.counts).sort((a, b) => b[1] - a[1]).map(([status, count]) => martlet.statusBadge(status, `${format.number(count)} ${status}`)),
          h("span.dim", `${format.duration(run.elapsed)} of wall time, ${format.duration(busy)} of work`))),
      martlet.pages.section("timeline", "Timeline", timeline(results)), failures(results), slowest(results), freshness(data.freshness));
    return { title: "Last run", element: page };
  }

  martlet.pages.runPage = runPage;
})();
