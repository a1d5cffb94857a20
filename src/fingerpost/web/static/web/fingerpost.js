// What pages do better with a script. Without it every page still works.
import { initAll } from './vendor/govuk-frontend.min.js'
import { startAutosave } from './autosave.js'
import { startRanking } from './ranking.js'
import { startRegister } from './register.js'
import { startWalkIns } from './walk-ins.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')

/** Filters send themselves when a choice changes; typed words are sent with Enter or the button. */
function startAutosubmit(scope) {
  for (const form of scope.querySelectorAll('form[data-autosubmit]')) {
    if (form.dataset.started) continue
    form.dataset.started = 'yes'
    form.addEventListener('change', (event) => {
      const control = event.target
      const chosen = control.matches('select, input[type="checkbox"], input[type="radio"]')
      if (chosen) form.requestSubmit()
    })
  }
}

/** One box ticks all of a table's rows; every `data-selected-count` tells how many are ticked. */
function startSelectAll(scope) {
  for (const table of scope.querySelectorAll('[data-select-all]')) {
    if (table.dataset.started) continue
    table.dataset.started = 'yes'
    const all = table.querySelector('[data-select-all-box]')
    const boxes = () => [...table.querySelectorAll('tbody input[type="checkbox"]')]
    const tell = () => {
      const ticked = boxes().filter((box) => box.checked).length
      if (all) {
        all.checked = ticked > 0 && ticked === boxes().length
        all.indeterminate = ticked > 0 && ticked < boxes().length
      }
      for (const place of document.querySelectorAll('[data-selected-count]')) {
        place.textContent = `${ticked} selected`
        place.closest('.fp-bulk')?.classList.toggle('fp-bulk--active', ticked > 0)
      }
    }
    table.addEventListener('change', (event) => {
      if (event.target === all) {
        for (const box of boxes()) box.checked = all.checked
      }
      tell()
    })
    tell()
  }
}

/** A form that changes something is sent once, however often its button is pressed. */
function guardAgainstSendingTwice() {
  document.addEventListener('submit', (event) => {
    const form = event.target
    if (form.method !== 'post' || event.defaultPrevented) return
    if (form.dataset.sent) {
      event.preventDefault()
      return
    }
    form.dataset.sent = 'yes'
    event.submitter?.setAttribute('aria-busy', 'true')
    // A download or a slow answer must not lock the form for good.
    setTimeout(() => release(form), 8000)
  })
  // Coming back with the browser's own button shows the page as it was left.
  window.addEventListener('pageshow', () => {
    for (const form of document.querySelectorAll('form[data-sent]')) release(form)
  })
  document.addEventListener('htmx:afterRequest', (event) => {
    const form = event.target.closest?.('form')
    if (form) release(form)
  })
}

function release(form) {
  delete form.dataset.sent
  for (const button of form.querySelectorAll('[aria-busy]')) button.removeAttribute('aria-busy')
}

function startPrintButtons() {
  document.addEventListener('click', (event) => {
    if (event.target.closest('[data-print]')) window.print()
  })
}

/** A button copies what the field it names holds, and says so. */
function startCopyButtons() {
  document.addEventListener('click', async (event) => {
    const button = event.target.closest('[data-copy]')
    if (!button) return
    const field = document.getElementById(button.dataset.copy)
    field.select()
    try {
      await navigator.clipboard.writeText(field.value)
      button.textContent = 'Copied'
    } catch {
      // Not every browser lets a page copy: the text is selected, ready for the keys.
      field.focus()
    }
  })
}

/** The person menu closes when one clicks beside it or presses Escape. */
function closeMenus() {
  const open = () => document.querySelectorAll('details[data-menu][open]')
  document.addEventListener('click', (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false
  })
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return
    for (const menu of open()) {
      menu.open = false
      menu.querySelector('summary').focus()
    }
  })
}

/** What is long is folded on a phone until somebody opens it, and open on a wide window. */
function startFolds() {
  const small = window.matchMedia('(max-width: 40em)')
  const fold = (shut) => {
    for (const part of document.querySelectorAll('[data-fold-small]')) part.open = !shut
  }
  fold(small.matches)
  small.addEventListener('change', () => fold(small.matches))
  window.addEventListener('beforeprint', () => fold(false))
  window.addEventListener('afterprint', () => fold(small.matches))
}

function start(scope) {
  startAutosubmit(scope)
  startSelectAll(scope)
  startRegister(scope) // first: what was typed comes on top of what stood
  startWalkIns(scope)
  startAutosave(scope)
  startRanking(scope)
}

initAll()
start(document)
guardAgainstSendingTwice()
startPrintButtons()
startCopyButtons()
closeMenus()
startFolds()

document.addEventListener('htmx:afterSwap', (event) => {
  initAll({ scope: event.target })
  start(event.target)
})

// A part of the page that could not be fetched is said, not swallowed.
for (const name of ['htmx:sendError', 'htmx:responseError']) {
  document.addEventListener(name, () => {
    const toast = document.getElementById('toast')
    toast.hidden = false
    toast.textContent = 'That did not work. Check your connection and try again.'
    setTimeout(() => { toast.hidden = true }, 6000)
  })
}
