// automerge-repo's own server, unmodified. It counts what goes over its sockets.

import { Repo } from "@automerge/automerge-repo"
import { WebSocketServerAdapter } from "@automerge/automerge-repo-network-websocket"
import { WebSocketServer } from "ws"
import { documents } from "./documents.mjs"
import { MemoryStorage } from "./memory.mjs"
import { serve } from "../real/serve.mjs"

const sockets = new WebSocketServer({ host: "127.0.0.1", port: 0 })
await new Promise((resolve) => sockets.once("listening", resolve))
const repo = new Repo({
  network: [new WebSocketServerAdapter(sockets)],
  storage: new MemoryStorage(),
  sharePolicy: async () => false,
})

const traffic = { bytes: 0, frames: 0 }
const count = (frame) => {
  traffic.bytes += frame.byteLength ?? frame.length
  traffic.frames += 1
}
sockets.on("connection", (socket) => {
  const send = socket.send.bind(socket)
  socket.send = (frame, ...rest) => {
    count(frame)
    return send(frame, ...rest)
  }
  socket.on("message", count)
})

await serve(
  { port: sockets.address().port },
  {
    ...documents(repo),
    import: ({ bytes }) => repo.import(Buffer.from(bytes, "base64")).url,
    traffic: () => traffic,
  },
)
