// Elements from plain text. Nothing is ever parsed as HTML, so no label can become markup.
export function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return node;
}

// The same for the marks of a drawing.
export function svg(name, attributes = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null) node.setAttribute(key, value);
  node.append(...children.flat(Infinity).filter(Boolean));
  return node;
}

// A table that scrolls inside itself; on a small screen each row is a card of its own, its headings beside its cells. A
// cell is text, an element or {text, title}; the first column names the row.
export function table(headings, rows, attributes = {}) {
  const plain = (cell) => (cell !== null && typeof cell === "object" && !(cell instanceof Node) ? cell : { text: cell });
  const row = (cells) => el("tr", {}, cells.map(plain).map((cell, i) => (i === 0 ? el("th", { scope: "row", title: cell.title }, cell.text)
    : el("td", { "data-label": headings[i], title: cell.title }, cell.text))));
  return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": attributes.label ?? headings.join(", ") },
    el("table", { class: attributes.class ? `cards ${attributes.class}` : "cards" },
      el("thead", {}, el("tr", {}, headings.map((text) => el("th", { scope: "col" }, text)))),
      el("tbody", {}, rows.map(row))));
}

// A choice among a few words; `change` is told the index.
export function choice(label, names, at, change) {
  const select = el("select", { onchange: (event) => change(Number(event.target.value)) },
    names.map((name, i) => el("option", { value: i, selected: i === at }, name)));
  return el("label", { class: "choice" }, el("span", {}, label), select);
}
