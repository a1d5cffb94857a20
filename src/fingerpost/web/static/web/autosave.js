// Keeps what someone types: on the server while there is a connection, in this browser until then.
//
// <form data-autosave data-autosave-url="/…" data-autosave-key="interview-9-4">
//   … fields …
//   <p class="fp-saved" data-autosave-state aria-live="polite"></p>
//
// The form is posted to data-autosave-url a moment after typing stops. Answers:
//   2xx  JSON, optional `fields` {name: value} to put back into the form (such as a new version)
//   409  JSON {conflict_url}: someone else saved first; that page shows both texts
//   400, 422  refused as it stands (JSON `message`); kept here, and sent again after more typing
//   anything else, or no answer: kept here and tried again
// The kept text leaves this browser as soon as the server has it, and when the form is sent.

const PAUSE = 1200 // ms of no typing before saving
const RETRY = 15000 // ms between tries without a connection
const KEEP_DAYS = 14
const PREFIX = 'fingerpost.autosave.'
const NOT_KEPT = new Set(['csrfmiddlewaretoken'])

const WORDS = {
  typing: 'Not saved yet',
  saving: 'Saving…',
  saved: 'Saved',
  offline: 'No connection. What you typed is kept on this device and will be saved when you are back.',
  signedout: 'You are signed out. What you typed is kept on this device. Sign in again to save it.',
  restored: 'We found text you had not saved, and put it back.',
  refused: 'Not saved yet. Check what you typed.'
}

export function startAutosave(scope) {
  for (const form of scope.querySelectorAll('form[data-autosave]')) {
    if (form.dataset.autosaveStarted) continue
    form.dataset.autosaveStarted = 'yes'
    new Autosave(form).start()
  }
  forgetOldTexts()
}

class Autosave {
  constructor(form) {
    this.form = form
    this.url = form.dataset.autosaveUrl
    this.key = PREFIX + (form.dataset.autosaveKey || this.url)
    this.place = form.querySelector('[data-autosave-state]')
    this.timer = null
    this.busy = false
    this.dirty = false
  }

  start() {
    this.restore()
    this.form.addEventListener('input', () => this.changed())
    this.form.addEventListener('change', () => this.changed())
    // The page that follows shows the saved text; if sending fails the text comes back from here.
    this.form.addEventListener('submit', (event) => {
      clearTimeout(this.timer)
      if (!navigator.onLine) {
        event.preventDefault()
        this.keep()
        this.say('offline')
        return
      }
      this.sending = true
      this.keep({ sent: true })
    })
    window.addEventListener('online', () => this.dirty && this.save())
    window.addEventListener('offline', () => this.dirty && this.say('offline'))
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden' && this.dirty) this.save({ keepalive: true })
    })
    window.addEventListener('beforeunload', (event) => {
      if (this.dirty && !this.sending && !this.kept) event.preventDefault()
    })
  }

  changed() {
    this.dirty = true
    this.keep()
    if (!this.busy) this.say(navigator.onLine ? 'typing' : 'offline')
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.save(), PAUSE)
  }

  async save({ keepalive = false } = {}) {
    if (this.busy || this.sending) return
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
    await this.settle(answer)
  }

  async settle(answer) {
    const said = answer?.headers.get('content-type')?.includes('json')
      ? await answer.json().catch(() => ({}))
      : {}
    if (answer?.ok) return this.settled(said)
    this.dirty = true
    this.keep()
    if (answer?.status === 409 && said.conflict_url) {
      this.sending = true // the text is kept: leaving needs no question
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

  settled(said) {
    for (const [name, value] of Object.entries(said.fields || {})) {
      const control = this.form.elements.namedItem(name)
      // Only what the person cannot be typing in: a version number, a token.
      if (control?.type === 'hidden') control.value = value
    }
    if (this.dirty) { // they typed on while we saved
      this.keep()
      this.timer = setTimeout(() => this.save(), PAUSE)
      return
    }
    forget(this.key)
    this.kept = false
    const time = new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
    this.say('saved', `Saved at ${time}`)
  }

  keep({ sent = false } = {}) {
    const values = []
    for (const [name, value] of new FormData(this.form)) {
      if (typeof value === 'string' && !NOT_KEPT.has(name)) values.push([name, value])
    }
    try {
      localStorage.setItem(this.key, JSON.stringify({ at: Date.now(), sent, values }))
      this.kept = true
    } catch {
      this.kept = false // storage is full or forbidden: the browser asks before leaving
    }
  }

  restore() {
    let found = null
    try {
      found = JSON.parse(localStorage.getItem(this.key))
    } catch {
      found = null
    }
    if (!found) return
    if (found.sent && !this.form.querySelector('.govuk-form-group--error')) {
      // The form was sent and the server answered without complaint: it has the text.
      forget(this.key)
      return
    }
    if (!this.put(found.values)) return
    this.kept = true
    this.dirty = true
    this.say('restored')
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

function forget(key) {
  try {
    localStorage.removeItem(key)
  } catch {
    // nothing was kept
  }
}

/** Shared computers: a text nobody came back for is not kept for ever. */
function forgetOldTexts() {
  const oldest = Date.now() - KEEP_DAYS * 86400000
  try {
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(PREFIX)) continue
      const at = JSON.parse(localStorage.getItem(key))?.at ?? 0
      if (at < oldest) localStorage.removeItem(key)
    }
  } catch {
    // storage is forbidden, or holds something we did not write
  }
}
