import { memoryLimitBelowHeap } from '../../../src/rules/resources/memory-limit-below-heap.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

const at = 'spec.template.spec.containers[0]';

function web(limit: string, more: string): string {
  return manifest('Deployment', { container: `resources: {limits: {memory: ${limit}}}\n${more}` });
}

testLint(memoryLimitBelowHeap, {
  fires: [
    {
      name: 'a heap above the limit in args',
      yaml: web('1Gi', 'args: ["-Xmx2g", "-jar", "/app.jar"]'),
      expect: [
        {
          path: `${at}.args`,
          container: 'web',
          severity: 'warning',
          detail: 'above-limit',
          says: ['-Xmx', '2Gi', '1Gi', 'OOMKilled', '2.75Gi', '768Mi'],
          fix: null,
        },
      ],
    },
    {
      name: 'a heap as large as the limit in a variable',
      yaml: web('512Mi', 'env: [{name: JAVA_TOOL_OPTIONS, value: "-XX:+UseG1GC -Xmx512m -Dpassword=hidden"}]'),
      expect: [
        { path: `${at}.env[0]`, detail: 'no-headroom', says: ['JAVA_TOOL_OPTIONS'], saysNot: ['hidden', 'UseG1GC'] },
      ],
    },
    {
      name: 'a share of the limit',
      yaml: web('1Gi', 'command: [java, "-XX:MaxRAMPercentage=95.0"]'),
      expect: [{ path: `${at}.command`, says: ['95 %'] }],
    },
    {
      name: 'Node.js',
      yaml: web('1Gi', 'env: [{name: NODE_OPTIONS, value: "--max-old-space-size=4096"}]'),
      expect: [{ path: `${at}.env[0]`, says: ['Node.js', '4Gi'] }],
    },
    {
      name: 'Node.js with underscores in a script',
      yaml: web('1Gi', 'command: [sh, -c, "exec node --max_old_space_size=1024 /app"]'),
      expect: [{ path: `${at}.command`, detail: 'no-headroom' }],
    },
    {
      name: 'Go',
      yaml: web('256Mi', 'env: [{name: GOMEMLIMIT, value: 300MiB}]'),
      expect: [{ path: `${at}.env[0]`, detail: 'above-limit', says: ['Go', '300Mi'] }],
    },
    {
      name: '.NET in hexadecimal',
      yaml: web('256Mi', 'env: [{name: DOTNET_GCHeapHardLimit, value: "0x20000000"}]'),
      expect: [{ path: `${at}.env[0]`, says: ['512Mi'] }],
    },
    { name: 'Redis', yaml: web('1Gi', 'args: [--maxmemory, 2gb]'), expect: [{ path: `${at}.args`, says: ['Redis'] }] },
    {
      name: 'the command line outweighs JAVA_TOOL_OPTIONS',
      yaml: web('1Gi', 'args: ["-Xmx4g"]\nenv: [{name: JAVA_TOOL_OPTIONS, value: "-Xmx128m"}]'),
      expect: [{ path: `${at}.args`, says: ['4Gi'] }],
    },
    {
      name: '_JAVA_OPTIONS outweighs the command line',
      yaml: web('1Gi', 'args: ["-Xmx128m"]\nenv: [{name: _JAVA_OPTIONS, value: "-Xmx4g"}]'),
      expect: [{ path: `${at}.env[0]` }],
    },
    {
      name: 'the limit of the pod as a whole',
      yaml: manifest('Deployment', { container: 'args: ["-Xmx4g"]', pod: 'resources: {limits: {memory: 2Gi}}' }),
      expect: [{ path: `${at}.args`, says: ['2Gi'] }],
    },
  ],
  silent: [
    { name: 'three quarters', yaml: web('1Gi', 'args: ["-Xmx768m"]') },
    { name: 'just below nine tenths', yaml: web('1000Mi', 'args: ["-Xmx900m"]') },
    { name: 'no limit', yaml: manifest('Deployment', { container: 'args: ["-Xmx64g"]' }) },
    { name: 'the last one counts', yaml: web('1Gi', 'args: ["-Xmx4g", "-Xmx512m"]') },
    {
      name: 'the command line lowers what JAVA_TOOL_OPTIONS says',
      yaml: web('1Gi', 'args: ["-Xmx512m"]\nenv: [{name: JAVA_TOOL_OPTIONS, value: "-Xmx4g"}]'),
    },
    { name: 'MaxRAMPercentage beside -Xmx', yaml: web('1Gi', 'args: ["-XX:MaxRAMPercentage=99", "-Xmx512m"]') },
    { name: 'Go at the limit, which is soft', yaml: web('256Mi', 'env: [{name: GOMEMLIMIT, value: 256MiB}]') },
    { name: 'put together from a variable', yaml: web('1Gi', 'args: ["-Xmx$(HEAP)"]\nenv: [{name: HEAP, value: 8g}]') },
    { name: 'GOMEMLIMIT off', yaml: web('1Gi', 'env: [{name: GOMEMLIMIT, value: "off"}]') },
    {
      name: 'another option that ends alike',
      yaml: web('1Gi', 'args: ["--no-Xmx4g", "--maxmemory-policy", "allkeys-lru"]'),
    },
  ],
});
