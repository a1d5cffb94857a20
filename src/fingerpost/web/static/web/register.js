// The register of a session on a phone: marks everyone at once, and opens without a connection.
// What is ticked is kept and sent by autosave.js; the page itself by register-worker.js.

const OWNER = 'fingerpost.registers.of'
const SIGN_OUT = '/sign-in/logout/'

export function startRegister(scope) {
  if (scope === document) forgetOthers()
  for (const form of scope.querySelectorAll('form[data-register]')) {
    if (form.dataset.registerStarted) continue
    form.dataset.registerStarted = 'yes'
    count(form)
    form.addEventListener('change', () => count(form))
    keepThisPage(form.dataset.register)
  }
}

/** Says how many are marked, as it goes. */
function count(form) {
  const place = form.querySelector('[data-register-count]')
  if (!place) return
  const rows = form.querySelectorAll('[data-register-row]').length
  const here = form.querySelectorAll('input[value="there"]:checked').length
  const absent = form.querySelectorAll('input[value="absent"]:checked').length
  place.textContent = `${here} here, ${absent} not here, ${rows - here - absent} not marked`
}

async function keepThisPage(worker) {
  if (!('serviceWorker' in navigator)) return
  try {
    await navigator.serviceWorker.register(worker)
    const { active } = await navigator.serviceWorker.ready
    localStorage.setItem(OWNER, document.body.dataset.person || '')
    active.postMessage({ keep: [window.location.href.split('#')[0], ...needed()] })
  } catch {
    // A browser that forbids it: the register works while there is a connection.
  }
}

/** Addresses of the styles, scripts, fonts and pictures that this page was shown with. */
function needed() {
  return performance.getEntriesByType('resource')
    .map((entry) => entry.name)
    .filter((address) => address.startsWith(`${window.location.origin}/static/`))
}

/** Kept registers are of whoever opened them: nobody else meets them on a shared phone. */
function forgetOthers() {
  const person = document.body.dataset.person
  const owner = localStorage.getItem(OWNER)
  if (owner && person && owner !== person) forget()
  document.addEventListener('submit', (event) => {
    const address = new URL(event.target.getAttribute('action') || '', document.baseURI)
    if (!event.defaultPrevented && address.pathname === SIGN_OUT) forget()
  })
}

function forget() {
  localStorage.removeItem(OWNER)
  if ('caches' in window) caches.delete('fingerpost-registers')
}
