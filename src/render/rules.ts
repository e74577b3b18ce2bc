import type { Rule, Topic } from '../core/rule.ts';

const topicTitles: Readonly<Record<Topic, string>> = {
  owner: 'The pod does not exist, or its owner is stuck',
  scheduling: 'Accepted, not scheduled',
  preparation: 'Scheduled, the node cannot prepare it',
  image: 'The image',
  start: 'The container cannot start',
  crash: 'The container dies',
  readiness: 'Running, not ready',
  node: 'The node, eviction, disruption',
  termination: 'Terminating',
  outcome: 'The end, and health',
  document: 'Manifests: the document',
  probes: 'Manifests: probes',
  shutdown: 'Manifests: hooks and shutdown',
  rollout: 'Manifests: restart, Jobs, rollouts',
  init: 'Manifests: init containers and sidecars',
  resources: 'Manifests: resources and QoS',
  configuration: 'Manifests: images, volumes, configuration',
  placement: 'Manifests: scheduling',
};

function byTopic(rules: readonly Rule[]): [Topic, Rule[]][] {
  const topics = [...new Set(rules.map(({ topic }) => topic))];
  return topics.map((topic) => [topic, rules.filter((rule) => rule.topic === topic)]);
}

/** The catalogue for a terminal. */
export function rulesText(rules: readonly Rule[]): string {
  const width = Math.max(0, ...rules.map(({ id }) => id.length));
  const blocks = byTopic(rules).map(([topic, list]) =>
    [topicTitles[topic], ...list.map(({ id, title }) => `  ${id.padEnd(width)}  ${title}`)].join('\n'),
  );
  return `${blocks.join('\n\n')}\n`;
}

/** The catalogue for README and the folder of rules: what each means, how bad it is, what it reads. */
export function rulesMarkdown(rules: readonly Rule[], pages = 'src/rules'): string {
  const blocks = byTopic(rules).map(([topic, list]) =>
    [
      `### ${topicTitles[topic]}`,
      '',
      '| rule | what it means | severity | reads |',
      '| --- | --- | --- | --- |',
      ...list.map(
        ({ id, title, severity, needs, mayUse = [] }) =>
          `| [\`${id}\`](${pages}/${topic}/${id}.md) | ${title} | ${severity} | ${[...needs, ...mayUse.map((key) => `(${key})`)].join(', ')} |`,
      ),
    ].join('\n'),
  );
  return `${blocks.join('\n\n')}\n`;
}

/** The catalogue for scripts. */
export function rulesJson(rules: readonly Rule[]): string {
  const items = rules.map(({ id, title, topic, severity, needs, mayUse = [] }) => ({
    id,
    title,
    topic,
    severity,
    needs,
    mayUse,
  }));
  return `${JSON.stringify({ schemaVersion: 'podlife/v1', kind: 'RuleList', items }, undefined, 2)}\n`;
}
