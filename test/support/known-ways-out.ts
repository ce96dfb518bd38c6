/**
 * Every way out of the house, with the ledger that it asks or the reason why it tells nothing of a case. Whoever adds a route for
 * somebody who is not staff, a text, a call, an export or a request says so here; test/conformance/ways-out.test.ts holds the code to it.
 */

/** Asks the ledger of disclosures, in a file, by these words of its code. */
export const byDisclosure: Readonly<Record<string, readonly [file: string, asks: string]>> = {
  // The duty page and its link.
  'POST /v1/pages/exchange to responder': ['src/paging/links.ts', 'stateNow(tx, page, live)'],
  'GET /v1/pages/current to responder': ['src/paging/answers.ts', 'stateNow(db, page, live)'],
  'POST /v1/pages/current/accept to responder': ['src/paging/api.ts', 'viewPage(deps.db, session, isLive)'],
  'POST /v1/pages/current/decline to responder': ['src/paging/api.ts', 'viewPage(deps.db, session, isLive)'],
  'POST /v1/pages/current/en-route to responder': ['src/paging/api.ts', 'viewPage(deps.db, session, isLive)'],
  'POST /v1/pages/current/staged to responder': ['src/paging/api.ts', 'viewPage(deps.db, session, isLive)'],
  'POST /v1/pages/current/all-clear to responder': [
    'src/paging/api.ts',
    'viewPage(deps.db, session, isLive)',
  ],
  'POST /v1/pages/current/outcome to responder': ['src/paging/api.ts', 'viewPage(deps.db, session, isLive)'],
  'page portal/link.tsx to responder': ['src/main/serving/duty.ts', 'peekLink(paging, token, isLive)'],
  'page portal/page.tsx to responder': [
    'src/main/serving/duty.ts',
    'showPage(paging, showing, session, now(), isLive)',
  ],
  // Texts, mail and webhooks: each is asked again at the moment of sending.
  'src/paging/telling.ts sendLink: send': [
    'src/messaging/commands.ts',
    'checks[message.ledger](db, message.ledgerId, message.address',
  ],
  'src/paging/telling.ts sendToContacts: send': [
    'src/messaging/commands.ts',
    'checks[message.ledger](db, message.ledgerId, message.address',
  ],
  'src/responses/passing-on.ts tell: send': ['src/responses/passing-on.ts', 'await recordDisclosure('],
  'src/disclosures/commands.ts recordDisclosure: mintClearance': [
    'src/disclosures/commands.ts',
    'await insertDisclosure(',
  ],
  'src/messaging/clearance.ts storedClearance: mintClearance': [
    'src/messaging/commands.ts',
    'checks[message.ledger](db, message.ledgerId, message.address',
  ],
  'src/paging/moves.ts clearanceOf: storedClearance': ['src/paging/moves.ts', 'page.ledgerId'],
  // What a person reads aloud on the telephone.
  'src/paging/ladder.ts openPageCall: openVoiceTask': [
    'src/paging/ladder.ts',
    'deps.isLive(tx, page.ledgerId, contact.address)',
  ],
  'src/paging/call-results.ts followUp: openVoiceTask': [
    'src/paging/call-results.ts',
    'await stateNow(tx, locked, live)',
  ],
  'src/paging/call-results.ts readDetail: openVoiceTask': [
    'src/paging/call-results.ts',
    'await stateNow(tx, locked, live)',
  ],
  'src/paging/listening.ts stopped: openVoiceTask': [
    'src/paging/listening.ts',
    'await stateNow(tx, page, isLive)',
  ],
  'src/paging/voice-tasks.ts openLookAgainCall: openVoiceTask': [
    'src/paging/lead.ts',
    'await isLive(tx, other.ledgerId)',
  ],
  'src/responses/danger.ts callPsap: openVoiceTask': ['src/responses/danger.ts', 'await recordDisclosure('],
  'src/responses/passing-on.ts tell: openVoiceTask': [
    'src/responses/passing-on.ts',
    'await recordDisclosure(',
  ],
  // What another organization's people may see of our rows.
  'rows of disclosure to member': ['src/platform/database/row-policy.ts', "live: 'revoked_at'"],
  'rows of disclosure_shown to member': [
    'src/platform/database/row-policy.ts',
    "column: 'disclosure_id', table: 'disclosure'",
  ],
  'rows of response_page to member': [
    'src/platform/database/row-policy.ts',
    "column: 'disclosure_id', table: 'disclosure'",
  ],
  'rows of page to member': [
    'src/platform/database/row-policy.ts',
    "column: 'ledger_id', table: 'disclosure'",
  ],
};

