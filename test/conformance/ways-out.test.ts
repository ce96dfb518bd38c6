/**
 * Every way out of the house stands in a table (test/support/known-ways-out.ts) with the ledger that it asks; one that the code has and the
 * table has not is a failure, and so is the other way round. Source: security.md 11.
 */
import { readFile } from 'node:fs/promises';
import type { RouteConfigEntry } from '@react-router/dev/routes';
import { describe, expect, test } from 'vitest';
import { operatorRoles, policy } from '../../src/identity/core/index.ts';
import type { Access } from '../../src/identity/index.ts';
import { pageAccess, routeAccess } from '../../src/main/access.ts';
import { rowPolicies } from '../../src/platform/database/row-policy.ts';
import routes from '../../web/routes.ts';
import { byDisclosure, byTheirCode, nothingOfACase, onRecord } from '../support/known-ways-out.ts';
import { type House, readSource, waysOut } from '../support/ways-out.ts';

const asking = { ...byDisclosure, ...byTheirCode, ...onRecord };
const known = [...Object.keys(asking), ...Object.values(nothingOfACase).flat()];

/** Each page by the file that makes it: what a written page says is in the build, however many there are. */
const pages: [page: string, access: Access][] = (routes as RouteConfigEntry[]).map(
  ({ path, index, file }) => [`page ${file}`, pageAccess[index ? '/' : `/${path}`] ?? 'public'],
);
const house = async (): Promise<House> => ({
  files: await readSource(),
  access: [...Object.entries(routeAccess), ...pages],
  policy,
  operatorRoles,
  rows: rowPolicies,
});

describe('every way out', () => {
  test('is in the table, and nothing else is', async () => {
    const found = waysOut(await house());
    expect({
      'say what they ask, in test/support/known-ways-out.ts': found.filter((way) => !known.includes(way)),
      'are there no more': known.filter((way) => !found.includes(way)),
    }).toEqual({
      'say what they ask, in test/support/known-ways-out.ts': [],
      'are there no more': [],
    });
    expect(known.length, 'each once').toBe(new Set(known).size);
  });

  test.each(Object.entries(asking))('%s asks its ledger', async (_way, [file, asks]) => {
    expect(await readFile(file, 'utf8')).toContain(asks);
  });

  test('reads no word of a report where the table says that it tells none: auditors and doors see no casework', () => {
    const casework = [
      'signal',
      'dialogue_message',
      'release',
      'assessment',
      'case_file',
      'response',
      'voice_task',
    ];
    for (const table of casework)
      for (const kind of ['auditor', 'door', 'member', 'everybody'])
        expect(known).not.toContain(`rows of ${table} to ${kind}`);
  });

  describe('that somebody adds is seen', () => {
    const planted: readonly [string, (now: House) => House, string][] = [
      [
        'a text from a new place',
        (now) =>
          withFile(
            now,
            'src/cases/leak.ts',
            "import { send } from '../messaging/index.ts';\nexport const leak = (tx) => send(tx);\n",
          ),
        'src/cases/leak.ts leak: send',
      ],
      [
        'a call that somebody reads aloud, in a file that makes others',
        (now) =>
          withFile(
            now,
            'src/responses/danger.ts',
            `${now.files.get('src/responses/danger.ts')}\nexport function another(tx) { return openVoiceTask(tx); }\n`,
          ),
        'src/responses/danger.ts another: openVoiceTask',
      ],
      [
        'a request of its own',
        (now) => withFile(now, 'src/cases/leak.ts', 'export async function leak() { await fetch(where); }\n'),
        'src/cases/leak.ts leak: fetch',
      ],
      [
        'a socket of its own',
        (now) => withFile(now, 'src/cases/leak.ts', "import { connect } from 'node:tls';\nconnect();\n"),
        'src/cases/leak.ts imports node:tls',
      ],
      [
        'a library for requests',
        (now) => withFile(now, 'src/cases/leak.ts', "import axios from 'axios';\naxios();\n"),
        'src/cases/leak.ts imports axios',
      ],
      [
        'something read when it is needed',
        (now) => withFile(now, 'src/cases/leak.ts', "export const leak = () => import('node:http');\n"),
        'src/cases/leak.ts imports node:http',
      ],
      [
        'a file that is exported',
        (now) => withFile(now, 'src/cases/leak.ts', "import { writeFile } from 'node:fs/promises';\n"),
        'src/cases/leak.ts writes files',
      ],
      [
        'words on the terminal',
        (now) => withFile(now, 'src/cases/leak.ts', 'export const leak = () => console.log(words);\n'),
        'src/cases/leak.ts leak: console.log',
      ],
      [
        'a route for anybody',
        (now) => ({ ...now, access: [...now.access, ['GET /v1/cases', 'public']] }),
        'GET /v1/cases to public',
      ],
      [
        'a page for anybody',
        (now) => ({ ...now, access: [...now.access, ['page site/cases.tsx', 'public']] }),
        'page site/cases.tsx to public',
      ],
      [
        'a permission for an agency',
        (now) => ({
          ...now,
          policy: { ...now.policy, 'reports:read': [...now.policy['reports:read'], 'agency-coordinator'] },
        }),
        'GET /v1/signals/:id to agency-coordinator',
      ],
      [
        'rows for another organization',
        (now) => ({
          ...now,
          rows: { ...now.rows, signal: [{ to: ['member'], acts: ['select'], rows: { kind: 'all' } }] },
        }),
        'rows of signal to member',
      ],
    ];
    const withFile = (now: House, file: string, text: string): House => ({
      ...now,
      files: new Map([...now.files, [file, text]]),
    });

    test.each(planted)('%s', async (_what, plant, way) => {
      const found = waysOut(plant(await house()));
      expect(known).not.toContain(way);
      expect(found).toContain(way);
    });
  });
});
