import type { Context } from './context.ts';
import type { Field } from './field.ts';
import { ipFault } from './ip.ts';
import { dnsSubdomain, searchDomain } from './names.ts';

const policies = ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'];
const most = { servers: 3, searches: 32, searchText: 2048 };

/** dnsPolicy and dnsConfig (validateDNSPolicy, validatePodDNSConfig). */
export function validateDns({ problems, has }: Context, spec: Field): void {
  const [policy, config] = [spec.child('dnsPolicy'), spec.child('dnsConfig')];
  problems.oneOf(policy, policies);
  const servers = config.child('nameservers');
  if (policy.text === 'None' && servers.size === 0) {
    const why = 'With dnsPolicy: None the pod has no name server but those of dnsConfig.nameservers.';
    problems.required(config.isSet ? servers : config, why);
    return;
  }
  problems.tooMany(servers, most.servers);
  for (const server of servers.items()) problems.check(server, ipFault(server.text, has('strictIp')));
  const searches = config.child('searches');
  problems.tooMany(searches, most.searches);
  if (searches.texts.join(' ').length > most.searchText) {
    problems.say(searches, 'searches is too long', `Together with blanks it may have ${most.searchText} characters.`);
  }
  const format = has('relaxedDnsSearch') ? searchDomain : dnsSubdomain;
  for (const search of searches.items()) {
    if (has('relaxedDnsSearch') && search.text === '.') continue;
    problems.check(search, format(search.text.replace(/\.$/, '')));
  }
  for (const option of config.child('options').items()) {
    if (option.child('name').text === '')
      problems.required(option.child('name').named(option.path), 'Every option has a name.');
  }
}

/** hostAliases (ValidateHostAliases). */
export function validateHostAliases({ problems, has }: Context, aliases: Field): void {
  for (const alias of aliases.items()) {
    const ip = alias.child('ip');
    if (ip.text === '') problems.required(ip, 'It is the address that the names stand for.');
    else problems.check(ip, ipFault(ip.text, has('strictIp')));
    for (const name of alias.child('hostnames').items()) problems.check(name, dnsSubdomain(name.text));
  }
}
