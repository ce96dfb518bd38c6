/**
 * Every way by which something leaves this house, read from its code: what is sent and said, which addresses answer somebody who is not
 * its own staff, which rows others may see, and which files reach for the network, a disk or a terminal.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import type { Permission, Role } from '../../src/identity/core/index.ts';
import type { Access } from '../../src/identity/index.ts';
import type { Grant } from '../../src/platform/database/row-policy.ts';

export interface House {
  /** The product's own code by its path; tests are no part of it. */
  readonly files: ReadonlyMap<string, string>;
  /** Addresses, and pages by the file that makes them. */
  readonly access: readonly (readonly [address: string, access: Access])[];
  readonly policy: Readonly<Record<Permission, readonly Role[]>>;
  readonly operatorRoles: readonly Role[];
  readonly rows: Readonly<Record<string, readonly Grant[]>>;
}

/** Functions by which words go to somebody, wherever they are called. */
const sending = ['send', 'openVoiceTask', 'mintClearance', 'storedClearance', 'openOutbound', 'fetch'];
/** Modules that reach outside this process. */
const reaching =
  /^(node:)?(https?|http2|net|tls|dgram|dns|dns\/promises|child_process|worker_threads)$|^(nodemailer|twilio|web-push|undici|ws|axios|got)$/;
/** Names of node:fs that write. */
const writing = /^(writeFile|appendFile|createWriteStream|open|copyFile|rename|cp|writeFileSync|openSync)$/;

export async function readSource(folder = 'src'): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const entry of await readdir(folder, { recursive: true })) {
    const file = join(folder, entry);
    if (/\.tsx?$/.test(file) && !/\.test\.ts$/.test(file)) files.set(file, await readFile(file, 'utf8'));
  }
  return files;
}

/** The function in which a node stands, by its name; of functions in functions the outermost. */
function functionOf(node: ts.Node): string {
  let name = '';
  for (let at: ts.Node | undefined = node; at; at = at.parent) {
    if (ts.isFunctionDeclaration(at) || ts.isMethodDeclaration(at)) name = at.name?.getText() ?? name;
    if (ts.isVariableDeclaration(at) && ts.isSourceFile(at.parent.parent.parent)) name = at.name.getText();
    if (ts.isClassDeclaration(at)) name = at.name?.getText() ?? name;
  }
  return name || 'the file';
}

function importsOf(file: string, node: ts.ImportDeclaration): string[] {
  const from = (node.moduleSpecifier as ts.StringLiteral).text;
  const clause = node.importClause;
  if (clause?.isTypeOnly) return [];
  const bindings = clause?.namedBindings;
  const named =
    bindings && ts.isNamedImports(bindings)
      ? bindings.elements.filter((one) => !one.isTypeOnly).map((one) => (one.propertyName ?? one.name).text)
      : ['everything'];
  if (reaching.test(from) && named.length) return [`${file} imports ${from}`];
  if (
    /^(node:)?fs(\/promises)?$/.test(from) &&
    named.some((one) => writing.test(one) || one === 'everything')
  )
    return [`${file} writes files`];
  return [];
}

/** What was read once of a file, by its text: a plant changes one of some hundred. */
const read = new Map<string, readonly string[]>();
function waysOfFile(file: string, text: string): readonly string[] {
  const key = `${file}\n${text}`;
  const found = read.get(key) ?? readWays(file, text);
  read.set(key, found);
  return found;
}

function readWays(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) found.push(...importsOf(file, node));
    if (ts.isCallExpression(node)) {
      const callee = node.expression;
      if (ts.isIdentifier(callee) && sending.includes(callee.text))
        found.push(`${file} ${functionOf(node)}: ${callee.text}`);
      if (callee.kind === ts.SyntaxKind.ImportKeyword) {
        const [what] = node.arguments;
        const from = what && ts.isStringLiteral(what) ? what.text : 'what is not written out';
        if (!from.startsWith('.') && (reaching.test(from) || !/^[\w@]/.test(from)))
          found.push(`${file} imports ${from}`);
        if (from === 'what is not written out') found.push(`${file} imports ${from}`);
      }
      if (/^(globalThis\.fetch|process\.(stdout|stderr)\.write|console\.\w+)$/.test(callee.getText()))
        found.push(`${file} ${functionOf(node)}: ${callee.getText()}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Addresses that answer somebody else than the staff of who runs this. */
function waysOfAddress(address: string, access: Access, { policy, operatorRoles }: House): string[] {
  const staff = (permission: Permission) =>
    policy[permission].filter((role) => !operatorRoles.includes(role)).map((role) => `${address} to ${role}`);
  if (typeof access !== 'string') return [`${address} to anybody`, ...staff(access.more)];
  return Object.hasOwn(policy, access) ? staff(access as Permission) : [`${address} to ${access}`];
}

/** Every way out, each once, in order. */
export function waysOut(house: House): string[] {
  const found = [
    ...[...house.files].flatMap(([file, text]) => waysOfFile(file, text)),
    ...house.access.flatMap(([address, access]) => waysOfAddress(address, access, house)),
    ...Object.entries(house.rows).flatMap(([table, grants]) =>
      grants
        .filter(({ acts }) => acts.includes('select'))
        .flatMap(({ to }) =>
          (to === 'everybody' ? (['everybody'] as const) : to)
            .filter((kind) => kind !== 'system' && kind !== 'hotline')
            .map((kind) => `rows of ${table} to ${kind}`),
        ),
    ),
  ];
  return [...new Set(found)].sort();
}
