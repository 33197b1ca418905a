namespace Cairn.Analysis.Verdicts;

/// <summary>What can honestly be said of two numbers.</summary>
public enum VerdictWord
{
    /// <summary>The difference is good news and larger than chance explains.</summary>
    Better,

    /// <summary>The difference is bad news and larger than chance explains.</summary>
    Worse,

    /// <summary>Whatever difference there is lies within the margin that was named.</summary>
    Equal,

    /// <summary>The evidence does not tell.</summary>
    Unclear,

    /// <summary>The two are one and the same.</summary>
    Itself,
}
