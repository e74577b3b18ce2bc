/** Pieces of YAML that are put into a manifest, each without indentation of its own. */
export interface Pieces {
  /** Fields of container `web`, beside name and image. */
  readonly container?: string;
  /** Fields of the pod spec, beside `containers` (which may be given here instead). */
  readonly pod?: string;
  /** Fields of the workload's spec, of a CronJob: of its Jobs' spec. */
  readonly spec?: string;
  /** Fields of a CronJob's own spec. */
  readonly cron?: string;
  /** Fields of the metadata. */
  readonly metadata?: string;
}

/** The YAML of workload `web`, whose pods carry `app: web`. */
export function manifest(kind: string, pieces: Pieces = {}): string {
  const { container = '', pod = '', spec = '', cron = 'schedule: "0 3 * * *"', metadata = '' } = pieces;
  const head = [
    `apiVersion: ${versions[kind] ?? 'v1'}`,
    `kind: ${kind}`,
    'metadata:',
    indent(2, 'name: web', metadata),
  ];
  const containers = /^containers:/m.test(pod)
    ? ''
    : `containers:\n- name: web\n  image: registry.example/web:1.4\n${indent(2, container)}`;
  const podSpec = [pod, containers];
  if (kind === 'Pod') return lines(...head, '  labels: {app: web}', 'spec:', indent(2, ...podSpec));
  const template = ['template:', '  metadata:', '    labels: {app: web}', '  spec:', indent(4, ...podSpec)];
  const selector = ['Job', 'CronJob'].includes(kind) ? '' : 'selector:\n  matchLabels: {app: web}';
  const inner = [spec, selector, ...template];
  if (kind !== 'CronJob') return lines(...head, 'spec:', indent(2, ...inner));
  return lines(...head, 'spec:', indent(2, cron, 'jobTemplate:', '  spec:', indent(4, ...inner)));
}

/** Service `web`, which sends port 80 to the pods of `manifest`. */
export function service(target: string | number = 8080, more = ''): string {
  return lines(
    '---',
    'apiVersion: v1',
    'kind: Service',
    'metadata: {name: web}',
    'spec:',
    '  selector: {app: web}',
    `  ports: [{port: 80, targetPort: ${target}}]`,
    indent(2, more),
  );
}

const versions: Readonly<Record<string, string>> = {
  Deployment: 'apps/v1',
  ReplicaSet: 'apps/v1',
  StatefulSet: 'apps/v1',
  DaemonSet: 'apps/v1',
  Job: 'batch/v1',
  CronJob: 'batch/v1',
};

export function lines(...parts: readonly string[]): string {
  return `${parts.filter((part) => part.trim() !== '').join('\n')}\n`;
}

export function indent(by: number, ...parts: readonly string[]): string {
  return parts
    .flatMap((part) => part.split('\n'))
    .filter((line) => line.trim() !== '')
    .map((line) => ' '.repeat(by) + line)
    .join('\n');
}
