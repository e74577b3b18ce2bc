import type { ContainerSpec, PodSpecFacts } from '../core/evidence.ts';

/** Whether a container's arguments, variables or hooks, or the pod's annotations, speak of a port: it is likely listened on although nobody declares it. */
export function saysPort({ spec }: ContainerSpec, pod: PodSpecFacts, port: number): boolean {
  const { lifecycle } = spec;
  const hooks = [lifecycle?.preStop, lifecycle?.postStart];
  const words = [
    ...(spec.command ?? []),
    ...(spec.args ?? []),
    ...(spec.env ?? []).map(({ value }) => value ?? ''),
    ...Object.values(pod.metadata.annotations ?? {}),
    ...hooks.flatMap((hook) => [
      ...(hook?.exec?.command ?? []),
      String(hook?.httpGet?.port ?? hook?.tcpSocket?.port ?? ''),
    ]),
  ];
  const number = new RegExp(`(?:^|[^\\d.])${port}(?:[^\\d]|$)`);
  return words.some((word) => typeof word === 'string' && number.test(word));
}
