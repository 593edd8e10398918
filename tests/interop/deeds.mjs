// What the scripts of this folder can be asked to do with a repo's documents.

import { ImmutableString } from "@automerge/automerge-repo"

// `{ immutable: "text" }` stands for an ImmutableString, at any depth.
function value(json) {
  if (json === null || typeof json !== "object") return json
  if (typeof json.immutable === "string") return new ImmutableString(json.immutable)
  return Object.fromEntries(Object.entries(json).map(([key, inner]) => [key, value(inner)]))
}

const at = (doc, path) => path.reduce((here, key) => here?.[key], doc)

const plain = (doc) => (doc === undefined ? null : JSON.parse(JSON.stringify(doc)))

export const deeds = (repo) => ({
  async read({ url, path }) {
    const handle = await repo.find(url)
    return plain(at(handle.doc(), path))
  },

  // Answers when the document has this value there.
  async until({ url, path, value }) {
    const handle = await repo.find(url)
    const holds = () => JSON.stringify(plain(at(handle.doc(), path))) === JSON.stringify(value)
    await new Promise((resolve) => {
      if (holds()) return resolve()
      handle.on("change", () => holds() && resolve())
    })
  },

  async write({ url, path, value: json }) {
    const handle = await repo.find(url)
    handle.change((doc) => {
      at(doc, path.slice(0, -1))[path.at(-1)] = value(json)
    })
  },

  async remove({ url, path }) {
    const handle = await repo.find(url)
    handle.change((doc) => {
      delete at(doc, path.slice(0, -1))[path.at(-1)]
    })
  },
})
