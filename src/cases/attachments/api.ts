/** Documents of a report over HTTP, for staff. One file at a time, as multipart/form-data in the field `file`. */
import type { FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { inNameOf, personOf } from '../../identity/index.ts';
import type { App, Clock, Db } from '../../platform/index.ts';
import {
  type AttachmentDeps,
  addAttachment,
  listAttachments,
  openAttachment,
  type ShownDeps,
  scanAgain,
} from './commands.ts';
import { attachmentLimitBytes, savingHeaders } from './content.ts';
import { acceptFiles, readFile } from './upload.ts';

const listed = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(['pdf', 'png', 'jpeg', 'webp', 'txt']),
  sizeBytes: z.number().int(),
  state: z.enum(['clean', 'quarantined', 'infected']),
  addedBy: z.uuid().nullable(),
  at: z.iso.datetime(),
});
const tags = ['reports'];

/** Registers the routes. */
export function registerAttachmentsApi(
  app: App,
  {
    db,
    ...rest
  }: Omit<AttachmentDeps & ShownDeps, 'inName'> & {
    readonly db: Db;
    readonly clock: Clock;
  },
): void {
  const { clock } = rest;
  const depsOf = (request: FastifyRequest): AttachmentDeps & ShownDeps => {
    const person = personOf(request);
    return { ...rest, inName: (work) => inNameOf(db, person, work) };
  };
  const said = <T extends { at: Date }>(attachment: T) => ({
    ...attachment,
    at: attachment.at.toISOString(),
  });
  app.register(async (raw) => {
    const scope = raw.withTypeProvider<ZodTypeProvider>();
    await acceptFiles(raw);
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
    async (request) => {
      const asked = { signalId: request.params.id, by: personOf(request).id };
      const found = await listAttachments(depsOf(request), asked, clock.now());
      return { attachments: found.map(said) };
    },
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
      const opened = await openAttachment(depsOf(request), asked, clock.now());
      return reply.headers(savingHeaders(opened)).send(opened.bytes);
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
