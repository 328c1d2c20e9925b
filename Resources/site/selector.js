// The selector language of the command line, over the graph of the site.
(() => {
  "use strict";

  const termPattern = /^(@)?(\d*\+)?(?:([a-z_]+(?:\.[\w-]+)*):)?(.*?)(\+\d*)?$/;

  const wildcard = pattern => new RegExp(
    `^${pattern.replace(/[.+^${}()|\\]/g, "\\$&").replace(/\*/g, ".*").replace(/\?/g, ".")}$`, "i");
  const matcher = value => {
    if (!/[*?[]/.test(value)) return text => text === value;
    const pattern = wildcard(value);
    return text => pattern.test(text ?? "");
  };

  const built = new Set(["model", "seed", "snapshot", "analysis", "function"]);

  /** What each method compares. */
  const methods = {
    tag: value => { const is = matcher(value); return node => node.tags.some(is); },
    source(value) {
      const [source, table] = value.split(".").slice(-2);
      const isSource = matcher(source);
      const isTable = table === undefined ? () => true : matcher(table);
      return node => node.type === "source" && isSource(node.source) && isTable(node.name);
    },
    exposure: value => { const is = matcher(value); return node => node.type === "exposure" && is(node.name); },
    metric: value => { const is = matcher(value); return node => node.type === "metric" && is(node.name); },
    package: value => { const is = matcher(value); return node => is(node.package); },
    group: value => { const is = matcher(value); return node => is(node.group); },
    access: value => node => node.access === value,
    resource_type: value => node => node.type === value,
    schema: value => { const is = matcher(value); return node => is(node.schema); },
    "config.materialized": value => node => node.materialized === value,
    "config.schema": value => { const is = matcher(value); return node => is(node.schema); },
    result: value => node => node.status === value || node.testStatus === value,
    status: value => node => node.status === value || node.testStatus === value,
    version: value => node => node.version === value,
    path(value) {
      const path = value.replace(/\/$/, "");
      const is = matcher(path);
      return node => is(node.path) || (!/[*?]/.test(path) && node.path.startsWith(`${path}/`));
    },
    file: value => { const is = matcher(value); return node => is(node.path.split("/").pop()) || is(node.path.split("/").pop().replace(/\.\w+$/, "")); },
    fqn(value) {
      const is = matcher(value);
      return node => {
        // As on the command line, a bare name means no source and no exposure.
        if (!built.has(node.type)) return false;
        if (is(node.name)) return true;
        const parts = [...node.folders, node.name];
        for (const names of [parts, [node.package, ...parts]]) {
          for (let length = 1; length <= names.length; length += 1) if (is(names.slice(0, length).join("."))) return true;
        }
        return false;
      };
    },
  };

  function walk(starts, depth, next) {
    const seen = new Set(starts);
    let front = [...starts];
    for (let step = 0; step < depth && front.length; step += 1) {
      const following = [];
      for (const node of front) {
        for (const neighbour of next(node)) {
          if (!seen.has(neighbour)) { seen.add(neighbour); following.push(neighbour); }
        }
      }
      front = following;
    }
    return seen;
  }

  const ancestors = (nodes, depth = Infinity) => walk(nodes, depth, node => node.parents);
  const descendants = (nodes, depth = Infinity) => walk(nodes, depth, node => node.children);

  function term(text) {
    const [, at, before, method, value, after] = termPattern.exec(text);
    if (value === "" && !method) throw new Error(`“${text}” names nothing`);
    const name = method ?? (/[/]|\.(sql|csv|py)$/.test(value) ? "path" : "fqn");
    if (!methods[name]) throw new Error(`there is no method “${name}:”; known are ${Object.keys(methods).join(", ")}`);
    let starts = martlet.store.nodes.filter(methods[name](value));
    if (!starts.length && !method) {
      const is = matcher(value);
      starts = martlet.store.nodes.filter(node => is(node.name) || is(node.label));
    }
    const depth = mark => (mark.replace("+", "") === "" ? Infinity : Number(mark.replace("+", "")));
    let result = new Set(starts);
    if (at) result = ancestors(descendants(starts));
    if (before) for (const node of ancestors(starts, depth(before))) result.add(node);
    if (after) for (const node of descendants(starts, depth(after))) result.add(node);
    return { result, starts };
  }

  function union(words) {
    const result = new Set();
    const starts = new Set();
    for (const word of words) {
      const parts = word.split(",").filter(Boolean).map(term);
      if (!parts.length) continue;
      const [first, ...others] = parts;
      for (const node of first.result) {
        if (others.every(other => other.result.has(node))) result.add(node);
      }
      for (const part of parts) for (const node of part.starts) starts.add(node);
    }
    return { result, starts };
  }

  /**
   * The resources that a selection names: union by blanks, intersection by commas, `+x`, `x+2`, `@x`, methods, wildcards,
   * and `--exclude …`. Throws an error with a sentence when the text is no selection.
   */
  function select(text) {
    const [wanted, ...excluded] = text.trim().split(/(?:^|\s)--exclude(?:\s|$)/);
    const words = part => part.split(/\s+/).filter(word => word && word !== "--select" && word !== "-s");
    const included = wanted.trim() ? union(words(wanted)) : { result: new Set(martlet.store.nodes), starts: new Set() };
    const removed = union(excluded.flatMap(words)).result;
    const nodes = martlet.store.nodes.filter(node => included.result.has(node) && !removed.has(node));
    return { nodes, starts: [...included.starts].filter(node => nodes.length < 2000 && included.result.has(node)) };
  }

  martlet.selector = { select, ancestors, descendants, methods: Object.keys(methods) };
})();
