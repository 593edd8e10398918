// automerge-repo's own server, unmodified, with its documents in memory. Its first answer is its port.

import { Repo } from "@automerge/automerge-repo"
import { WebSocketServerAdapter } from "@automerge/automerge-repo-network-websocket"
import { WebSocketServer } from "ws"
import { serve } from "../real/serve.mjs"
import { deeds } from "./deeds.mjs"

const sockets = new WebSocketServer({ host: "127.0.0.1", port: 0 })
await new Promise((resolve) => sockets.once("listening", resolve))
const repo = new Repo({ network: [new WebSocketServerAdapter(sockets)] })

await serve({ port: sockets.address().port }, deeds(repo))
