import { containerWith, podWith, testValidation } from '../../support/validation.ts';

const app = { name: 'app', image: 'app:1' };
const ports = (...list: readonly unknown[]) => containerWith({ ports: list });

testValidation('containers', 'spec.', [
  ['none', podWith({ containers: [] }), ['missing-field containers']],
  ['no spec', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' } }, ['missing-field containers']],
  ['no name', podWith({ containers: [{ image: 'a' }] }), ['missing-field containers[0].name']],
  ['a name with a dot', podWith({ containers: [{ ...app, name: 'a.b' }] }), ['invalid-value containers[0].name']],
  ['the same name twice', podWith({ containers: [app, app] }), ['duplicate-name containers[1].name']],
  [
    'the name of an init container',
    podWith({ initContainers: [app], containers: [app] }),
    ['duplicate-name initContainers[0].name'],
  ],
  ['no image', podWith({ containers: [{ name: 'a' }] }), ['missing-field containers[0].image']],
  [
    'an image that begins with a space',
    podWith({ containers: [{ ...app, image: ' a' }] }),
    ['invalid-value containers[0].image'],
  ],
  [
    'a pull policy that is none',
    containerWith({ imagePullPolicy: 'always' }),
    ['invalid-value containers[0].imagePullPolicy'],
  ],
  [
    'a message policy that is none',
    containerWith({ terminationMessagePolicy: 'Log' }),
    ['invalid-value containers[0].terminationMessagePolicy'],
  ],
  [
    'debug containers in a new pod',
    podWith({ ephemeralContainers: [{ name: 'debug', image: 'a' }] }),
    ['invalid-value ephemeralContainers'],
  ],
  ['stdinOnce without stdin is accepted', containerWith({ stdinOnce: true }), []],
]);

testValidation('ports', 'spec.containers[0].ports', [
  ['one', ports({ containerPort: 80, name: 'http', hostPort: 8080, protocol: 'SCTP' }), []],
  ['0', ports({ containerPort: 0 }), ['missing-field [0].containerPort']],
  ['too high', ports({ containerPort: 70000 }), ['invalid-value [0].containerPort']],
  ['a host port too high', ports({ containerPort: 1, hostPort: 70000 }), ['invalid-value [0].hostPort']],
  ['a protocol in small letters', ports({ containerPort: 1, protocol: 'tcp' }), ['invalid-value [0].protocol']],
  ['a name too long', ports({ containerPort: 1, name: 'a-very-long-name' }), ['invalid-value [0].name']],
  ['a name without a letter', ports({ containerPort: 1, name: '8080' }), ['invalid-value [0].name']],
  ['a name with capitals', ports({ containerPort: 1, name: 'Http' }), ['invalid-value [0].name']],
  ['two dashes in a row', ports({ containerPort: 1, name: 'a--b' }), ['invalid-value [0].name']],
  [
    'the same name twice',
    ports({ containerPort: 1, name: 'a' }, { containerPort: 2, name: 'a' }),
    ['duplicate-name [1].name'],
  ],
  ['the same number twice is accepted', ports({ containerPort: 1 }, { containerPort: 1 }), []],
  [
    'the same host port twice',
    ports({ containerPort: 1, hostPort: 8 }, { containerPort: 2, hostPort: 8 }),
    ['duplicate-name [1].hostPort'],
  ],
  [
    'the same host port for another protocol',
    ports({ containerPort: 1, hostPort: 8 }, { containerPort: 2, hostPort: 8, protocol: 'UDP' }),
    [],
  ],
  [
    "another port on the node's own network",
    containerWith({ ports: [{ containerPort: 1, hostPort: 2 }] }, { hostNetwork: true }),
    ['invalid-value [0].hostPort'],
  ],
]);

testValidation('resize policy', 'spec.containers[0].resizePolicy', [
  [
    'each resource',
    containerWith({
      resizePolicy: [
        { resourceName: 'cpu', restartPolicy: 'NotRequired' },
        { resourceName: 'memory', restartPolicy: 'RestartContainer' },
      ],
    }),
    [],
  ],
  [
    'another resource',
    containerWith({ resizePolicy: [{ resourceName: 'gpu', restartPolicy: 'NotRequired' }] }),
    ['invalid-value '],
  ],
  [
    'the same twice',
    containerWith({
      resizePolicy: [
        { resourceName: 'cpu', restartPolicy: 'NotRequired' },
        { resourceName: 'cpu', restartPolicy: 'NotRequired' },
      ],
    }),
    ['duplicate-name [1]'],
  ],
  [
    'a restart of what is never restarted',
    containerWith(
      { resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'RestartContainer' }] },
      { restartPolicy: 'Never' },
    ),
    ['invalid-value '],
  ],
]);

