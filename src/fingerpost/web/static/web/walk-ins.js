// Names of students who came without being down for a session, noted without a connection.
//
// <form data-autosave … data-walk-ins="/address of the register">: a text field, a button, a list,
// and the field `came` (one name a line), which autosave.js keeps and sends. The server puts those
// on the register whose name is clear; the others stay in the list, to be looked for.

export function startWalkIns(scope) {
  for (const form of scope.querySelectorAll('form[data-walk-ins]')) {
    if (form.dataset.walkInsStarted) continue
    form.dataset.walkInsStarted = 'yes'
    const field = form.querySelector('[data-walk-in-name]')
    // Only whole names are sent: what is half typed could be another student's.
    for (const event of ['input', 'change']) field.addEventListener(event, (one) => one.stopPropagation())
    field.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter') return
      event.preventDefault()
      note(form, field)
    })
    form.querySelector('[data-walk-in-note]').addEventListener('click', () => note(form, field))
    form.addEventListener('autosave:restored', () => show(form))
    form.addEventListener('autosave:saved', (event) => takeOff(form, event.detail.sent))
    show(form)
  }
}

function names(form) {
  return form.elements.namedItem('came').value.split('\n').filter(Boolean)
}

function note(form, field) {
  const name = field.value.trim().replace(/\s+/g, ' ')
  field.focus()
  if (!name) return
  field.value = ''
  setNames(form, [...new Set([...names(form), name])])
}

function setNames(form, all) {
  const came = form.elements.namedItem('came')
  came.value = all.join('\n')
  came.dispatchEvent(new Event('change', { bubbles: true }))
  show(form)
}

/** What the server has needs no noting any more; what was noted meanwhile stays. */
function takeOff(form, sent) {
  const gone = new Set((sent.get('came') || '').split(/\r?\n/))
  form.elements.namedItem('came').value = names(form).filter((name) => !gone.has(name)).join('\n')
  show(form)
}

function show(form) {
  const list = form.querySelector('[data-walk-in-list]')
  if (names(form).length) form.closest('details').open = true
  list.replaceChildren(...names(form).map((name) => line(form, name)))
}

function line(form, name) {
  const item = document.createElement('li')
  const look = document.createElement('a')
  look.className = 'govuk-link'
  look.href = `${form.dataset.walkIns}?q=${encodeURIComponent(name)}#walk-in`
  look.textContent = 'Look'
  const remove = document.createElement('button')
  remove.type = 'button'
  remove.className = 'fp-link-button'
  remove.textContent = 'Take off'
  for (const control of [look, remove]) {
    const about = document.createElement('span')
    about.className = 'govuk-visually-hidden'
    about.textContent = `: ${name}`
    control.append(about)
  }
  remove.addEventListener('click', () => setNames(form, names(form).filter((other) => other !== name)))
  item.append(`${name} `, look, ' ', remove)
  return item
}
