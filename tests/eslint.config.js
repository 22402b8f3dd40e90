import antfu from '@antfu/eslint-config'

/** Calls that the oldest browsers of `client/README.md` lack; what the build lowers is syntax alone. */
const TOO_NEW = [
  'canParse',
  'findLast',
  'findLastIndex',
  'groupBy',
  'isWellFormed',
  'structuredClone',
  'toReversed',
  'toSorted',
  'toSpliced',
  'withResolvers',
]

export default antfu({
  type: 'app',
  vue: true,
  typescript: true,
  markdown: false,
  jsonc: false,
  yaml: false,
  toml: false,
  formatters: { css: true },
  ignores: ['**/dist/**', '**/migrations/**', '**/*.md'],
}, {
  rules: {
    'no-console': 'off',
    'node/prefer-global/process': 'off',
    'node/prefer-global/buffer': 'off',
    'ts/no-explicit-any': 'error',
    'ts/explicit-function-return-type': 'off',
    'antfu/top-level-function': 'off',
    'antfu/no-top-level-await': 'off',
    'ts/no-use-before-define': ['error', { functions: false, classes: false, variables: false }],
    'antfu/if-newline': 'off',
    'style/operator-linebreak': ['error', 'before', { overrides: { '=': 'after' } }],
    'ts/no-redeclare': 'off', // A schema and its type share one name.
    'style/max-len': ['error', { code: 110, ignoreUrls: true, ignoreRegExpLiterals: true }],
    'max-lines': ['error', 250],
    'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true, IIFEs: true }],
    'test/prefer-lowercase-title': 'off',
  },
}, {
  files: ['client/**', 'shared/**'],
  rules: {
    'no-restricted-syntax': ['error', 'TSEnumDeclaration[const=true]', 'TSExportAssignment', {
      selector: `Identifier[name=/^(?:${TOO_NEW.join('|')})$/]`,
      message: 'Chrome 93 or Safari 15.4 lacks it.',
    }],
  },
}, {
  files: ['**/*.ts', '**/*.vue'],
  // The compiler finds them (noUnusedLocals, noUnusedParameters).
  rules: { 'unused-imports/no-unused-imports': 'off', 'unused-imports/no-unused-vars': 'off' },
}, {
  files: ['tests/**'],
  // A `describe` or a list of cases is one function to the linter, and none to its reader.
  rules: { 'max-lines': ['error', 400], 'max-lines-per-function': 'off' },
})
