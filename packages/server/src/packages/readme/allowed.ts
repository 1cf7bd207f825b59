import { defaultSchema } from 'rehype-sanitize'
import type rehypeSanitize from 'rehype-sanitize'

type Schema = Extract<Parameters<typeof rehypeSanitize>[0], object>

/** What stands before every id that a README's heading or footnote has, so that none is one of the page's. */
export const idPrefix = 'readme-'

const side: ['align', 'left', 'right', 'center'] = ['align', 'left', 'right', 'center']

/**
 * What Markdown of strangers may become: no style, script, form or frame, no drawing language, no class but a code's language,
 * and no id but a footnote's. Addresses are looked at behind this by `links.ts`.
 */
export const allowed: Schema = {
  tagNames: [
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'div', 'br', 'hr', 'blockquote', 'section'],
    ...['ul', 'ol', 'li', 'dl', 'dt', 'dd', 'details', 'summary', 'figure', 'figcaption'],
    ...['table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td'],
    ...['pre', 'code', 'kbd', 'samp', 'var', 'em', 'strong', 'b', 'i', 'u', 's', 'del', 'ins', 'mark'],
    ...['small', 'sub', 'sup', 'abbr', 'cite', 'q', 'ruby', 'rp', 'rt', 'a', 'img', 'input'],
  ],
  attributes: {
    a: ['href', 'title', ['id', /^readme-fnref-[\w-]{1,100}$/]],
    li: [['id', /^readme-fn-[\w-]{1,100}$/]],
    img: ['src', 'alt', 'title', 'width', 'height', side],
    code: [['className', /^language-[\w+#.-]{1,40}$/]],
    input: [['type', 'checkbox'], ['disabled', true], 'checked'],
    ol: ['start', 'reversed'],
    details: ['open'],
    abbr: ['title'],
    div: [side],
    p: [side],
    ...Object.fromEntries(['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((name) => [name, [side]])),
    ...Object.fromEntries(['th', 'td'].map((name) => [name, [side, 'colSpan', 'rowSpan']])),
  },
  // Every input is a box of a list, and dead.
  required: { input: { disabled: true, type: 'checkbox' } },
  protocols: {},
  strip: [
    ...['script', 'style', 'template', 'noscript', 'noembed', 'noframes', 'title', 'textarea', 'select'],
    ...['iframe', 'object', 'embed', 'svg', 'math', 'video', 'audio', 'canvas', 'xmp', 'plaintext', 'button'],
  ],
  ancestors: { ...defaultSchema.ancestors },
  clobber: [],
  allowComments: false,
  allowDoctypes: false,
}
