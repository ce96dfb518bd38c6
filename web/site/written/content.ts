/**
 * The words of the pages that are read, from `content/<language>/*.md`: a few lines about the page, then Markdown. They are ours;
 * nothing that anybody sends comes near them, but for the names and numbers of who runs this instance, which are escaped.
 */
import { Marked } from 'marked';
import type { PublicLanguage } from '../../../src/signals/core/index.ts';
import { speak } from '../../language/words.ts';

const files = import.meta.glob<string>('../../../content/*/*.md', {
  eager: true,
  query: '?raw',
  import: 'default',
});

export interface Written {
  readonly title: string;
  readonly description: string;
  /** What the browser's tab says: nothing that gives a person away. */
  readonly tab: string;
  /** Markdown. */
  readonly body: string;
}

/** Takes a file apart. Source of its form: `content/README.md`. */
export function readWritten(text: string): Written {
  const [, head = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? [];
  const field = (name: string) => new RegExp(`^${name}:\\s*(.+)$`, 'm').exec(head)?.[1]?.trim() ?? '';
  return { title: field('title'), description: field('description'), tab: field('tab'), body };
}

const written = new Map(
  Object.entries(files).map(([path, text]) => {
    const [language = '', file = ''] = path.split('/').slice(-2);
    return [`${language}/${file.replace(/\.md$/, '')}`, readWritten(text)] as const;
  }),
);

/** A file in a language; in English where it is not there yet, and then it says so by its `language`. */
export function writtenIn(language: PublicLanguage, file: string): Written & { language: PublicLanguage } {
  const here = written.get(`${language}/${file}`);
  const found = here ?? written.get(`en/${file}`);
  if (!found) throw new Error(`there is no content/en/${file}.md`);
  return { ...found, language: here ? language : 'en' };
}

const asHtml = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Names and numbers that stand in the text as `{phone}`. */
export interface Facts {
  readonly operator: string;
  readonly hours: string;
  readonly phone: string;
  readonly origin: string;
}

const number = (text: string) => `<span class="number" dir="ltr">${asHtml(text)}</span>`;

/** Nearly a tenth of what a page costs is its Markdown: it is made once for each file and language, since who runs this does not change while it runs. */
const made = new Map<string, { readonly facts: string; readonly html: string }>();

/** A file's words as HTML. There are no more of them kept than files. @param written as `writtenIn` gave it */
export function htmlIn(written: Written & { language: PublicLanguage }, file: string, facts: Facts): string {
  const [key, of] = [`${written.language}/${file}`, JSON.stringify(facts)];
  const known = made.get(key);
  if (known?.facts === of) return known.html;
  const html = htmlOf(written.body, written.language, facts);
  made.set(key, { facts: of, html });
  return html;
}

/** Markdown as HTML, with addresses in the language and the names of whoever runs this. */
export function htmlOf(body: string, language: PublicLanguage, facts: Facts): string {
  const { at } = speak(language);
  const marked = new Marked({
    gfm: true,
    renderer: {
      // Nothing but Markdown: a stray tag is shown as it is written.
      html: ({ text }) => asHtml(text),
      // What is typed into a machine runs from left to right in every language.
      code: ({ text }) => `<pre dir="ltr"><code>${asHtml(text)}</code></pre>`,
      codespan: ({ text }) => `<code dir="ltr">${asHtml(text)}</code>`,
      link({ href, tokens }) {
        const inside = this.parser.parseInline(tokens);
        // A page has languages; a file (`/openapi.json`) has one address.
        const isFile = /^[^?]*\.\w+$/.test(href);
        if (href.startsWith('/')) return `<a href="${asHtml(isFile ? href : at(href))}">${inside}</a>`;
        return href.startsWith('https://')
          ? `<a href="${asHtml(href)}" rel="noreferrer">${inside}</a>`
          : inside;
      },
      table(token) {
        const cells = (row: typeof token.header, tag: 'td' | 'th') =>
          row.map((cell) => `<${tag}>${this.parser.parseInline(cell.tokens)}</${tag}>`).join('');
        const rows = token.rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('');
        // A table wider than a telephone scrolls in itself, and the keyboard reaches it.
        return `<div class="scrolls" tabindex="0"><table><thead><tr>${cells(token.header, 'th')}</tr></thead><tbody>${rows}</tbody></table></div>`;
      },
    },
  });
  const html = marked.parse(body, { async: false });
  return html
    .replaceAll('{operator}', asHtml(facts.operator))
    .replaceAll('{hours}', asHtml(facts.hours))
    .replaceAll('{phone}', number(facts.phone))
    .replaceAll('{origin}', asHtml(facts.origin));
}

/** One question of a self-check, with every answer and what is to be said of it. */
export interface Question {
  readonly question: string;
  readonly answers: readonly { readonly text: string; readonly right: boolean; readonly why: string }[];
}

/** A self-check: what is said before, and its questions, each `## question` and a list of `- [x] answer :: why`. */
export function questionsOf(body: string): { lead: string; questions: readonly Question[] } {
  const [lead = '', ...parts] = body.split(/^## /m);
  return {
    lead: lead.trim(),
    questions: parts.map((part) => {
      const [question = '', ...lines] = part.split('\n');
      return {
        question: question.trim(),
        answers: lines.flatMap((line) => {
          const [, mark, text = '', why = ''] = /^- \[([ x])\] (.+?) :: (.+)$/.exec(line.trim()) ?? [];
          return mark ? [{ text, why, right: mark === 'x' }] : [];
        }),
      };
    }),
  };
}
