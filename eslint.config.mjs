import { defineConfig, globalIgnores } from 'eslint/config'
import vitals from 'eslint-config-next/core-web-vitals'
import typescript from 'eslint-config-next/typescript'

/** These differ between engines in their last bits, or in the order they answer: a run must be the same everywhere. */
const engineDependentMath = [
  'sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'atan2', 'exp', 'expm1', 'log', 'log2', 'log10', 'log1p',
  'sinh', 'cosh', 'tanh', 'asinh', 'acosh', 'atanh', 'cbrt', 'hypot', 'pow',
]

const everywhere = [
  { selector: 'CallExpression[callee.property.name="toLocaleString"]', message: 'Engines differ in toLocaleString. Use lib/i18n.ts.' },
]

const inSimulations = [
  ...everywhere,
  { selector: 'BinaryExpression[operator="**"], AssignmentExpression[operator="**="]', message: 'Engines differ in **. Use simulations/kernel/math.ts.' },
  { selector: 'CallExpression[callee.property.name="localeCompare"]', message: 'The order depends on the machine. Compare with < and >.' },
  { selector: 'CallExpression[callee.property.name=/^(sort|toSorted)$/][arguments.length=0]', message: 'Without a comparator, sort compares as text. Give one.' },
  { selector: ':function[async=true], AwaitExpression, ForOfStatement[await=true]', message: 'A run has no promises: pending work is data in the event queue.' },
]

export default defineConfig([
  globalIgnores(['out/', '.next/', '.cache/', 'next-env.d.ts', 'coverage/', 'playwright-report/', 'test-results/', 'public/', 'tests/fixtures/', 'components/code/generated/']),
  ...vitals,
  ...typescript,
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-restricted-syntax': ['error', ...everywhere],
    },
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    ignores: ['app/**', '*.config.ts'],
    rules: { 'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true, defaultFrom: true, namedFrom: true, namespaceFrom: true } }] },
  },
  {
    files: ['simulations/**/*.ts'],
    ignores: ['**/*.test.ts', '**/*.laws.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...inSimulations],
      'no-restricted-globals': [
        'error',
        { name: 'Date', message: 'The only clock of a run is virtual.' },
        { name: 'Intl', message: 'Engines differ in Intl.' },
        { name: 'Promise', message: 'A run has no promises: pending work is data in the event queue.' },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Randomness is passed in: use simulations/kernel/random.ts.' },
        ...engineDependentMath.map((property) => ({ object: 'Math', property, message: 'Engines differ in its last bits. Use simulations/kernel/math.ts.' })),
      ],
    },
  },
  {
    // They run before anything is installed, or without types.
    files: ['scripts/**/*.mjs', '*.mjs', '*.cjs'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
])
