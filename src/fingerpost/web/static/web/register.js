// The register of a session on a phone: quick to mark, up to date with what others mark, and there
// without a connection. What is ticked is kept and sent by autosave.js, the page itself by
// register-worker.js; here is kept what stood when the last marks were saved, which may be later
// than the kept page.

const OWNER = 'fingerpost.registers.of'
const STOOD = 'fingerpost.registers.stood.'
const SIGN_OUT = '/sign-in/logout/'
const KEYS = { h: 'there', n: 'absent' }

export function startRegister(scope) {
  if (scope === document) forgetOthers()
  for (const form of scope.querySelectorAll('form[data-register]')) {
    if (form.dataset.registerStarted) continue
    form.dataset.registerStarted = 'yes'
    bringUpToDate(form)
    form.addEventListener('change', () => count(form))
    form.addEventListener('autosave:restored', () => count(form))
    form.addEventListener('autosave:saved', (event) => takeOver(form, event.detail))
    form.addEventListener('keydown', (event) => press(form, event))
    form.querySelector('[data-register-rest]')?.addEventListener('click', (event) => markRest(form, event))
    form.querySelector('.fp-bulk')?.classList.add('fp-bulk--active')
    count(form)
    keepThisPage(form)
  }
}

/** Says how many are marked, as it goes. */
function count(form) {
  const place = form.querySelector('[data-register-count]')
  const marks = rowsOf(form).map(markOf)
  const here = marks.filter((mark) => mark === 'there').length
  const absent = marks.filter((mark) => mark === 'absent').length
  place.textContent = `${here} here, ${absent} not here, ${marks.length - here - absent} to mark`
}

function rowsOf(form) {
  return [...form.querySelectorAll('[data-register-row]')]
}

function markOf(row) {
  return row.querySelector('input:checked')?.value || ''
}

function setMark(row, mark) {
  for (const radio of row.querySelectorAll('input')) radio.checked = radio.value === mark
}

/** The marks that a register's field `shown` carries: 12:there,15:absent. */
function marksIn(shown) {
  return new Map(shown.split(',').filter(Boolean).map((part) => part.split(':')))
}

/** After saving: marks of others appear, except where another mark was made here meanwhile. */
function takeOver(form, { said, sent }) {
  const shown = said.fields?.shown
  if (shown === undefined) return
  const marks = marksIn(shown)
  for (const row of rowsOf(form)) {
    const stands = marks.get(row.dataset.registerRow) || ''
    const name = row.querySelector('input').name
    if (markOf(row) === (sent.get(name) || '')) setMark(row, stands)
  }
  count(form)
  try {
    localStorage.setItem(STOOD + form.dataset.registerKey, JSON.stringify({ at: said.saved_at, shown }))
  } catch {
    // storage is full or forbidden: without a connection the page shows what stood when it was kept
  }
}

/** A kept page is as old as its keeping: shows what stood when marks were last saved from here. */
function bringUpToDate(form) {
  const stood = read(STOOD + form.dataset.registerKey)
  if (!stood || Date.parse(stood.at) <= Date.parse(form.dataset.registerMade)) return
  const marks = marksIn(stood.shown)
  form.elements.namedItem('shown').value = stood.shown
  for (const row of rowsOf(form)) setMark(row, marks.get(row.dataset.registerRow) || '')
}

/** With a script the rest is marked before the eyes of whoever saves it, connection or not. */
function markRest(form, event) {
  event.preventDefault()
  for (const row of rowsOf(form)) if (!markOf(row)) setMark(row, 'there')
  form.dispatchEvent(new Event('change', { bubbles: true }))
}

/** One key a student: marks and goes on, or goes on only. */
function press(form, event) {
  const row = event.target.closest('[data-register-row]')
  if (!row || event.ctrlKey || event.metaKey || event.altKey) return
  const mark = KEYS[event.key.toLowerCase()]
  const step = mark || event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (!step) return
  event.preventDefault()
  if (mark) {
    setMark(row, mark)
    row.dispatchEvent(new Event('change', { bubbles: true }))
  }
  const rows = rowsOf(form)
  const next = rows[rows.indexOf(row) + step]
  const target = next
    ? next.querySelector('input:checked') || next.querySelector('input')
    : step > 0 && form.querySelector('[type="submit"]')
  if (target) target.focus()
}

async function keepThisPage(form) {
  if (!('serviceWorker' in navigator)) return
  try {
    await navigator.serviceWorker.register(form.dataset.register)
    const { active } = await navigator.serviceWorker.ready
    localStorage.setItem(OWNER, document.body.dataset.person || '')
    navigator.serviceWorker.addEventListener('message', (event) => {
      if (event.data?.kept) form.querySelector('[data-register-kept]').hidden = false
    })
    await document.fonts.ready
    active.postMessage({ keep: [pageAddress(), ...needed()] })
  } catch {
    // A browser that forbids it: the register works while there is a connection.
  }
}

function pageAddress() {
  return window.location.origin + window.location.pathname
}

/** Addresses of the styles, scripts, fonts and pictures that this page was shown with. */
function needed() {
  const shown = performance.getEntriesByType('resource').map((entry) => entry.name)
  const icon = document.querySelector('link[rel="icon"]')?.href
  const own = `${window.location.origin}/static/`
  return [...new Set([...shown, icon])].filter((address) => address?.startsWith(own))
}

/** Kept registers are of whoever opened them: nobody else meets them on a shared phone. */
function forgetOthers() {
  const person = document.body.dataset.person
  const owner = readText(OWNER)
  if (owner && person && owner !== person) forget()
  // At the window, after autosave.js has asked about marks that are not saved.
  window.addEventListener('submit', (event) => {
    const address = new URL(event.target.getAttribute('action') || '', document.baseURI)
    if (!event.defaultPrevented && address.pathname === SIGN_OUT) forget()
  })
}

function forget() {
  if ('caches' in window) caches.delete('fingerpost-registers')
  navigator.serviceWorker?.getRegistrations().then((all) => all.forEach((one) => one.unregister()))
  try {
    localStorage.removeItem(OWNER)
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(STOOD)) localStorage.removeItem(key)
    }
  } catch {
    // nothing was kept
  }
}

function readText(key) {
  try {
    return localStorage.getItem(key)
  } catch {
    return null // storage is forbidden
  }
}

function read(key) {
  try {
    return JSON.parse(readText(key))
  } catch {
    return null
  }
}
