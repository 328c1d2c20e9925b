// Markdown to elements: headings, lists, tables, code, quotes, links, emphasis. HTML stays visible text.
(() => {
  "use strict";
  const { h } = martlet;

  function render(text) {
    const lines = String(text ?? "").replace(/\r\n?/g, "\n").split("\n");
    return h("div.markdown", blocks(lines));
  }

  const isBlank = line => /^\s*$/.test(line);
  const listItem = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/;
  const startsBlock = line => /^(#{1,6}\s|>|\s*([-*+]|\d{1,9}[.)])\s|```|~~~)/.test(line) || /^ {0,3}([-*_])( *\1){2,}\s*$/.test(line);
  const isDivider = line => line !== undefined && /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/.test(line) && line.includes("-");

  function blocks(lines) {
    const result = [];
    let position = 0;
    while (position < lines.length) {
      const line = lines[position];
      if (isBlank(line)) { position += 1; continue; }
      const [element, next] = fence(lines, position) ?? heading(lines, position) ?? rule(lines, position)
        ?? quote(lines, position) ?? list(lines, position) ?? table(lines, position) ?? paragraph(lines, position);
      result.push(element);
      position = next;
    }
    return result;
  }

  function fence(lines, start) {
    const open = /^\s*(```+|~~~+)\s*([\w+-]*)/.exec(lines[start]);
    if (!open) return null;
    let end = start + 1;
    while (end < lines.length && !lines[end].trim().startsWith(open[1])) end += 1;
    const code = lines.slice(start + 1, end).join("\n");
    return [/sql|jinja/i.test(open[2]) ? martlet.code.block(code) : h("pre", h("code", code)), end + 1];
  }

  function heading(lines, start) {
    const match = /^(#{1,6})\s+(.*?)\s*#*\s*$/.exec(lines[start]);
    // The page has its own first and second level.
    return match && [h(`h${Math.min(6, match[1].length + 2)}`, inline(match[2])), start + 1];
  }

  function rule(lines, start) {
    return /^ {0,3}([-*_])( *\1){2,}\s*$/.test(lines[start]) ? [h("hr"), start + 1] : null;
  }

  function quote(lines, start) {
    if (!/^\s{0,3}>/.test(lines[start])) return null;
    let end = start;
    while (end < lines.length && /^\s{0,3}>/.test(lines[end])) end += 1;
    return [h("blockquote", blocks(lines.slice(start, end).map(line => line.replace(/^\s{0,3}>\s?/, "")))), end];
  }

  function list(lines, start) {
    const first = listItem.exec(lines[start]);
    if (!first) return null;
    const ordered = /\d/.test(first[2]);
    const indent = first[1].length;
    const items = [];
    let position = start;
    while (position < lines.length) {
      const match = listItem.exec(lines[position]);
      if (!match || match[1].length !== indent || /\d/.test(match[2]) !== ordered) break;
      const content = [match[3]];
      const width = lines[position].length - match[3].length;
      position += 1;
      while (position < lines.length) {
        const line = lines[position];
        const depth = /^\s*/.exec(line)[0].length;
        if (isBlank(line)) {
          const next = lines[position + 1];
          if (next === undefined || isBlank(next) || /^\s*/.exec(next)[0].length <= indent) break;
        } else if (depth <= indent && (listItem.test(line) || startsBlock(line))) break;
        content.push(line.slice(Math.min(width, depth)));
        position += 1;
      }
      while (position < lines.length && isBlank(lines[position]) && listItem.test(lines[position + 1] ?? "")) position += 1;
      items.push(item(content));
    }
    return [h(ordered ? "ol" : "ul", items), position];
  }

  function item(content) {
    const parts = blocks(content);
    // A tight item is its text, not a paragraph.
    if (parts.length && parts[0].tagName === "P") parts.splice(0, 1, ...parts[0].childNodes);
    return h("li", parts);
  }

  function table(lines, start) {
    if (!lines[start].includes("|") || !isDivider(lines[start + 1])) return null;
    const cells = line => line.trim().replace(/^\||\|$/g, "").split(/(?<!\\)\|/).map(cell => cell.trim().replace(/\\\|/g, "|"));
    const align = cells(lines[start + 1]).map(cell => (cell.endsWith(":") ? (cell.startsWith(":") ? "center" : "right") : null));
    const row = (line, tag) => h("tr", cells(line).map((cell, column) => h(tag, align[column] ? { style: { "text-align": align[column] } } : null, inline(cell))));
    let end = start + 2;
    while (end < lines.length && lines[end].includes("|") && !isBlank(lines[end])) end += 1;
    return [h("div.scroll", h("table", h("thead", row(lines[start], "th")), h("tbody", lines.slice(start + 2, end).map(line => row(line, "td"))))), end];
  }

  function paragraph(lines, start) {
    let end = start + 1;
    while (end < lines.length && !isBlank(lines[end]) && !startsBlock(lines[end])) end += 1;
    return [h("p", inline(lines.slice(start, end).map(line => line.replace(/^\s+/, "")).join("\n"))), end];
  }

  const inlinePattern = new RegExp([
    "(?<escape>\\\\[\\\\`*_{}\\[\\]()#+.!|<>~-])",
    "(?<code>(?<ticks>`+)(?<codeText>[^`]|[^`][\\s\\S]*?[^`])\\k<ticks>(?!`))",
    "(?<image>!\\[(?<imageText>[^\\]]*)\\]\\((?<imageTarget>[^)\\s]+)[^)]*\\))",
    "(?<link>\\[(?<linkText>(?:[^\\[\\]]|\\[[^\\]]*\\])+)\\]\\((?<linkTarget>[^)\\s]+)[^)]*\\))",
    "(?<bold>(?<boldMark>\\*\\*|__)(?=\\S)(?<boldText>[\\s\\S]+?\\S)\\k<boldMark>|(?<boldMark2>\\*\\*|__)(?<boldText2>\\S)\\k<boldMark2>)",
    "(?<strike>~~(?<strikeText>[^~]+)~~)",
    "(?<star>\\*(?=[^\\s*])(?<starText>[^*]*[^\\s*])\\*)",
    "(?<under>(?<![\\w])_(?=[^\\s_])(?<underText>[^_]*[^\\s_])_(?![\\w]))",
    "(?<auto><?(?<autoTarget>https?:\\/\\/[^\\s<>()]+[^\\s<>().,;:!?'\"])>?)",
    "(?<break> {2,}\\n|\\\\\\n|<br\\s*\\/?>)",
  ].join("|"), "g");

  /** The inline parts of a text as a list of nodes. */
  function inline(text, depth = 0) {
    const result = [];
    let last = 0;
    if (depth > 8) return [text];
    for (const match of text.matchAll(inlinePattern)) {
      result.push(text.slice(last, match.index), inlineElement(match, depth + 1));
      last = match.index + match[0].length;
    }
    result.push(text.slice(last));
    return result;
  }

  function inlineElement(match, depth) {
    const g = match.groups;
    if (g.escape) return g.escape.slice(1);
    if (g.code) return h("code", g.codeText.trim() || g.codeText);
    if (g.image) return image(g.imageText, g.imageTarget);
    if (g.link) return link(inline(g.linkText, depth), g.linkTarget);
    if (g.bold) return h("strong", inline(g.boldText ?? g.boldText2, depth));
    if (g.strike) return h("del", inline(g.strikeText, depth));
    if (g.star) return h("em", inline(g.starText, depth));
    if (g.under) return h("em", inline(g.underText, depth));
    if (g.auto) return link(g.autoTarget, g.autoTarget);
    return h("br");
  }

  /** Only addresses that cannot run a script. */
  const safe = target => /^(https?:|mailto:|#|\.{0,2}\/|[\w-]+(\/|\.|$))/i.test(target) && !/^\s*(javascript|data|vbscript):/i.test(target);

  function link(content, target) {
    if (!safe(target)) return h("span", content);
    return h("a", /^https?:/i.test(target) ? { href: target, rel: "noopener noreferrer", target: "_blank" } : { href: target }, content);
  }

  const image = (text, target) => (safe(target) ? h("img", { src: target, alt: text, loading: "lazy" }) : text);

  /** The first sentence or line as plain text, for lists. */
  function summary(text) {
    const line = String(text ?? "").split("\n").find(candidate => candidate.trim()) ?? "";
    return line.replace(/^[#>\s*-]+/, "").replace(/[*_`]/g, "").replace(/\[([^\]]+)\]\([^)]*\)/g, "$1");
  }

  martlet.markdown = { render, summary };
})();
