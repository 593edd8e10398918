// Starts the app. xtask fills in the hashed addresses. Plain old syntax on purpose: a browser that
// can't run the app must still be able to run this and say so (older ones yet get old.js).
//
// The worker comes first: it compiles its wasm while the page loads its own. The page's wasm finds
// it as `globalThis.kaifongWorker`. The page speaks first on that line (see worker.js).

const shell = document.getElementById('boot');
// A worker may fail before the page has drawn itself; what was told then must stay.
let told = false;

// The person's own colours and text size before the first frame, not after it. The app writes these
// settings and sets the same attributes (src/app/context/settings.rs).
const dress = () => {
  try {
    const settings = JSON.parse(localStorage.getItem('kaifong.settings')) || {};
    const root = document.documentElement;
    root.setAttribute('data-theme', settings.theme || 'system');
    root.setAttribute('data-text', settings.text || 'normal');
    root.setAttribute('data-elder', settings.elder ? 'on' : 'off');
  } catch (error) {
    console.warn('No settings:', error);
  }
};

// What every part of the app relies on; whoever lacks one of these is told, not left with a page
// that does nothing.
const able = () =>
  typeof globalThis === 'object' &&
  typeof WebAssembly === 'object' &&
  typeof BigInt64Array === 'function' &&
  typeof structuredClone === 'function' &&
  typeof indexedDB === 'object' &&
  typeof Worker === 'function' &&
  navigator.locks !== undefined &&
  crypto.subtle !== undefined;

// Trusted Types: in this page only these scripts can be started, and no text is ever parsed as markup.
// Everything else throws.
const trust = () => {
  if (globalThis.trustedTypes === undefined) return;
  const scripts = ['{{worker}}', '/sw.js'];
  trustedTypes.createPolicy('default', {
    createScriptURL: (url) => {
      if (scripts.includes(url)) return url;
      throw new TypeError(`Not a script of this app: ${url}`);
    },
  });
};

// Shows one of the texts of index.html, above whatever is drawn already.
const tell = (id) => {
  told = true;
  document.body.prepend(shell);
  document.getElementById('boot-wait').hidden = true;
  document.getElementById(id).hidden = false;
};

// Code of a kind this browser doesn't know fails to compile; everything else is the network.
const isTooNew = (error) =>
  [SyntaxError, WebAssembly.CompileError, WebAssembly.LinkError].some((kind) => error instanceof kind);

// Also called by the page, when a worker has died (src/app/bridge.rs).
const startWorker = () => {
  // A worker holds the lock of its name for as long as it lives (see worker.js). When the page gets it, the
  // worker is gone: a phone that is short of memory ends workers without a word.
  const name = `kaifong-worker-${performance.timeOrigin}-${Math.random()}`;
  const worker = new Worker('{{worker}}', { type: 'module', name });
  const alive = () => navigator.locks.request(name, () => worker.dispatchEvent(new Event('kaifong-gone')));
  // A script that can't be loaded gives a plain Event; an error thrown later is the app's to handle.
  worker.addEventListener('error', (event) => {
    if (!(event instanceof ErrorEvent)) tell('boot-lost');
  });
  // Heard before the page's own listener, which needn't know these messages.
  worker.addEventListener('message', (event) => {
    if (event.data === 'kaifong-alive') {
      event.stopImmediatePropagation();
      alive();
    }
    if (event.data === 'kaifong-boot-old' || event.data === 'kaifong-boot-lost') {
      event.stopImmediatePropagation();
      tell(event.data.slice('kaifong-'.length));
    }
  });
  return worker;
};

const startPage = async () => {
  // The same request as the preload in index.html, so that it is answered by it.
  const wasm = fetch('{{page_wasm}}').then((response) => {
    if (!response.ok) throw new Error(`wasm: ${response.status}`);
    return response;
  });
  const [page] = await Promise.all([import('{{page_js}}'), wasm]);
  await page.default({ module_or_path: wasm });
};

// The service worker makes the next start work without a network. It comes last, so that it takes
// no bandwidth from the first one. Where there is none (some in-app browsers), the app works
// online. How a page learns of an update: see sw.js.
const register = () => {
  if (navigator.serviceWorker === undefined) return;
  navigator.serviceWorker.register('/sw.js', { scope: '/', updateViaCache: 'none' }).catch((error) => {
    console.warn('No service worker:', error);
  });
};

const start = async () => {
  dress();
  trust();
  if (!able()) return tell('boot-old');
  globalThis.kaifongWorker = startWorker();
  globalThis.kaifongStartWorker = startWorker;
  try {
    await startPage();
  } catch (error) {
    tell(isTooNew(error) ? 'boot-old' : 'boot-lost');
    throw error;
  }
  if (!told) shell.remove();
  if (document.readyState === 'complete') register();
  else addEventListener('load', register, { once: true });
};

start();
