import { describe, expect, test } from '@jest/globals';
import { ipFault } from '../../../src/facts/validation/ip.ts';

/** What kube-apiserver 1.35 and 1.36 say of each as the address of a host alias. */
const answers: readonly (readonly [text: string, before: string | undefined, strict: string | undefined])[] = [
  ...['10.0.0.1', '::', '::1', '1::', 'FFFF::', '1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7::', '::2:3:4:5:6:7:8'].map(
    (text) => [text, undefined, undefined] as const,
  ),
  ...['2001:db8::0001', '64:ff9b::1.2.3.4', '1:2:3:4:5:6:1.2.3.4', '::fffe:1.2.3.4', '0:0:0:0:0:fff:102:304'].map(
    (text) => [text, undefined, undefined] as const,
  ),
  ...['010.0.0.1', '10.0.0.01', '10.0.0.000', '::ffff:01.2.3.4', '::1.2.3.04', '::00001', '::00ffff:1.2.3.4'].map(
    (text) => [text, undefined, 'has leading zeros'] as const,
  ),
  ...['::ffff:1.2.3.4', '::FFFF:102:304', '0:0:0:0:0:ffff:1.2.3.4', '0:0::0:0:ffff:0102:0304'].map(
    (text) => [text, undefined, 'is an IPv4 address as IPv6'] as const,
  ),
  ...['a', '1.2.3', '256.1.1.1', '1.2.3.4.5', '1.2.3.-4', '1..2.3', '10.0.0.1 ', '1:2:3:4:5:6:7', '::g'].map(
    (text) => [text, 'is not an IP address', 'is not an IP address'] as const,
  ),
  ...['1:2:3:4::5:6:7:8', '1::2::3', '1:2:3:4:5:6:7:8:9', ':1', '1:', ':::', 'fe80::1%eth0', '::10000'].map(
    (text) => [text, 'is not an IP address', 'is not an IP address'] as const,
  ),
  ...['::1.2.3', '::1.2.3.400', '1:2:3:4:5:6:7:1.2.3.4', '1:2:3:4:5:6::1.2.3.4', '1.2.3.4::'].map(
    (text) => [text, 'is not an IP address', 'is not an IP address'] as const,
  ),
];

describe('IP addresses', () => {
  test.each(answers)('%s', (text, before, strict) => {
    expect([ipFault(text, false)?.says, ipFault(text, true)?.says]).toEqual([before, strict]);
  });
});
