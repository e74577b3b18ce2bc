import { jobSidecarNeverEnds } from '../../../src/rules/rollout/job-sidecar-never-ends.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

const work = '- name: work\n  image: registry.example/work:1\n  command: [/work]';
const beside = (container: string, pod = '', kind = 'Job'): string =>
  manifest(kind, { pod: `restartPolicy: Never\n${pod}\ncontainers:\n${work}\n${container}` });
const path = 'spec.template.spec.containers[1]';

testLint(jobSidecarNeverEnds, {
  fires: [
    {
      name: 'tail -f',
      yaml: beside('- {name: logs, image: "busybox:1", command: [tail, -F, /logs/out]}'),
      expect: [
        {
          path,
          container: 'logs',
          severity: 'warning',
          says: ['tail -F /logs/out', 'restartPolicy: Always', 'when work is done'],
        },
      ],
    },
    {
      name: 'an endless loop',
      yaml: beside('- {name: sync, image: "busybox:1", command: [sh, -c, "while true; do sync; sleep 60; done"]}'),
      expect: [{ path }],
    },
    {
      name: 'several do the work',
      yaml: beside(
        '- {name: more, image: "a:1", command: [/more]}\n- {name: logs, image: "busybox:1", command: [tail, -F, /x]}',
      ),
      expect: [{ path: 'spec.template.spec.containers[2]', says: ['when work and more are done'] }],
    },
    {
      name: 'a proxy by its image',
      yaml: beside('- {name: db, image: "gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.1"}'),
      expect: [{ path, says: ['cloud-sql-proxy'] }],
    },
    {
      name: 'a CronJob',
      yaml: beside('- {name: envoy, image: "a:1", command: [envoy, -c, /etc/envoy.yaml]}', '', 'CronJob'),
      expect: [{ path: 'spec.jobTemplate.spec.template.spec.containers[1]' }],
    },
  ],
  silent: [
    {
      name: 'none of them does any work',
      yaml: manifest('Job', {
        pod: 'restartPolicy: Never\ncontainers:\n- {name: a, image: "busybox:1", command: [tail, -F, /x]}\n- {name: b, image: "busybox:1", command: [sleep, infinity]}',
      }),
    },
    {
      name: 'a native sidecar',
      yaml: manifest('Job', {
        pod: `restartPolicy: Never\ninitContainers: [{name: logs, image: "a:1", restartPolicy: Always, command: [tail, -f, /x]}]\ncontainers:\n${work}`,
      }),
    },
    { name: 'both end', yaml: beside('- {name: more, image: "a:1", command: [/more]}') },
    {
      name: 'it is told when to stop',
      yaml: beside('- {name: db, image: "a:1", command: [cloud-sql-proxy, --quitquitquit, "x:y:z"]}'),
    },
    {
      name: 'a loop with a way out',
      yaml: beside(
        '- {name: sync, image: "a:1", command: [sh, -c, "while true; do [ -f /done ] && exit 0; sleep 1; done"]}',
      ),
    },
    {
      name: 'the others can stop it',
      yaml: beside('- {name: logs, image: "a:1", command: [sleep, infinity]}', 'shareProcessNamespace: true'),
    },
    { name: 'one container only', yaml: manifest('Job', { container: 'command: [sleep, infinity]' }) },
    { name: 'a Deployment', yaml: beside('- {name: logs, image: "a:1", command: [tail, -f, /x]}', '', 'Deployment') },
  ],
});
