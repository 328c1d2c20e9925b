// SQL with Jinja: highlighting, and links on every ref, source, macro and relation.
(() => {
  "use strict";
  const { h } = martlet;

  const keywords = new Set(`all alter analyze and any as asc between both by case cast check collate column concurrently constraint
    create cross cube current default delete desc distinct do drop else end except exclude exists extract false fetch filter first following
    for foreign from full function grant group grouping having if ilike in index inner insert intersect interval into is join key
    last lateral leading left like limit materialized matched merge natural no not nothing null nulls of offset on only or order outer over
    overlaps partition preceding primary range recursive references refresh replace returning returns right rollup row rows select
    set sets similar some symmetric table tablesample temporary then ties to trailing true truncate unbounded union unique
    unlogged update using values view when where window with within without`.split(/\s+/));
  const jinjaKeywords = new Set(`and block call do docs else elif endblock endcall enddocs endfilter endfor endif endmacro endmaterialization
    endraw endset endsnapshot endtest extends false filter for from if import in include is macro materialization none not or raw
    recursive return set snapshot test true with`.split(/\s+/));

  const sqlPattern = /(\{#[\s\S]*?(?:#\}|$))|(\{\{[\s\S]*?(?:\}\}|$)|\{%[\s\S]*?(?:%\}|$))|(--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|([eE]?'(?:[^']|'')*'?|\$(\w*)\$[\s\S]*?\$\5\$)|("(?:[^"]|"")*"(?:\s*\.\s*"(?:[^"]|"")*")*)|(\b\d+(?:\.\d+)?(?:e[+-]?\d+)?\b)|([a-zA-Z_][\w$]*(?:\.[a-zA-Z_][\w$]*)*)|(::|<=|>=|<>|!=|\|\||[-+*\/%<>=])/g;
  const jinjaPattern = /(\{[{%]-?|-?[}%]\})|('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(\b\d+(?:\.\d+)?\b)|([a-zA-Z_][\w]*(?:\.[a-zA-Z_]\w*)*)/g;

  /** Pieces of text: `[class or null, text, url or undefined]`. */
  function tokenize(text, links) {
    const pieces = [];
    let last = 0;
    for (const match of text.matchAll(sqlPattern)) {
      if (match.index > last) pieces.push([null, text.slice(last, match.index)]);
      last = match.index + match[0].length;
      sqlPieces(match, text, last, links, pieces);
    }
    if (last < text.length) pieces.push([null, text.slice(last)]);
    return pieces;
  }

  function sqlPieces(match, text, end, links, pieces) {
    const token = match[0];
    if (match[1] || match[3]) pieces.push(["comment", token]);
    else if (match[2]) jinjaPieces(token, links, pieces);
    else if (match[4]) pieces.push(["string", token]);
    else if (match[6]) pieces.push(["name", token, links?.relation(token)]);
    else if (match[7]) pieces.push(["number", token]);
    else if (match[8]) {
      if (keywords.has(token.toLowerCase())) pieces.push(["keyword", token]);
      else if (text[end] === "(") pieces.push(["function", token]);
      else pieces.push([null, token, token.includes(".") ? links?.relation(token) : undefined]);
    } else pieces.push(["operator", token]);
  }

  function jinjaPieces(text, links, pieces) {
    // Which call we are in decides what a string means.
    let call = null;
    let strings = [];
    let last = 0;
    const reference = /^(?:builtins\.)?(ref|source)$/;
    for (const match of text.matchAll(jinjaPattern)) {
      if (match.index > last) {
        const between = text.slice(last, match.index);
        if (between.includes(")")) call = null;
        pieces.push(["jinja", between]);
      }
      last = match.index + match[0].length;
      const token = match[0];
      if (match[1]) pieces.push(["brace", token]);
      else if (match[2]) {
        const piece = ["jinja-string", token];
        pieces.push(piece);
        if (call) {
          strings.push([token.slice(1, -1), piece]);
          const url = links?.reference(call, strings.map(([name]) => name));
          if (url) for (const [, earlier] of strings) earlier[2] = url;
        }
      } else if (match[3]) pieces.push(["number", token]);
      else {
        const isCall = /^\s*\(/.test(text.slice(last, last + 8));
        if (isCall && reference.test(token)) {
          call = reference.exec(token)[1];
          strings = [];
        }
        pieces.push([jinjaKeywords.has(token) ? "jinja-keyword" : isCall ? "jinja-call" : "jinja", token, isCall ? links?.macro(token) : undefined]);
      }
    }
    if (last < text.length) pieces.push(["jinja", text.slice(last)]);
  }

  /** A block of code with line numbers. `links` says where names lead: `{ reference, relation, macro }`. */
  function block(text, links) {
    // Rendered templates begin with empty lines; the others keep their numbers, which error messages refer to.
    const leading = /^(?:[ \t]*\r?\n)*/.exec(text)[0];
    const source = text.slice(leading.length).replace(/\s+$/, "");
    const before = leading.split("\n").length - 1;
    const code = h("code");
    let line = h("span.line");
    // Beyond a quarter of a megabyte nobody reads colours, and the page should stay quick.
    const pieces = source.length > 250_000 ? [[null, source]] : tokenize(source, links);
    for (const [kind, content, url] of pieces) {
      content.split("\n").forEach((part, position) => {
        if (position > 0) {
          line.append("\n");
          code.append(line);
          line = h("span.line");
        }
        if (part === "") return;
        if (url) line.append(h("a", { href: url, class: kind ? `t-${kind}` : null }, part));
        else line.append(kind ? h(`span.t-${kind}`, part) : part);
      });
    }
    code.append(line);
    const digits = String(source.split("\n").length + before).length;
    return h("div.code", martlet.copyButton(text, "Copy the code"), h("pre", { style: { "--digits": digits, "--before": before }, tabindex: "0" }, code));
  }

  /** Where the names in a node's code lead, found among its parents and its macros. */
  function linksOf(node, macroIds = []) {
    const byRelation = new Map();
    const plain = text => text.replace(/"/g, "").replace(/\s+/g, "").toLowerCase();
    for (const other of [...node.parents, node]) {
      if (!other.schema) continue;
      byRelation.set(plain(`${other.database}.${other.schema}.${other.relation}`), other);
      byRelation.set(plain(`${other.schema}.${other.relation}`), other);
    }
    const macros = new Map();
    for (const id of macroIds) {
      const macro = martlet.store.macroById.get(id);
      if (macro) macros.set(macro.name, macro).set(`${macro.package}.${macro.name}`, macro);
    }
    return {
      reference(call, names) {
        const found = call === "source"
          ? names.length === 2 && node.parents.find(parent => parent.type === "source" && parent.source === names[0] && parent.name === names[1])
          : node.parents.find(parent => parent.type !== "source" && parent.name === names[names.length - 1]);
        return found ? found.url : undefined;
      },
      relation: text => byRelation.get(plain(text))?.url,
      macro: name => macros.get(name)?.url,
    };
  }

  martlet.code = { block, linksOf, tokenize };
})();
