// The service worker: keeps one whole build of the app on the phone, so that it starts without a
// network. xtask fills in the build's name and the list of its addresses.
//
// A build is installed whole or not at all, and never replaces a running one by itself:
//   1. The browser finds a new sw.js (on a navigation, or when the page calls
//      `registration.update()`), and this script fetches the new build beside the old one.
//   2. It then waits. The page learns of it in two ways, and needs both:
//        `registration.waiting` is set when an update was waiting before the page started;
//        `registration.addEventListener('updatefound', …)`, then 'statechange' on
//        `registration.installing` until its state is 'installed', for one that comes later.
//      An 'installed' with no `navigator.serviceWorker.controller` is the first install, no update.
//   3. The page shows that an update is ready. When the person agrees and drafts are saved, it
//      calls `registration.waiting.postMessage({ type: 'activate' })`.
//   4. 'controllerchange' on `navigator.serviceWorker` fires in every open tab that this script
//      served before: each saves its drafts and reloads. The first install doesn't fire it.
// The build before stays, for tabs that haven't reloaded yet.

const BUILD = '{{build}}';
const PRECACHE = {{precache}};

const PREFIX = 'kaifong-';
const CACHE = PREFIX + BUILD;
// When a build was activated is kept beside its files, under an address nobody asks for.
const ACTIVATED = '/.activated';
// The server's own: never answered from here.
const LIVE = /^\/((api|healthz|metrics)(\/|$)|sync\/)/;

const isHashed = (path) => path.startsWith('/assets/');
// Files differ by encoding on the wire only, and are kept decoded.
const find = (where, path) => where.match(path, { ignoreVary: true });

// A file with a hashed name is the same for ever: an older build's copy saves mobile data.
const obtain = async (path) => {
  const kept = isHashed(path) ? await find(caches, path) : undefined;
  if (kept !== undefined) return kept;
  const response = await fetch(path, { cache: isHashed(path) ? 'default' : 'reload' });
  if (!response.ok || response.redirected) throw new Error(`${path}: ${response.status}`);
  return response;
};

const install = async () => {
  const cache = await caches.open(CACHE);
  try {
    await Promise.all(PRECACHE.map(async (path) => cache.put(path, await obtain(path))));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
};

const activatedAt = async (name) => {
  const mark = await (await caches.open(name)).match(ACTIVATED);
  return mark === undefined ? 0 : Number(await mark.text());
};

// Keeps this build and the one that ran before it. Builds that were fetched but never ran go.
const activate = async () => {
  const others = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  const dated = await Promise.all(others.map(async (name) => ({ name, at: await activatedAt(name) })));
  dated.sort((one, other) => other.at - one.at);
  const before = dated[0]?.at > 0 ? dated[0].name : undefined;
  await Promise.all(others.filter((name) => name !== before).map((name) => caches.delete(name)));
  await (await caches.open(CACHE)).put(ACTIVATED, new Response(String(Date.now())));
};

// A page of this build starts from this build's files, whatever is on the server meanwhile.
const answer = async (request, path) => {
  const cache = await caches.open(CACHE);
  const kept = await find(cache, path);
  if (kept !== undefined) return kept;
  // A tab of the build before may still ask for its own files.
  const older = isHashed(path) ? await find(caches, path) : undefined;
  return older ?? fetch(request);
};

addEventListener('install', (event) => event.waitUntil(install()));
addEventListener('activate', (event) => event.waitUntil(activate()));
addEventListener('message', (event) => {
  if (event.data?.type === 'activate') skipWaiting();
});
addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin || LIVE.test(pathname)) return;
  if (request.mode === 'navigate') event.respondWith(answer(request, '/'));
  else if (isHashed(pathname) || PRECACHE.includes(pathname)) event.respondWith(answer(request, pathname));
});
