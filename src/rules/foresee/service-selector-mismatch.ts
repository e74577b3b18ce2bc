import { defineForesight } from '../../core/rule.ts';
import { otherWorkloads, servicesIn } from '../../facts/bundle-services.ts';
import { labelsOf, nameOf } from '../../facts/metadata.ts';
import { nearServices, servicesSelecting } from '../../facts/services.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { listOf } from '../kit/probe-words.ts';
import { advise, workloadName } from '../kit/remedies.ts';
import { actualText, differenceText, labelPairs } from '../kit/selector-words.ts';

export const serviceSelectorMismatch = defineForesight({
  of: {
    id: 'service-selector-mismatch',
    title: 'No Service selects the pod although one plainly means to',
    topic: 'readiness',
    severity: 'error',
    verdict: 'degraded',
  },
  stage: 'running',
  needs: ['spec', 'bundle', 'workload'],

  *check({ spec, bundle, workload, subject }) {
    if (/Job$/.test(workload.kind)) return;
    const labels = labelsOf(spec);
    const services = servicesIn(bundle, workload.namespace);
    if (servicesSelecting(services, labels).length > 0) return;
    const governing = (workload.object['spec'] as { serviceName?: unknown } | undefined)?.serviceName;
    const names = [workload.name, ...(typeof governing === 'string' ? [governing] : [])];
    const near = nearServices(services, labels, names).find(
      ({ service }) => otherWorkloads(service, bundle, workload).length === 0,
    );
    if (!near) return;
    const name = nameOf(near.service);
    const selector = near.service.spec?.selector ?? {};
    const path = `${spec.path.replace(/\.?spec$/, '')}.metadata.labels`.replace(/^\./, '');
    yield {
      path,
      atKey: true,
      confidence: 'likely',
      title: `Service ${name} does not select its pods: ${near.mismatches.map(differenceText).join(', ')}`,
      explanation:
        `Service ${name} selects pods with ${labelPairs(selector)}, and these have ${listOf(near.mismatches.map(actualText))}. ` +
        `${near.byName ? `By its name the Service is meant for ${workloadName(subject)}` : 'The selector fits but for that'}, ` +
        'and nothing else in the input is selected by it, so it would have no endpoints.',
      evidence: [
        fieldEvidence('service', `${name} spec.selector`, labelPairs(selector)),
        fieldEvidence('spec', path, labelPairs(labels) || 'no labels'),
      ],
      remedies: [advise(`Let selector of Service ${name} and labels of the pods agree`, 'it gets endpoints then')],
    };
  },
});
