namespace Cairn.Analysis.Verdicts;

/// <summary>Which test a verdict rests on.</summary>
public enum TestMethod
{
    /// <summary>None: one number each, and no spread known.</summary>
    None,

    /// <summary>Groups of runs against each other.</summary>
    Welch,

    /// <summary>A group of runs against a number.</summary>
    OneSample,

    /// <summary>One run against a group of runs.</summary>
    Prediction,

    /// <summary>Two runs on the same examples, right or wrong on each.</summary>
    McNemar,

    /// <summary>Two runs on the same examples, with an error for each.</summary>
    PairedBootstrap,

    /// <summary>A share of known examples against a number.</summary>
    Binomial,

    /// <summary>Two shares of known examples.</summary>
    TwoShares,
}
