/** Colours of classes in masks and boxes: bright enough to be seen on a photograph, the same for a class everywhere. */
const CLASS_COLOURS = ['#ff5c33', '#2f9bff', '#2fd07a', '#ffc22e', '#c46bff', '#00d0d6', '#ff5fae', '#a3d922', '#ff9a3d', '#7a8cff', '#e5e04a', '#5ce0a8', '#ff7b7b', '#4ac3ff', '#d9a6ff', '#c7b299'] as const;

export const classColour = (id: number): string => CLASS_COLOURS[((id % CLASS_COLOURS.length) + CLASS_COLOURS.length) % CLASS_COLOURS.length]!;

/** Red, green, blue of a class, 0 to 255. */
export function classRgb(id: number): [number, number, number] {
  const hex = classColour(id);
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as [number, number, number];
}
