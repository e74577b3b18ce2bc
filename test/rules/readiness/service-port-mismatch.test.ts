import { servicePortMismatch } from '../../../src/rules/readiness/service-port-mismatch.ts';
import type { Service, ServicePort } from '../../../src/core/kubernetes.ts';
import { aPod, namespace, type ContainerOptions } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';

function service(ports: ServicePort[] | undefined, spec: Service['spec'] = {}): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace },
    spec: { selector: { app: 'web' }, ...(ports ? { ports } : {}), ...spec },
  };
}

function pod(...containers: ContainerOptions[]) {
  return aPod({
    containers: containers.map((one, index) => ({ name: index === 0 ? 'web' : `side-${index}`, ...one })),
  });
}

const http = { ports: [{ name: 'http', containerPort: 80 }] };

testRule(servicePortMismatch, {
  fires: [
    {
      name: 'a name that no container declares',
      objects: [pod(http), service([{ port: 8080, targetPort: 'web' }])],
      expect: [
        {
          container: null,
          severity: 'error',
          confidence: 'certain',
          says: ['port named web', 'http 80 (web)'],
          command:
            'kubectl -n shop patch service/web --type=json -p [{"op":"replace","path":"/spec/ports/0/targetPort","value":"http"}]',
        },
      ],
    },
    {
      name: 'a number that none declares although they declare others',
      objects: [pod(http), service([{ port: 80, targetPort: 8080 }])],
      expect: [{ confidence: 'likely', says: ['port 8080', 'Set targetPort of Service web to http'] }],
    },
    {
      name: 'several ports may be meant, and one has the number of the Service',
      objects: [
        pod({ ports: [{ containerPort: 9000 }, { containerPort: 8080 }] }),
        service([{ port: 8080, targetPort: 'web' }]),
      ],
      expect: [{ says: ['Set targetPort of Service web to 8080', 'a TCP port that the pod declares'] }],
    },
    {
      name: 'no targetPort: the port itself',
      objects: [pod(http), service([{ port: 8080 }])],
      expect: [{ says: ['targetPort 8080'] }],
    },
    {
      name: 'the name exists with another protocol',
      objects: [
        pod({ ports: [{ name: 'dns', containerPort: 53, protocol: 'UDP' }] }),
        service([{ port: 53, targetPort: 'dns' }]),
      ],
      expect: [{ says: ['with another protocol'] }],
    },
    {
      name: 'a container that declares nothing may be meant',
      objects: [pod(http, {}), service([{ port: 80, targetPort: 8080 }])],
      expect: [{ severity: 'warning', confidence: 'possible' }],
    },
    {
      name: 'each port for itself',
      objects: [
        pod(http),
        service([
          { name: 'a', port: 80, targetPort: 'http' },
          { name: 'b', port: 81, targetPort: 'admin' },
        ]),
      ],
      expect: [{ says: ['admin', '/spec/ports/1/targetPort'] }],
    },
    {
      name: 'nothing is declared at all, and a name is asked for',
      objects: [pod({}), service([{ port: 80, targetPort: 'http' }])],
      expect: [{ confidence: 'certain', says: ['declare no ports at all'] }],
    },
    { name: 'recorded: a name', recording: 'newsletter', expect: [{ says: ['web', 'http'] }] },
    { name: 'recorded: a number', recording: 'wishlist', expect: [{ says: ['8080', 'wishlist'] }] },
  ],
  silent: [
    { name: 'it leads to a port', objects: [pod(http), service([{ port: 8080, targetPort: 'http' }])] },
    {
      name: 'a headless Service: its clients ask the pods themselves',
      objects: [pod(http), service([{ port: 9999 }], { clusterIP: 'None' })],
    },
    { name: 'containers that declare nothing', objects: [pod({}), service([{ port: 80, targetPort: 8080 }])] },
    {
      name: 'only metrics are declared',
      objects: [pod({ ports: [{ name: 'metrics', containerPort: 9100 }] }), service([{ port: 80, targetPort: 8080 }])],
    },
    {
      name: 'a probe asks that port',
      objects: [
        pod({ ...http, readinessProbe: { tcpSocket: { port: 8080 } } }),
        service([{ port: 80, targetPort: 8080 }]),
      ],
    },
    {
      name: 'an argument names that port',
      objects: [pod({ ...http, args: ['--listen=:8080'] }), service([{ port: 80, targetPort: 8080 }])],
    },
    {
      name: 'an injected proxy declares ports, the application none',
      objects: [
        pod({}, { name: 'istio-proxy', ports: [{ containerPort: 15090 }] }),
        service([{ port: 80, targetPort: 8080 }]),
      ],
    },
    {
      name: 'the number is declared for another protocol',
      objects: [
        pod({ ports: [{ containerPort: 53, protocol: 'UDP' }, { containerPort: 80 }] }),
        service([{ port: 53 }]),
      ],
    },
    {
      name: 'another Service',
      objects: [pod(http), service([{ port: 80, targetPort: 'web' }], { selector: { app: 'db' } })],
    },
    {
      name: 'ExternalName',
      objects: [pod(http), service([{ port: 80, targetPort: 'web' }], { type: 'ExternalName' })],
    },
    { name: 'headless without ports', objects: [pod(http), service(undefined, { clusterIP: 'None' })] },
    { name: 'Services were not listed', objects: [pod(http)] },
    {
      name: 'a port of a sidecar',
      objects: [
        aPod({
          initContainers: [{ name: 'proxy', restartPolicy: 'Always', ports: [{ name: 'in', containerPort: 8443 }] }],
        }),
        service([{ port: 443, targetPort: 'in' }]),
      ],
    },
    { name: 'recorded: healthy', recording: 'blog-platform' },
    { name: 'recorded: an init container, a sidecar', recording: 'orders-mesh' },
  ],
});
