import type { Context } from './context.ts';
import type { Field } from './field.ts';
import { headerName, portName } from './names.ts';
import type { Problems } from './problems.ts';

/** What a probe or a hook may do, in the order in which the API server looks. */
export const probeHandlers = ['exec', 'httpGet', 'tcpSocket', 'grpc'] as const;
export const hookHandlers = ['exec', 'httpGet', 'tcpSocket', 'sleep'] as const;

type Handler = (typeof probeHandlers)[number] | (typeof hookHandlers)[number];

/** Exactly one handler, and that one well-formed (validateHandler). */
export function validateHandler(
  context: Context,
  holder: Field,
  handlers: readonly Handler[],
  graceSeconds: number | undefined,
): void {
  const { problems } = context;
  const given = handlers.filter((handler) => holder.child(handler).isSet);
  const [first, ...others] = given;
  if (first === undefined) {
    problems.say(holder, `${holder.label} does nothing`, `It needs one of ${handlers.join(', ')}.`);
    return;
  }
  for (const other of others) {
    const title = `${holder.label} has both ${first} and ${other}`;
    problems.say(holder.child(other), title, 'Exactly one of them may be given.');
  }
  const field = holder.child(first);
  if (first === 'exec') requireCommand(problems, field);
  else if (first === 'httpGet') validateHttpGet(problems, field);
  else if (first === 'tcpSocket') validatePort(problems, field.child('port'));
  else if (first === 'grpc') problems.inRange(field.child('port'), 1, 65535);
  else validateSleep(context, field, graceSeconds);
}

function requireCommand(problems: Problems, exec: Field): void {
  const command = exec.child('command');
  if (command.size === 0) problems.required(command, 'exec runs a command: a list of words, the program first.');
}

function validateHttpGet(problems: Problems, http: Field): void {
  if (http.child('path').text === '') problems.required(http.child('path'), 'httpGet asks for a path.');
  validatePort(problems, http.child('port'));
  const scheme = http.child('scheme');
  if (!['HTTP', 'HTTPS'].includes(scheme.text)) problems.unsupported(scheme, ['HTTP', 'HTTPS']);
  const headers = http.child('httpHeaders');
  for (const header of headers.items()) {
    const name = header.child('name');
    if (name.text === '') problems.required(name.named(headers.path), 'Every header has a name.');
    else problems.check(name.named(headers.path), headerName(name.text));
  }
}

/** A port by number or by name (ValidatePortNumOrName). That a named port exists is not looked at. */
export function validatePort(problems: Problems, port: Field): void {
  if (!port.isSet) problems.required(port, 'It is a number from 1 to 65535, or the name of a port of the container.');
  else if (typeof port.value === 'string') problems.check(port, portName(port.text));
  else problems.inRange(port, 1, 65535);
}

function validateSleep({ problems, has }: Context, sleep: Field, grace: number | undefined): void {
  if (grace === undefined) return;
  const seconds = sleep.child('seconds').number ?? 0;
  const least = has('sleepZero') ? 0 : 1;
  if (seconds >= least && seconds <= grace) return;
  const title = `sleep of ${seconds} s does not fit in the grace period of ${grace} s`;
  const explanation = `seconds must be from ${least} to terminationGracePeriodSeconds, which is ${grace}.`;
  const at = sleep.child('seconds').isSet ? sleep.child('seconds').named(sleep.path) : sleep;
  problems.say(at, title, explanation);
}
