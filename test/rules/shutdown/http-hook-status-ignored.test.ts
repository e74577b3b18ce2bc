import { httpHookStatusIgnored } from '../../../src/rules/shutdown/http-hook-status-ignored.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

const at = 'spec.template.spec.containers[0].lifecycle';
const lifecycle = (text: string): string => manifest('Deployment', { container: `lifecycle: {${text}}` });

testLint(httpHookStatusIgnored, {
  fires: [
    {
      name: 'preStop',
      yaml: lifecycle('preStop: {httpGet: {path: /drain, port: 8080}}'),
      expect: [{ path: `${at}.preStop.httpGet`, severity: 'advice', stage: 'shutdown', says: ['GET :8080/drain'] }],
    },
    {
      name: 'both hooks',
      yaml: lifecycle('postStart: {httpGet: {path: /init, port: 80}}, preStop: {httpGet: {port: 80}}'),
      expect: [{ path: `${at}.postStart.httpGet`, stage: 'start' }, { path: `${at}.preStop.httpGet` }],
    },
  ],
  silent: [
    { name: 'a command', yaml: lifecycle('preStop: {exec: {command: [/drain]}}') },
    { name: 'a sleep', yaml: lifecycle('preStop: {sleep: {seconds: 5}}') },
    { name: 'no hooks', yaml: manifest('Deployment') },
  ],
});
