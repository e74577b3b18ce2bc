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
