import { defineForesight } from '../../core/rule.ts';
import { referenceProblem } from '../../facts/image-reference.ts';
import { isPlaceholder } from '../../facts/placeholders.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { advise } from '../kit/remedies.ts';

export const imageNameInvalid = defineForesight({
  of: {
    id: 'image-name-invalid',
    title: 'The image reference cannot be parsed',
    topic: 'image',
    severity: 'critical',
    verdict: 'failing',
  },
  stage: 'start',
  severity: 'error',
  needs: ['spec'],

  *check({ spec }) {
    for (const container of spec.containers) {
      const { image } = container.spec;
      // White space around it is refused by the API server already.
      if (!image || image.trim() !== image) continue;
      const wrong = referenceProblem(image);
      if (!wrong) continue;
      const path = `${container.path}.image`;
      const template = isPlaceholder(image) || /[${}<>]/.test(image);
      yield {
        container,
        path,
        title: `image ${image} of container ${container.name} is not a valid name: ${wrong.problem}`,
        explanation:
          (wrong.suggestion === undefined ? '' : `${wrong.suggestion} would be one. `) +
          (template
            ? 'As it stands no registry can be asked for it: the container would wait in InvalidImageName.'
            : 'No registry is even asked for it: the container waits in InvalidImageName.'),
        evidence: [fieldEvidence('spec', path, image)],
        remedies: [
          advise(
            wrong.suggestion === undefined
              ? 'Write [REGISTRY/]NAME[:TAG][@DIGEST] in lower case'
              : `Write ${wrong.suggestion}`,
            'that is a name that can be pulled',
          ),
        ],
        // Somebody may still fill it in.
        ...(template ? ({ severity: 'warning', confidence: 'likely' } as const) : {}),
      };
    }
  },
});
