// Keeps the registers that somebody opened on this device, so that they open without a connection.
//
// A register page asks for it: postMessage({keep: [addresses]}). Kept pages hold students' names,
// so they go after a day, when somebody signs out or in ({forget: true}), and with the last one
// what it needed to be shown. What was ticked is not here: autosave.js keeps and sends it.

const KEPT = 'fingerpost-registers'
const KEEP_HOURS = 24
const WAIT = 5000 // ms before a slow connection counts as none
const SINCE = 'x-kept-at'

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('message', (event) => {
  const { keep: addresses, forget: all } = event.data || {}
  event.waitUntil(all ? caches.delete(KEPT) : Promise.all((addresses || []).map(fetchAndKeep)))
})

self.addEventListener('fetch', (event) => {
  const request = event.request
  const here = new URL(request.url).origin === self.location.origin
  if (request.method === 'GET' && here) event.respondWith(answer(request))
})

/** The network's answer; the kept one when there is none. Only what was kept is kept up to date. */
async function answer(request) {
  const kept = await keptAnswer(request.url)
  if (!kept) return fetch(request)
  try {
    const fresh = await fetch(request, { signal: AbortSignal.timeout(WAIT) })
    await put(request.url, fresh.clone())
    return fresh
  } catch {
    return kept
  }
}

async function keptAnswer(address) {
  const cache = await caches.open(KEPT)
  const found = await cache.match(address, { ignoreVary: true })
  if (!found) return null
  if (Date.now() - Number(found.headers.get(SINCE)) < KEEP_HOURS * 3600000) return found
  await cache.delete(address, { ignoreVary: true })
  return null
}

async function fetchAndKeep(address) {
  try {
    await put(address, await fetch(address, { credentials: 'same-origin' }))
  } catch {
    // No connection: what is kept already stays.
  }
}

/** A page that leads elsewhere, such as to sign in, is no register. */
async function put(address, response) {
  if (!response.ok || response.redirected) return
  const headers = new Headers(response.headers)
  headers.set(SINCE, String(Date.now()))
  const copy = new Response(await response.blob(), { status: response.status, headers })
  const cache = await caches.open(KEPT)
  await cache.put(address, copy)
}
