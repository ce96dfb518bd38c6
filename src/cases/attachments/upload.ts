/** One file that came with a form: how much of it is read, and what is said where it cannot be. */
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal } from '../../platform/index.ts';
import { attachmentLimitBytes } from './content.ts';

/** A file as it was sent; nothing of it has been looked at. */
export interface SentFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Lets a scope take multipart/form-data. Nothing is read before `readFile` asks for it. */
export async function acceptFiles(scope: FastifyInstance): Promise<void> {
  await scope.register(multipart, {
    limits: {
      files: 1,
      fileSize: attachmentLimitBytes,
      fields: 4,
      parts: 5,
      fieldSize: 1_024,
      fieldNameSize: 100,
      headerPairs: 20,
    },
  });
}

/** The one file of a request. @throws Refusal file-missing, file-too-large, body-unreadable */
export async function readFile(request: FastifyRequest): Promise<SentFile> {
  try {
    const file = request.isMultipart() ? await request.file() : undefined;
    // A browser whose form has no file chosen sends one without a name.
    if (file?.filename) return { name: file.filename, bytes: await file.toBuffer() };
    file?.file.resume();
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 413)
      throw new Refusal(
        'file-too-large',
        413,
        'We cannot keep that file',
        `A file may hold ${attachmentLimitBytes / 1024 / 1024} MB. Nothing was stored.`,
      );
    if ((error as { statusCode?: number }).statusCode) throw error;
    throw new Refusal(
      'body-unreadable',
      400,
      'We could not read that',
      'The form broke off, or is no form. Nothing was stored.',
    );
  }
  throw new Refusal(
    'file-missing',
    400,
    'There is no file',
    'Choose one first (to the API: multipart/form-data with a field "file"). Nothing was stored.',
  );
}
