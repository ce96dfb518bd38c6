/** The file that a page's form sends: read for the one page that takes any, before that page runs. */
import type { FastifyRequest } from 'fastify';
import { readFile, type SentFile } from '../cases/index.ts';
import { type Problem, problemOf, Refusal } from '../platform/index.ts';

/** A file, or why there is none: the page says it where the form stands, and nothing else on it is lost. */
export type Upload = { readonly file: SentFile } | { readonly problem: Problem };

const pageWithFiles = '/console/signals/:id/documents';

/**
 * @param pattern the page that was asked for
 * @returns null where the request is no form with a file
 * @throws Refusal media-type-unknown where the page takes none: nothing of it is read
 */
export async function uploadOf(request: FastifyRequest, pattern: string | undefined): Promise<Upload | null> {
  if (!request.isMultipart() || request.hidden) return null;
  if (pattern !== pageWithFiles)
    throw new Refusal(
      'media-type-unknown',
      415,
      'We cannot read that format',
      'This page takes a web form without files. Nothing was stored.',
    );
  try {
    return { file: await readFile(request) };
  } catch (error) {
    return { problem: problemOf(error) };
  }
}