const init = (container: Record<string, unknown>) =>
  podWith({ initContainers: [{ name: 'setup', image: 'a', ...container }] });
const onExit = (action: string, ...values: readonly number[]) => ({ action, exitCodes: { operator: 'In', values } });

testValidation('restarting', 'spec.initContainers[0].', [
  ['a sidecar', init({ restartPolicy: 'Always' }), []],
  ['a step that is not repeated', init({ restartPolicy: 'Never' }), []],
  [
    'a step that is not repeated, before 1.34',
    init({ restartPolicy: 'Never' }),
    ['restart-policy-invalid restartPolicy'],
    '1.33',
  ],
  ['a policy that does not exist', init({ restartPolicy: 'Once' }), ['restart-policy-invalid restartPolicy']],
  [
    'rules without a policy',
    init({ restartPolicyRules: [onExit('Restart', 1)] }),
    ['restart-policy-invalid restartPolicy'],
  ],
  [
    'rules of a sidecar',
    init({ restartPolicy: 'Always', restartPolicyRules: [onExit('Restart', 1)] }),
    ['restart-policy-invalid restartPolicyRules'],
    '1.35',
  ],
  [
    'rules of a sidecar',
    init({ restartPolicy: 'Always', restartPolicyRules: [onExit('RestartAllContainers', 1)] }),
    [],
  ],
  [
    'a restart of all before 1.36',
    init({ restartPolicy: 'Never', restartPolicyRules: [onExit('RestartAllContainers', 1)] }),
    ['restart-policy-invalid restartPolicyRules[0].action'],
    '1.35',
  ],
  [
    'a rule without codes, and one with an operator that does not exist',
    init({
      restartPolicy: 'Never',
      restartPolicyRules: [{ action: 'Restart' }, { action: 'Restart', exitCodes: { operator: 'Is', values: [1] } }],
    }),
    [
      'restart-policy-invalid restartPolicyRules[0].exitCodes',
      'restart-policy-invalid restartPolicyRules[1].exitCodes.operator',
    ],
  ],
  [
    'a restart for a resize, of a step',
    init({ resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'RestartContainer' }] }),
    ['invalid-value resizePolicy[0].restartPolicy'],
  ],
  [
    'a restart for a resize, of a sidecar',
    init({ restartPolicy: 'Always', resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'RestartContainer' }] }),
    [],
  ],
  [
    'a resize policy that does not exist',
    init({ resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'Maybe' }] }),
    ['invalid-value resizePolicy'],
  ],
  [
    'a resize policy before 1.33',
    init({ resizePolicy: [{ resourceName: 'gpu', restartPolicy: 'Maybe' }] }),
    [],
    '1.32',
  ],
]);

testValidation('hooks and probes of a step', 'spec.initContainers[0].', [
  [
    'which has none',
    init({ lifecycle: { postStart: { exec: { command: ['a'] } } }, livenessProbe: { exec: { command: ['a'] } } }),
    ['hook-invalid lifecycle', 'probe-invalid livenessProbe'],
  ],
  ['but an empty lifecycle counts', init({ lifecycle: {} }), ['hook-invalid lifecycle']],
  ['and a signal, whose gate is off, does not', init({ lifecycle: { stopSignal: 'SIGTERM' } }), []],
  [
    'while a sidecar may have them',
    init({
      restartPolicy: 'Always',
      lifecycle: { preStop: { exec: { command: ['a'] } } },
      startupProbe: { exec: { command: ['a'] }, successThreshold: 0 },
    }),
    [],
  ],
]);
