import type { Field } from './field.ts';
import { portName } from './names.ts';
import type { Problems } from './problems.ts';

/** Ports of one container (validateContainerPorts). */
export function validatePorts(problems: Problems, ports: Field): void {
  const names = new Map<string, Field>();
  for (const port of ports.items()) {
    const name = port.child('name');
    const fault = name.text === '' ? undefined : portName(name.text);
    if (fault) problems.invalid(name, fault);
    else if (name.text !== '') {
      const first = names.get(name.text);
      if (first) problems.duplicate(name, first);
      else names.set(name.text, name);
    }
    const number = port.child('containerPort');
    if ((number.number ?? 0) === 0) problems.required(number, 'It is the number of the port, from 1 to 65535.');
    else problems.inRange(number, 1, 65535);
    const hostPort = port.child('hostPort');
    if ((hostPort.number ?? 0) !== 0) problems.inRange(hostPort, 1, 65535);
    const protocol = port.child('protocol');
    if (!protocols.includes(protocol.text)) problems.unsupported(protocol, protocols);
  }
}

const protocols = ['SCTP', 'TCP', 'UDP'];

/** No port of the node twice among containers that run together (checkHostPortConflicts). Addresses are compared as written. */
export function validateHostPorts(problems: Problems, containers: readonly Field[]): void {
  const used = new Map<string, Field>();
  for (const port of containers.flatMap((container) => container.child('ports').items())) {
    const hostPort = port.child('hostPort');
    if ((hostPort.number ?? 0) === 0) continue;
    const key = [port.child('protocol').text, port.child('hostIP').text, String(hostPort.value)].join('/');
    const first = used.get(key);
    if (first) problems.duplicate(hostPort, first);
    else used.set(key, hostPort);
  }
}

/** In the network of the node a port is the same inside and outside (validatePodHostNetworkDeps). */
export function validateHostNetworkPorts(problems: Problems, spec: Field): void {
  if (spec.child('hostNetwork').flag !== true) return;
  for (const port of spec
    .child('containers')
    .items()
    .flatMap((container) => container.child('ports').items())) {
    const [hostPort, inside] = [port.child('hostPort'), port.child('containerPort').number ?? 0];
    if ((hostPort.number ?? 0) === 0 || hostPort.number === inside) continue;
    const known = inside === 0 ? '' : ` ${inside}`;
    const allowed = `With hostNetwork it must equal containerPort${known}; it may be left out.`;
    problems.invalid(hostPort, { says: `differs from containerPort${known}`, allowed });
  }
}
