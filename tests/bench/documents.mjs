// What client and server do alike with their documents.

import { ImmutableString } from "@automerge/automerge-repo"

export const documents = (repo) => ({
  // Ticks tasks off, each in a change of its own.
  async tick({ url, tasks }) {
    const handle = await repo.find(url)
    for (const task of tasks) {
      handle.change((doc) => {
        doc.tasks[task].status = new ImmutableString("done")
      })
    }
  },

  // The heads of documents, found first where they are not here yet.
  async heads({ urls }) {
    const handles = await Promise.all(urls.map((url) => repo.find(url)))
    return handles.map((handle) => handle.heads().join(" "))
  },
})
