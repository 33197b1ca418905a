namespace Cairn.Core.Trash;

/// <summary>How much runs take.</summary>
/// <param name="Files">Contents of files that nothing else refers to.</param>
/// <param name="FileBytes">Their bytes on disk.</param>
/// <param name="Points">Points of series.</param>
/// <param name="PointBytes">About how many bytes those take: by what a point takes on average here.</param>
/// <param name="Records">Rich values.</param>
/// <param name="ConsoleLines">Console lines.</param>
/// <param name="TextBytes">Bytes of the values and lines.</param>
public sealed record TrashSpace(
    long Files, long FileBytes, long Points, long PointBytes, long Records, long ConsoleLines, long TextBytes)
{
    public static TrashSpace operator +(TrashSpace left, TrashSpace right) => new(
        left.Files + right.Files, left.FileBytes + right.FileBytes, left.Points + right.Points,
        left.PointBytes + right.PointBytes, left.Records + right.Records, left.ConsoleLines + right.ConsoleLines,
        left.TextBytes + right.TextBytes);
}
