import type { Remedy } from '../../core/finding.ts';
import type { Subject } from '../../core/rule.ts';
import { canChangeTemplate, kubectl, templateRisk, workloadName, workloadRef } from './remedies.ts';

/** The JSON pointer, in the object that the user owns, of a field path of the pod (`spec.containers[0].env[1].valueFrom`). */
export function templatePointer(subject: Subject, podPath: string): string {
  const path = podPath.replace(/^spec\b/, subject.templatePath);
  const parts = path.replace(/\[(\d+)\]/g, '.$1').split('.');
  return `/${parts.map((part) => part.replace(/~/g, '~0').replace(/\//g, '~1')).join('/')}`;
}

/**
 * Replaces one value of the pod spec at a field path, in the template of the workload. The command first tests that the old value stands there,
 * so that it cannot hit another container where an admission webhook has put one in front. No command for a bare pod or a Job.
 */
export function replaceAt(
  subject: Subject,
  podPath: string,
  { from, to }: { from: string; to: string },
  { action, why }: { action: string; why: string },
): Remedy {
  const path = templatePointer(subject, podPath);
  const change = [
    { op: 'test', path, value: from },
    { op: 'replace', path, value: to },
  ];
  return patched(subject, path, to, change, { action, why });
}

/** Adds a value to the pod spec at a field path, if the value of `guard` stands where it is expected. */
export function addAt(
  subject: Subject,
  podPath: string,
  value: unknown,
  guard: { path: string; value: string },
  { action, why }: { action: string; why: string },
): Remedy {
  const path = templatePointer(subject, podPath);
  const change = [
    { op: 'test', path: templatePointer(subject, guard.path), value: guard.value },
    { op: 'add', path, value },
  ];
  return patched(subject, path, value, change, { action, why });
}

function patched(
  subject: Subject,
  path: string,
  value: unknown,
  change: readonly unknown[],
  words: { action: string; why: string },
): Remedy {
  const common = {
    ...words,
    patch: { target: workloadName(subject), path, value },
    changesCluster: true,
    risk: templateRisk(subject),
  };
  if (!canChangeTemplate(subject)) return common;
  return {
    ...common,
    command: kubectl(subject, 'patch', workloadRef(subject), '--type=json', '-p', JSON.stringify(change)),
  };
}
