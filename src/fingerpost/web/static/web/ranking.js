// Ranking by tapping: "Add" puts a session at the end of one's choices; Up, Down and Remove change
// their order. What is sent are the lists to choose from, which a page without scripts shows.

/** Join the cards, the list of choices and the selects of a form marked `data-ranking`. */
export function startRanking(scope) {
  for (const form of scope.querySelectorAll('form[data-ranking]')) {
    if (form.dataset.started) continue
    form.dataset.started = 'yes'
    new Ranking(form)
  }
}

class Ranking {
  constructor(form) {
    this.list = form.querySelector('[data-ranking-list]')
    this.empty = form.querySelector('.fp-ranking__empty')
    this.status = form.querySelector('[data-ranking-status]')
    this.selects = [...form.querySelectorAll('select[name^="rank"]')]
    this.cards = new Map()
    for (const card of form.querySelectorAll('[data-pick]')) {
      this.cards.set(card.dataset.pick, card)
      card.querySelector('[data-pick-add]').addEventListener('click', () => this.add(card.dataset.pick))
    }
    this.chosen = this.selects.map((select) => select.value).filter((key) => this.cards.has(key))
    this.list.addEventListener('click', (event) => this.pressed(event))
    this.draw()
  }

  title(key) {
    return this.cards.get(key).dataset.title
  }

  add(key) {
    if (this.chosen.includes(key) || this.chosen.length === this.selects.length) return
    this.chosen.push(key)
    this.draw()
    this.say(`${this.title(key)}: choice ${this.chosen.length}`)
  }

  pressed(event) {
    const button = event.target.closest('button[data-move]')
    if (!button) return
    const at = Number(button.closest('li').dataset.at)
    const key = this.chosen[at]
    const move = button.dataset.move
    this.chosen.splice(at, 1)
    if (move === 'remove') {
      this.draw()
      this.say(`${this.title(key)} is off your list`)
      // The button that had the keyboard is gone: the card's own takes its place.
      this.cards.get(key).querySelector('[data-pick-add]').focus()
      return
    }
    const to = at + (move === 'up' ? -1 : 1)
    this.chosen.splice(to, 0, key)
    this.draw()
    this.say(`${this.title(key)}: choice ${to + 1}`)
    const buttons = [...this.list.children[to].querySelectorAll('button:not([disabled])')]
    const same = buttons.find((one) => one.dataset.move === move)
    const next = same ?? buttons[0]
    next.focus()
  }

  say(words) {
    this.status.textContent = words
  }

  draw() {
    this.selects.forEach((select, at) => { select.value = this.chosen[at] ?? '' })
    this.list.replaceChildren(...this.chosen.map((key, at) => this.line(key, at)))
    this.empty.hidden = this.chosen.length > 0
    for (const [key, card] of this.cards) {
      const at = this.chosen.indexOf(key)
      card.classList.toggle('fp-pick__item--chosen', at >= 0)
      const button = card.querySelector('[data-pick-add]')
      button.firstChild.textContent = at >= 0 ? `Choice ${at + 1}` : 'Add'
      button.setAttribute('aria-pressed', at >= 0 ? 'true' : 'false')
    }
  }

  line(key, at) {
    const line = document.createElement('li')
    line.className = 'fp-ranking__item'
    line.dataset.at = String(at)
    const words = document.createElement('span')
    words.className = 'fp-ranking__title'
    words.textContent = this.title(key)
    line.append(words, this.buttons(key, at))
    return line
  }

  buttons(key, at) {
    const group = document.createElement('span')
    group.className = 'fp-ranking__buttons'
    const moves = [['up', 'Up', at === 0], ['down', 'Down', at === this.chosen.length - 1], ['remove', 'Remove', false]]
    for (const [move, words, off] of moves) {
      const button = document.createElement('button')
      button.type = 'button'
      button.className = 'govuk-button govuk-button--secondary'
      button.dataset.move = move
      button.disabled = off
      button.append(words)
      const about = document.createElement('span')
      about.className = 'govuk-visually-hidden'
      about.textContent = `: ${this.title(key)}`
      button.append(about)
      group.append(button)
    }
    return group
  }
}
