namespace Cairn.Analysis.Sweeps;

/// <summary>The law of a number before it is exponentiated and rounded.</summary>
internal enum LatentFamily
{
    Uniform,
    Normal,
    Beta,
}
