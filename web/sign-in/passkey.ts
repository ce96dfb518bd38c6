/**
 * A passkey ceremony in the browser (WebAuthn Level 3): the server's question becomes bytes, the device answers, the answer goes back.
 * Needs a script; whoever has none signs in with a password and a code.
 */

/** What went wrong, in the server's words or ours. */
export interface Wrong {
  readonly title: string;
  readonly detail: string;
  readonly code: string;
}
export type Outcome = { readonly ok: true } | { readonly ok: false; readonly wrong: Wrong };

const bytesOf = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0));

const textOf = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

type Described = { id: string; type: 'public-key'; transports?: AuthenticatorTransport[] };
const described = (list: readonly Described[] | undefined) =>
  (list ?? []).map((one) => ({ ...one, id: bytesOf(one.id) }));

const unreachable: Wrong = {
  title: 'The server does not answer',
  detail: 'Nothing was changed. Check the connection and try again.',
  code: 'unreachable',
};
const cancelled: Wrong = {
  title: 'The passkey was not used',
  detail:
    'The device asked and was not answered, or it has no passkey for this site. Try again when you are ready.',
  code: 'cancelled',
};

/** Asks the server. @throws Wrong */
async function ask<Answer>(path: string, body?: object): Promise<Answer> {
  const answer = await fetch(
    path,
    body
      ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
      : {},
  ).catch(() => {
    throw unreachable;
  });
  const told = (await answer.json().catch(() => unreachable)) as Answer & Wrong;
  if (!answer.ok) throw told;
  return told;
}

const isWrong = (error: unknown): error is Wrong =>
  typeof error === 'object' && error !== null && 'title' in error && 'detail' in error;

async function said(work: () => Promise<void>): Promise<Outcome> {
  try {
    await work();
    return { ok: true };
  } catch (error) {
    // The device's own refusals differ from browser to browser, and none of them says more than that nothing was signed.
    return { ok: false, wrong: isWrong(error) ? error : cancelled };
  }
}

/** Whether this browser knows passkeys at all. */
export const canUsePasskeys = (): boolean =>
  typeof PublicKeyCredential !== 'undefined' && 'credentials' in navigator;

/** Signs in with a passkey that is on this device or within its reach. */
export const showPasskey = (): Promise<Outcome> =>
  said(async () => {
    const options = await ask<PublicKeyCredentialRequestOptions & { challenge: unknown }>(
      '/auth/passkey/generate-authenticate-options',
    );
    const got = (await navigator.credentials.get({
      publicKey: {
        ...options,
        challenge: bytesOf(String(options.challenge)),
        allowCredentials: described(options.allowCredentials as unknown as Described[]),
        userVerification: 'required',
      },
    })) as PublicKeyCredential | null;
    if (!got) throw cancelled;
    const answer = got.response as AuthenticatorAssertionResponse;
    await ask('/auth/passkey/verify-authentication', {
      response: {
        id: got.id,
        rawId: textOf(got.rawId),
        type: got.type,
        clientExtensionResults: got.getClientExtensionResults(),
        response: {
          clientDataJSON: textOf(answer.clientDataJSON),
          authenticatorData: textOf(answer.authenticatorData),
          signature: textOf(answer.signature),
          ...(answer.userHandle ? { userHandle: textOf(answer.userHandle) } : {}),
        },
      },
    });
  });

/** Makes a passkey: for whom an invitation is, who is then signed in; or one more for who is signed in. */
export const addPasskey = (name: string, invited: boolean): Promise<Outcome> =>
  said(async () => {
    const search = invited ? '?context=invited' : '';
    const options = await ask<PublicKeyCredentialCreationOptions>(
      `/auth/passkey/generate-register-options${search}`,
    );
    const made = (await navigator.credentials.create({
      publicKey: {
        ...options,
        challenge: bytesOf(String(options.challenge)),
        user: { ...options.user, id: bytesOf(String(options.user.id)) },
        excludeCredentials: described(options.excludeCredentials as unknown as Described[]),
      },
    })) as PublicKeyCredential | null;
    if (!made) throw cancelled;
    const answer = made.response as AuthenticatorAttestationResponse;
    await ask(`/auth/passkey/verify-registration${search}`, {
      name: name.trim() || 'Passkey',
      createSession: invited,
      response: {
        id: made.id,
        rawId: textOf(made.rawId),
        type: made.type,
        clientExtensionResults: made.getClientExtensionResults(),
        response: {
          clientDataJSON: textOf(answer.clientDataJSON),
          attestationObject: textOf(answer.attestationObject),
          transports: answer.getTransports?.() ?? [],
        },
      },
    });
  });
