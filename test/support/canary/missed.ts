/**
 * What of a house takes words, and where the walk put none: addresses of the API by their description, forms by the pages that showed
 * them, acts of pages by the code that does them. A new one is missed until somebody walks it.
 */
import { readFile } from 'node:fs/promises';
import ts from 'typescript';
import type { Call, Walk } from './walk.ts';

interface Schema {
  readonly type?: string;
  readonly enum?: unknown;
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}
interface Operation {
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: Schema }>> };
}
export interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** The fields of a body that hold whatever somebody writes: strings of no list and no form. */
function wordFields(schema: Schema | undefined, path = ''): string[] {
  if (!schema) return [];
  const within = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  const bare = schema.enum === undefined && schema.const === undefined && !schema.format && !schema.pattern;
  return [
    ...new Set([
      ...(schema.type === 'string' && bare ? [path] : []),
      ...within.flatMap((one) => wordFields(one, path)),
      ...Object.entries(schema.properties ?? {}).flatMap(([name, one]) =>
        wordFields(one, path ? `${path}.${name}` : name),
      ),
      ...(schema.items ? wordFields(schema.items, `${path}[]`) : []),
    ]),
  ];
}

const pathOf = (url: string): string => url.split(/[?#]/, 1)[0]!;

/** Which pattern an address is of; one that is written out before one with a parameter. */
function patternOf(url: string, patterns: readonly string[]): string | undefined {
  const parts = pathOf(url).split('/');
  const fits = patterns.filter((pattern) => {
    const wanted = pattern.split('/');
    return (
      wanted.length === parts.length && wanted.every((one, n) => one.startsWith(':') || one === parts[n])
    );
  });
  return fits.sort((a, b) => a.split(':').length - b.split(':').length)[0];
}

const holds = (call: Call, field: string, marks: readonly string[]): boolean =>
  (call.fields.get(field) ?? []).some((value) => marks.some((mark) => value.toLowerCase().includes(mark)));

const marksOf = (walks: readonly Walk[]): string[] => walks.flatMap(({ given }) => [given.mark, given.named]);

/**
 * Fields of the API, `POST /v1/… field`, into which no accepted call put a mark; and addresses that nobody described, which no call
 * reached.
 */
export function missedOfApi(
  routes: readonly string[],
  { paths }: Description,
  walks: readonly Walk[],
): string[] {
  const marks = marksOf(walks);
  const patterns = routes.map((route) => route.split(' ')[1]!);
  const accepted = walks.flatMap(({ calls }) => calls).filter((call) => call.accepted);
  return routes.flatMap((route) => {
    const [method, pattern] = route.split(' ') as ['GET' | 'POST', string];
    if (method === 'GET') return [];
    const calls = accepted.filter(
      (call) => call.method === method && patternOf(call.url, patterns) === pattern,
    );
    const operation = paths[pattern.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
    const schema = operation?.requestBody?.content['application/json']?.schema;
    if (!schema) return calls.length ? [] : [route];
    return wordFields(schema)
      .filter((field) => !calls.some((call) => holds(call, field, marks)))
      .map((field) => `${route} ${field}`);
  });
}

/** Addresses with a place for words in them, asked without: in a parameter or behind the question mark. */
export function neverAskedWrongly(access: readonly string[], walks: readonly Walk[]): string[] {
  const asked = walks.flatMap(({ calls, given }) =>
    calls.filter(({ url }) => url.includes(given.mark)).map(({ method, url }) => `${method} ${pathOf(url)}`),
  );
  const marks = walks.map(({ given }) => given.mark);
  return access.filter((route) =>
    marks.every((mark) => !asked.includes(route.replaceAll(/:\w+/g, mark).replace('*', mark))),
  );
}

interface Shown {
  readonly pattern: string;
  readonly acts: readonly string[];
  readonly fields: readonly string[];
}

const attribute = (tag: string, name: string): string | undefined =>
  new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];

/** The posted forms of a page: where each is sent, its buttons, and its fields for words. */
function formsIn({ url, answer }: Call, patterns: readonly string[]): Shown[] {
  return [...answer.body.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].flatMap(([, head, body]) => {
    if (attribute(head!, 'method') !== 'post') return [];
    const pattern = patternOf(attribute(head!, 'action') ?? url, patterns);
    const tags = [...body!.matchAll(/<(?:input|button|textarea)\b[^>]*>/g)].map(([tag]) => tag);
    const acts = tags.filter((tag) => /^(do|go)$/.test(attribute(tag, 'name') ?? ''));
    const typed = tags.filter(
      (tag) =>
        tag.startsWith('<textarea') ||
        (tag.startsWith('<input') &&
          /^(text|email|search|password|url|tel)$/.test(attribute(tag, 'type') ?? 'text')),
    );
    return [
      {
        pattern: pattern ?? pathOf(url),
        acts: acts.map((tag) => attribute(tag, 'value') ?? ''),
        fields: typed.flatMap((tag) => attribute(tag, 'name') ?? []),
      },
    ];
  });
}

const actOf = ({ fields }: Call): string => fields.get('do')?.[0] ?? fields.get('go')?.[0] ?? '';

/** Fields of forms that pages showed, `/page field`, which no accepted form held with a mark in them. */
export function missedOfForms(patterns: readonly string[], walks: readonly Walk[]): string[] {
  const marks = marksOf(walks);
  const calls = walks.flatMap((walk) => walk.calls);
  // `/page act field` of each field that was sent with a mark.
  const sent = new Set(
    calls
      .filter(({ method, accepted }) => method === 'POST' && accepted)
      .flatMap((call) => {
        const pattern = patternOf(call.url, patterns);
        return [...call.fields.keys()]
          .filter((field) => holds(call, field, marks))
          .flatMap((field) => [`${pattern} ${actOf(call)} ${field}`, `${pattern} * ${field}`]);
      }),
  );
  const missed = calls
    .filter(({ answer }) => String(answer.headers['content-type']).includes('html'))
    .flatMap((call) => formsIn(call, patterns))
    .flatMap(({ pattern, acts, fields }) =>
      fields
        .filter(
          (field) => !(acts.length ? acts : ['*']).some((act) => sent.has(`${pattern} ${act} ${field}`)),
        )
        .map((field) => `${pattern} ${field}`),
    );
  return [...new Set(missed)].sort();
}

/** Functions of pages in which an act is told from another by its name. */
const acting = /^(action|act|onTheFloor)$/;
/** What an act is called there. */
const named = /^(act|what|name|answer|pressed|form\.get\('(do|go)'\)|text\('do'\))$/;

/** The acts of a page, by the code that does them. */
function actsIn(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const keys = (node: ts.Node | undefined) => {
    if (node && ts.isObjectLiteralExpression(node))
      found.push(...node.properties.flatMap(({ name }) => (name ? name.getText().replaceAll("'", '') : [])));
  };
  const visit = (node: ts.Node): void => {
    if (ts.isCaseClause(node) && ts.isStringLiteral(node.expression)) found.push(node.expression.text);
    if (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.EqualsEqualsEqualsToken &&
      ts.isStringLiteral(node.right) &&
      named.test(node.left.getText())
    )
      found.push(node.right.text);
    if (ts.isCallExpression(node) && node.expression.getText() === 'deskAction') keys(node.arguments[1]);
    if (ts.isVariableDeclaration(node) && node.name.getText() === 'acts') keys(node.initializer);
    ts.forEachChild(node, visit);
  };
  for (const statement of source.statements) {
    const isActing =
      (ts.isFunctionDeclaration(statement) && acting.test(statement.name?.text ?? '')) ||
      (ts.isVariableStatement(statement) &&
        statement.declarationList.declarations.some(({ name }) => acting.test(name.getText())));
    if (isActing) visit(statement);
  }
  return [...new Set(found)];
}

/** What some pages do stands in a file beside them. */
const beside: Readonly<Record<string, string>> = {
  'web/console/signal.tsx': 'web/console/signal-acts.ts',
  'web/console/queue.tsx': 'web/console/floor-acts.ts',
};

/** Acts of pages, `/page act`, that the walk did not do. @param pages each page's file and pattern */
export async function missedActs(
  pages: readonly { readonly file: string; readonly pattern: string }[],
  walks: readonly Walk[],
): Promise<string[]> {
  const patterns = pages.map(({ pattern }) => pattern);
  const sent = walks
    .flatMap(({ calls }) => calls)
    .filter(({ method, accepted }) => method === 'POST' && accepted);
  const missed: string[] = [];
  for (const { file, pattern } of pages) {
    const texts = [file, ...(beside[file] ? [beside[file]] : [])].map((one) => readFile(one, 'utf8'));
    const [page, more] = await Promise.all(texts);
    if (!/export (async )?(function|const) action\b/.test(page!)) continue;
    const acts = [...actsIn(file, page!), ...(more ? actsIn(beside[file]!, more) : [])];
    const here = sent.filter((call) => patternOf(call.url, patterns) === pattern);
    if (here.length === 0) missed.push(pattern);
    missed.push(
      ...acts.filter((act) => !here.some((call) => actOf(call) === act)).map((act) => `${pattern} ${act}`),
    );
  }
  return [...new Set(missed)].sort();
}
