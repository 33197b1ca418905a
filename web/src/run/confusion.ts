export interface ConfusionFigures {
  total: number;
  accuracy: number;
  /** Share of each true class that was predicted right; NaN for a class without examples. */
  recall: number[];
  /** Share of each predicted class that was right; NaN where nothing was predicted. */
  precision: number[];
  rows: number[];
}

/** What a confusion matrix (rows true, columns predicted) says of each class. */
export function confusionFigures(matrix: readonly (readonly number[])[]): ConfusionFigures {
  const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);
  const rows = matrix.map(sum);
  const columns = matrix.map((_, j) => sum(matrix.map((row) => row[j] ?? 0)));
  const total = sum(rows);
  const right = matrix.map((row, i) => row[i] ?? 0);
  return {
    total, rows, accuracy: total > 0 ? sum(right) / total : Number.NaN,
    recall: right.map((r, i) => (rows[i]! > 0 ? r / rows[i]! : Number.NaN)),
    precision: right.map((r, i) => (columns[i]! > 0 ? r / columns[i]! : Number.NaN)),
  };
}
