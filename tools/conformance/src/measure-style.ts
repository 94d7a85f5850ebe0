import { relative } from 'node:path';
import * as ts from 'typescript';
import { readText, WORKSPACE } from './workspace';

/** Figures of hand-written sources; places are `path:line`. */
export interface StyleFigures {
  readonly fileLines: readonly number[];
  readonly functionLines: readonly number[];
  readonly longFunctions: readonly string[];
  readonly anyKeywords: readonly string[];
  readonly bareThrows: readonly string[];
  readonly undocumentedExports: readonly string[];
}

type Collected = { -readonly [Key in keyof StyleFigures]: StyleFigures[Key][number][] };

const LONGEST_FUNCTION_LINES = 50;

/** Reads the files, given as paths from the root of the workspace. */
export function measureStyle(paths: readonly string[]): StyleFigures {
  const found: Collected = {
    fileLines: [],
    functionLines: [],
    longFunctions: [],
    anyKeywords: [],
    bareThrows: [],
    undocumentedExports: [],
  };
  for (const path of paths) measureFile(path, found);
  return found;
}

/** The middle value; 0 for no values. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function measureFile(path: string, found: Collected): void {
  const text = readText(path);
  const source = ts.createSourceFile(`${WORKSPACE}/${path}`, text, ts.ScriptTarget.Latest, true);
  found.fileLines.push(text.trimEnd().split('\n').length);
  for (const statement of source.statements) {
    if (isUndocumentedExport(statement)) found.undocumentedExports.push(placeOf(statement, source));
  }
  visit(source, source, found);
}

function visit(node: ts.Node, source: ts.SourceFile, found: Collected): void {
  if (node.kind === ts.SyntaxKind.AnyKeyword) found.anyKeywords.push(placeOf(node, source));
  if (isBareThrow(node)) found.bareThrows.push(placeOf(node, source));
  if (ts.isFunctionLike(node) && 'body' in node && node.body) measureFunction(node, source, found);
  ts.forEachChild(node, (child) => visit(child, source, found));
}

function measureFunction(node: ts.Node, source: ts.SourceFile, found: Collected): void {
  const lines = lineOf(node.getEnd(), source) - lineOf(node.getStart(source), source) + 1;
  found.functionLines.push(lines);
  if (lines > LONGEST_FUNCTION_LINES) found.longFunctions.push(placeOf(node, source));
}

function isBareThrow(node: ts.Node): boolean {
  if (!ts.isThrowStatement(node) || !ts.isNewExpression(node.expression)) return false;
  return ts.isIdentifier(node.expression.expression) && node.expression.expression.text === 'Error';
}

function isUndocumentedExport(statement: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  const exported = modifiers.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword);
  return exported && ts.getJSDocCommentsAndTags(statement).length === 0;
}

function lineOf(position: number, source: ts.SourceFile): number {
  return source.getLineAndCharacterOfPosition(position).line + 1;
}

function placeOf(node: ts.Node, source: ts.SourceFile): string {
  return `${relative(WORKSPACE, source.fileName)}:${lineOf(node.getStart(source), source)}`;
}
