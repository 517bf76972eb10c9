/** Network addresses as limits count them, and which of them are proxies of ours. */
import { BlockList, isIP } from 'node:net';

/** Of IPv6 the network that one customer is given, its /64: the rest is theirs to choose. What is no address shares one name. */
export function toClientAddress(address: string | undefined): string {
  const plain = plainAddress(address);
  const version = isIP(plain);
  if (version === 4) return plain;
  return version === 6 ? `${expand(plain).slice(0, 4).join(':')}::/64` : 'unknown';
}

/** Without what proxies and sockets write around it: a port, brackets, a zone, IPv6 around IPv4. */
function plainAddress(address = ''): string {
  const [, inBrackets] = /^\[(.*)\](?::\d+)?$/.exec(address) ?? [];
  const [beforePort] = /^[\d.]+(?=:\d+$)/.exec(address) ?? [];
  return (inBrackets ?? beforePort ?? address).replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
}

/** The eight groups, without leading zeros. */
function expand(address: string): string[] {
  const [head = '', tail = ''] = address.toLowerCase().split('::');
  const before = groups(head);
  const after = groups(tail);
  const missing = address.includes('::') ? 8 - before.length - after.length : 0;
  return [...before, ...Array<string>(Math.max(0, missing)).fill('0'), ...after];
}

function groups(part: string): string[] {
  return part === '' ? [] : part.split(':').map((group) => group.replace(/^0+(?=.)/, ''));
}

/** Whether a connection comes from a proxy of ours: `TRUST_PROXY`, addresses and networks, or `true` for all. */
export function createProxyCheck(
  trusted: readonly string[] | true | undefined,
): (address: string | undefined) => boolean {
  if (trusted === true) return () => true;
  const list = new BlockList();
  for (const entry of trusted ?? []) {
    const [address = '', bits] = entry.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return (address) => {
    const plain = plainAddress(address);
    const version = isIP(plain);
    return version !== 0 && list.check(plain, version === 6 ? 'ipv6' : 'ipv4');
  };
}
