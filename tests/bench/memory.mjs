// A storage adapter of automerge-repo's, in memory: with it a peer keeps its sync states, as one with a disk does.

const SEPARATOR = "\u0000"

export class MemoryStorage {
  #values = new Map()

  async load(key) {
    return this.#values.get(key.join(SEPARATOR))
  }

  async save(key, data) {
    this.#values.set(key.join(SEPARATOR), data)
  }

  async remove(key) {
    this.#values.delete(key.join(SEPARATOR))
  }

  async loadRange(prefix) {
    const start = prefix.join(SEPARATOR)
    const found = [...this.#values].filter(([key]) => key.startsWith(start))
    return found.map(([key, data]) => ({ key: key.split(SEPARATOR), data }))
  }

  async removeRange(prefix) {
    for (const { key } of await this.loadRange(prefix)) await this.remove(key)
  }
}
