/** Documents of a report over HTTP, for staff. One file at a time, as multipart/form-data in the field `file`. */
import multipart from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { inNameOf, personOf } from '../../identity/index.ts';
import { type App, type Clock, type Db, Refusal } from '../../platform/index.ts';
import {
  type AttachmentDeps,
  addAttachment,
  listAttachments,
  openAttachment,
  scanAgain,
} from './commands.ts';
import { attachmentLimitBytes } from './content.ts';

const mediaTypes = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  txt: 'text/plain; charset=utf-8',
} as const;
const listed = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(['pdf', 'png', 'jpeg', 'webp', 'txt']),
  sizeBytes: z.number().int(),
  state: z.enum(['clean', 'quarantined', 'infected']),
  at: z.iso.datetime(),
});
const tags = ['reports'];

/** The one file of a request. @throws Refusal file-missing, body-unreadable; a file over the limit throws with status 413 */
async function readFile(request: FastifyRequest): Promise<{ name: string; bytes: Buffer }> {
  try {
    const file = request.isMultipart() ? await request.file() : undefined;
    if (file) return { name: file.filename, bytes: await file.toBuffer() };
  } catch (error) {
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
    'Send multipart/form-data with a field "file". Nothing was stored.',
  );
}

/** Registers the routes. */
export function registerAttachmentsApi(
  app: App,
  { db, ...rest }: Omit<AttachmentDeps, 'inName'> & { readonly db: Db; readonly clock: Clock },
): void {
  const { clock } = rest;
  const depsOf = (request: FastifyRequest): AttachmentDeps => {
    const person = personOf(request);
    return { ...rest, inName: (work) => inNameOf(db, person, work) };
  };
  const said = <T extends { at: Date }>(attachment: T) => ({
    ...attachment,
    at: attachment.at.toISOString(),
  });
  app.register(async (raw) => {
    const scope = raw.withTypeProvider<ZodTypeProvider>();
    await raw.register(multipart, {
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
    scope.post(
      '/v1/signals/:id/attachments',
      {
        bodyLimit: attachmentLimitBytes + 64 * 1024,
        schema: {
          tags,
          params: z.object({ id: z.uuid() }),
          description:
            'Adds one document to a report: multipart/form-data, field "file". PDF, PNG, JPEG, WebP or plain text by what is in it, 10 MB at most. What no scanner has called clean is kept and not opened.',
          response: { 201: listed },
        },
      },
      async (request, reply) => {
        const by = personOf(request).id;
        const { name, bytes } = await readFile(request);
        const given = { signalId: request.params.id, by, name, bytes };
        return reply.code(201).send(said(await addAttachment(depsOf(request), given, clock.now())));
      },
    );
  });
  app.get(
    '/v1/signals/:id/attachments',
    {
      schema: {
        tags,
        params: z.object({ id: z.uuid() }),
        description: 'The documents of a report, and whether each may be opened.',
        response: { 200: z.object({ attachments: z.array(listed) }) },
      },
    },
    async (request) => ({
      attachments: (await listAttachments(depsOf(request), request.params.id)).map(said),
    }),
  );
  const one = z.object({ id: z.uuid(), attachmentId: z.uuid() });
  app.get(
    '/v1/signals/:id/attachments/:attachmentId',
    {
      schema: {
        tags,
        params: one,
        description:
          'The document, to be saved: an image made anew without metadata, everything else as it came. Only what a scanner called clean.',
      },
    },
    async (request, reply) => {
      const { params } = request;
      const by = personOf(request).id;
      const asked = { signalId: params.id, id: params.attachmentId, by };
      const { name, kind, bytes } = await openAttachment(depsOf(request), asked, clock.now());
      return reply
        .type(mediaTypes[kind])
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
        .header('content-security-policy', "default-src 'none'; sandbox")
        .send(bytes);
    },
  );
  app.post(
    '/v1/signals/:id/attachments/:attachmentId/scan',
    {
      schema: {
        tags,
        params: one,
        description: 'Lets the scanner look again at a document that it has not judged.',
        response: { 200: listed },
      },
    },
    async (request) => {
      const { params } = request;
      const asked = { signalId: params.id, id: params.attachmentId, by: personOf(request).id };
      return said(await scanAgain(depsOf(request), asked, clock.now()));
    },
  );
}
