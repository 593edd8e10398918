// Answers one JSON line for each on stdin: a question names what to do, an answer has its value or an error.

import readline from "node:readline"

export const answer = (line) => process.stdout.write(JSON.stringify(line) + "\n")

export async function serve(first, deeds) {
  answer(first)
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { does, ...question } = JSON.parse(line)
    try {
      answer({ value: (await deeds[does](question)) ?? null })
    } catch (error) {
      answer({ error: String(error.message) })
    }
  }
  process.exit(0)
}
