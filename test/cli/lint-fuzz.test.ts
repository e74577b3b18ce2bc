import { fuzzLint } from '../support/lint-fuzz.ts';

fuzzLint(7);
