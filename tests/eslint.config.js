import antfu from '@antfu/eslint-config'

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
  // Chrome 93 and Safari 15.4, the oldest that we serve, have none of these, and nothing fills them in.
  files: ['client/**', 'shared/**'],
  rules: {
    'no-restricted-syntax': [
      'error',
      'TSEnumDeclaration[const=true]',
      'TSExportAssignment',
      'MemberExpression[property.name=/^(toReversed|toSorted|toSpliced|findLast|findLastIndex|canParse)$/]',
    ],
  },
}, {
  files: ['tests/**'],
  // A `describe` or a list of cases is one function to the linter, and none to its reader.
  rules: { 'max-lines': ['error', 400], 'max-lines-per-function': 'off' },
})
