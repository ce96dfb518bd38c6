/** The services of the page of a report's documents. A scanner looks between two transactions, and each asks again who acts. */
import type { Showing } from '../../audit/index.ts';
import {
  type AttachmentDeps,
  addAttachment,
  countAttachments,
  listAttachments,
  openAttachment,
  type Scanner,
  type ShownDeps,
  savingHeaders,
  scanAgain,
} from '../../cases/index.ts';
import { assessedDanger } from '../../hotline/index.ts';
import type { Permission } from '../../identity/index.ts';
import type { Clock } from '../../platform/index.ts';
import type { As } from './administration.ts';
import type { Acting, Services } from './services.ts';

export function documentsOf(
  { showing, scanner, clock }: { showing: Showing; scanner: Scanner; clock: Clock },
  as: As,
): Pick<Services, 'documentCount' | 'documents' | 'addDocument' | 'scanDocument' | 'openDocument'> {
  const depsOf = (acting: Acting, permission: Permission): AttachmentDeps & ShownDeps => ({
    scanner,
    showing,
    assessedDanger,
    inName: (work) => as(acting, permission, (tx) => work(tx)),
  });
  return {
    documentCount: (acting, signalId) => as(acting, 'documents:read', (tx) => countAttachments(tx, signalId)),
    documents: (acting, signalId) =>
      listAttachments(depsOf(acting, 'documents:read'), { signalId, by: acting.staffId }, clock.now()),
    addDocument: (acting, signalId, file) =>
      addAttachment(depsOf(acting, 'documents:add'), { signalId, by: acting.staffId, ...file }, clock.now()),
    scanDocument: (acting, signalId, id) =>
      scanAgain(depsOf(acting, 'documents:add'), { signalId, id, by: acting.staffId }, clock.now()),
    openDocument: async (acting, signalId, id) => {
      const asked = { signalId, id, by: acting.staffId };
      const opened = await openAttachment(depsOf(acting, 'documents:read'), asked, clock.now());
      return { bytes: new Uint8Array(opened.bytes), headers: savingHeaders(opened) };
    },
  };
}
