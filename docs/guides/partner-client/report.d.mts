export interface PartnerAnswer {
  readonly status: 'received';
  readonly receipt: string;
  readonly notice: string;
  readonly leftOut: readonly string[];
  readonly sandbox: boolean;
  readonly code?: string;
}
export function sign(secret: string, id: string, seconds: number, body: string): Record<string, string>;
export function sendReport(order: {
  readonly url: string;
  readonly keyName: string;
  readonly secret: string;
  readonly report: object;
  readonly id?: string;
  readonly now?: () => number;
}): Promise<PartnerAnswer>;
