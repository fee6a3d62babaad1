'use strict'

// Light or dark: as the system has it, until someone chooses.
const root = document.documentElement
const chosen = (() => { try { return localStorage.getItem('theme') } catch { return null } })()
if (chosen) root.dataset.theme = chosen
document.getElementById('theme').addEventListener('click', () => {
  const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches
  root.dataset.theme = dark ? 'light' : 'dark'
  try { localStorage.setItem('theme', root.dataset.theme) } catch { /* it is kept for this page */ }
})

// The menu is open where there is room beside the text.
const roomy = matchMedia('(min-width: 52.01rem)')
const menu = document.querySelector('.menu')
const fit = () => { menu.open = roomy.matches }
roomy.addEventListener('change', fit)
fit()

for (const heading of document.querySelectorAll('main h2[id], main h3[id]')) {
  const link = Object.assign(document.createElement('a'), { className: 'anchor', href: '#' + heading.id, textContent: '#' })
  link.setAttribute('aria-label', 'Link to this part')
  heading.append(link)
}

// What is copied are the commands of a session, not their marks and answers.
for (const block of document.querySelectorAll('main pre')) {
  const text = block.textContent
  const typed = text.split('\n').filter(line => line.startsWith('$ ')).map(line => line.slice(2).replace(/ {2,}#.*$/, ''))
  const button = Object.assign(document.createElement('button'), { className: 'copy', type: 'button', textContent: 'Copy' })
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(typed.length ? typed.join('\n') : text)
    button.textContent = 'Copied'
    setTimeout(() => { button.textContent = 'Copy' }, 1500)
  })
  block.append(button)
}

// The search.
const box = document.getElementById('search')
const results = document.getElementById('results')
const most = 12
let index

const load = () => index ??= new Promise((done, fail) => {
  const script = Object.assign(document.createElement('script'), { src: 'index.js', onload: () => done(window.searchIndex), onerror: fail })
  document.head.append(script)
})

// What a place is called; every command begins with the same word.
const titled = place => place.t.toLowerCase().replace(/^kamal /, '')

// How well a place fits a word: the whole title, the beginning of a word of it, a part of it, the text.
const fits = (place, word) => {
  const title = titled(place)
  if (title === word) return 100
  if (title.split(/[^a-z0-9_-]+/).some(part => part.startsWith(word))) return 40
  if (title.includes(word)) return 20
  return place.x.toLowerCase().includes(word) ? 3 : 0
}

const find = (places, query) => {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (!words.length) return []
  const found = []
  for (const place of places) {
    const each = words.map(word => fits(place, word))
    if (each.every(Boolean)) found.push([each.reduce((a, b) => a + b) + (titled(place) === words.join(' ') ? 200 : 0) - place.t.length / 50, place])
  }
  return found.sort((a, b) => b[0] - a[0]).slice(0, most).map(([, place]) => place)
}

const around = (text, word) => {
  const at = Math.max(0, text.toLowerCase().indexOf(word.toLowerCase()) - 30)
  return (at ? '…' : '') + text.slice(at, at + 140)
}

const show = async () => {
  const query = box.value.trim()
  const found = query ? find(await load(), query) : []
  results.replaceChildren(...found.map(place => {
    const line = document.createElement('li')
    line.role = 'option'
    const link = Object.assign(document.createElement('a'), { href: place.u, tabIndex: -1 })
    link.append(Object.assign(document.createElement('small'), { textContent: place.k }), place.t,
      Object.assign(document.createElement('span'), { textContent: around(place.x, query.split(/\s+/)[0]) }))
    line.append(link)
    return line
  }))
  if (query && !found.length) {
    results.append(Object.assign(document.createElement('li'), { className: 'none', textContent: `Nothing is about “${query}”.` }))
  }
  results.firstElementChild?.setAttribute('aria-selected', 'true')
  open(Boolean(query))
}

const open = yes => {
  results.hidden = !yes
  box.setAttribute('aria-expanded', String(yes))
}

const move = by => {
  const lines = [...results.children]
  const now = lines.findIndex(line => line.getAttribute('aria-selected'))
  const next = lines[Math.min(lines.length - 1, Math.max(0, now + by))]
  lines[now]?.removeAttribute('aria-selected')
  next?.setAttribute('aria-selected', 'true')
  next?.scrollIntoView({ block: 'nearest' })
}

box.addEventListener('focus', load)
box.addEventListener('input', show)
box.addEventListener('keydown', event => {
  const keys = { ArrowDown: () => move(1), ArrowUp: () => move(-1), Escape: () => { open(false); box.blur() } }
  if (event.key === 'Enter') results.querySelector('[aria-selected] a')?.click()
  if (!keys[event.key]) return
  event.preventDefault()
  keys[event.key]()
})
document.addEventListener('keydown', event => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || /^(INPUT|TEXTAREA)$/.test(event.target.tagName)) return
  event.preventDefault()
  box.focus()
})
document.addEventListener('click', event => { if (!event.target.closest('search')) open(false) })
results.addEventListener('click', () => open(false))

// A search can be linked to: page.html?q=words.
const asked = new URLSearchParams(location.search).get('q')
if (asked) {
  box.value = asked
  show()
}
