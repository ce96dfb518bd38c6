/** Email by SMTP. The Message-ID is made of our id, so a second copy is known for what it is. */
import nodemailer from 'nodemailer';
import type { Carrier } from '../wires.ts';

const timeoutMilliseconds = 10_000;

export function smtpCarrier(smtp: { url: string; from: string }): Carrier {
  const transport = nodemailer.createTransport(smtp.url, { from: smtp.from });
  const host = smtp.from.split('@')[1] ?? 'alight.invalid';
  return {
    carry: async ({ id, address, subject, body }) => {
      const sending = transport.sendMail({
        to: address,
        subject: subject ?? 'Alight',
        text: body,
        messageId: `<${id}@${host}>`,
      });
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
