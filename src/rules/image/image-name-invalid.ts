import { defineRule } from '../../core/rule.ts';
import { referenceProblem } from '../../facts/image-reference.ts';
import { imageNameInvalid as foresee } from '../foresee/image-name-invalid.ts';
import { changeContainer } from '../kit/remedies.ts';
import { imageRemedies, pullObservation, troublesWith, waiters } from '../kit/pull.ts';

export const imageNameInvalid = defineRule({
  ...foresee.of,
  needs: ['status'],
  mayUse: ['events', 'owner'],
  foresee,

  *check({ status, events, owner, subject }) {
    for (const trouble of troublesWith('name-invalid', status, events)) {
      const { image, container, volume } = trouble;
      const found = referenceProblem(image);
      const corrected = found?.suggestion;
      const fixable = corrected !== undefined && volume === undefined && container.kind !== 'ephemeral';
      const shortName = trouble.detail === 'short-name';
      const problem = shortName ? 'it names no registry, and the node is not set up to choose one' : found?.problem;
      yield {
        ...pullObservation(trouble),
        title: `${JSON.stringify(image)} of ${waiters(trouble)} is not a valid image reference`,
        explanation:
          `The image of ${waiters(trouble)} is ${JSON.stringify(image)}, which cannot be used as an image reference` +
          `${problem === undefined ? '' : `: ${problem}`}. No registry is asked, and no retry can help.`,
        remedies: [
          ...(fixable
            ? [
                changeContainer(subject, container, ['image'], corrected, {
                  action: `Write the image as ${corrected}`,
                  why: 'that is the nearest valid reference; check that it is the image you mean',
                }),
              ]
            : []),
          ...imageRemedies(subject, trouble, owner),
        ],
      };
    }
  },
});