/** To their own signaler, by their own code. */
export const byTheirCode: Readonly<Record<string, readonly [file: string, asks: string]>> = {
  'POST /v1/dialogue/open to public': ['src/signals/dialogue.ts', 'codes.same(signal.code_hash, hash)'],
  'POST /v1/dialogue/messages to public': ['src/signals/dialogue.ts', 'codes.same(signal.code_hash, hash)'],
  'POST /v1/dialogue/delete to public': ['src/signals/dialogue.ts', 'codes.same(signal.code_hash, hash)'],
  'POST /v1/chats to public': ['src/signals/channels/chat/commands.ts', 'lockBehindCode(tx, codes, typed)'],
  'POST /v1/chats/end to public': [
    'src/signals/channels/chat/commands.ts',
    'lockBehindCode(tx, codes, typed)',
  ],
  'POST /v1/chats/follow to public': [
    'src/signals/channels/chat/commands.ts',
    'lockBehindCode(tx, codes, typed)',
  ],
  'POST /v1/chats/messages to public': [
    'src/signals/channels/chat/commands.ts',
    'lockBehindCode(tx, codes, typed)',
  ],
  'POST /v1/chats/open to public': [
    'src/signals/channels/chat/commands.ts',
    'lockBehindCode(tx, codes, typed)',
  ],
  'POST /v1/chats/resume to public': [
    'src/signals/channels/chat/commands.ts',
    'lockBehindCode(tx, codes, typed)',
  ],
  'POST /v1/chats/typing to public': [
    'src/signals/channels/chat/commands.ts',
    'lockBehindCode(tx, codes, typed)',
  ],
  'page site/chat/chat.tsx to public': ['src/signals/channels/chat/view.ts', 'openByCode(db, codes, code)'],
  'page site/receipt.tsx to public': [
    'src/main/serving/serving.ts',
    'openDialogue(intake, codes, code, now())',
  ],
  'src/signals/acts.ts textOf: send': ['src/signals/acts.ts', "mintClearance('dialogue', answer.id)"],
  // What answers a text by itself says nothing of the report: fixed words, and only where texts were not stopped.
  'src/signals/channels/text/answering.ts answer: send': [
    'src/signals/channels/text/answering.ts',
    "mintClearance('dialogue', to.messageId)",
  ],
  'src/signals/channels/text/answering.ts answer: mintClearance': [
    'src/messaging/commands.ts',
    'checks[message.ledger]',
  ],
  'src/signals/acts.ts textOf: mintClearance': ['src/messaging/commands.ts', 'checks[message.ledger]'],
};

/** Machines and auditors of whoever runs this, by a scope or a role: on record before it is shown, and never a report's words. */
export const onRecord: Readonly<Record<string, readonly [file: string, asks: string]>> = {
  'GET /v1/queue to service-account': ['src/hotline/queue.ts', 'showing.record('],
  'GET /v1/alerts to service-account': ['src/hotline/alerts.ts', 'showing.record('],
  'GET /v1/responses/:id to service-account': ['src/responses/queries.ts', 'showing.record('],
  'GET /v1/responses/:id/events to service-account': ['src/responses/stream.ts', 'showing.record('],
  'GET /v1/voice-tasks to service-account': ['src/paging/showing-calls.ts', 'showing.record('],
};

