// The frame around the pages: routes, header, side bar, theme, keyboard.
(() => {
  "use strict";
  const { h, store, replace, icon } = martlet;

  let tree;
  let navigation = 0;

  /** Addresses are dbt docs' own (`#!/model/model.shop.orders`), so that old bookmarks lead somewhere. */
  function parse(hash) {
    const [path, query = ""] = hash.replace(/^#!?\/?/, "").split("?");
    const [kind, ...rest] = path.split("/").map(part => { try { return decodeURIComponent(part); } catch { return part; } });
    const parameters = new URLSearchParams(query);
    // dbt docs keeps the selection of its graph in g_i.
    if (parameters.has("g_i")) return { kind: "lineage", rest: [], parameters: new URLSearchParams({ select: parameters.get("g_i") }) };
    return { kind, rest, parameters };
  }

  async function pageOf({ kind, rest, parameters }) {
    const { pages } = martlet;
    const id = rest[0];
    switch (kind) {
      case "": case "overview": return pages.homePage();
      case "lineage": case "graph": return pages.lineagePage(parameters);
      case "run": return pages.runPage();
      case "quality": return pages.qualityPage(parameters);
      case "coverage": return pages.coveragePage();
      case "test": case "unit_test": return pages.testPage(id);
      case "macro": return store.macroById.has(id) ? pages.macroPage(store.macroById.get(id)) : null;
      case "columns": return store.byId.has(id) ? pages.columnsPage(store.byId.get(id), rest.slice(1).join("/")) : null;
      case "search": martlet.search.open(parameters.get("q") ?? id ?? ""); return pages.homePage();
      default: return store.byId.has(id) ? pages.nodePage(store.byId.get(id)) : null;
    }
  }

  function missing(hash) {
    return { title: "Not found", element: h("article.page", h("header.page-head", h("p.kicker", "Not found"), h("h1", "There is no such page")), h("p.empty", h("code", hash), " names nothing in this project. It may have been renamed or removed since the link was made."), h("p", h("a", { href: "#!/overview" }, "To the overview"))) };
  }

  async function navigate() {
    const run = navigation += 1;
    const route = parse(location.hash);
    let page;
    try {
      page = await pageOf(route) ?? missing(location.hash);
    } catch (error) {
      console.error(error);
      page = { title: "Error", element: h("article.page", h("div.failure", h("strong", "This page cannot be shown"), h("pre.message", error.message))) };
    }
    if (run !== navigation) return;
    const main = document.getElementById("main");
    replace(main, page.element);
    main.classList.toggle("full", Boolean(page.isFull));
    document.title = page.title === store.project.name ? page.title : `${page.title} · ${store.project.name}`;
    document.body.classList.remove("side-open");
    main.scrollTop = 0;
    window.scrollTo(0, 0);
    for (const link of document.querySelectorAll("#top nav a")) {
      const isHere = link.hash.replace("#!/", "") === (route.kind || "overview");
      if (isHere) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    tree.select(page.item ?? null);
    page.after?.();
    document.documentElement.dataset.ready = location.hash || "#!/overview";
  }

  // Header

  function header() {
    const links = [["overview", "Overview"], ["lineage", "Lineage"], ["run", "Run"], ...(store.project.hasQuality ? [["quality", "Quality"]] : []), ["coverage", "Coverage"]];
    const themeButton = h("button.tool", { type: "button", "aria-label": "Switch between light and dark", title: "Light or dark", onclick: switchTheme }, icon(isDark() ? "sun" : "moon"));
    const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
    replace(document.getElementById("top"),
      h("button.tool.menu", { type: "button", "aria-label": "Project tree", "aria-controls": "side", onclick: () => document.body.classList.toggle("side-open") }, icon("menu")),
      h("a.brand", { href: "#!/overview" }, mark(), h("span", store.project.name)),
      h("button.search-button", { type: "button", onclick: () => martlet.search.open(), "aria-keyshortcuts": "/ Control+K" }, icon("search"), h("span", "Search"), h("kbd", "/"), h("kbd", isMac ? "⌘K" : "Ctrl K")),
      h("nav", { "aria-label": "Pages" }, links.map(([route, text]) => h("a", { href: `#!/${route}` }, text))),
      themeButton);
  }

  /** The martlet, a swallow of heraldry that never lands. */
  const mark = () => martlet.s("svg.mark", { viewBox: "0 0 32 32", "aria-hidden": "true" }, martlet.s("path", { d: "M2 8c8 0 12 3 14 8 2-5 6-8 14-8-3 3-5 5-8 6 2 0 3 0 5-1-3 5-7 7-11 11-4-4-8-6-11-11 2 1 3 1 5 1-3-1-5-3-8-6z" }));

  const systemDark = window.matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (document.documentElement.dataset.theme ? document.documentElement.dataset.theme === "dark" : systemDark.matches);

  function switchTheme() {
    const theme = isDark() ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    try { localStorage.setItem("martlet-theme", theme); } catch { /* file:// may have no storage */ }
    themeChanged();
  }

  function themeChanged() {
    header();
    // Canvases have read their colours; a new page lets them read again.
    navigate();
  }

  function keyboard(event) {
    const isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable;
    if ((event.key === "k" && (event.ctrlKey || event.metaKey)) || (event.key === "/" && !isTyping)) {
      event.preventDefault();
      martlet.search.open();
    } else if (!isTyping && !event.ctrlKey && !event.metaKey && !event.altKey && !document.querySelector("dialog[open]")) {
      const routes = { o: "overview", l: "lineage", r: "run", c: "coverage", ...(store.project.hasQuality && { q: "quality" }) };
      if (routes[event.key] && event.target.tagName !== "CANVAS") location.hash = `#!/${routes[event.key]}`;
    }
  }

  /** Starts the page, with the index that a script has handed over or that stands in the page. */
  martlet.start = async data => {
    store.readIndex(data ?? await store.load("index"));
    header();
    tree = new martlet.Tree();
    replace(document.getElementById("side"), tree.element);
    tree.openFirst();
    tree.refresh();
    window.addEventListener("hashchange", navigate);
    window.addEventListener("keydown", keyboard);
    systemDark.addEventListener("change", () => { if (!document.documentElement.dataset.theme) themeChanged(); });
    document.getElementById("main").addEventListener("pointerdown", () => document.body.classList.remove("side-open"));
    await navigate();
  };
})();
