// Keeps what someone types: on the server while there is a connection, in this browser until then.
//
// <form data-autosave data-autosave-url="/…" data-autosave-key="interview-9-4">
//   … fields …
//   <p class="fp-saved" data-autosave-state aria-live="polite"></p>
//
// The form's `version` field (another name: data-autosave-version) says which saved text the
// typing began from. It is kept with the text, so that the server can tell when someone else
// saved in between.
//
// The form is posted to data-autosave-url a moment after typing stops. Answers:
//   2xx  JSON, optional `fields` {name: value} to put back into the form (such as a new version)
//        and `notice`, a sentence to show; the form hears autosave:saved {said, sent}
//   409  JSON {conflict_url}: someone else saved first; that page shows both texts
//   400, 422  refused as it stands (JSON `message`); kept here, and sent again after more typing
//   anything else, or no answer: kept here and tried again
// The kept text leaves this browser as soon as the server has it, when the form is sent, when its
// writer signs out, when somebody else signs in here, and after a day: computers are shared.

const PAUSE = 1200 // ms of no typing before saving
const RETRY = 15000 // ms between tries without a connection
const KEEP_HOURS = 24
const SIGN_OUT = '/sign-in/logout/'
const PREFIX = 'fingerpost.autosave.'
const NOT_KEPT = new Set(['csrfmiddlewaretoken'])

const WORDS = {
  typing: 'Not saved yet',
  saving: 'Saving…',
  saved: 'Saved',
  offline: 'No connection. Kept on this device, and saved when you are back.',
  signedout: 'You are signed out. Kept on this device: sign in again to save it.',
  restored: 'We found what you had not saved, and put it back.',
  refused: 'Not saved yet. Check what you entered.',
  leaving: 'Something you entered has not been saved yet. Signing out deletes it. Sign out all the same?'
}

export function startAutosave(scope) {
  for (const form of scope.querySelectorAll('form[data-autosave]')) {
    if (form.dataset.autosaveStarted) continue
    form.dataset.autosaveStarted = 'yes'
    new Autosave(form).start()
  }
  if (scope === document) {
    forgetTexts()
    document.addEventListener('submit', forgetAtSignOut)
  }
}

/** Whoever signs out leaves nothing behind on a computer that others use, but is asked first. */
function forgetAtSignOut(event) {
  const address = new URL(event.target.getAttribute('action') || '', document.baseURI)
  if (event.defaultPrevented || address.pathname !== SIGN_OUT) return
  const unsaved = keptKeys().some((key) => key.startsWith(prefix()))
  if (unsaved && !window.confirm(WORDS.leaving)) event.preventDefault()
  else keptKeys().forEach(forget)
}

/** Kept texts belong to one person: the next one at a shared computer never meets them. */
function prefix() {
  return `${PREFIX}${document.body.dataset.person || 'nobody'}.`
}

class Autosave {
  constructor(form) {
    this.form = form
    this.url = form.dataset.autosaveUrl
    this.key = prefix() + (form.dataset.autosaveKey || this.url)
    this.place = form.querySelector('[data-autosave-state]')
    this.version = form.elements.namedItem(form.dataset.autosaveVersion || 'version')
    this.timer = null
    this.busy = false // a save is on its way
    this.dirty = false // there is something the server does not have
    this.kept = false // it is in this browser's storage
    this.leaving = false
  }

  start() {
    this.restore()
    this.form.addEventListener('input', () => this.changed())
    this.form.addEventListener('change', () => this.changed())
    this.form.addEventListener('submit', (event) => this.submit(event))
    window.addEventListener('online', () => this.dirty && this.save())
    window.addEventListener('offline', () => this.dirty && this.say('offline'))
    document.addEventListener('visibilitychange', () => {
      const hidden = document.visibilityState === 'hidden'
      if (hidden && this.dirty && navigator.onLine) this.save({ keepalive: true })
    })
    window.addEventListener('pageshow', () => { this.leaving = false })
    window.addEventListener('beforeunload', (event) => {
      if (this.dirty && !this.leaving && !this.kept) event.preventDefault()
    })
  }

  submit(event) {
    clearTimeout(this.timer)
    if (!navigator.onLine) {
      event.preventDefault()
      this.dirty = true
      this.keep()
      this.say('offline')
      this.timer = setTimeout(() => this.save(), RETRY)
    } else if (this.busy) {
      // Two saves at once would be in conflict with each other: the button waits its turn.
      event.preventDefault()
      this.waiting = { button: event.submitter }
    } else {
      this.leaving = true
      this.keep({ sent: true })
    }
  }

