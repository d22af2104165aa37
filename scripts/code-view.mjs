// Makes, of every balancing policy, a twin that tells where it is and what it sees, line by line, for the code view.
// The twin is the very source file with calls put between its statements; a test proves that both decide alike.
// Written to components/code/generated/ (not kept in git) before anything is built, checked or tested.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const from = join(root, 'simulations', 'algorithms', 'balancing')
const to = join(root, 'components', 'code', 'generated')

/** Writes what changed; cheap enough to be called before every step that needs it. */
export async function generateCodeView() {
  const { default: ts } = await import('typescript')
  mkdirSync(to, { recursive: true })
  const policies = policyNames()
  const wanted = new Map(policies.map((name) => [`${name}.ts`, twinOf(ts, name, readFileSync(join(from, `${name}.ts`), 'utf8'))]))
  wanted.set('index.ts', indexOf(policies))
  for (const file of readdirSync(to)) if (!wanted.has(file)) rmSync(join(to, file))
  for (const [file, text] of wanted) {
    const path = join(to, file)
    if (!isSame(path, text)) writeFileSync(path, text)
  }
  return policies.length
}

/** The policies are the files that define one: `name: '<file>'`. */
function policyNames() {
  return readdirSync(from)
    .filter((file) => file.endsWith('.ts') && !/\.(test|laws)\.ts$/.test(file))
    .map((file) => file.slice(0, -3))
    .filter((name) => readFileSync(join(from, `${name}.ts`), 'utf8').includes(`name: '${name}'`))
    .sort()
}

function isSame(path, text) {
  try {
    return readFileSync(path, 'utf8') === text
  } catch {
    return false
  }
}

function indexOf(policies) {
  const rows = policies.map((name) => `  '${name}': () => import('./${name}.ts'),`)
  return `// Made by scripts/code-view.mjs.\n/* eslint-disable */\nimport type { CodeTwin } from '../code-twin.ts'\n\nexport const codeTwins: Readonly<Record<string, () => Promise<{ readonly twin: CodeTwin }>>> = {\n${rows.join('\n')}\n}\n`
}

