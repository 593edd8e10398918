// An unmodified automerge-repo client.

import { Repo } from "@automerge/automerge-repo"
import { WebSocketClientAdapter } from "@automerge/automerge-repo-network-websocket"
import { answer, serve } from "../real/serve.mjs"
import { deeds } from "./deeds.mjs"

const RETRY = 200

const repo = new Repo()
let adapter

const lines = {
  connect({ url }) {
    adapter = new WebSocketClientAdapter(url, RETRY)
    repo.networkSubsystem.addNetworkAdapter(adapter)
  },

  disconnect() {
    repo.networkSubsystem.removeNetworkAdapter(adapter)
  },
}

process.on("uncaughtException", (error) => answer({ error: String(error.message) }))
await serve({ ready: true }, { ...deeds(repo), ...lines })
