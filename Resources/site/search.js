// Search over names, columns, descriptions and SQL, in a dialog that the keyboard drives.
(() => {
  "use strict";
  const { h, store, replace, icon } = martlet;

  const most = 60;
  let dialog;
  let words = null;
  let code = null;

  /** Names of everything that has a page: nodes first, then tests and macros. */
  async function candidates() {
    const tests = await store.tests();
    return [...store.nodes, ...store.macros, ...tests];
  }

  async function loadWords() {
    words ??= store.load("search").then(data => ({
      ...data, foldedTexts: data.texts.map(text => text.toLowerCase()), foldedNames: data.names.map(name => name.toLowerCase()),
    }));
    return words;
  }

  /**
   * Which columns and which descriptions hold a term, as numbers; done once a term, not once a node.
   * An exact name comes first in `columns`.
   */
  function placesOf(term, texts) {
    const columns = new Set();
    const descriptions = new Set();
    texts.foldedNames.forEach((name, at) => { if (name.includes(term)) columns.add(at); });
    texts.foldedTexts.forEach((text, at) => { if (text.includes(term)) descriptions.add(at); });
    return { term, columns, descriptions };
  }

  /** How well a name answers a term: exact, prefix, start of a word, anywhere, letters in order; 0 is not at all. */
  function nameScore(name, term) {
    if (name === term) return 100;
    const at = name.indexOf(term);
    if (at === 0) return 80 - Math.min(20, (name.length - term.length) / 3);
    if (at > 0) return (/[_. ]/.test(name[at - 1]) ? 60 : 45) - Math.min(15, (name.length - term.length) / 4);
    if (term.length < 3) return 0;
    let from = 0;
    let gaps = 0;
    for (const letter of term) {
      const next = name.indexOf(letter, from);
      if (next < 0) return 0;
      gaps += next - from;
      from = next + 1;
    }
    return gaps <= 6 ? 14 - gaps : 0;
  }

  const typeBonus = { model: 6, source: 4, exposure: 5, seed: 3, snapshot: 3, macro: -6, test: -10 };

  function scoreItem(item, places, texts) {
    let score = 0;
    let reason;
    const name = item.label === undefined || item.label === item.name ? item.name.toLowerCase() : `${item.label} ${item.type === "source" ? "" : item.name}`.trim().toLowerCase();
    for (const place of places) {
      let best = nameScore(name, place.term);
      if (item.children && best < 60) {
        for (const [value, why] of reasons(item, place, texts)) {
          if (value > best) { best = value; reason = why; }
        }
      }
      if (best === 0) return null;
      score += best;
    }
    if (item.type === "macro" && (item.package === "dbt" || item.package === "dbt_postgres")) score -= 25;
    return { item, score: score / places.length + (typeBonus[item.type] ?? 0), reason };
  }

  /** What else of a node answers a term: its columns, its descriptions, its tags. */
  function reasons(node, { term, columns, descriptions }, texts) {
    const found = [];
    const column = texts.columns[node.index].filter(at => columns.has(at)).sort((a, b) => texts.names[a].length - texts.names[b].length)[0];
    if (column !== undefined) found.push([texts.foldedNames[column] === term ? 42 : 26, ["column", texts.names[column]]]);
    const text = texts.descriptions[node.index].find(at => descriptions.has(at));
    if (text !== undefined) found.push([18, ["description", snippet(texts.texts[text], texts.foldedTexts[text].indexOf(term), term.length)]]);
    if (node.tags.some(tag => tag.toLowerCase().includes(term))) found.push([20, ["tag", node.tags.join(", ")]]);
    return found;
  }

  function snippet(text, at, length) {
    const start = Math.max(0, at - 40);
    return `${start ? "…" : ""}${text.slice(start, at + length + 70).replace(/\s+/g, " ")}${at + length + 70 < text.length ? "…" : ""}`;
  }

  /** The best answers to a query, without SQL. */
  async function find(query) {
    const terms = query.toLowerCase().split(/\s+/).filter(Boolean);
    if (!terms.length) return [];
    const [items, texts] = await Promise.all([candidates(), loadWords()]);
    const places = terms.map(term => placesOf(term, texts));
    const hits = [];
    for (const item of items) {
      const hit = scoreItem(item, places, texts);
      if (hit) hits.push(hit);
    }
    return hits.sort((a, b) => b.score - a.score || a.item.name.length - b.item.name.length).slice(0, most);
  }

  /** Answers in SQL, found shard by shard so that the page stays quick; `isCurrent` says whether anybody still waits. */
  async function findInCode(query, isCurrent, add) {
    const phrase = query.toLowerCase().trim();
    if (phrase.length < 3) return;
    code ??= [];
    const shards = Math.ceil(store.nodes.length / store.shardSize);
    for (let shard = 0; shard < shards && isCurrent(); shard += 1) {
      code[shard] ??= await store.glance(`nodes-${shard}`, details => details.map(node => node.raw ?? ""));
      code[shard].forEach((text, at) => {
        const place = text.toLowerCase().indexOf(phrase);
        if (place < 0) return;
        const start = text.lastIndexOf("\n", place) + 1;
        const end = text.indexOf("\n", place);
        const line = text.slice(start, end < 0 ? undefined : end);
        add({ item: store.nodes[shard * store.shardSize + at], reason: ["SQL", snippet(line, place - start, phrase.length).trim()] });
      });
    }
  }

  // The dialog

  function open(query = "") {
    dialog ??= build();
    if (!dialog.element.open) dialog.element.showModal();
    dialog.input.value = query;
    dialog.input.select();
    dialog.update();
  }

  function build() {
    const input = h("input", {
      type: "search", placeholder: "Search names, columns, descriptions, SQL", "aria-label": "Search", role: "combobox",
      "aria-expanded": "true", "aria-controls": "results", autocomplete: "off", spellcheck: "false",
    });
    const list = h("ul", { id: "results", role: "listbox", "aria-label": "Results" });
    const foot = h("p.foot");
    const element = h("dialog.palette", { "aria-label": "Search" }, h("div.palette-head", icon("search"), input, h("kbd", "esc")), list, foot);
    document.body.append(element);
    const state = { element, input, hits: [], chosen: 0, run: 0 };

    const choose = at => {
      state.chosen = Math.max(0, Math.min(state.hits.length - 1, at));
      [...list.children].forEach((row, index) => {
        row.setAttribute("aria-selected", index === state.chosen);
        if (index === state.chosen) { row.scrollIntoView({ block: "nearest" }); input.setAttribute("aria-activedescendant", row.id); }
      });
    };
    const go = hit => { element.close(); location.hash = hit.item.url; };
    const show = (query, isDone) => {
      replace(list, state.hits.map((hit, at) => h("li", { id: `result-${at}`, role: "option", onclick: () => go(hit), onpointermove: () => { if (state.chosen !== at) choose(at); } }, row(hit, query))));
      choose(state.chosen);
      replace(foot, !query ? "Type to search. ↑ ↓ to move, Enter to open." : state.hits.length ? `${state.hits.length}${state.hits.length >= most ? "+" : ""} found${isDone ? "" : ", searching in SQL…"}` : isDone ? "Nothing found." : "Searching…");
    };
    state.update = async () => {
      const query = input.value.trim();
      const run = state.run += 1;
      const isCurrent = () => run === state.run && element.open;
      const hits = await find(query);
      if (!isCurrent()) return;
      state.hits = hits;
      state.chosen = 0;
      show(query, !query);
      if (!query || hits.length >= most) return;
      const known = new Set(hits.map(hit => hit.item));
      await new Promise(resolve => setTimeout(resolve, 120));
      await findInCode(query, isCurrent, hit => { if (!known.has(hit.item) && state.hits.length < most) state.hits.push(hit); });
      if (isCurrent()) show(query, true);
    };
    input.addEventListener("input", state.update);
    element.addEventListener("keydown", event => {
      const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
      if (steps[event.key]) { event.preventDefault(); choose(state.chosen + steps[event.key]); }
      if (event.key === "Enter" && state.hits[state.chosen]) { event.preventDefault(); go(state.hits[state.chosen]); }
    });
    element.addEventListener("click", event => { if (event.target === element) element.close(); });
    return state;
  }

  function row({ item, reason }, query) {
    const terms = query.toLowerCase().split(/\s+/).filter(Boolean);
    return [
      martlet.typeMark(item.type),
      h("span.result-name", marked(item.label ?? item.name, terms)),
      reason ? h("span.result-reason", h("em", reason[0]), " ", marked(reason[1], reason[0] === "SQL" ? [query.toLowerCase()] : terms)) : h("span.result-reason"),
      h("span.result-place", item.materialized ?? (item.type === "test" ? item.kind : item.type), item.package && item.package !== store.project.name ? ` · ${item.package}` : ""),
    ];
  }

  /** The text with what was searched for marked. */
  function marked(text, terms) {
    const folded = text.toLowerCase();
    for (const term of terms) {
      const at = folded.indexOf(term);
      if (at >= 0) return [text.slice(0, at), h("mark", text.slice(at, at + term.length)), text.slice(at + term.length)];
    }
    return [text];
  }

  martlet.search = { open, find };
})();
