/** Which addresses are out there for everyone, and which lead back inside: only the first may be connected to. */
import ip from 'ipaddr.js';

/** Addresses that look public and are a cloud's own: Azure's wire server answers on every virtual machine. */
const insideThough = ['168.63.129.16'];
/** The only block from which global IPv6 addresses are given out; what embeds an IPv4 address elsewhere is not one. */
const globalUnicast = ip.IPv6.parseCIDR('2000::/3');

/**
 * Whether an address belongs to the public internet. What cannot be read does not. An IPv4 address inside an IPv6 one
 * (mapped, compatible, NAT64, 6to4, Teredo) never counts as public, whatever it holds: no honest receiver needs it.
 * @param address as a resolver or a URL writes it; brackets and a zone are not part of it
 */
export function isPublicAddress(address: string): boolean {
  if (insideThough.includes(address) || !ip.isValid(address)) return false;
  const parsed = ip.parse(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed.kind() === 'ipv4'
    ? ip.IPv4.isValidFourPartDecimal(address)
    : (parsed as ip.IPv6).match(globalUnicast);
}
