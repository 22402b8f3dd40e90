/**
 * Distances, corners and what a thumb hits come from client/styles/tokens.css. Raw pixels stay for lines (up
 * to 3 px) and for the sizes of pictures and columns.
 */
const pixels = /(?<![\d.])(?:[4-9]|\d{2,}|\d+\.\d+)px/

export default {
  ignoreFiles: ['../client/dist/**', '../**/node_modules/**'],
  overrides: [{ files: ['**/*.vue'], customSyntax: 'postcss-html' }],
  reportNeedlessDisables: true,
  reportDescriptionlessDisables: true,
  rules: {
    'block-no-empty': true,
    'color-no-invalid-hex': true,
    'custom-property-no-missing-var-function': true,
    'declaration-block-no-duplicate-properties': [
      true,
      { ignore: ['consecutive-duplicates-with-different-values'] },
    ],
    'declaration-block-no-shorthand-property-overrides': true,
    'declaration-no-important': true,
    'font-family-no-duplicate-names': true,
    'function-calc-no-unspaced-operator': true,
    'no-duplicate-selectors': true,
    'no-invalid-double-slash-comments': true,
    'property-no-unknown': true,
    'selector-pseudo-class-no-unknown': [true, { ignorePseudoClasses: ['deep', 'global', 'slotted'] }],
    'selector-pseudo-element-no-unknown': true,
    'unit-no-unknown': true,
    'declaration-property-value-disallowed-list': [{
      '/^(padding|margin|inset|scroll-margin|scroll-padding)(-|$)/': [pixels],
      '/^((row|column)-)?gap$/': [pixels],
      '/^(top|right|bottom|left)$/': [pixels],
      '/^border(-.*)?-radius$/': [pixels],
      '/^(min-)?(width|height)$|^line-height$/': [/(?<![\d.])44px/],
      'min-height': [/(?<![\d.])(?:48|56|72)px/],
    }, { message: (property, value) => `${property}: ${value} has a token in client/styles/tokens.css` }],
  },
}