  changed() {
    this.dirty = true
    this.keep()
    if (!this.busy) this.say(navigator.onLine ? 'typing' : 'offline')
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.save(), PAUSE)
  }

  async save({ keepalive = false } = {}) {
    if (this.busy || this.leaving) return
    clearTimeout(this.timer)
    this.busy = true
    this.dirty = false
    this.say('saving')
    const body = new FormData(this.form)
    let answer = null
    try {
      answer = await fetch(this.url, {
        method: 'POST',
        body,
        keepalive,
        credentials: 'same-origin',
        redirect: 'manual',
        headers: {
          Accept: 'application/json',
          'X-CSRFToken': body.get('csrfmiddlewaretoken') || '',
          'X-Requested-With': 'XMLHttpRequest'
        }
      })
    } catch {
      answer = null // no connection
    }
    this.busy = false
    await this.settle(answer, body)
    if (this.waiting && !this.leaving) this.form.requestSubmit(this.waiting.button)
    this.waiting = null
  }

  async settle(answer, sent) {
    const said = answer?.headers.get('content-type')?.includes('json')
      ? await answer.json().catch(() => ({}))
      : {}
    if (answer?.ok) return this.settled(said, sent)
    this.dirty = true
    this.keep()
    if (answer?.status === 409 && said.conflict_url) {
      this.leaving = true // the text is kept: leaving needs no question
      window.location.assign(said.conflict_url)
      return
    }
    if (answer?.status === 400 || answer?.status === 422) {
      this.say('refused', said.message)
      return
    }
    const lostSession = answer && (answer.type === 'opaqueredirect' || [401, 403].includes(answer.status))
    this.say(lostSession ? 'signedout' : 'offline')
    this.timer = setTimeout(() => this.save(), RETRY)
  }

  settled(said, sent) {
    for (const [name, value] of Object.entries(said.fields || {})) {
      const control = this.form.elements.namedItem(name)
      // Only what the person cannot be typing in: a version number, a token.
      if (control?.type === 'hidden') control.value = value
    }
    this.form.dispatchEvent(new CustomEvent('autosave:saved', { detail: { said, sent } }))
    if (this.dirty) { // they typed on while we saved
      this.keep()
      this.timer = setTimeout(() => this.save(), PAUSE)
      return
    }
    forget(this.key)
    this.kept = false
    const time = new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
    this.say('saved', said.notice ? `Saved at ${time}. ${said.notice}` : `Saved at ${time}`)
  }

  keep({ sent = false } = {}) {
    const values = []
    for (const [name, value] of new FormData(this.form)) {
      if (typeof value === 'string' && !NOT_KEPT.has(name)) values.push([name, value])
    }
    const text = { at: Date.now(), page: pageAddress(), sent, version: this.version?.value, values }
    try {
      localStorage.setItem(this.key, JSON.stringify(text))
      this.kept = true
    } catch {
      this.kept = false // storage is full or forbidden: the browser asks before leaving
    }
  }

  restore() {
    const found = read(this.key)
    if (!found) return
    const refused = this.form.querySelector('.govuk-form-group--error')
    if (!this.put(found.values)) {
      // The page shows the kept text: the server has it, unless it is complaining about it.
      if (!refused) forget(this.key)
      return
    }
    // Typed from an older text: say so, and the server will show both side by side.
    if (this.version && found.version !== undefined) this.version.value = found.version
    this.kept = true
    this.dirty = true
    this.say('restored')
    this.form.dispatchEvent(new Event('autosave:restored'))
    this.timer = setTimeout(() => this.save(), PAUSE)
  }

  /** Puts kept values back; true when that changed anything. Hidden fields keep the page's value. */
  put(values) {
    const kept = new Map()
    for (const [name, value] of values) kept.set(name, [...(kept.get(name) || []), value])
    let changed = false
    for (const control of this.form.elements) {
      if (!control.name || ['hidden', 'file', 'submit', 'button'].includes(control.type)) continue
      const wanted = kept.get(control.name)
      if (control.type === 'checkbox' || control.type === 'radio') {
        const on = Boolean(wanted?.includes(control.value))
        changed ||= on !== control.checked
        control.checked = on
      } else if (control.type === 'select-multiple') {
        for (const option of control.options) {
          const on = Boolean(wanted?.includes(option.value))
          changed ||= on !== option.selected
          option.selected = on
        }
      } else if (wanted !== undefined && wanted.length) {
        const value = wanted.shift()
        changed ||= value !== control.value
        control.value = value
      }
    }
    return changed
  }

  say(state, words) {
    if (!this.place) return
    this.place.className = `fp-saved fp-saved--${state === 'signedout' || state === 'restored' ? 'offline' : state}`
    const text = words || WORDS[state]
    if (this.place.textContent !== text) this.place.textContent = text
  }
}

function pageAddress() {
  return window.location.href.split('#')[0]
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key))
  } catch {
    return null
  }
}

function forget(key) {
  try {
    localStorage.removeItem(key)
  } catch {
    // nothing was kept
  }
}

function keptKeys() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))
  } catch {
    return [] // storage is forbidden
  }
}

/**
 * Forgets what needs no keeping: texts whose form was sent and answered with this page, texts of
 * somebody else than who is signed in, and texts nobody came back for. A page for people who are
 * not signed in answers nothing: the text stays.
 */
function forgetTexts() {
  const oldest = Date.now() - KEEP_HOURS * 3600000
  const cameFrom = document.referrer.split('#')[0]
  const somebody = Boolean(document.body.dataset.person)
  for (const key of keptKeys()) {
    const text = read(key)
    const own = key.startsWith(prefix())
    const answered = own && text?.sent && text.page === cameFrom && text.page !== pageAddress()
    if (!text || text.at < oldest || (somebody && (!own || answered))) forget(key)
  }
}
