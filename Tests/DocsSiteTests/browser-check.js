// Runs inside the page, after the program: goes from page to page as a reader does, and writes what is wrong into
// `data-check`: "passed", or one line a problem.
(() => {
  const problems = [];
  const expect = (claim, text) => { if (!claim) problems.push(text); };
  const wait = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));
  addEventListener("error", event => problems.push(`error: ${event.message}`));
  addEventListener("unhandledrejection", event => problems.push(`rejection: ${event.reason}`));
  const consoleError = console.error;
  console.error = (...values) => { problems.push(`console: ${values.join(" ")}`); consoleError(...values); };

  const main = () => document.getElementById("main");
  async function go(hash) {
    delete document.documentElement.dataset.ready;
    if (location.hash === hash) return;
    location.hash = hash;
    for (let turn = 0; turn < 100 && document.documentElement.dataset.ready !== hash; turn += 1) await wait(20);
    await wait(150);
  }
  const shows = (page, ...texts) => { for (const text of texts) expect(main().textContent.includes(text), `${page} lacks “${text}”`); };

  /** Some pixels of the page's canvas are not empty, as soon as the browser has made a frame. */
  async function hasDrawn() {
    const canvas = main().querySelector("canvas");
    // Time is virtual and flies; frames are drawn as fast as the machine can.
    for (let turn = 0; turn < 200; turn += 1) {
      const data = canvas.width ? canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data : [];
      let count = 0;
      for (let at = 3; at < data.length; at += 4) if (data[at]) count += 1;
      if (count > 300) return true;
      await Promise.race([new Promise(requestAnimationFrame), wait(100)]);
    }
    return false;
  }

  async function search(query) {
    dispatchEvent(new KeyboardEvent("keydown", { key: "/" }));
    const input = document.querySelector("dialog[open] input");
    expect(input, "/ does not open the search");
    input.value = query;
    input.dispatchEvent(new Event("input"));
    await wait(600);
    const results = [...document.querySelectorAll(".palette li")].map(row => row.textContent);
    input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
    await wait(250);
    document.querySelector("dialog[open]")?.close();
    return results;
  }

  /** Pointer, wheel, keys and export of a graph of our own. */
  async function checkGraph() {
    let opened = null;
    let selected = null;
    const view = new martlet.GraphView({ onOpen: item => { opened = item; }, onSelect: item => { selected = item; } });
    const holder = document.createElement("div");
    holder.style.cssText = "position:fixed;inset:0;z-index:9";
    holder.append(view.element);
    document.body.append(holder);
    view.resize();
    view.show(martlet.store.nodes.map(node => martlet.graphItem(node)));
    const at = martlet.store.byId.get("model.shop.orders").index;
    const place = { clientX: view.layout.x[at] * view.scale + view.x + 9, clientY: view.layout.y[at] * view.scale + view.y + 9, bubbles: true, pointerId: 1 };
    view.canvas.setPointerCapture = () => {};
    view.canvas.dispatchEvent(new PointerEvent("pointermove", place));
    expect(view.lit?.size === 4, "hovering does not light up the lineage");
    view.canvas.dispatchEvent(new PointerEvent("pointerdown", place));
    view.canvas.dispatchEvent(new PointerEvent("pointerup", place));
    expect(selected?.label === "orders", "a click selects nothing");
    view.canvas.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowLeft" }));
    expect(selected?.label === "stg_orders", "the arrow does not lead to the parent");
    view.canvas.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
    expect(opened?.label === "stg_orders", "Enter opens nothing");
    const before = view.scale;
    view.canvas.dispatchEvent(new WheelEvent("wheel", { deltaY: -100, clientX: 50, clientY: 50, cancelable: true }));
    expect(view.scale > before, "the wheel does not zoom");
    const svg = new DOMParser().parseFromString(view.svg(), "image/svg+xml");
    expect(!svg.querySelector("parsererror") && svg.querySelectorAll("text").length === 4, "the SVG is broken");
    expect((await view.png())?.size > 1000, "the PNG is empty");
    holder.remove();
    // A big one becomes a map that is about as wide as the view.
    const boxes = Array.from({ length: 3000 }, (_, index) => ({ width: 100, height: 30, parents: index < 300 ? [] : [index - 300, (index * 7) % (index - 299)] }));
    const map = martlet.layout(boxes, 1.5);
    expect(map.isMap && map.width / map.height > 0.8 && map.width / map.height < 3, `the map is ${map.width} by ${map.height}`);
    expect(map.edges.every(([from, to]) => map.x[from] < map.x[to]), "an edge of the map leads to the left");
  }

  function checkTree() {
    const input = document.querySelector("#side input");
    input.value = "cents";
    input.dispatchEvent(new Event("input"));
    expect([...document.querySelectorAll("#side a.row")].map(row => row.textContent).join() === "cents", "the tree's filter");
    input.value = "";
    input.dispatchEvent(new Event("input"));
    document.querySelectorAll("#side [role=tab]")[1].click();
    expect(document.querySelector("#side").textContent.includes("dev"), "the database tree lacks its schema");
    document.querySelectorAll("#side [role=tab]")[0].click();
  }

  function checkMarkdown() {
    const html = text => martlet.markdown.render(text).innerHTML;
    expect(html("a *b* **c** `d*`") === "<p>a <em>b</em> <strong>c</strong> <code>d*</code></p>", html("a *b* **c** `d*`"));
    expect(html("- a\n- b\n  - c") === "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", html("- a\n- b\n  - c"));
    expect(html("snake_case_name") === "<p>snake_case_name</p>", "underscores inside words");
    expect(html("|a|b|\n|-|-:|\n|1|2|").includes("<td style=\"text-align: right;\">2</td>"), "tables");
    expect(!html("[x](javascript:alert(1))").includes("href"), "a link may run a script");
    expect(!html("![x](javascript:alert(1))").includes("src"), "an image may run a script");
    expect(html("<b onclick=x>").includes("&lt;b"), "HTML is let through");
  }

  async function check() {
    await wait(100);
    await go("#!/overview");
    shows("overview", "shop", "Welcome", "Needs attention", "Columns described");
    expect(document.querySelectorAll("#side .row").length > 3, "the tree is empty");

    await go("#!/model/model.shop.orders");
    shows("model", "order_id", "integer", "the key", "unique", "12,345", "Finance", "stg_orders", "board", "not in the relation");
    expect(main().querySelector(".markdown strong"), "Markdown is not rendered");
    expect(!document.querySelector("script[data-attack]"), "HTML of a description became elements");
    const links = [...main().querySelectorAll(".code a")].map(link => link.getAttribute("href"));
    expect(links.some(link => link?.includes("model.shop.stg_orders")), "ref is no link");
    expect(links.some(link => link?.includes("macro.shop.cents")), "the macro is no link");
    expect(await hasDrawn(), "the neighbourhood is not drawn");

    await go("#!/lineage?select=%2Borders");
    expect(main().textContent.includes("3 nodes"), `+orders selects ${main().querySelector(".selector-message")?.textContent}`);
    expect(await hasDrawn(), "the lineage is not drawn");
    const count = text => martlet.selector.select(text).nodes.map(node => (node.type === "source" ? node.label : node.name)).sort().join(" ");
    expect(count("tag:daily,tag:mart") === "orders", "intersection");
    expect(count("orders stg_orders") === "orders stg_orders", "union");
    expect(count("1+orders+1") === "board orders stg_orders", "depth");
    expect(count("@stg_orders") === "board orders raw.orders stg_orders", "@");
    expect(count("source:raw+ --exclude exposure:board") === "orders raw.orders stg_orders", "exclude");
    expect(count("path:models/staging") === "stg_orders" && count("stg_*") === "stg_orders" && count("marts") === "orders", "paths");

    await checkGraph();
    checkTree();
    checkMarkdown();

    await go("#!/columns/model.shop.orders/order_id");
    shows("column", "stg_orders.order_id", "Comes from");
    expect(await hasDrawn(), "the column lineage is not drawn");

    await go("#!/exposure/exposure.shop.board");
    shows("exposure", "The board", "1,234", "Ann");
    for (const kind of ["big_number b", "line path.series", "bar rect.bar, .chart-bar .bars-row", "heat_map rect.cell", "scatter circle.dot", "table tbody tr"]) {
      expect(main().querySelector(`.chart-${kind}`), `no chart ${kind}`);
    }

    await go("#!/run");
    shows("run", "martlet build", "Timeline", "Got 7 results", "Slowest");
    expect(main().querySelectorAll(".timeline .span").length === 2, "the timeline lacks results");
    main().querySelector("details.test").open = true;
    await wait(100);
    shows("failing rows", "Failing rows", "heron-17");
    await go("#!/quality");
    shows("quality", "Data quality", "1 failed the run", "1 recorded", "2 checks in the last 3 runs", "Findings by run", "skipped since");
    expect(main().querySelectorAll(".check-entry").length === 2, "the checks are not listed");
    expect(main().querySelector(".check-entry").textContent.includes("unique"), "the worst check is not first");
    expect(main().querySelectorAll(".check-entry .trend")[0].querySelectorAll("rect").length === 2, "the trend lacks a run");
    main().querySelector("[data-filter=noted]").click();
    expect(main().querySelectorAll(".check-entry").length === 1 && main().querySelector(".check-entry").textContent.includes("no_loss"), "the filter by status");
    await go("#!/quality?check=test.shop.unique_orders_order_id.fed7");
    await wait(100);
    shows("check", "Failing rows", "dunnock-4", "on_fail: fail_run", "2, of which 1 found something", "Failing rows by run");
    expect(document.querySelector("#top nav").textContent.includes("Quality"), "no link to the quality page");
    await go("#!/coverage");
    shows("coverage", "Columns tested", "stg_orders");
    await go("#!/macro/macro.shop.cents");
    shows("macro", "macros/cents.sql");
    await go("#!/test/test.shop.unique_orders_order_id.fed7");
    shows("test", "flamingo_test");
    await go("#!/model/model.shop.gone");
    shows("missing page", "There is no such page");

    expect((await search("stg_ord"))[0]?.includes("stg_orders"), "search by name");
    expect(document.documentElement.dataset.ready?.includes("stg_orders"), "Enter does not open the result");
    expect((await search("total"))[0]?.includes("orders"), "search by column");
    expect((await search("flamingo")).some(row => row.includes("orders") && row.includes("SQL")), "search in SQL");
    expect((await search("the key")).some(row => row.includes("orders")), "search in descriptions");

    for (const page of ["#!/overview", "#!/model/model.shop.orders", "#!/run", "#!/quality", "#!/quality?check=test.shop.unique_orders_order_id.fed7", "#!/coverage", "#!/exposure/exposure.shop.board", "#!/lineage"]) {
      await go(page);
      expect(document.documentElement.scrollWidth <= innerWidth && main().scrollWidth <= main().clientWidth, `${page} is wider than the screen`);
    }
  }

  addEventListener("DOMContentLoaded", () => check().catch(error => problems.push(String(error.stack ?? error))).then(() => {
    document.documentElement.dataset.check = problems.length ? problems.join("\n") : "passed";
  }));
})();
