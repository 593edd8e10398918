// Starts the worker's wasm. xtask fills in the hashed addresses.
//
// The page may speak before the wasm listens. Until then its messages wait in
// `globalThis.kaifongEarly`, an array of MessageEvent, oldest first. The wasm installs its own
// listener and then, in the same turn, calls `globalThis.kaifongDrain()` once: it ends the waiting
// and returns the events that have come so far.

const early = [];
const keep = (event) => early.push(event);
addEventListener('message', keep);
globalThis.kaifongEarly = early;
globalThis.kaifongDrain = () => {
  removeEventListener('message', keep);
  return early.splice(0);
};

// Held until the end, of which the page learns by getting it (see boot.js).
navigator.locks.request(name, () => {
  postMessage('kaifong-alive');
  return new Promise(() => {});
});

// Both downloads at once; the page's own go first.
const wasm = fetch('{{worker_wasm}}', { priority: 'low' }).then((response) => {
  if (!response.ok) throw new Error(`wasm: ${response.status}`);
  return response;
});

const start = async () => {
  const [worker] = await Promise.all([import('{{worker_js}}'), wasm]);
  await worker.default({ module_or_path: wasm });
};

// Told to boot.js, which shows it; the page's wasm never sees this message.
start().catch((error) => {
  const kinds = [SyntaxError, WebAssembly.CompileError, WebAssembly.LinkError];
  postMessage(kinds.some((kind) => error instanceof kind) ? 'kaifong-boot-old' : 'kaifong-boot-lost');
  throw error;
});
