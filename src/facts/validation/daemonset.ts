import type { Context } from './context.ts';
import type { Field } from './field.ts';
import { validateObjectMeta } from './meta.ts';
import { dnsSubdomain } from './names.ts';
import { amountOf, validateAmountOfPods } from './rolling.ts';
import { validateOwnSelector, validateSelectorMatch } from './selectors.ts';
import { validateLastingTemplate } from './workload.ts';

/** ValidateDaemonSet. */
export function validateDaemonSet(context: Context, object: Field): void {
  const { problems } = context;
  const spec = object.child('spec');
  const [selector, template] = [spec.child('selector'), spec.child('template')];
  validateObjectMeta(problems, object.child('metadata'), dnsSubdomain);
  if (!selector.isSet) {
    const why = 'It says by which labels the DaemonSet finds its own pods; without it no template matches.';
    problems.required(selector.named(`${template.path}.metadata.labels`), why);
  } else if (validateOwnSelector(problems, selector)) validateSelectorMatch(problems, selector, template);
  validateLastingTemplate(context, template, 'DaemonSet');
  problems.negative(spec.child('minReadySeconds'));
  problems.negative(spec.child('revisionHistoryLimit'));
  validateStrategy(context, spec.child('updateStrategy'));
}

const types = ['RollingUpdate', 'OnDelete'];

function validateStrategy({ problems }: Context, strategy: Field): void {
  const [type, rolling] = [strategy.child('type'), strategy.child('rollingUpdate')];
  if (!types.includes(type.text)) return problems.unsupported(type.under(strategy), types);
  if (type.text === 'OnDelete') return;
  const [unavailable, surge] = [rolling.child('maxUnavailable'), rolling.child('maxSurge')];
  validateAmountOfPods(problems, unavailable, true);
  validateAmountOfPods(problems, surge, true);
  const [less, more] = [amountOf(unavailable) !== 0, amountOf(surge) !== 0];
  if (less && more) {
    const explanation =
      'A node is updated either with its old pod gone first (maxUnavailable) or the new one first (maxSurge); one must be 0.';
    problems.say(surge, 'maxSurge and maxUnavailable are both above 0', explanation);
  } else if (!less && !more) {
    const explanation =
      'With neither a pod less nor a pod more nothing could ever be replaced; let one of them be above 0.';
    problems.say(unavailable, 'maxUnavailable and maxSurge are both 0', explanation);
  }
}
