// Keeps the registers that somebody opened on this device, so that they open without a connection.
//
// A register page asks for it: postMessage({keep: [addresses]}), its own first; {kept: true} comes
// back when it is done. Kept pages hold students' names, so they go after a day, and when somebody
// signs out or in (register.js). What was ticked is not here: autosave.js keeps and sends it.

const KEPT = 'fingerpost-registers'
const KEEP_HOURS = 24
const WAIT = 5000 // ms before a slow connection counts as none
const SINCE = 'x-kept-at'
const ANY = { ignoreVary: true, ignoreSearch: true, cacheName: KEPT }

let noConnectionAt = 0 // a page was just answered from here: what it needs need not wait

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([self.clients.claim(), forgetOld()]))
})

self.addEventListener('message', (event) => {
  if (event.data?.keep) event.waitUntil(keep(event.data.keep, event.source))
})

self.addEventListener('fetch', (event) => {
  const request = event.request
  if (new URL(request.url).origin !== self.location.origin) return
  if (request.method === 'GET') event.respondWith(answer(request))
  else if (request.mode === 'navigate') event.respondWith(send(event))
})

async function keep(addresses, asker) {
  await forgetOld()
  const done = await Promise.all(addresses.map(async (one) => await isFresh(one) || fetchAndKeep(one)))
  if (done[0]) asker?.postMessage({ kept: true })
}

/** The network's answer; the kept one when there is none. Only what was kept is kept up to date. */
async function answer(request) {
  const kept = await keptAnswer(request.url)
  if (!kept) return fetch(request)
  if (request.mode !== 'navigate' && Date.now() - noConnectionAt < WAIT) return kept
  try {
    const fresh = await fetch(request, { signal: AbortSignal.timeout(WAIT) })
    await put(request.url, fresh.clone())
    return fresh
  } catch {
    noConnectionAt = Date.now()
    return kept
  }
}

/** A register that is sent into the void comes back as it was kept; autosave.js has the marks. */
async function send(event) {
  const request = event.request
  const kept = await keptAnswer(request.url)
  if (!kept) return fetch(request)
  try {
    const answered = await fetch(request)
    event.waitUntil(fetchAndKeep(request.url))
    return answered
  } catch {
    noConnectionAt = Date.now()
    return kept
  }
}

/** What is kept of an address, whatever is asked for with it; null where nothing is, or too old. */
async function keptAnswer(address) {
  const found = await caches.match(plain(address), ANY)
  return found && !isOld(found) ? found : null
}

function age(answer) {
  return Date.now() - Number(answer.headers.get(SINCE))
}

function isOld(answer) {
  return age(answer) > KEEP_HOURS * 3600000
}

/** Whether it was kept a moment ago, when the page that asks for it was opened. */
async function isFresh(address) {
  const kept = await keptAnswer(address)
  return Boolean(kept) && age(kept) < WAIT
}

async function forgetOld() {
  if (!(await caches.has(KEPT))) return
  const cache = await caches.open(KEPT)
  for (const request of await cache.keys()) {
    if (isOld(await cache.match(request, { ignoreVary: true }))) await cache.delete(request, { ignoreVary: true })
  }
}

async function fetchAndKeep(address) {
  try {
    return await put(address, await fetch(address, { credentials: 'same-origin' }))
  } catch {
    return false // No connection: what is kept already stays.
  }
}

/** A page that leads elsewhere, such as to sign in, is no register; nor is one with a search. */
async function put(address, response) {
  // Where a page is opened, the browser does not say where it leads; asked again, it does.
  if (response.type === 'opaqueredirect') return fetchAndKeep(address)
  if (response.redirected || [401, 403, 404].includes(response.status)) await forget(address, response)
  if (!response.ok || response.redirected || plain(address) !== address) return false
  const headers = new Headers(response.headers)
  headers.set(SINCE, String(Date.now()))
  const copy = new Response(await response.blob(), { status: response.status, headers })
  const cache = await caches.open(KEPT)
  await cache.put(address, copy)
  return true
}

/** Whoever is signed out, or may not see a register any more, has no names left on the device. */
async function forget(address, response) {
  if (new URL(response.url).pathname.startsWith('/sign-in/')) return caches.delete(KEPT)
  const cache = await caches.open(KEPT)
  return cache.delete(plain(address), { ignoreVary: true })
}

function plain(address) {
  const { origin, pathname } = new URL(address)
  return origin + pathname
}