/** Tells nothing of a case: with the reason. */
export const nothingOfACase: Readonly<Record<string, readonly string[]>> = {
  'what anybody may know': [
    'GET /openapi.json to public',
    'GET /v1/map to public',
    'POST /v1/left to public',
    'POST /v1/jurisdictions/resolve to anybody',
    'POST /v1/jurisdictions/resolve to service-account',
    'page site/home.tsx to public',
    'page site/nowhere.tsx to public',
    'page site/written/check.tsx to public',
    'page site/written/written.tsx to public',
    'page site/directory.tsx to public',
    'page gallery/gallery.tsx to public',
    'rows of coverage to everybody',
    'rows of directory_entry to everybody',
    'rows of directory_phone to everybody',
    'rows of organization to everybody',
    'rows of transit_feed to everybody',
    'rows of transit_service to everybody',
    'rows of transit_service_exception to everybody',
    'rows of transit_stop to everybody',
    'rows of transit_stop_time to everybody',
    'rows of transit_trip to everybody',
  ],
  'taken in: the answer is the receipt of who wrote': [
    'POST /v1/signals to public',
    'POST /v1/partners/signals to partner',
    'page site/report/report.tsx to public',
    'POST /wires/sms/inbound to carrier',
  ],
  'whether the house works, and proofs that are hashes': [
    'GET /healthz to public',
    'GET /readyz to public',
    'GET /v1/audit/checkpoint to public',
    'GET /v1/audit/consistency to public',
    'GET /v1/audit/inclusion to public',
    'rows of audit_checkpoint to auditor',
    'rows of audit_checkpoint to door',
    'rows of audit_entry to auditor',
    'rows of audit_entry to door',
    'rows of audit_node to auditor',
    'rows of audit_node to door',
  ],
  'that something happened, by ids, and who works here': [
    'GET /v1/staff to auditor',
    'page console/queue.tsx to auditor',
    'page console/audit.tsx to auditor',
    'page console/board.ts to auditor',
    'rows of audit_leaf to auditor',
    'rows of audit_shown to auditor',
    'rows of staff to auditor',
    'rows of staff to door',
    'rows of service_token to door',
  ],
  'a token opens no page (test/flows/tokens.test.ts)': ['page console/response.tsx to service-account'],
  'who somebody is, and their own keys': [
    'GET /auth/callback/agency to public',
    'GET /auth/passkey/generate-authenticate-options to public',
    'GET /auth/passkey/generate-register-options to public',
    'POST /auth/passkey/verify-authentication to public',
    'POST /auth/passkey/verify-registration to public',
    'page sign-in/account.tsx to public',
    'page sign-in/password.tsx to public',
    'page sign-in/sign-in.tsx to public',
    'page sign-in/agency.ts to public',
    'page sign-in/invited.tsx to public',
    'page sign-in/link.tsx to public',
    'page sign-in/locked.tsx to public',
    'src/main/admitting.ts accountsOf: openOutbound',
    'src/identity/accounts/api.ts registerAccountsApi: send',
  ],
  'the demonstration on this machine, which sends nothing': [
    'GET /sandbox/clock to sandbox',
    'GET /sandbox/messages to sandbox',
    'POST /sandbox/clock to sandbox',
    'POST /sandbox/reply to sandbox',
    'page sandbox/phones.tsx to public',
    'src/main/story/client.ts openClient: fetch',
    'src/main/story/instance.ts answers: fetch',
    'src/main/story/instance.ts imports node:child_process',
    'src/main/story/instance.ts imports node:net',
    'src/main/story/verb.ts printEnd: process.stdout.write',
    'src/main/story/verb.ts printLine: process.stdout.write',
    'src/main/story/verb.ts story: process.stderr.write',
    'src/main/story/verb.ts story: process.stdout.write',
  ],
  'rows of an organization about itself': [
    'rows of contact to member',
    'rows of rota_shift to member',
    'rows of unit to member',
    // Wrapped under a master key that no member's connection has.
    'rows of data_key to member',
  ],
  'the connections by which reports come in, behind which nobody is asked who they are': [
    'rows of audit_leaf to intake',
    'rows of chat to intake',
    'rows of data_key to intake',
    'rows of dialogue_message to intake',
    'rows of due to intake',
    'rows of number_batch to intake',
    'rows of partner to intake',
    'rows of partner_key to intake',
    'rows of partner_rehearsal to intake',
    'rows of release to intake',
    'rows of signal to intake',
  ],
  'a call that names a code and no person: they are not needed any more': [
    'src/paging/voice-tasks.ts openStandDownCall: openVoiceTask',
  ],
  'the wires themselves, which carry what was cleared': [
    'src/main/loop.ts carriersOf: openOutbound',
    'src/messaging/email/smtp.ts imports node:net',
    'src/messaging/email/smtp.ts imports nodemailer',
    'src/messaging/sms/twilio.ts imports twilio',
    'src/platform/config.ts imports node:net',
    'src/platform/egress/outbound.ts imports node:dns',
    'src/platform/egress/outbound.ts imports node:http',
    'src/platform/egress/outbound.ts imports node:https',
    'src/platform/egress/outbound.ts imports node:net',
  ],
  'the port that the server listens on: connections come in by it': [
    'src/platform/listening.ts imports node:net',
  ],
  'a document to the scanner that the operator set up, which keeps none': [
    'src/cases/attachments/clamav.ts imports node:net',
  ],
  'the database of the house, its own keys, and its own programs': [
    'src/audit/durable-file.ts writes files',
    'src/platform/database/cluster.ts imports node:net',
    'src/platform/database/cluster.ts writes files',
    'src/platform/database/place.ts imports node:child_process',
    'src/platform/database/place.ts imports node:net',
    'src/platform/database/place.ts writes files',
    'src/platform/database/turns.ts writes files',
    'src/platform/secret-file.ts writes files',
    'src/platform/vault/file-keys.ts writes files',
    'src/transit/sources.ts writes files',
  ],
  'the terminal of who runs it: what was done, in ids and numbers': [
    'src/main/audit-verbs.ts outboundFor: openOutbound',
    'src/main/audit-verbs.ts sights: process.stdout.write',
    'src/main/audit-verbs.ts verify: process.stderr.write',
    'src/main/audit-verbs.ts verify: process.stdout.write',
    'src/main/audit-verbs.ts watch: process.stdout.write',
    'src/main/cli.ts main: process.stdout.write',
    'src/main/cli.ts the file: process.stderr.write',
    'src/main/cli.ts the file: process.stdout.write',
    'src/main/import-verb.ts importFeed: process.stderr.write',
    'src/main/import-verb.ts importFeed: process.stdout.write',
    'src/main/keys-verb.ts keysVerb: process.stderr.write',
    'src/main/keys-verb.ts quiet: process.stderr.write',
    'src/main/keys-verb.ts say: process.stdout.write',
    'src/main/people-verb.ts peopleVerb: process.stdout.write',
    'src/main/server.ts sayWhyNot: process.stderr.write',
    'src/main/server.ts serve: process.stdout.write',
  ],
  'no words leave: how HTTP answers what no route takes, the built pages, and a stream of the staff’s own': [
    'src/platform/unrouted.ts watchMethods: send',
    'src/main/web.ts imports what is not written out',
    'src/responses/stream.ts registerStream: send',
  ],
};
