import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ROOT } from '@go-actions/tools';
import ts from 'typescript';

export type Import = { readonly from: string; readonly names: readonly string[]; readonly typeOnly: boolean };

/** One module as the rules see it; `path` is relative to the repository's root, with slashes. */
export type Source = {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
  readonly exports: readonly string[];
  /** Statements that do something as soon as the module is imported. */
  readonly effects: readonly string[];
};

/** All our modules: sources of actions and packages, and the tools. */
export function readSources(): Source[] {
  return ['actions', 'packages', 'tools'].flatMap((top) => listFiles(join(ROOT, top))).map(readSource);
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(
      (entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.parentPath.includes('node_modules'),
    )
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => path.includes('/src/') || path.startsWith('tools/'));
}

function readSource(path: string): Source {
  const text = readFileSync(join(ROOT, path), 'utf8');
  return parseSource(path, text);
}

export function parseSource(path: string, text: string): Source {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const imports: Import[] = [];
  const exports: string[] = [];
  const effects: string[] = [];
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier)) {
      imports.push(describeImport(statement, resolveFrom(path, statement.moduleSpecifier.text)));
    } else if (
      ts.isExportDeclaration(statement) &&
      statement.moduleSpecifier &&
      ts.isStringLiteral(statement.moduleSpecifier)
    ) {
      imports.push({
        from: resolveFrom(path, statement.moduleSpecifier.text),
        names: [],
        typeOnly: statement.isTypeOnly,
      });
    } else if (ts.isExpressionStatement(statement)) {
      effects.push(statement.getText(file).split('\n')[0] ?? '');
    } else if (ts.canHaveModifiers(statement) && isExported(statement)) {
      exports.push(...declaredNames(statement));
    }
  }
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [argument] = node.arguments;
      if (argument && ts.isStringLiteral(argument)) {
        imports.push({ from: resolveFrom(path, argument.text), names: [], typeOnly: false });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { path, text, imports, exports, effects };
}

function describeImport(statement: ts.ImportDeclaration, from: string): Import {
  const clause = statement.importClause;
  const bindings = clause?.namedBindings;
  const values =
    bindings && ts.isNamedImports(bindings) ? bindings.elements.filter((element) => !element.isTypeOnly) : [];
  const onlyTypes =
    bindings !== undefined && ts.isNamedImports(bindings) && values.length === 0 && !clause?.name;
  return {
    from,
    names: values.map((element) => (element.propertyName ?? element.name).text),
    typeOnly: clause?.phaseModifier === ts.SyntaxKind.TypeKeyword || onlyTypes,
  };
}

function resolveFrom(path: string, specifier: string): string {
  return specifier.startsWith('.') ? join(dirname(path), specifier).replaceAll('\\', '/') : specifier;
}

function isExported(statement: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  return modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword) ?? false;
}

function declaredNames(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map((declaration) => declaration.name.getText());
  }
  const name = (statement as { name?: ts.Identifier }).name;
  return name ? [name.text] : [];
}
