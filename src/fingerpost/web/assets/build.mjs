// Builds the page styles: `node src/fingerpost/web/assets/build.mjs`.
// Compiles the Sass beside this file and copies the few vendor files that pages need.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as sass from 'sass'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '..', '..', '..', '..')
const out = join(here, '..', 'static', 'web')
const vendor = join(out, 'vendor')
const modules = join(root, 'node_modules')

rmSync(vendor, { recursive: true, force: true })
mkdirSync(join(vendor, 'fonts'), { recursive: true })

const { css } = sass.compile(join(here, 'scss', 'fingerpost.scss'), {
  loadPaths: [modules],
  quietDeps: true,
  style: 'compressed'
})
writeFileSync(join(out, 'fingerpost.css'), css)

const font = join(modules, '@fontsource', 'atkinson-hyperlegible-next')
for (const weight of ['400', '700']) {
  for (const subset of ['latin', 'latin-ext']) {
    const name = `atkinson-hyperlegible-next-${subset}-${weight}-normal.woff2`
    copyFileSync(join(font, 'files', name), join(vendor, 'fonts', name))
  }
}
copyFileSync(join(font, 'LICENSE'), join(vendor, 'fonts', 'LICENSE'))

// The source map is not shipped, so the comment that points at it must go:
// Django's manifest storage refuses a file that refers to a missing one.
const script = readFileSync(
  join(modules, 'govuk-frontend', 'dist', 'govuk', 'govuk-frontend.min.js'),
  'utf8'
)
writeFileSync(
  join(vendor, 'govuk-frontend.min.js'),
  script.replace(/^\/\/# sourceMappingURL=.*$/m, '')
)

const version = createRequire(import.meta.url)(
  join(modules, 'govuk-frontend', 'package.json')
).version
writeFileSync(
  join(vendor, 'NOTICE'),
  `govuk-frontend ${version}: MIT License, copyright Crown copyright (Government Digital Service).
Its crest, crown and the GDS Transport font are not part of Fingerpost.
Atkinson Hyperlegible Next: SIL Open Font License 1.1, see fonts/LICENSE.
`
)
console.log(`fingerpost.css ${Math.round(css.length / 1024)} kB, govuk-frontend ${version}`)
