// Draws /api/openapi.json. What it holds is text: it is set as text, never as markup.

const methods = ["get", "post", "put", "patch", "delete"];

const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children.filter((child) => child !== null));
  return made;
};
const code = (text) => element("code", { textContent: text });

/** Resolves `#/components/…`. */
const at = (document, thing) =>
  thing?.$ref
    ? thing.$ref.slice(2).split("/").reduce((place, name) => place[name], document)
    : thing;

const nameOf = (thing) => thing?.$ref?.split("/").pop();

/** A type in a few words; a named schema is a link to its table. */
const typeOf = (schema) => {
  const name = nameOf(schema);
  if (name) return element("a", { href: `#schema-${name}`, textContent: name });
  const parts = schema.oneOf ?? schema.anyOf;
  if (parts && !schema.properties) {
    const words = element("span");
    parts.forEach((part, place) => words.append(place ? " or " : "", typeOf(part)));
    return words;
  }
  const type = [schema.type].flat().filter(Boolean).join(" or ") || "any";
  if (schema.items) return element("span", {}, "list of ", typeOf(schema.items));
  return element("span", { textContent: schema.format ? `${type} (${schema.format})` : type });
};

/** What else holds of a value: its words, its bounds, an example. */
const boundsOf = (schema) => {
  const words = [];
  if (schema.enum) words.push(`one of ${schema.enum.map((value) => value ?? "null").join(", ")}`);
  if (schema.minimum !== undefined) words.push(`from ${schema.minimum}`);
  if (schema.maximum !== undefined) words.push(`to ${schema.maximum}`);
  if (schema.maxLength !== undefined) words.push(`at most ${schema.maxLength} characters`);
  if (schema.maxItems !== undefined) words.push(`at most ${schema.maxItems} entries`);
  if (schema.examples && typeof schema.examples[0] !== "object") {
    words.push(`for example ${schema.examples[0]}`);
  }
  return words.join("; ");
};

const table = (caption, heads, rows) =>
  element("div", { className: "scroll", tabIndex: 0, role: "region", ariaLabel: caption },
    element("table", {},
      element("caption", { textContent: caption }),
      element("thead", {}, element("tr", {},
        ...heads.map((head) => element("th", { scope: "col", textContent: head })))),
      element("tbody", {}, ...rows.map((cells) => element("tr", {},
        ...cells.map((cell, place) =>
          place ? element("td", {}, cell) : element("th", { scope: "row" }, cell)))))));

const members = (caption, schema) => {
  const required = new Set(schema.required ?? []);
  const rows = Object.entries(schema.properties ?? {}).map(([name, value]) => {
    const words = [value.description, boundsOf(value)].filter(Boolean).join(" — ");
    return [code(name), typeOf(value), required.has(name) ? "always" : "may be left out", words];
  });
  return table(caption, ["name", "type", "", "meaning"], rows);
};

const example = (description, method, path, operation) => {
  const target = path.replaceAll("{code}", "mira-sleeper").replaceAll(/\{[^}]+\}/g, "1");
  const lines = [`curl -s${method === "get" ? "" : ` -X ${method.toUpperCase()}`} ${location.origin}${target}`];
  if (!operation.security) lines.push(`  -H "Authorization: Bearer $KEY"`);
  const [type, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  const shown = content?.example ?? at(description, content?.schema)?.examples?.[0];
  if (shown) {
    lines.push(`  -H "Content-Type: ${type}"`, `  -d '${JSON.stringify(shown)}'`);
  } else if (type) {
    lines.push(`  -H "Content-Type: ${type}" --data-binary @file`);
  }
  return element("pre", {}, element("code", { textContent: lines.join(" \\\n") }));
};

const responses = (description, operation) => {
  const rows = Object.entries(operation.responses).map(([status, given]) => {
    const response = at(description, given);
    const shapes = element("span");
    Object.entries(response.content ?? {}).forEach(([type, content], place) => {
      shapes.append(place ? ", " : "", content.schema ? typeOf(content.schema) : "", ` ${type}`);
    });
    return [code(status), response.description, shapes];
  });
  return table("Answers", ["status", "when", "body"], rows);
};

const article = (description, path, method, operation) => {
  const made = element("article", { id: operation.operationId },
    element("h3", { textContent: operation.summary }),
    element("p", { className: "target" },
      element("span", { className: "method", textContent: `${method.toUpperCase()} ` }), code(path)));
  if (operation.description) made.append(element("p", { textContent: operation.description }));
  made.append(example(description, method, path, operation));
  if (operation.parameters?.length) {
    made.append(table("Parameters", ["name", "where", "type", "meaning"],
      operation.parameters.map((given) => {
        const parameter = at(description, given);
        const words = [parameter.description, boundsOf(parameter.schema)].filter(Boolean).join(" — ");
        return [code(parameter.name), parameter.in, typeOf(parameter.schema), words];
      })));
  }
  const body = Object.values(operation.requestBody?.content ?? {})[0]?.schema;
  if (nameOf(body)) made.append(element("p", {}, "Body: ", typeOf(body)));
  made.append(responses(description, operation));
  return made;
};

const draw = (description) => {
  const content = document.getElementById("content");
  const index = document.getElementById("index");
  content.replaceChildren();
  const words = description.info.description;
  content.append(element("p", { textContent: words }));
  for (const tag of description.tags) {
    const list = element("ul");
    index.append(element("h2", { textContent: tag.name }), list);
    content.append(element("h2", { id: `tag-${tag.name}`, textContent: tag.name }));
    for (const [path, item] of Object.entries(description.paths)) {
      for (const method of methods) {
        const operation = item[method];
        if (!operation?.tags.includes(tag.name)) continue;
        list.append(element("li", {},
          element("a", { href: `#${operation.operationId}`, textContent: operation.summary })));
        content.append(article(description, path, method, operation));
      }
    }
  }
  content.append(element("h2", { textContent: "shapes" }));
  for (const [name, schema] of Object.entries(description.components.schemas)) {
    const made = element("article", { id: `schema-${name}` }, element("h3", { textContent: name }));
    if (schema.description) made.append(element("p", { textContent: schema.description }));
    if (schema.properties) made.append(members(`Members of ${name}`, schema));
    else made.append(element("p", {}, typeOf(schema)));
    content.append(made);
  }
  if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
};

try {
  const answer = await fetch("/api/openapi.json");
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  draw(await answer.json());
} catch (error) {
  document.getElementById("state").textContent = `The description cannot be read: ${error.message}.`;
}
