namespace Cairn.Samples.FashionMnist.Data;

/// <summary>
/// What an IDX image file holds: <paramref name="Count"/> images of Height x Width bytes, row after row, 0 is black.
/// </summary>
internal sealed record IdxImages(int Count, int Height, int Width, byte[] Pixels);
