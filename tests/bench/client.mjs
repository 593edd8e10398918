// An unmodified automerge-repo client.

import { Repo } from "@automerge/automerge-repo"
import { WebSocketClientAdapter } from "@automerge/automerge-repo-network-websocket"
import { documents } from "./documents.mjs"
import { MemoryStorage } from "./memory.mjs"
import { serve } from "../real/serve.mjs"

const repo = new Repo({ storage: new MemoryStorage() })
let adapter

await serve(
  { ready: true },
  {
    ...documents(repo),
    async connect({ port }) {
      adapter = new WebSocketClientAdapter(`ws://127.0.0.1:${port}`)
      const met = new Promise((resolve) => adapter.once("peer-candidate", resolve))
      repo.networkSubsystem.addNetworkAdapter(adapter)
      // Who asks before it has met anybody is told that nobody has it.
      await met
    },
    disconnect() {
      repo.networkSubsystem.removeNetworkAdapter(adapter)
    },
  },
)
