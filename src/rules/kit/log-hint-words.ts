import type { ContainerFacts, PodSpecFacts } from '../../core/evidence.ts';
import type { EvidenceItem, Remedy } from '../../core/finding.ts';
import type { Service } from '../../core/kubernetes.ts';
import type { Subject } from '../../core/rule.ts';
import type { LogHint } from '../../facts/log-hints.ts';
import { act, advise, canChangeTemplate, kubectl, templateRisk, workloadRef } from './remedies.ts';

/** What a hint in the log comes to, for people. */
export interface HintWords {
  /** Behind the exit in the title: `S3_BUCKET is not set`. */
  readonly title: string;
  /** One or two sentences. */
  readonly sentence: string;
  readonly evidence: readonly EvidenceItem[];
  readonly remedies: readonly Remedy[];
}

/** What the words are made from. `services` undefined: they could not be listed. */
export interface HintFacts {
  readonly hint: LogHint;
  readonly container: ContainerFacts;
  readonly spec: PodSpecFacts;
  readonly subject: Subject;
  readonly services: readonly Service[] | undefined;
}

export function words(
  title: string,
  sentence: string,
  remedies: readonly Remedy[],
  evidence: readonly EvidenceItem[] = [],
): HintWords {
  return { title, sentence, remedies, evidence };
}

/** Opens the template for a change that only a person can fill in. */
export function edit(subject: Subject, action: string, why: string): Remedy[] {
  return canChangeTemplate(subject)
    ? [act(action, why, kubectl(subject, 'edit', workloadRef(subject)), templateRisk(subject))]
    : [advise(action, why, templateRisk(subject))];
}

const titles: Readonly<Partial<Record<LogHint['kind'], string>>> = {
  'already-exists': 'what it wants to create is there already',
  'address-in-use': 'its port is taken',
  'login-refused': 'its login is refused',
  'module-missing': 'a part of the program is missing',
  'permission-denied': 'it is not permitted what it does',
  'read-only': 'it writes where it may only read',
  'unknown-host': 'a host name does not resolve',
  'connection-refused': 'a connection is refused',
  'connection-timeout': 'a connection gets no answer',
  'wrong-argument': 'it does not know one of its arguments',
  certificate: 'a certificate is not accepted',
  configuration: 'its configuration is wrong',
  licence: 'its licence is not valid',
};

const advice: Readonly<Partial<Record<LogHint['kind'], string>>> = {
  'already-exists':
    'Bring the target to the state that the step expects (finish or undo the step that was made by half), then run it again',
  'address-in-use': 'Give every process of the pod a port of its own: containers of one pod share one network',
  'login-refused': 'Correct the credentials that it is given',
  'module-missing': 'Build the missing part into the image',
  'permission-denied': 'Run it as a user who may do this (runAsUser, fsGroup), or change the owner in the image',
  'read-only': 'Mount an emptyDir where it writes, or let it write elsewhere',
  'wrong-argument': 'Correct command and args to what this version of the program knows',
  certificate: 'Give it the right CA bundle, or renew the certificate',
  configuration: 'Correct the configuration at the place that the line names',
  licence: 'Renew the licence that it reads',
};

/** What is said of a hint that needs nothing but its own line. */
export function plain({ hint, container }: HintFacts): HintWords {
  const target = hint.port === undefined ? hint.name : `${hint.name}:${hint.port}`;
  const title = titles[hint.kind] ?? 'its log says why';
  const subjectOfLine = hint.name === undefined ? title : `${title} (${target})`;
  const line = hint.line.length > 200 ? `${hint.line.slice(0, 199)}…` : hint.line;
  const action = advice[hint.kind];
  return words(
    subjectOfLine,
    `The end of its log says: ${line.replace(/[.:]+$/, '')}.`,
    action ? [advise(action, `it is what the log of ${container.name} complains about`)] : [],
  );
}
