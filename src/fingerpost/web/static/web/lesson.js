// The slides of a lesson: arrow keys, and the keys of a presenter's remote, go on and back.

const KEYS = { ArrowRight: 'on', PageDown: 'on', ArrowLeft: 'back', PageUp: 'back' }

document.addEventListener('keydown', (event) => {
  const way = KEYS[event.key]
  if (!way || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
  if (event.target.closest('input, select, textarea')) return
  const link = document.querySelector(`[data-slide-to="${way}"]`)
  if (!link) return
  event.preventDefault()
  link.click()
})