function twinOf(ts, name, source) {
  const file = ts.createSourceFile(`${name}.ts`, source, ts.ScriptTarget.ES2023, true)
  const insertions = []
  const insert = (at, text) => insertions.push({ at, text, order: insertions.length })
  const lineOf = (node) => file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1
  let policy = ''

  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) {
      const { text } = statement.moduleSpecifier
      const begin = statement.moduleSpecifier.getStart(file)
      insertions.push({ at: begin, until: statement.moduleSpecifier.end, text: `'@/${join('simulations/algorithms/balancing', text).replaceAll('\\', '/')}'`, order: insertions.length })
    }
    if (ts.isFunctionDeclaration(statement) && statement.body) block(statement.body)
    if (ts.isVariableStatement(statement)) {
      for (const declaration of statement.declarationList.declarations) {
        if (declaration.initializer?.getText(file).includes(`name: '${name}'`)) policy = declaration.name.getText(file)
      }
      visitFunctions(statement)
    }
  }

  function visitFunctions(node) {
    if ((ts.isArrowFunction(node) || ts.isMethodDeclaration(node) || ts.isFunctionExpression(node)) && node.body && ts.isBlock(node.body)) block(node.body)
    else ts.forEachChild(node, visitFunctions)
  }

  function block(node) {
    for (const statement of node.statements) single(statement)
  }

  /** `inLine` is the line of a condition that already told where it is. */
  function single(statement, inLine = 0) {
    if (ts.isBlock(statement)) return block(statement)
    if (ts.isFunctionDeclaration(statement)) return statement.body && block(statement.body)
    const line = lineOf(statement)
    if (line !== inLine) insert(statement.getStart(file), `__at(${line});`)
    if (ts.isVariableStatement(statement)) saw(statement.end, line, statement.declarationList.declarations.flatMap((one) => boundNames(one.name)))
    else if (ts.isExpressionStatement(statement)) {
      const changed = changedPlace(statement.expression)
      if (changed) saw(statement.end, line, [changed])
    } else if (ts.isReturnStatement(statement) && statement.expression) wrap(statement.expression, `__gave(${line},`)
    else if (ts.isIfStatement(statement)) {
      wrap(statement.expression, `__when(${line},`)
      body(statement.thenStatement, line)
      if (statement.elseStatement) body(statement.elseStatement, line)
    } else if (ts.isForOfStatement(statement) && ts.isVariableDeclarationList(statement.initializer)) {
      body(statement.statement, line, statement.initializer.declarations.flatMap((one) => boundNames(one.name)))
    } else if (ts.isForStatement(statement) || ts.isWhileStatement(statement) || ts.isForInStatement(statement)) body(statement.statement)
    else if (ts.isSwitchStatement(statement)) for (const clause of statement.caseBlock.clauses) for (const one of clause.statements) single(one)
  }

  /** The body of a branch or a loop: given braces if it has none, and told the loop's variables. */
  function body(statement, line = 0, names = []) {
    const seen = names.length > 0 ? `__at(${line});${sawText(line, names)}` : ''
    if (ts.isBlock(statement)) {
      if (seen) insert(statement.getStart(file) + 1, seen)
      return block(statement)
    }
    insert(statement.getStart(file), `{${seen}`)
    single(statement, line)
    insert(statement.end, '}')
  }

  function wrap(expression, call) {
    insert(expression.getStart(file), call)
    insert(expression.end, ')')
  }

  function saw(at, line, names) {
    if (names.length > 0) insert(at, sawText(line, names))
  }

  function sawText(line, names) {
    return `;__saw(${line},{${names.map((one) => `${JSON.stringify(one)}:${one}`).join(',')}});`
  }

  function boundNames(binding) {
    if (ts.isIdentifier(binding)) return [binding.text]
    return binding.elements.flatMap((element) => (ts.isBindingElement(element) ? boundNames(element.name) : []))
  }

  /** The place that an assignment or ++ changes, if it can be read again without side effects. */
  function changedPlace(expression) {
    const target = ts.isBinaryExpression(expression) && expression.operatorToken.kind >= ts.SyntaxKind.FirstAssignment && expression.operatorToken.kind <= ts.SyntaxKind.LastAssignment
      ? expression.left
      : ts.isPostfixUnaryExpression(expression) || ts.isPrefixUnaryExpression(expression) ? expression.operand : null
    const text = target?.getText(file).replaceAll('!', '')
    return text && !text.includes('(') && !text.includes('++') ? text : null
  }

  let out = ''
  let at = 0
  for (const { at: position, until, text } of insertions.sort((a, b) => a.at - b.at || a.order - b.order)) {
    out += source.slice(at, position) + text
    at = until ?? position
  }
  out += source.slice(at)
  return `// Made by scripts/code-view.mjs from simulations/algorithms/balancing/${name}.ts.\n// @ts-nocheck\n/* eslint-disable */\nimport type { CodeTwin } from '../code-twin.ts'\nimport { at as __at, gave as __gave, saw as __saw, when as __when } from '../stepping.ts'\n${out}\nexport const twin: CodeTwin = { file: ${JSON.stringify(`simulations/algorithms/balancing/${name}.ts`)}, policy: ${policy}, lines: ${JSON.stringify(tokenLines(ts, source))} }\n`
}

/** Kinds of token as the code view colours them; index into `TOKEN_KINDS` of code-twin.ts. */
function tokenLines(ts, source) {
  const scanner = ts.createScanner(ts.ScriptTarget.ES2023, false, ts.LanguageVariant.Standard, source)
  const lines = [[]]
  for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan()) {
    const kind = token === ts.SyntaxKind.SingleLineCommentTrivia || token === ts.SyntaxKind.MultiLineCommentTrivia ? 1
      : token >= ts.SyntaxKind.FirstKeyword && token <= ts.SyntaxKind.LastKeyword ? 2
      : token === ts.SyntaxKind.StringLiteral || token === ts.SyntaxKind.NoSubstitutionTemplateLiteral ? 3
      : token === ts.SyntaxKind.NumericLiteral ? 4
      : 0
    scanner.getTokenText().split('\n').forEach((text, i) => {
      if (i > 0) lines.push([])
      const line = lines.at(-1)
      if (text === '') return
      if (line.length > 0 && line.at(-1)[0] === kind) line.at(-1)[1] += text
      else line.push([kind, text])
    })
  }
  if (lines.at(-1).length === 0) lines.pop()
  return lines
}

if (process.argv[1] && resolve(process.argv[1]) === import.meta.filename) {
  console.log(`${await generateCodeView()} policies ready for the code view`)
}
