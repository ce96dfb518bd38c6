/** Email by SMTP. The Message-ID is made of our id, so a second copy is known for what it is. */
import { isIP } from 'node:net';
import nodemailer from 'nodemailer';
import type { Outbound } from '../../platform/index.ts';
import type { Carrier } from '../wires.ts';

const timeoutMilliseconds = 10_000;

/** @param outbound says where the mail server may be; without encryption only where the operator vouches for it */
export function smtpCarrier(smtp: { url: string; from: string }, outbound: Pick<Outbound, 'place'>): Carrier {
  const { protocol, username, password } = new URL(smtp.url);
  const host = smtp.from.split('@')[1] ?? 'alight.invalid';
  const transportTo = async () => {
    const { address, name, port, vouched } = await outbound.place(smtp.url);
    return nodemailer.createTransport({
      // The address that was checked, never the name: it could lead elsewhere when it is resolved again.
      host: address,
      port,
      secure: protocol === 'smtps:',
      requireTLS: !vouched,
      tls: isIP(name) ? {} : { servername: name },
      ...(username
        ? { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }
        : {}),
    });
  };
  return {
    carry: async ({ id, address, subject, body }) => {
      const sending = transportTo().then((transport) =>
        transport.sendMail({
          from: smtp.from,
          to: address,
          subject: subject ?? 'Alight',
          text: body,
          messageId: `<${id}@${host}>`,
        }),
      );
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(
          () => reject(new Error('the mail server did not answer in time')),
          timeoutMilliseconds,
        );
      });
      try {
        return (await Promise.race([sending, late])).messageId;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
