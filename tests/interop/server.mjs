// automerge-repo's own server, unmodified, with its documents in memory. Prints its port, then answers one JSON
// line for each on stdin.

import readline from "node:readline"
import { Repo } from "@automerge/automerge-repo"
import { WebSocketServerAdapter } from "@automerge/automerge-repo-network-websocket"
import { WebSocketServer } from "ws"

const sockets = new WebSocketServer({ host: "127.0.0.1", port: 0 })
await new Promise((resolve) => sockets.once("listening", resolve))
const repo = new Repo({ network: [new WebSocketServerAdapter(sockets)] })

const answer = (line) => process.stdout.write(JSON.stringify(line) + "\n")
answer({ port: sockets.address().port })
for await (const line of readline.createInterface({ input: process.stdin })) {
  const { url, path } = JSON.parse(line)
  try {
    const handle = await repo.find(url)
    const found = path.reduce((here, key) => here?.[key], handle.doc())
    answer({ value: found === undefined ? null : JSON.parse(JSON.stringify(found)) })
  } catch (error) {
    answer({ error: String(error.message) })
  }
}
process.exit(0)
